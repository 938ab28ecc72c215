# SPDX-License-Identifier: GPL-2.0-or-later
"""Reference spectra: as a file gives them, and cleaned.

Records of one library share their bands. A folder whose spectra come from several spectrometers is several libraries.
"""

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np


@dataclass(frozen=True)
class SpectraTable:
    """What a file holds, before cleaning; its records need not be spectra.

    title       : what messages call it: the name of the file or the folder
    names       : a name a record, single-spaced
    sources     : the file name of each record
    values      : (n_records, n_bands), numbers as stored; NaN where blank
    wavelengths : float64 (n_bands,) as stated, in `unit`; None where the file states none
    unit        : of wavelengths and widths, as stated; "" where unstated
    widths      : float64 (n_bands,), full widths at half maximum in `unit`; None where unstated
    scale       : reflectance = values / scale; None where unstated
    ignore      : the value that marks a deleted point; None where unstated
    """

    title: str
    names: tuple[str, ...]
    sources: tuple[str, ...]
    values: np.ndarray
    wavelengths: Optional[np.ndarray] = None
    unit: str = ""
    widths: Optional[np.ndarray] = None
    scale: Optional[float] = None
    ignore: Optional[float] = None

    def key(self):
        """Equal for tables that can be stacked: the same bands, scale and deleted mark."""
        lists = tuple(None if numbers is None else numbers.tobytes() for numbers in (self.wavelengths, self.widths))
        return (*lists, self.values.shape[1], self.unit, self.scale, self.ignore)


@dataclass(frozen=True)
class Library:
    """Cleaned reference spectra.

    title          : what messages call it
    names, sources : the name and the file name of each record
    wavelengths_um : float64 (n_bands,), micrometres, strictly ascending
    widths_um      : float64 (n_bands,), full widths at half maximum, micrometres; None where unknown
    reflectance    : float32 (n_records, n_bands), 0..1, NaN where deleted
    """

    title: str
    names: tuple[str, ...]
    sources: tuple[str, ...]
    wavelengths_um: np.ndarray
    widths_um: Optional[np.ndarray]
    reflectance: np.ndarray

    def __len__(self):
        return len(self.names)

    def some(self, records):
        """The Library of some of the records, numbered from 0."""
        return replace(
            self,
            names=tuple(self.names[record] for record in records),
            sources=tuple(self.sources[record] for record in records),
            reflectance=self.reflectance[np.asarray(records, dtype=int)],
        )


def in_bands(library, bands):
    """The `library` in some of its `bands`, numbered from 0."""
    return replace(
        library,
        wavelengths_um=library.wavelengths_um[bands],
        widths_um=None if library.widths_um is None else library.widths_um[bands],
        reflectance=np.ascontiguousarray(library.reflectance[:, bands]),
    )


def joined(libraries, title):
    """Libraries of the same bands as one, called `title`, records in the order of the libraries."""
    return replace(
        libraries[0],
        title=title,
        names=tuple(name for library in libraries for name in library.names),
        sources=tuple(source for library in libraries for source in library.sources),
        reflectance=np.concatenate([library.reflectance for library in libraries]),
    )


def stacked(tables, title):
    """Tables of equal `key` as one, called `title`, records in the order of the tables."""
    return replace(
        tables[0],
        title=title,
        names=tuple(name for table in tables for name in table.names),
        sources=tuple(source for table in tables for source in table.sources),
        values=np.concatenate([table.values for table in tables]),
    )
