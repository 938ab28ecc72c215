# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels, area and mean confidence of each mineral of a class map, of the whole and within polygons, by windows."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, UNCLASSIFIED_NAME, MineralClass, with_colour
from ..errors import ConfidenceGridDiffers
from ..mapping.map_confusion import map_classes
from ..raster.ground_area import ground_of
from ..raster.header import read_statements
from ..raster.labels import TOLD_BY_NAMED, RasterLabels, same_grid
from ..raster.opening import call_gdal, open_raster, raster_name, read_failed
from ..raster.polygon_mask import PolygonMask
from ..raster.source import crs_name, describe, grid_in, grid_of
from ..raster.windows import Window, parts, plan
from .area_notices import AreasUnknown, PolygonsNowhere, PolygonsOutsideMap, PolygonsWithoutPixel

NO_DATA = LARGEST_CLASS + 1  # where the confidence says so: the map alone has 0 for it and for unclassified
BYTES = 64  # a pixel: its class, area, confidence and what sums them


@dataclass(frozen=True)
class AreaJob:
    """What to measure.

    map        : path of the class map
    wkt        : as of `raster.source.describe`
    legend     : class number -> name as QGIS shows them, which rule over the file's
    confidence : path of a confidence raster on the same pixels, or None
    confidence_wkt : as of `raster.source.describe`, of the confidence raster
    polygons   : (name, well-known binary in the map's coordinate system) pairs
    layer      : name of the layer of polygons
    """

    map: str
    wkt: str = ""
    legend: tuple = ()
    confidence: Optional[str] = None
    confidence_wkt: str = ""
    polygons: tuple = ()
    layer: str = ""


@dataclass(frozen=True)
class ClassArea:
    """mineral : MineralClass; m2 : square metres, None where not known; confidence : its mean, None where not known"""

    mineral: MineralClass
    pixels: int
    m2: Optional[float]
    confidence: Optional[float]


@dataclass(frozen=True)
class Areas:
    """Of the whole map, or of a polygon called `name`.

    minerals     : ClassAreas; of the whole map also minerals of its legend without a pixel
    unclassified : ClassArea; with the pixels without data where no confidence tells them apart
    no_data      : ClassArea, None where there is no confidence
    """

    name: str
    minerals: tuple
    unclassified: ClassArea
    no_data: Optional[ClassArea]


@dataclass(frozen=True)
class MeasuredMap:
    """whole : Areas; polygons : Areas in the order of the layer; on_ellipsoid : as of Ground, None where unknown"""

    whole: Areas
    polygons: tuple
    on_ellipsoid: Optional[bool]


def measure_map(job, progress):
    """The MeasuredMap of a class map.

    job      : AreaJob
    progress : is told of what is not known, reports each window and is asked to cancel
    errors   : ConfidenceGridDiffers, PlaceNotOnEarth, CategoryNamesMisread, ClassNumberTooLarge, those of reading
    """
    info = describe(job.map, job.wkt)
    progress.tell_all(each for each in info.notices if not isinstance(each, TOLD_BY_NAMED))
    labels = RasterLabels(job.map, info.grid, job.wkt)
    colours = {mineral.number: mineral for mineral in map_classes(job.map)}
    names = labels.named(dict(job.legend), progress)
    confidence = _Confidence(job, info.grid) if job.confidence else None
    ground = ground_of(info.grid, info.name)
    if ground is None:
        progress.tell(AreasUnknown(map=info.name))
    reading = _Reading(labels, confidence, ground)
    classes = _Classes(names, colours)
    share = 1.0 if not job.polygons else 0.5
    windows = plan(info.grid.width, info.grid.height, info.block, BYTES)
    whole = reading.tally(windows, progress.part(0.0, share))
    polygons = _measure_polygons(job, info, reading, classes, progress.part(share, 1.0))
    return MeasuredMap(classes.areas("", whole, every=True), polygons, None if ground is None else ground.on_ellipsoid)


def _measure_polygons(job, info, reading, classes, progress):
    measured, nowhere, outside, empty, total = [], 0, 0, 0, len(job.polygons)
    for done, (name, wkb) in enumerate(job.polygons):
        progress.step(done / total)
        mask = PolygonMask(wkb, info.grid)
        tally = _Tally.empty(reading)
        if mask.nowhere:
            nowhere += 1
        elif mask.window is None:
            outside += 1
        else:
            windows = tuple(parts(mask.window, info.block, BYTES))
            tally = reading.tally(windows, progress.part(done / total, (done + 1) / total), mask)
            empty += not tally.pixels.any()
        measured.append(classes.areas(name, tally))
    if nowhere:
        progress.tell(PolygonsNowhere(polygons=nowhere, layer=job.layer))
    if outside:
        progress.tell(PolygonsOutsideMap(polygons=outside, layer=job.layer, map=info.name))
    if empty:
        progress.tell(PolygonsWithoutPixel(polygons=empty, layer=job.layer, map=info.name))
    return tuple(measured)


