# SPDX-License-Identifier: GPL-2.0-or-later
"""Which bands of a raster hold data, by a sample of its pixels.

A pixel is no data where any band is. One band without data everywhere, as five of EnMAP are delivered, would empty a
whole scene: such bands are left out and named. Where a few bands have no data at many pixels, they are named.
"""

import os
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from osgeo import gdal, gdal_array

from ..progress import awaited
from .band_table import band_labels
from .block_memory import SHORTCUT, can_be_shortened
from .direct.tiff_directory import tiff_shares
from .header import envi_header, is_compressed
from .opening import call_gdal, mask_band, open_raster, thread_options
from .raster_notices import BandsWithGaps, BandsWithZeros, EmptyBandsLeftOut
from .windows import Window

SPOT = 64  # pixels in a row that are read at a place
PLACES = 64  # that are looked at, at most
ENOUGH, CLEAN = 16, 3  # places with data that settle it; fewer where no band has gaps in these
FEWEST = 3, 16  # places of a large raster, and pixels of any, with data: of fewer nothing is said
NEARLY = 0.99  # of the pixels with data: more have none in a band that is left out
FULL = 0.1  # of a band's room: what holds data at 1 % of the pixels is compressed to less than half of this
MANY = 0.1  # of the pixels with data, without data in some band: worth a remark
STEPS = 0.7548776662466927, 0.5698402909980532  # of a sequence that fills a square evenly (the plastic number's)


@dataclass(frozen=True)
class BandSample:
    """data, zero : bool (n_bands, n_pixels), of pixels that hold data in half or more of the bands that any pixel has:
    where a band has data, and where that is zero
    """

    data: np.ndarray
    zero: np.ndarray

    def gaps(self):
        """float64 (n_bands,): share of the pixels without data; zero is data here."""
        return 1 - self.data.mean(axis=1)

    def empty(self):
        """Two bool arrays (n_bands,): bands with data in next to no pixel, and bands that are 0 in nearly all. The
        latter count where they are less than half of the bands: a dark surface is zero in most."""
        none = self.gaps() >= NEARLY
        zeros = ~none & ((self.zero | ~self.data).mean(axis=1) >= NEARLY)
        return none, zeros & (2 * zeros.sum() < len(zeros))


def without_empty_bands(path, dataset, table, dtype, raster):
    """(The BandTable with bands that hold no data marked as bad, list of notices).

    path    : of the raster
    dataset : GDAL's of it
    table   : BandTable of its bands
    dtype   : numpy type that holds every band's values
    raster  : the name for the notice, EmptyBandsLeftOut
    """
    none, zeros = empty_bands(path, dataset, table, dtype)
    empty = np.union1d(none, zeros)
    if not len(empty):
        return table, []
    good = table.good.copy()
    good[empty - 1] = False
    shown = band_labels(table, empty)
    told = EmptyBandsLeftOut(raster=raster, bands=len(empty), total=len(table.good), shown=shown)
    return replace(table, good=good, zeros=_of_few_pixels(dataset, zeros)), [told]


def empty_bands(path, dataset, table, dtype):
    """(Numbers of the good bands that hold no data, of those that are 0 where others hold data): int arrays, from 1.

    None of them where all good bands were.

    path    : of the raster
    dataset : GDAL's of it
    table   : BandTable of its bands
    dtype   : numpy type that holds every band's values
    """
    numbers = np.flatnonzero(table.good) + 1
    suspects = _suspects(path, dataset, numbers)
    look = _Look(path, dataset if _is_one_stream(dataset) else None, table, dtype)
    none, zeros = _empty_among(look, suspects, numbers)
    empty = np.union1d(none, zeros)
    if 0 < len(empty) < len(numbers):
        none, zeros = _empty_among(look, empty, numbers, PLACES)
    return (none, zeros) if len(none) + len(zeros) < len(numbers) else (numbers[:0], numbers[:0])


