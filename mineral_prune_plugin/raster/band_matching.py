# SPDX-License-Identifier: GPL-2.0-or-later
"""Which bands of a raster a model reads: chosen by range for training, matched by wavelength afterwards."""

from dataclasses import dataclass, field, replace
from typing import Optional

import numpy as np

from ..errors import (
    BandCountDiffers,
    BandNamesMissing,
    BandNumbersDiffer,
    BandsMissing,
    BandsNotBridged,
    NoBandInRange,
    RangeNeedsWavelengths,
    RasterHasNoWavelengths,
)
from .band_table import band_labels, listed
from .raster_notices import BandsBeyondEnds, BandsOfZerosUsed, BandsShifted, BandsTakenInOrder

TOLERANCE_UM = 0.005  # half the spacing of the sensors this is made for (AVIRIS 10 nm, EMIT 7.4 nm)
WIDE = 1 / 8  # of a wide band's width that its centre may be off: Sentinel-2B's B12 lies 17 nm below 2A's, 185 nm wide
LARGEST_GAP_UM = 0.05  # interpolation never bridges a wider gap: the water bands are 0.1 um wide


@dataclass(frozen=True)
class BandSelection:
    """The bands to read and what to make of them.

    numbers : band numbers, from 1, in the order to read
    weights : float32 (n_wanted, n_read) to interpolate, or None where the bands are taken as they are
    notices : of what was taken on trust
    """

    numbers: tuple[int, ...]
    weights: Optional[np.ndarray] = None
    notices: tuple = field(default=(), compare=False)

    def apply(self, values):
        """float32 (n_read, n_pixels) -> (n_wanted, n_pixels)."""
        return values if self.weights is None else self.weights @ values


def choose_bands(table, raster, range_um=None):
    """The good bands of a raster within a range, sorted by wavelength, each wavelength once.

    table    : BandTable of the raster
    raster   : its name for errors
    range_um : (lowest, highest) in micrometres, both included, or None for all
    returns  : BandSelection without weights
    errors   : RangeNeedsWavelengths, NoBandInRange
    """
    if not table.has_wavelengths:
        if range_um is not None:
            raise RangeNeedsWavelengths(raster=raster, lowest=range_um[0], highest=range_um[1])
        numbers = np.flatnonzero(table.good) + 1
        if not len(numbers):
            raise NoBandInRange(raster=raster, lowest=0, highest=0, bands=len(table.good))
        return BandSelection(tuple(int(number) for number in numbers))
    lowest, highest = range_um or (0.0, np.inf)
    centres = table.centres_um
    usable = table.good & np.isfinite(centres) & (centres >= lowest) & (centres <= highest)
    numbers = np.flatnonzero(usable) + 1
    if not len(numbers):
        raise NoBandInRange(raster=raster, lowest=lowest, highest=highest, bands=len(table.good))
    _, first = np.unique(centres[numbers - 1], return_index=True)  # ascending, duplicates dropped
    return BandSelection(tuple(int(number) for number in numbers[first]))


def match_bands(
    needed, table, raster, band_count, interpolate=False, tolerance_um=TOLERANCE_UM, names=None, numbers=None
):
    """The bands of a raster that match the bands of a model.

    needed       : Wavelengths of the model's bands, or None where it was trained without: then matched by name
    table        : BandTable of the raster
    raster       : its name for errors
    band_count   : number of the model's bands
    interpolate  : between the two neighbouring good bands where none is within the tolerance; beyond the first and
                   the last by less than half a band's width that one is taken, with a notice
    tolerance_um : micrometres that a band's centre may be off; a wide band's by WIDE of its width, with a notice
    names        : of the model's bands, or None: without names, of either side, bands go by number, with a notice
    numbers      : BandNumbers of the raster that it was trained on; None where it used all bands, or does not know
    returns      : BandSelection, with weights where a band is interpolated
    errors       : RasterHasNoWavelengths, BandsMissing, BandsNotBridged, BandCountDiffers, BandNumbersDiffer,
                   BandNamesMissing
    """
    if needed is None:
        selection = _by_name(names, table, raster) or _by_number(table, raster, band_count, numbers)
    elif not table.has_wavelengths:
        raise RasterHasNoWavelengths(
            raster=raster, bands=len(needed), first=needed.centres_um[0], last=needed.centres_um[-1]
        )
    else:
        tolerances = np.maximum(tolerance_um, _wide_tolerance(needed))
        usable = table if interpolate else _with_needed_zeros(table, needed.array(), tolerances)
        selection = _by_wavelength(needed, usable, raster, interpolate, tolerance_um)
    zeros = sorted(set(selection.numbers) & set(table.zeros))
    if not zeros:
        return selection
    told = BandsOfZerosUsed(raster=raster, bands=len(zeros), shown=band_labels(table, zeros))
    return replace(selection, notices=(*selection.notices, told))


