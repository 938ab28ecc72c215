# SPDX-License-Identifier: GPL-2.0-or-later
"""Opens a spectral library of any kind, told by its content: a file, or a folder of files."""

import os

from ..errors import LibraryEmpty, LibraryFormatUnknown, LibraryPartMissing, LibraryQuantityUnsuitable
from ..notices import LibraryFilesSkipped
from ..progress import silent
from .clean import clean
from .csv_library import is_table, read_csv
from .ecostress import is_ecostress, read_ecostress
from .envi_library import data_of, header_of, is_header, read_envi
from .library import stacked
from .library_text import decoded, read_start
from .remarks import few_of_each
from .splib07 import band_files, is_band_file, is_splib07, read_splib07

SHOWN = 3  # files named in a notice


def read_library(path, progress=None):
    """The cleaned libraries of a file or of a folder and those in it, a Library for each set of bands.

    path     : of the file or the folder; of an ENVI library either file
    progress : Progress, told the notices of what was left out or assumed; None for nobody
    returns  : tuple of Library, at least one
    errors   : LibraryUnreadable, LibraryFormatUnknown, LibraryEmpty, Cancelled, those of the readers and of `clean`
    """
    progress = progress or silent()
    path = os.fspath(path)
    tables = _folder_tables(path, progress) if os.path.isdir(path) else [read_table(path)]
    few = few_of_each(progress)
    groups = _groups(tables, os.path.basename(os.path.normpath(path)))
    libraries = tuple(clean(table, few) for table in groups)
    few.tell_rest()
    return libraries


def read_table(path, bands_of=band_files):
    """The SpectraTable of a file.

    path     : of the file
    bands_of : gives the files of bands that belong to a folder of splib07 spectra
    errors   : LibraryUnreadable, LibraryFormatUnknown, LibraryPartMissing, those of the readers
    """
    if is_header(path):
        return read_envi(data_of(path), path)
    header = header_of(path)
    if header:
        return read_envi(path, header)
    data = read_start(path)
    start = "" if b"\0" in data else decoded(data)
    if is_ecostress(start):
        return read_ecostress(path)
    if is_splib07(start):
        return read_splib07(path, bands_of(os.path.dirname(path) or "."))
    if is_table(start):
        return read_csv(path)
    if path.lower().endswith(".sli"):
        raise LibraryPartMissing(library=os.path.basename(path), missing=f"{os.path.basename(path)[:-4]}.hdr")
    raise LibraryFormatUnknown(library=os.path.basename(path))


def _folder_tables(folder, progress):
    """The tables of all libraries in a folder and below; files that hold no reflectance are told."""
    tables, skipped, bands = [], [], {}

    def bands_of(place):
        if place not in bands:
            bands[place] = band_files(place)
        return bands[place]

    files = _files(folder)
    for done, path in enumerate(files):
        progress.step(done / len(files))
        if header_of(path) or is_band_file(path):
            continue  # of a pair the header is read, and files of bands with their spectra
        try:
            tables.append(read_table(path, bands_of))
        except (LibraryFormatUnknown, LibraryQuantityUnsuitable):
            skipped.append(os.path.relpath(path, folder))
    if not tables:
        raise LibraryEmpty(library=os.path.basename(os.path.normpath(folder)))
    if skipped:
        shown = ", ".join(skipped[:SHOWN]) + (", ..." if len(skipped) > SHOWN else "")
        progress.tell(LibraryFilesSkipped(library=os.path.basename(folder), files=len(skipped), shown=shown))
    return tables


def _files(folder):
    """Every file in a folder and below, hidden ones apart, in an order that does not depend on the machine."""
    return sorted(
        os.path.join(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".") and os.path.isfile(os.path.join(place, name))
    )


def _groups(tables, title):
    """Tables with the same bands, scale and deleted mark as one."""
    if len(tables) == 1:
        return tables
    groups = {}
    for table in tables:
        groups.setdefault(table.key(), []).append(table)
    return [group[0] if len(group) == 1 else stacked(group, title) for group in groups.values()]
