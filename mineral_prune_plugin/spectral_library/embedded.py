# SPDX-License-Identifier: GPL-2.0-or-later
"""The library that the plugin brings along, for users who have a scene and no spectra.

No measured spectrum is in it. `absorptions.csv` holds Gaussians in optical depth, -ln(reflectance / continuum), and
`variants.csv` what each set of them was fitted to (records of splib07, Kokaly et al. 2017, doi 10.5066/F7RR1WDJ) and
how well. Both are made by scripts/fit_library.py.
"""

import csv
import math
import os
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..errors import LibraryNumberUnreadable, LibraryRowLength, LibraryTooShort
from ..spectra.minerals import HALF_MAXIMUM
from .library import Library
from .library_text import read_text

FOLDER = os.path.dirname(os.path.abspath(__file__))
ABSORPTIONS, VARIANTS = "absorptions.csv", "variants.csv"
ABSORPTION_COLUMNS = ("material", "variant", "centre_um", "width_um", "optical_depth")
VARIANT_COLUMNS = ("material", "variant", "record", "brightness", "rms_swir", "rms", "largest_error")
TITLE = "embedded library"
WAVELENGTHS_UM = np.arange(390, 2511, 2) / 1000.0
WIDTH_UM = 1e-4  # the spectra are known at points, so to any sensor they are as sharp as can be

NOTHING = -80.0  # exp of it is no less than the smallest normal number: smaller ones take three times as long


@dataclass(frozen=True)
class Variant:
    """A spectrum of a material, as numbers.

    material      : its name in `materials.py`
    number        : from 1, within the material
    record        : the name of the splib07 record that it was fitted to
    brightness    : reflectance of the continuum, the same at all wavelengths
    rms_swir, rms : of the quotient of reflectance and its upper convex hull less that of the record, over 2.0 to 2.48
                    and over 0.4 to 2.5 um
    largest_error : of that difference over 0.4 to 2.5 um
    absorptions   : float64 (n_absorptions, 3): centre and full width at half maximum, micrometres; optical depth
    """

    material: str
    number: int
    record: str
    brightness: float
    rms_swir: float
    rms: float
    largest_error: float
    absorptions: np.ndarray

    @property
    def name(self):
        """Of the record in the embedded library, such as "muscovite 1"."""
        return f"{self.material} {self.number}"


@lru_cache(maxsize=1)
def embedded_library():
    """The Library of all variants, every 2 nm from 0.39 to 2.51 um. Errors: those of `embedded_variants`."""
    variants = embedded_variants()
    return Library(
        title=TITLE,
        names=tuple(variant.name for variant in variants),
        sources=(ABSORPTIONS,) * len(variants),
        wavelengths_um=WAVELENGTHS_UM,
        widths_um=np.full(len(WAVELENGTHS_UM), WIDTH_UM),
        reflectance=_read_only(spectra(variants, WAVELENGTHS_UM)),
    )


def embedded_variants(folder=FOLDER):
    """Every Variant, in the order of the table.

    folder : of absorptions.csv and variants.csv
    errors : LibraryUnreadable, LibraryTooLarge, LibraryRowLength, LibraryNumberUnreadable, LibraryTooShort
    """
    absorptions = {}
    for at, (material, number, *numbers) in _rows(folder, ABSORPTIONS, ABSORPTION_COLUMNS):
        entry = [_positive(text, ABSORPTIONS, at) for text in numbers]
        absorptions.setdefault((material, number), []).append(entry)
    rows = {tuple(cells[:2]): (at, cells[2:]) for at, cells in _rows(folder, VARIANTS, VARIANT_COLUMNS)}
    if rows.keys() != absorptions.keys():
        complete = len(rows.keys() & absorptions.keys())
        raise LibraryTooShort(library=ABSORPTIONS, expected=len(rows), found=complete)
    return tuple(_variant(key, at, cells, absorptions[key]) for key, (at, cells) in rows.items())


def spectra(variants, wavelengths_um):
    """Reflectance without noise at wavelengths: brightness * exp(-sum of the Gaussians).

    variants       : Variant each
    wavelengths_um : float64 (n_points,), micrometres
    returns        : float32 (n_variants, n_points), 0..1
    """
    points = np.asarray(wavelengths_um, dtype=np.float32)
    result = np.empty((len(variants), len(points)), dtype=np.float32)
    for row, variant in enumerate(variants):
        centres, widths, depths = variant.absorptions.T.astype(np.float32)[:, :, None]
        result[row] = variant.brightness * np.exp(-(depths * gaussians(points, centres, widths)).sum(axis=0))
    return result


def gaussians(points_um, centres_um, widths_um):
    """Gaussians of height 1, as broadcast.

    points_um, centres_um, widths_um : float, micrometres, at least one an array; widths at half maximum
    """
    falls = points_um - centres_um
    falls /= widths_um
    falls *= falls
    falls *= -float(HALF_MAXIMUM)  # in place, and single precision stays single: half of the time of reading
    np.maximum(falls, NOTHING, out=falls)
    return np.exp(falls, out=falls)


def _rows(folder, name, columns):
    """(line number, cells) of each row of a table; the first must be its header."""
    for at, cells in enumerate(csv.reader(read_text(os.path.join(folder, name)).splitlines()), start=1):
        if len(cells) != len(columns) or (at == 1 and tuple(cells) != columns):
            raise LibraryRowLength(library=name, line=at, expected=len(columns), found=len(cells))
        if at > 1:
            yield at, cells


def _variant(key, at, cells, absorptions):
    """The Variant of a row of the table of variants, number `at`."""
    material, number = key
    record, *numbers = cells
    brightness, rms_swir, rms, largest_error = (_positive(text, VARIANTS, at) for text in numbers)
    number = int(_positive(number, VARIANTS, at))
    return Variant(material, number, record, brightness, rms_swir, rms, largest_error, np.array(absorptions))


def _positive(text, name, line):
    """The finite number above 0 that a cell holds."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise LibraryNumberUnreadable(library=name, line=line, text=text[:40])
    return value


def _read_only(values):
    """The array, shared by all callers of `embedded_library`, so that nobody changes it."""
    values.flags.writeable = False
    return values