def _with_needed_zeros(table, wanted, tolerances):
    """The BandTable with its bands of zeros as good that alone lie within the `tolerances` of a wanted band."""
    zeros = np.isin(np.arange(1, len(table.good) + 1), table.zeros)
    near = np.abs(table.centres_um[:, None] - wanted) <= tolerances
    lacking = ~near[table.good].any(axis=0)
    return replace(table, good=table.good | (zeros & near[:, lacking].any(axis=1)))


def _by_wavelength(needed, table, raster, interpolate, tolerance_um):
    """The BandSelection of the good bands at, or either side of, the Wavelengths `needed`."""
    usable = np.flatnonzero(table.good & np.isfinite(table.centres_um))
    usable = usable[np.argsort(table.centres_um[usable], kind="stable")]
    centres = table.centres_um[usable]
    wanted = needed.array()
    nearest = _nearest(centres, wanted)
    off = np.abs(centres[nearest] - wanted) if len(centres) else np.full(len(wanted), np.inf)
    wide = (off > tolerance_um) & (off <= _wide_tolerance(needed)) & _alone(nearest)
    exact = (off <= tolerance_um) | wide
    told = (BandsShifted(raster=raster, bands=int(wide.sum()), most=off[wide].max()),) if wide.any() else ()
    if exact.all():
        return BandSelection(tuple(int(number) + 1 for number in usable[nearest]), notices=told)
    bridged = _bridged(centres, wanted) if interpolate else exact
    beyond = _just_beyond(needed, centres) & ~exact if interpolate else np.zeros(len(wanted), dtype=bool)
    if not (exact | bridged | beyond).all():
        raise _missing(wanted, exact | bridged | beyond, raster, interpolate)
    if beyond.any():
        told += (BandsBeyondEnds(raster=raster, bands=int(beyond.sum()), most=off[beyond].max()),)
    return replace(_interpolation(usable, centres, wanted, np.where(exact | beyond, nearest, -1)), notices=told)


def _wide_tolerance(needed):
    """float64 (n_wanted,), micrometres; 0 where the model does not know its widths."""
    return WIDE * np.array(needed.widths_um) if needed.widths_um is not None else np.zeros(len(needed))


def _alone(nearest):
    """bool, True where no other wanted band has the same nearest one."""
    return np.bincount(nearest, minlength=1)[nearest] == 1


def _usable(table):
    """Numbers of the good bands and of those of zeros that a model may need."""
    return sorted({int(number) for number in np.flatnonzero(table.good) + 1} | set(table.zeros))


def _by_name(names, table, raster):
    """The BandSelection of the bands with a model's names; None where either has no names."""
    usable = _usable(table)
    if names is None or not table.names:
        return None
    present = [table.names[number - 1].strip().casefold() for number in usable]
    missing = [name for name in names if present.count(name.casefold()) != 1]
    if not missing:
        return BandSelection(tuple(usable[present.index(name.casefold())] for name in names))
    if not any(table.names_of([number]) for number in usable):
        return None
    facts = {"raster": raster, "bands": len(names), "missing": listed(missing)}
    raise BandNamesMissing(**facts, names=listed([table.names[number - 1].strip() for number in usable]))


