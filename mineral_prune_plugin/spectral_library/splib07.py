# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of the USGS library as ASCII: a title, then a value a line; the bands stand in files of their own.

Kokaly et al. 2017 (splib07). A title is such as "splib07a Record=5932: Kaolinite CM5   BECKb AREF"; that of the bands
"... Wavelengths BECK Beckman 0.2-3.0 microns" or "... Bandpass (FWHM) BECK Beckman in microns". Their files lie beside
the spectrum or, as the USGS delivers them, one folder above.
"""

import os
import re
from dataclasses import dataclass

import numpy as np

from ..classes import one_line
from ..errors import LibraryHasNoWavelengths
from .library import SpectraTable
from .library_text import decoded, is_number, number, read_start, read_text, unit_in

RECORD = re.compile(r"\s*\S+\s+Record=\s*\d+\s*:", re.IGNORECASE)
WAVELENGTHS = re.compile(r"(?<![^\W_])wave(s|lengths?)(?![^\W_])", re.IGNORECASE)
WIDTHS = re.compile(r"(?<![^\W_])(bandpass|resolution|fwhm)(?![^\W_])", re.IGNORECASE)
DELETED = -1.23e34
TITLE_BYTES = 4096  # hold the title and the first values
SHORTEST_CODE = 3  # "ASD" stands for ASDFR, ASDHR and ASDNG


@dataclass(frozen=True)
class BandFile:
    """The wavelengths or the widths of a spectrometer. title : the first line; values : float64 (n_bands,)."""

    title: str
    values: np.ndarray


def is_splib07(start):
    """Whether a text's `start` is a title and then a single number in each line."""
    lines = start.split("\n")
    numbers = [line.strip() for line in lines[1:4] if line.strip()]
    return bool(numbers) and bool(lines[0].strip()) and not is_number(lines[0]) and all(map(is_number, numbers))


def is_band_file(path):
    """Whether the file at `path` holds wavelengths or widths."""
    start = decoded(read_start(path, TITLE_BYTES))
    return is_splib07(start) and _of_bands(start.split("\n")[0])


def band_files(folder):
    """The BandFile of each such file in a folder and in the one above it, as a tuple."""
    places = (folder, os.path.dirname(os.path.abspath(folder)))
    paths = [entry.path for place in places for entry in _entries(place) if _may_hold_bands(entry)]
    return tuple(BandFile(*_title_and_values(path)) for path in sorted(paths) if is_band_file(path))


def read_splib07(path, bands=None):
    """The SpectraTable of one spectrum.

    path   : of its file
    bands  : the `band_files` of its folder; None to look for them
    errors : LibraryUnreadable, LibraryTooLarge, LibraryNumberUnreadable, LibraryHasNoWavelengths
    """
    title, values = _title_and_values(path)
    file_name = os.path.basename(path)
    bands = band_files(os.path.dirname(path) or ".") if bands is None else bands
    wavelengths = _matching(bands, WAVELENGTHS, title, len(values))
    if wavelengths is None:
        raise LibraryHasNoWavelengths(library=file_name, bands=len(values))
    widths = _matching(bands, WIDTHS, title, len(values))
    return SpectraTable(
        title=file_name,
        names=(one_line(RECORD.sub("", title)),),
        sources=(file_name,),
        values=values[None, :],
        wavelengths=wavelengths.values,
        unit=unit_in(wavelengths.title),
        widths=None if widths is None else widths.values,
        scale=1.0,
        ignore=DELETED,
    )


def _entries(folder):
    try:
        return list(os.scandir(folder))
    except OSError:  # the folder above may be closed to this user
        return []


def _may_hold_bands(entry):
    return entry.is_file() and entry.name.lower().endswith((".txt", ".asc"))


def _of_bands(title):
    return bool(WAVELENGTHS.search(title) or WIDTHS.search(title))


def _title_and_values(path):
    title, *lines = read_text(path).split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    name = os.path.basename(path)
    return one_line(title), np.array([number(line, name, at) for at, line in enumerate(lines, start=2)])


def _matching(bands, kind, title, count):
    """The BandFile of a `kind` with as many values, of the spectrometer that the title names where several have.

    None where there is none, or where several that differ serve equally well.
    """
    fitting = [file for file in bands if kind.search(file.title) and len(file.values) == count]
    if kind is WIDTHS:
        fitting = [file for file in fitting if not WAVELENGTHS.search(file.title)]
    nearness = [_shared_code(spectrometer(title), file.title) for file in fitting]
    best = [file for file, shared in zip(fitting, nearness) if shared == max(nearness)]
    same = all(np.array_equal(file.values, best[0].values, equal_nan=True) for file in best)
    return best[0] if best and same else None


def spectrometer(title):
    """The code of the spectrometer in a title: "ASDFR" of "Alunite GDS84 Na03  ASDFRb AREF"; "" where there is none."""
    words = title.split()
    return re.sub("[a-z]+$", "", words[-2]) if len(words) > 2 else ""


def _shared_code(code, title):
    """How many letters of a spectrometer's code begin a word of the title; 0 below three."""
    words = re.split(r"[\W_]+", title)
    return max((shared for shared in (len(os.path.commonprefix([code, word])) for word in words)
                if shared >= SHORTEST_CODE), default=0)  # fmt: skip