def _suspects(path, dataset, numbers):
    """Those of the bands with these numbers that may hold no data: not those that take their room although compressed.

    One compressed block a band is the worst case of a look at pixels: it unpacks the whole file.
    """
    shares = tiff_shares(path) if os.path.isfile(path) else None
    if shares is None or len(shares) < numbers.max(initial=0) or mask_band(dataset) is not None:
        return numbers  # what a mask hides takes room as well
    return numbers[shares[numbers - 1] < FULL]


def _empty_among(look, suspects, numbers, enough=None):
    """(Those `suspects`, numbers of bands, that hold no data, those that are 0), as judged beside more others.

    numbers : of all bands that count; enough : as of `_sample`
    """
    if not len(suspects):
        return suspects, suspects
    looked_at = np.union1d(suspects, np.setdiff1d(numbers, suspects)[: len(suspects) + 1])
    sample = _sample(look, looked_at, enough)
    if sample is None:
        return numbers[:0], numbers[:0]
    return tuple(np.intersect1d(looked_at[part], suspects) for part in sample.empty())


def _of_few_pixels(dataset, zeros):
    """The numbers `zeros` as a tuple where a raster is so small that all of its pixels were looked at."""
    small = _is_small(dataset.RasterXSize, dataset.RasterYSize)
    return tuple(int(number) for number in zeros) if small else ()


def tell_gaps(info, selection, progress):
    """Tell `progress` of a few bands that make many pixels no data, for a run that has lost many.

    info      : raster.source.RasterInfo
    selection : BandSelection of the bands that are read
    """
    numbers = np.array(selection.numbers)
    for enough in (ENOUGH, PLACES):  # what few places show may be chance
        look = _Look(info.path, None, info.bands, info.dtype)
        sample = awaited(partial(_sample, look, numbers, enough), progress)
        few = _few_with_gaps(sample.data) if sample is not None else None
        if few is None:
            return
    bands, share = few
    zeros = all(info.bands.no_data[number - 1] == 0 for number in numbers[bands])
    shown = band_labels(info.bands, np.sort(numbers[bands]))
    facts = {"raster": info.name, "bands": len(bands), "shown": shown, "share": f"{100 * share:.0f}"}
    progress.tell(BandsWithZeros(**facts) if zeros else BandsWithGaps(**facts))


