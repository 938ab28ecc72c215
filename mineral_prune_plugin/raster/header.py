# SPDX-License-Identifier: GPL-2.0-or-later
"""What a raster states, as metadata: where an ENVI header and NAME.aux.xml beside it differ, the header rules.

QGIS and GDAL leave NAME.aux.xml beside a raster that they look at. It repeats the header's wavelengths, units, bad
bands and no-data values, and GDAL prefers it from then on: a header that is corrected later would not be seen.
"""

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Optional

from ..errors import BandListLength, HeaderOfAnotherRaster
from .envi_text import numbers_of
from .gdal_versions import LARGEST_HEADER, header_beside_tiff, imagery_of
from .number_text import number_in
from .opening import open_raster, thread_option
from .raster_notices import HeaderBesideTiff, HeaderDamaged, HeaderDiffersFromCopy

OF_BANDS = ("wavelength", "wavelength_units", "fwhm", "bbl")  # entries that also stand in the metadata of bands
ENTRIES = (
    *OF_BANDS, "data_ignore_value", "data_gain_values", "data_offset_values", "reflectance_scale_factor", "band_names"
)  # fmt: skip
OF_TIFF = tuple(entry for entry in ENTRIES if entry != "band_names")  # that count where a header is beside a GeoTIFF


@dataclass(frozen=True)
class Statements:
    """One entry a band, in the file's order; keys of metadata in lower case, but for those of `imagery`.

    items           : the metadata of the default domain
    imagery         : those of the IMAGERY domain
    envi            : the entries of an ENVI header, {} where there is none
    names           : what GDAL calls each band, "" where it has no name
    no_data         : a number or None
    scales, offsets : likewise
    """

    items: tuple[dict, ...]
    imagery: tuple[dict, ...]
    envi: dict
    names: tuple[str, ...]
    no_data: tuple[Optional[float], ...]
    scales: tuple[Optional[float], ...]
    offsets: tuple[Optional[float], ...]


def read_statements(dataset, raster):
    """(Statements of an open GDAL dataset, list of notices).

    raster : the name for the notices, HeaderDiffersFromCopy, HeaderBesideTiff and HeaderDamaged
    errors : HeaderOfAnotherRaster, BandListLength
    """
    together = statements_of_gdal(dataset)
    path, entries, unclosed = header_beside_tiff(dataset)
    if unclosed:
        return together, [HeaderDamaged(raster=raster, header=os.path.basename(path), entry=unclosed)]
    if path and any(entry in entries for entry in OF_TIFF):
        _require_size(dataset, entries, raster, path)
        return _of_tiff(together, entries, raster, path)
    if dataset.GetDriver().ShortName != "ENVI":
        return together, []
    with _without_copy(dataset) as alone:
        header = statements_of_gdal(alone)
    listed = {entry for entry in ENTRIES if entry in together.envi or entry in header.envi}
    ruled = _ruled(header, together, listed)
    differing = [entry.replace("_", " ") for entry in ENTRIES if _differs(entry, together, ruled)]
    if not differing:
        return ruled, []
    return ruled, [HeaderDiffersFromCopy(raster=raster, copy=f"{raster}.aux.xml", entries=", ".join(differing))]


def _of_tiff(together, entries, raster, path):
    """The Statements of a GeoTIFF with the header at `path` beside it, which rules, but over no value without data."""
    count = len(together.items)
    listed = {entry for entry in OF_TIFF if entry in entries}
    ignored = _number(entries.get("data_ignore_value", ""))
    header = Statements(
        items=({},) * count,
        imagery=({},) * count,
        envi=entries,
        names=together.names,
        no_data=together.no_data,
        scales=_each(entries, "data_gain_values", count, raster),
        offsets=_each(entries, "data_offset_values", count, raster),
    )
    no_data = tuple(ignored if value is None else value for value in together.no_data)
    shown = ", ".join(entry.replace("_", " ") for entry in ENTRIES if entry in listed)
    facts = {"raster": raster, "header": os.path.basename(path), "entries": shown}
    return replace(_ruled(header, together, listed), no_data=no_data), [HeaderBesideTiff(**facts)]


def _require_size(dataset, entries, raster, path):
    """A header that outlived its raster would give wavelengths, scale or bad bands to another one of that name."""
    sizes = {"samples": dataset.RasterXSize, "lines": dataset.RasterYSize, "bands": dataset.RasterCount}
    stated = {key: _whole_number(entries, key) for key in sizes if key in entries}
    wrong = [key for key, size in stated.items() if size != sizes[key]]
    if wrong:
        raise HeaderOfAnotherRaster(
            raster=raster,
            header=os.path.basename(path),
            stated=", ".join(f"{key} = {stated[key]}" for key in wrong),
            actual=", ".join(f"{key} = {sizes[key]}" for key in wrong),
        )