def _by_number(table, raster, band_count, trained_on):
    """The BandSelection of the bands with the numbers that the model was `trained_on`, BandNumbers.

    In a raster of the model's bands alone, and for a model that used all bands or does not know (None): all in order.
    """
    usable, total = _usable(table), len(table.good)
    good = [number for number in usable if table.good[number - 1]]
    whole = len(good) == total == band_count
    if trained_on is not None and not whole:
        if total != trained_on.total or not set(trained_on.numbers) <= set(usable):
            raise _numbers_differ(trained_on, usable, total, raster)
        numbers = trained_on.numbers
    else:
        numbers = good if len(good) == band_count else usable
    if len(numbers) != band_count:
        raise BandCountDiffers(raster=raster, expected=band_count, found=len(good))
    return BandSelection(tuple(numbers), notices=(BandsTakenInOrder(raster=raster, bands=band_count),))


def _numbers_differ(trained_on, usable, total, raster):
    others = [number for number in range(1, total + 1) if number not in usable]
    return BandNumbersDiffer(
        bands=len(trained_on.numbers),
        total=trained_on.total,
        without=listed(trained_on.others),
        raster=raster,
        found=total,
        unusable=listed(others) or "-",
    )


def _nearest(centres, wanted):
    if not len(centres):
        return np.zeros(len(wanted), dtype=int)
    return np.abs(centres[None, :] - wanted[:, None]).argmin(axis=1)


def _bridged(centres, wanted):
    """True where two bands stand either side, no further apart than LARGEST_GAP_UM."""
    if len(centres) < 2:
        return np.zeros(len(wanted), dtype=bool)
    right = np.clip(np.searchsorted(centres, wanted), 1, len(centres) - 1)
    inside = (wanted >= centres[0]) & (wanted <= centres[-1])
    return inside & (centres[right] - centres[right - 1] <= LARGEST_GAP_UM)


def _just_beyond(needed, centres):
    """True where a wanted band lies below the first or above the last by less than half its width.

    Of a model that does not know its widths, by less than half the spacing of the raster's last two bands; never by
    more than half of LARGEST_GAP_UM.
    """
    wanted = needed.array()
    if len(centres) < 2:
        return np.zeros(len(wanted), dtype=bool)
    beyond = np.maximum(centres[0] - wanted, wanted - centres[-1])
    spacing = np.where(wanted < centres[0], centres[1] - centres[0], centres[-1] - centres[-2])
    widths = spacing if needed.widths_um is None else np.array(needed.widths_um)
    return (beyond > 0) & (beyond < np.minimum(widths, LARGEST_GAP_UM) / 2)


def _interpolation(usable, centres, wanted, exact):
    """Linear weights: row i makes band `wanted[i]`, from band `exact[i]` where that is not -1."""
    right = np.clip(np.searchsorted(centres, wanted), 1, len(centres) - 1)
    left = right - 1
    share = np.clip((wanted - centres[left]) / (centres[right] - centres[left]), 0.0, 1.0)
    full = np.zeros((len(wanted), len(centres)), dtype=np.float32)
    rows = np.arange(len(wanted))
    full[rows, left] = 1.0 - share
    full[rows, right] += share
    taken = exact >= 0
    full[taken] = 0.0
    full[rows[taken], exact[taken]] = 1.0
    read = np.flatnonzero(full.any(axis=0))
    return BandSelection(tuple(int(number) + 1 for number in usable[read]), full[:, read])


def _missing(wanted, present, raster, interpolate):
    shown = ", ".join(f"{value:.3f}" for value in wanted[~present][:5])
    error = BandsNotBridged if interpolate else BandsMissing
    return error(
        bands=len(wanted),
        first=wanted[0],
        last=wanted[-1],
        raster=raster,
        found=int(present.sum()),
        missing=shown + (", ..." if (~present).sum() > 5 else ""),
    )