def _few_with_gaps(data):
    """(The few bands, from 0, without which half of the pixels with gaps have none; share of these); None if none."""
    share = float((~data).any(axis=0).mean())
    if share < MANY:
        return None
    order = np.argsort(data.mean(axis=1), kind="stable")
    for count in range(1, max(3, len(data) // 10) + 1):
        rest = data[order[count:]]
        if (~rest).any(axis=0).mean() <= share / 2:
            return order[:count], share
    return None


@dataclass(frozen=True)
class _Look:
    """What is looked at. dataset : GDAL's, None where it is opened at the path; table, dtype : as of `empty_bands`"""

    path: str
    dataset: object
    table: object
    dtype: np.dtype


def _sample(look, numbers, enough=None):
    """The BandSample of the bands with these numbers (from 1), or None where too few pixels hold data.

    enough : places with data to read; None for ENOUGH, or CLEAN ones
    """
    options = [SHORTCUT] if look.dataset is None and can_be_shortened(look.path) else []
    with thread_options(options):  # as the file is opened: GDAL decides then
        dataset = look.dataset or open_raster(look.path)
        windows = _windows(dataset.RasterXSize, dataset.RasterYSize)
        places = _places(dataset, windows, (look.table, look.dtype, numbers), enough)
    if places is None or len(places) < min(FEWEST[0], len(windows)):
        return None
    data, zero = (np.concatenate(parts, axis=1) for parts in zip(*places))
    counts = data.sum(axis=0)
    held = 2 * counts >= max(1, counts.max())
    return BandSample(data[:, held], zero[:, held]) if held.sum() >= FEWEST[1] else None


def _places(dataset, windows, bands, enough):
    """[(data, zero) as of `_judged`] of the first windows with data that settle it; None where one cannot be read."""
    places = []
    for raw, masked in _pixels(dataset, windows, *bands[1:]):
        if raw is None:
            return None  # the read that matters says why
        place = _judged(raw, masked, *bands)
        if place[0].any():
            places.append(place)
        if len(places) >= (enough or ENOUGH) or (enough is None and len(places) >= CLEAN and _clean(places)):
            break
    return places


def _windows(width, height):
    """Places spread over a raster, the middle first; a small raster as it is."""
    if _is_small(width, height):
        return [Window(0, 0, width, height)]
    wide = min(SPOT, width)
    shares = [[(0.5 + place * step) % 1 for step in STEPS] for place in range(PLACES)]
    return [Window(int(x * (width - wide)), int(y * (height - 1)), wide, 1) for x, y in shares]


def _is_small(width, height):
    """Whether all pixels of a raster of this size are looked at."""
    return width * height <= SPOT * PLACES


def _clean(places):
    """Whether no band has a gap at a pixel that another band holds, or is all zero."""
    data, zero = (np.concatenate(parts, axis=1) for parts in zip(*places))
    return bool((data.all(axis=0) == data.any(axis=0)).all() and not (zero | ~data).all(axis=1).any())


def _pixels(dataset, windows, dtype, numbers):
    """Pairs of (values (n_bands, n_pixels), bytes of the mask or None), a window each; None for what cannot be read."""
    numbers, mask = [int(number) for number in numbers], mask_band(dataset)
    if _is_one_stream(dataset):
        yield from _in_one_pass(dataset, windows, dtype, numbers)
        return
    for window in windows:
        raw, masked = _read(dataset, window, dtype, numbers), _masked(mask, window)
        yield (None if masked is None else raw), masked or None


def _is_one_stream(dataset):
    """Whether a file is compressed as a whole: GDAL unpacks it to its end where it opens it."""
    return dataset.GetDriver().ShortName == "ENVI" and is_compressed(envi_header(dataset))


def _in_one_pass(dataset, windows, dtype, numbers):
    """`_pixels` of a file that is compressed as a whole: unpacked once, for all windows, in the order of its values."""
    by_band = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "BAND"
    parts = {window: [] for window in sorted(windows, key=lambda window: window.row)}
    for together in [[number] for number in numbers] if by_band else [numbers]:
        for window, values in parts.items():
            values.append(_read(dataset, window, dtype, together))
    for window in windows:
        unread = any(part is None for part in parts[window])
        yield (None if unread else np.concatenate(parts[window])), None


def _read(dataset, window, dtype, numbers):
    """The values of a window, (n_bands, n_pixels), None where GDAL fails."""
    place = window.column, window.row, window.width, window.height
    buffer, _ = call_gdal(lambda: dataset.ReadRaster(*place, buf_type=_gdal_type(dtype), band_list=numbers))
    return None if buffer is None else np.frombuffer(buffer, dtype).reshape(len(numbers), -1)


def _masked(mask, window):
    """The bytes of a `mask` band in a window, none without a mask; None where GDAL fails."""
    if mask is None:
        return b""
    place = window.column, window.row, window.width, window.height
    return call_gdal(lambda: mask.ReadRaster(*place, buf_type=gdal.GDT_Byte))[0]


def _judged(raw, masked, table, dtype, numbers):
    """(data, zero) of the values of some pixels, bool (n_bands, n_pixels)."""
    data = np.isfinite(raw) if raw.dtype.kind == "f" else np.ones(raw.shape, bool)
    for band, number in enumerate(numbers):
        mark = table.no_data[number - 1]
        if mark is not None:
            data[band] &= raw[band] != (dtype.type(mark) if dtype.kind == "f" else mark)
    if masked is not None:
        data &= np.frombuffer(masked, np.uint8) != 0
    plain = table.offsets[numbers - 1] == 0
    return data, (raw == 0) & plain[:, None]


def _gdal_type(dtype):
    return gdal_array.NumericTypeCodeToGDALTypeCode(dtype.type)
