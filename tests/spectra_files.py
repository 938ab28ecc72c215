# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes spectral libraries of every format, whole ones and ones with a single defect, for tests."""

from pathlib import Path

import numpy as np

from mineral_prune_plugin.spectral_library.library import Library, SpectraTable

CODES = {"u1": 1, "i2": 2, "i4": 3, "f4": 4, "f8": 5, "u2": 12, "u4": 13, "i8": 14, "u8": 15}
UM = (2.0, 2.1, 2.2, 2.3)
ALUNITE, CALCITE = (0.5, 0.25, 0.4, 0.6), (0.7, 0.71, 0.69, 0.3)


def write_sli(path, values, names, order="<", header_name=None, data=None, leave_out=(), **header):
    """An ENVI spectral library. header : entries to add or change, `_` for a space; data : other bytes to write."""
    path, values = Path(path), np.asarray(values)
    kind = values.dtype.str[1:]
    path.write_bytes(values.astype(order + kind).tobytes() if data is None else data)
    records, bands = values.shape
    entries = {
        "samples": bands, "lines": records, "bands": 1, "header offset": 0, "file type": "ENVI Spectral Library",
        "data type": CODES[kind], "interleave": "bsq", "byte order": int(order == ">"),
        "spectra names": "{\n" + ",\n".join(names) + "}",
    }  # fmt: skip
    entries.update({key.replace("_", " "): _entry(value) for key, value in header.items()})
    text = "ENVI\n" + "".join(f"{key} = {value}\n" for key, value in entries.items() if key not in leave_out)
    (path.parent / (header_name or f"{path.stem}.hdr")).write_text(text, encoding="utf-8")
    return path


def _entry(value):
    return "{" + ", ".join(map(str, value)) + "}" if isinstance(value, (list, tuple)) else value


def write_values(path, title, values):
    """A file of the USGS: a title, then a value a line."""
    Path(path).write_text(title + "\n" + "".join(f" {value!r}\n" for value in values), encoding="utf-8")
    return Path(path)


def write_ecostress(path, points, name="Alunite KAl3(SO4)2(OH)6", count=None, **keys):
    """An ECOSTRESS spectrum of (wavelength, value) points."""
    entries = {
        "Name": name, "Type": "mineral", "Sample No.": "SO-4A", "X Units": "Wavelength (micrometers)",
        "Y Units": "Reflectance (percent)", "Number of X Values": len(points) if count is None else count,
    }  # fmt: skip
    entries.update({key.replace("_", " "): value for key, value in keys.items()})
    lines = [f"{key}: {value}" for key, value in entries.items()]
    lines += ["Additional Information: none", ""] + ["\t".join(map(str, point)) for point in points]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Path(path)


def table(values=(ALUNITE,), names=None, wavelengths=UM, **facts):
    """A SpectraTable called "lib"."""
    values = np.asarray(values)
    names = tuple(names or (f"mineral {number}" for number in range(len(values))))
    wavelengths = None if wavelengths is None else np.array(wavelengths, dtype=np.float64)
    facts = {"unit": "um", **facts}
    return SpectraTable("lib", names, ("lib.txt",) * len(names), values, wavelengths, **facts)


def library(reflectance, wavelengths_um, widths_um=None):
    """A Library called "lib" of records `mineral 0`, `mineral 1`, ..."""
    reflectance = np.asarray(reflectance, dtype=np.float32)
    names = tuple(f"mineral {number}" for number in range(len(reflectance)))
    widths = None if widths_um is None else np.broadcast_to(np.float64(widths_um), np.shape(wavelengths_um))
    return Library(
        "lib", names, ("lib.txt",) * len(names), np.array(wavelengths_um, dtype=np.float64), widths, reflectance
    )