class _Confidence:
    """A confidence raster on the pixels of a map. Errors: ConfidenceGridDiffers, those of opening.

    A user may have set the coordinate system of the map alone: then those of the files tell.
    """

    def __init__(self, job, grid):
        self._dataset, self._name = open_raster(job.confidence), raster_name(job.confidence)
        other, _ = grid_in(self._dataset, job.confidence_wkt, self._name)
        if not (same_grid(grid, other) or same_grid(grid_of(open_raster(job.map)), grid_of(self._dataset))):
            facts = dict(zip(("map_grid", "confidence_grid"), _told_apart(grid, other)))
            raise ConfidenceGridDiffers(confidence=self._name, map=raster_name(job.map), **facts)
        self._no_data = read_statements(self._dataset, self._name)[0].no_data[0]

    def read(self, window):
        """float64 (n_pixels,), nan where there is no data. Errors: RasterReadFailed."""
        place = window.column, window.row, window.width, window.height
        raw, reason = call_gdal(lambda: self._dataset.GetRasterBand(1).ReadAsArray(*place))
        if raw is None:
            raise read_failed(self._name, window, reason)
        values = raw.reshape(-1).astype(np.float64)
        values[~np.isfinite(values) | (values == self._no_data)] = np.nan
        return values


def _told_apart(*grids):
    """What a sentence calls each of two Grids: by its pixels, and by its coordinate system where these are the same."""
    places = [f"{g.width} x {g.height} pixels from x {g.geotransform[0]:g}, y {g.geotransform[3]:g}" for g in grids]
    if len(set(places)) > 1:
        return places
    return [f"{place}, {crs_name(grid.wkt) if grid.wkt else '-'}" for place, grid in zip(places, grids)]


@dataclass
class _Tally:
    """By class number up to NO_DATA: pixels, sums of their areas and confidences; None where these are not known."""

    pixels: np.ndarray
    m2: Optional[np.ndarray]
    confidence: Optional[np.ndarray]
    confident: Optional[np.ndarray]

    @classmethod
    def empty(cls, reading):
        zeros = np.zeros(NO_DATA + 1)
        m2, confidence = reading.ground is not None, reading.confidence is not None
        sums = [zeros.copy() if known else None for known in (m2, confidence, confidence)]
        return cls(zeros.astype(np.int64), *sums)

    def add(self, classes, m2, confidence):
        self.pixels += np.bincount(classes, minlength=NO_DATA + 1)
        if m2 is not None:
            self.m2 += np.bincount(classes, m2, minlength=NO_DATA + 1)
        if confidence is not None:
            known = np.isfinite(confidence)
            self.confidence += np.bincount(classes[known], confidence[known], minlength=NO_DATA + 1)
            self.confident += np.bincount(classes[known], minlength=NO_DATA + 1)


@dataclass(frozen=True)
class _Reading:
    labels: RasterLabels
    confidence: Optional[_Confidence]
    ground: Optional[object]

    def tally(self, windows, progress, mask=None):
        """The _Tally of some windows, of the pixels in a PolygonMask alone where there is one."""
        tally = _Tally.empty(self)
        for done, window in enumerate(windows):
            progress.step(done / len(windows))
            tally.add(*self._read(window, mask))
        return tally

    def _read(self, window: Window, mask):
        classes = self.labels.read(window).classes
        m2 = None if self.ground is None else np.nan_to_num(self.ground.pixel_areas(window))
        confidence = None if self.confidence is None else self.confidence.read(window)
        if confidence is not None:
            classes = np.where(np.isnan(confidence) & (classes == UNCLASSIFIED), NO_DATA, classes)
        values = (classes, m2, confidence)
        if mask is None:
            return values
        inside = mask.read(window)
        return tuple(None if each is None else each[inside] for each in values)


@dataclass(frozen=True)
class _Classes:
    """names : class number -> name; coloured : class number -> MineralClass of the file"""

    names: dict
    coloured: dict

    def areas(self, name, tally, every=False):
        """The Areas of a _Tally. every : minerals without a pixel too"""
        counted = set(np.flatnonzero(tally.pixels[:NO_DATA]).tolist()) | (set(self.names) if every else set())
        minerals = tuple(_class_area(self._mineral(number), tally) for number in sorted(counted - {UNCLASSIFIED}))
        unclassified = MineralClass(UNCLASSIFIED, UNCLASSIFIED_NAME, "#FFFFFF")
        no_data = MineralClass(NO_DATA, "no data", "#FFFFFF")
        return Areas(
            name,
            minerals,
            _class_area(unclassified, tally),
            None if tally.confidence is None else _class_area(no_data, tally),
        )

    def _mineral(self, number):
        name = self.names.get(number) or f"class {number}"
        coloured = self.coloured.get(number)
        return with_colour(number, name) if coloured is None else MineralClass(number, name, coloured.colour)


def _class_area(mineral, tally):
    number = mineral.number
    confident = 0 if tally.confident is None else tally.confident[number]
    return ClassArea(
        mineral,
        int(tally.pixels[number]),
        None if tally.m2 is None else float(tally.m2[number]),
        float(tally.confidence[number] / confident) if confident else None,
    )