def _each(entries, key, count, raster):
    """A number a band of a list, None without one."""
    try:
        values = numbers_of(entries, key) or ()
    except ValueError:
        values = ()
    if values and len(values) != count:
        raise BandListLength(raster=raster, key=key.replace("_", " "), expected=count, found=len(values))
    return tuple(values) or (None,) * count


def _number(text):
    try:
        return number_in(text)
    except ValueError:
        return None


def envi_header(dataset):
    """The entries of the ENVI header beside an open dataset of GDAL's ENVI driver, keys in lower case.

    With those that GDAL heeds but does not tell of: values with an equal sign in them.
    """
    with _without_copy(dataset) as alone:
        told = _lower(alone.GetMetadata("ENVI"))
    lines = [line.split("=", 1) for line in re.split(r"\r\n?|\n", envi_text(dataset)) if line.count("=") > 1]
    return {**{key.strip().replace(" ", "_").lower(): value.strip() for key, value in lines}, **told}


def envi_text(dataset):
    """The text of the ENVI header beside an open dataset, "" where it is no file that can be read."""
    paths = [path for path in dataset.GetFileList() or () if path.lower().endswith(".hdr") and os.path.isfile(path)]
    if len(paths) != 1:
        return ""
    try:
        with open(paths[0], "rb") as file:
            return file.read(LARGEST_HEADER).decode("latin-1")
    except OSError:
        return ""


def envi_offset(header):
    """Bytes before the values of an ENVI file. header : of `envi_header`"""
    return _whole_number(header, "header_offset")


def is_compressed(header):
    """Whether the values of an ENVI file are compressed. header : of `envi_header`"""
    return _whole_number(header, "file_compression") != 0


def _whole_number(header, entry):
    """As GDAL reads it: the digits that an entry begins with, 0 where there are none ("none")."""
    digits = re.match(r"\s*\+?([0-9]+)", str(header.get(entry, "0")))
    return int(digits.group(1)) if digits else 0


@contextmanager
def _without_copy(dataset):
    """The raster of an open dataset opened once more, without what a copy of its header repeats."""
    with thread_option("GDAL_PAM_ENABLED", "NO"):
        yield open_raster(dataset.GetDescription())


def statements_of_gdal(dataset):
    """The Statements of an open GDAL `dataset` as GDAL has them."""
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    return Statements(
        items=tuple(_lower(band.GetMetadata()) for band in bands),
        imagery=tuple(map(imagery_of, bands)),
        envi=_lower(dataset.GetMetadata("ENVI")),
        names=tuple(_text(band.GetDescription()) for band in bands),
        no_data=tuple(band.GetNoDataValue() for band in bands),
        scales=tuple(band.GetScale() for band in bands),
        offsets=tuple(band.GetOffset() for band in bands),
    )


def _lower(metadata):
    return {key.lower(): _text(value) for key, value in metadata.items()}


def _text(value):
    """What GDAL hands over of a header: text, or, where it is not in UTF-8 (a Latin-1 \u00b5), bytes or surrogates."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    try:
        value.encode("utf-8")
        return value
    except UnicodeEncodeError:
        return "".join(chr(ord(letter) & 0xFF) if "\ud800" <= letter <= "\udfff" else letter for letter in value)


def _ruled(header, together, listed):
    """The header's Statements, and what only the copy has. listed : entries that are, or once were, in the header."""
    repeated = listed | {"wavelength_units"} if "wavelength" in listed else listed - {"wavelength_units"}

    def of_copy(values, entry):
        return (None,) * len(values) if entry in listed else values

    names = header.names if listed & {"band_names", "wavelength"} else tuple(map(_stated, header.names, together.names))

    items = [{key: value for key, value in band.items() if key not in repeated} for band in together.items]
    return replace(
        header,
        items=tuple({**kept, **stated} for kept, stated in zip(items, header.items)),
        imagery=header.imagery if "wavelength" in listed else together.imagery,
        names=names,
        no_data=tuple(map(_stated, header.no_data, of_copy(together.no_data, "data_ignore_value"))),
        scales=tuple(map(_stated, header.scales, of_copy(together.scales, "data_gain_values"))),
        offsets=tuple(map(_stated, header.offsets, of_copy(together.offsets, "data_offset_values"))),
    )


def _stated(by_header, by_copy):
    return by_copy if by_header in (None, "") else by_header


def _differs(entry, together, ruled):
    if _words(together.envi.get(entry)) != _words(ruled.envi.get(entry)):
        return True
    bands = zip(together.items, ruled.items) if entry in OF_BANDS else ()
    return any(before.get(entry) != after.get(entry) for before, after in bands)


def _words(text):
    return None if text is None else str(text).split()
