# SPDX-License-Identifier: GPL-2.0-or-later
"""Wavelengths of bands: micrometres inside, whatever the unit a file states."""

import re
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..errors import WavelengthsImplausible, WavelengthUnitUnknown

# What one unit is in micrometres. Wavenumbers are handled apart: they are reciprocal.
UNITS_UM = {
    "micrometers": 1.0, "micrometres": 1.0, "micrometer": 1.0, "micrometre": 1.0, "microns": 1.0, "micron": 1.0,
    "um": 1.0, "\u00b5m": 1.0, "\u03bcm": 1.0,
    "nanometers": 1e-3, "nanometres": 1e-3, "nanometer": 1e-3, "nanometre": 1e-3, "nm": 1e-3,
    "angstroms": 1e-4, "angstrom": 1e-4,
    "millimeters": 1e3, "millimetres": 1e3, "mm": 1e3,
    "meters": 1e6, "metres": 1e6, "m": 1e6,
}  # fmt: skip
WAVENUMBER_UNITS = ("wavenumber", "wavenumbers", "cm-1", "1/cm")
UNSTATED_UNITS = ("", "unknown", "index", "none")
LARGEST_IN_UM = 100.0  # a larger number without a unit can only be nanometres: thermal sensors end near 15 um
PLAUSIBLE_UM = (0.1, 100.0)
NAMED = re.compile(r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s*(" + "|".join(map(re.escape, UNITS_UM)) + r")(?!\w)")


@dataclass(frozen=True)
class Wavelengths:
    """Band centres and, where known, widths (full width at half maximum), both in micrometres."""

    centres_um: tuple[float, ...]
    widths_um: Optional[tuple[float, ...]] = None

    @classmethod
    def from_um(cls, centres, widths=None):
        """From `centres` and `widths` in micrometres; widths may be None, else a number for each centre."""
        known = widths is not None and np.all(np.isfinite(widths))
        return cls(tuple(map(float, centres)), tuple(map(float, widths)) if known else None)

    @classmethod
    def from_nm(cls, centres, widths=None):
        """From `centres` and `widths` in nanometres; widths may be None, else a number for each centre."""
        return cls.from_um(np.asarray(centres) / 1e3, None if widths is None else np.asarray(widths) / 1e3)

    def __len__(self):
        return len(self.centres_um)

    def some(self, bands):
        """The Wavelengths of some of the bands, numbered from 0."""
        widths = None if self.widths_um is None else tuple(self.widths_um[band] for band in bands)
        return Wavelengths(tuple(self.centres_um[band] for band in bands), widths)

    def array(self):
        """float64 (n_bands,) centres in micrometres."""
        return np.array(self.centres_um, dtype=np.float64)


def wavelength_in(name):
    """Micrometres that a band's name states, such as "band 1 (1990.000 Nanometers)" or "B2 490 nm"; NaN where none.

    "B2 10 m" states none: no sensor has such a wavelength.
    """
    match = NAMED.search(name.casefold())
    if match is None:
        return np.nan
    centre = float(match.group(1)) * UNITS_UM[match.group(2)]
    return centre if PLAUSIBLE_UM[0] <= centre <= PLAUSIBLE_UM[1] else np.nan


def to_micrometres(values, unit, raster):
    """Numbers in `unit` as micrometres; a unit that is not stated is decided by magnitude.

    values  : float64 (n_bands,), NaN where a band has none
    unit    : as the file states it, any case; "" where it states none
    raster  : the name for an error
    returns : (float64 (n_bands,) in micrometres, the unit assumed or None where it was stated)
    errors  : WavelengthUnitUnknown, WavelengthsImplausible
    """
    unit = unit.strip().lower()
    assumed = None
    if unit in UNSTATED_UNITS:
        unit = assumed = "micrometres" if np.nanmax(values) < LARGEST_IN_UM else "nanometres"
    centres = _converted(values, unit, raster)
    if np.nanmin(centres) < PLAUSIBLE_UM[0] or np.nanmax(centres) > PLAUSIBLE_UM[1]:
        raise WavelengthsImplausible(raster=raster, first=np.nanmin(values), last=np.nanmax(values), unit=unit)
    return centres, assumed


def widths_to_micrometres(widths, centres, unit):
    """Band widths in the unit of the band centres, which `to_micrometres` has already accepted.

    widths  : float64 (n_bands,) as stated, NaN where unknown
    centres : float64 (n_bands,) as stated, in the same unit: a width in wavenumbers depends on its centre
    unit    : as the file states it, any case; "" where it states none
    returns : float64 (n_bands,), micrometres
    """
    unit = unit.strip().lower()
    if unit in WAVENUMBER_UNITS:
        return 1e4 * widths / centres**2
    if unit in UNSTATED_UNITS:
        return widths * (1.0 if np.nanmax(centres) < LARGEST_IN_UM else 1e-3)
    return widths * UNITS_UM[unit]


def _converted(values, unit, raster):
    if unit in WAVENUMBER_UNITS:
        with np.errstate(divide="ignore"):
            return 1e4 / values
    if unit not in UNITS_UM:
        raise WavelengthUnitUnknown(raster=raster, unit=unit)
    return values * UNITS_UM[unit]
