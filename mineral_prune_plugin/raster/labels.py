# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels on a raster's pixel grid, a window at a time: from a class raster, polygons or points.

A label raster of another grid or coordinate system is brought over by nearest neighbour. A pixel claimed by two
different classes carries no label, and is counted.
"""

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr, osr

from ..classes import LARGEST_CLASS, MineralClass, with_colours
from ..errors import ClassNumberTooLarge, LabelsDoNotOverlap, LabelsNeedGeoreference
from ..mineral_names import data_name
from .block_memory import BUDGET, blocks_of, check_blocks
from .burnt_geometries import BurntGeometries
from .cache import small_cache
from .category_names import category_names
from .completeness import check_complete
from .header import read_statements
from .label_notices import FeaturesOutside, LegendNamesUsed, SmallPolygonsLabel, SmallPolygonsLeftOut
from .label_parts import GridFrame
from .opening import call_gdal, open_raster, raster_name, read_failed, thread_options
from .raster_notices import CrsFromLayer, CrsOfLayer, HeaderBesideTiff, HeaderDamaged, HeaderDiffersFromCopy
from .source import Grid, grid_in
from .windows import Window

LABEL_DTYPE = np.int32
SHOWN = 20  # minerals that a notice names
# Which `source.describe` gives too, of the same raster.
TOLD_BY_NAMED = (CrsFromLayer, CrsOfLayer, HeaderBesideTiff, HeaderDamaged, HeaderDiffersFromCopy)


@dataclass(frozen=True)
class WindowLabels:
    """Labels of a window, pixels row by row.

    classes   : int32 (n_pixels,), class number, 0 without label
    features  : int32 (n_pixels,), which polygon or point (from 1) the label comes from; 0 from a class raster
    conflicts : number of pixels that two different classes claimed
    """

    classes: np.ndarray
    features: np.ndarray
    conflicts: int = 0


@dataclass(frozen=True)
class Feature:
    """A labelled geometry in the raster's coordinate system. wkb : well-known binary; number : its class."""

    wkb: bytes
    number: int


class RasterLabels:
    """Labels from a class raster, on a grid.

    feature_classes : as of FeatureLabels; a raster has no features
    wkt, memory     : of the class raster, as of `source.describe`
    beside          : Blocks of the raster that is read at the same time, None for none
    errors          : RasterUnreadable, LabelsNeedGeoreference, RasterBlocksTooLarge, those of `check_complete`
    """

    feature_classes = np.zeros(1, LABEL_DTYPE)

    def __init__(self, path, grid: Grid, wkt="", memory=BUDGET, beside=None):
        self._dataset = open_raster(path)
        self.name = raster_name(path)
        check_complete(self._dataset, str(path))
        blocks = blocks_of(self._dataset, str(path))
        check_blocks(blocks, self.name, memory, beside)
        if blocks.options:
            with thread_options(blocks.options):  # as the file is opened: GDAL decides then
                self._dataset = open_raster(path)
        self._grid = grid
        self._labels_grid, self._remarks = grid_in(self._dataset, wkt, self.name)
        self._same_grid = same_grid(grid, self._labels_grid)
        if not self._same_grid:
            self._check_reprojectable()
        statements, told = read_statements(self._dataset, self.name)
        self._no_data, self._remarks = statements.no_data[0], [*self._remarks, *told]

    def read(self, window):
        """WindowLabels. Errors: RasterReadFailed, ClassNumberTooLarge."""
        with small_cache():
            raw = self._read_band(window) if self._same_grid else self._read_warped(window)
        labelled = np.isfinite(raw) & (raw > 0)
        if self._no_data is not None:
            labelled &= raw != self._no_data
        classes = np.where(labelled, raw, 0)
        unusable = classes[(classes > LARGEST_CLASS) | (classes != np.floor(classes))]
        if len(unusable):
            raise ClassNumberTooLarge(labels=self.name, found=f"{unusable.max():g}", largest=LARGEST_CLASS)
        return WindowLabels(classes.astype(LABEL_DTYPE), np.zeros(window.pixels, LABEL_DTYPE))

    def class_names(self):
        """Category names by class number, {} where the raster has none. Errors: CategoryNamesMisread."""
        return category_names(self._dataset)

    def named(self, legend, progress):
        """Class names: the legend's where it has any, else the file's. Translated, a name is still that of the file.

        legend   : class number -> name, as QGIS shows them
        progress : is told where they differ, and what else is remarkable about the raster
        errors   : CategoryNamesMisread
        """
        progress.tell_all(self._remarks)
        names = self.class_names()
        legend = {number: name if names.get(number) == name else data_name(name) for number, name in legend.items()}
        for number in sorted(number for number, name in legend.items() if names.get(number, name) != name):
            facts = {"number": number, "file_name": names[number], "legend_name": legend[number]}
            progress.tell(LegendNamesUsed(labels=self.name, **facts))
        return {**names, **legend}

    def _read_band(self, window):
        place = window.column, window.row, window.width, window.height
        raw, reason = call_gdal(lambda: self._dataset.GetRasterBand(1).ReadAsArray(*place))
        if raw is None:
            raise read_failed(self.name, window, reason)
        return raw.reshape(-1).astype(np.float64)

    def _read_warped(self, window):
        target = _memory_raster(self._grid, window, gdal.GDT_Float64)
        target.GetRasterBand(1).Fill(0)
        source_wkt, target_wkt = self._labels_grid.wkt or self._grid.wkt, self._grid.wkt or self._labels_grid.wkt
        settings = source_wkt, target_wkt, gdal.GRA_NearestNeighbour
        failed, reason = call_gdal(lambda: gdal.ReprojectImage(self._dataset, target, *settings))
        if failed is None or failed != gdal.CE_None:
            raise read_failed(self.name, window, reason)
        return target.ReadAsArray().reshape(-1)

    def _check_reprojectable(self):
        if self._grid.georeferenced and self._labels_grid.georeferenced:
            return
        raise LabelsNeedGeoreference(
            labels=self.name,
            label_size=f"{self._labels_grid.width} x {self._labels_grid.height}",
            raster_size=f"{self._grid.width} x {self._grid.height}",
        )


class FeatureLabels:
    """Labels from polygons or points, already in the raster's coordinate system.

    feature_classes : int32 (1 + n_features,), class number by the feature's number; 0 of one that labels no pixel
    """

    def __init__(self, features, grid: Grid, name, small_polygons=True):
        """
        features       : Features
        grid           : of the raster
        name           : of the layer, for an error
        small_polygons : whether a polygon that holds no pixel's centre labels the pixel that it lies in
        errors         : LabelsDoNotOverlap
        """
        check_overlap(_extent(features), grid, name)
        frame = GridFrame(grid)
        self.name, self._grid, self._small_polygons = name, grid, small_polygons
        self._features, self._parts = features, [frame.parts(feature.wkb) for feature in features]
        burnt = [parts.geometries + (parts.small if small_polygons else ()) for parts in self._parts]
        numbers = [feature.number if geometries else 0 for feature, geometries in zip(features, burnt)]
        self.feature_classes = np.array([0, *numbers], LABEL_DTYPE)
        self._geometries = {
            number: BurntGeometries(grid, _spatial_reference(grid)) for number in sorted(set(numbers) - {0})
        }
        for feature, (number, geometries) in enumerate(zip(numbers, burnt), start=1):
            for geometry in geometries:
                self._geometries[number].add(feature, geometry)

    def notices(self, names):
        """What is to be told of features outside the raster and of small polygons. names : class number -> name."""
        pairs = list(zip(self._features, self._parts))
        outside = [feature.number for feature, parts in pairs if not parts.geometries and not parts.small]
        small = [feature.number for feature, parts in pairs for _ in parts.small]
        kind = SmallPolygonsLabel if self._small_polygons else SmallPolygonsLeftOut
        told = [FeaturesOutside(features=len(outside), labels=self.name, minerals=counted(outside, names))]
        told.append(kind(polygons=len(small), labels=self.name, minerals=counted(small, names)))
        return [notice for notice, numbers in zip(told, (outside, small)) if numbers]

    def read(self, window):
        """WindowLabels of a window."""
        target = _memory_raster(self._grid, window, gdal.GDT_Int32)
        claims = np.zeros(window.pixels, np.int32)
        classes = np.zeros(window.pixels, LABEL_DTYPE)
        features = np.zeros(window.pixels, LABEL_DTYPE)
        for number, geometries in self._geometries.items():
            burnt = geometries.burnt(target, window)
            hit = burnt > 0
            claims += hit
            classes[hit] = number
            features[hit] = burnt[hit]
        clear = claims <= 1
        return WindowLabels(classes * clear, features * clear, int((~clear).sum()))

    def point_pixels(self):
        """Of labelled points: the feature that each comes from, its class, column and row, int64 (n,) each."""
        geometries = [(index, point) for index, parts in enumerate(self._parts, start=1) for point in parts.geometries]
        features = np.array([index for index, _ in geometries], np.int64)
        x, y = ([each(point) for _, point in geometries] for each in (ogr.Geometry.GetX, ogr.Geometry.GetY))
        return (features, self.feature_classes[features].astype(np.int64), *self._grid.pixels(x, y))


def named_classes(numbers, names) -> tuple[MineralClass, ...]:
    """Classes for the numbers that occur, named by `names` (number -> name), else "class N"."""
    return with_colours((int(number), names.get(int(number)) or f"class {number}") for number in sorted(numbers))


def counted(numbers, names):
    """ "alunite 3, calcite 1" of class numbers, one for each thing that is counted. names : class number -> name."""
    each = np.bincount(numbers) if len(numbers) else np.zeros(0, int)
    shown = [f"{mineral.name} {each[mineral.number]}" for mineral in named_classes(np.flatnonzero(each), names)]
    return ", ".join(shown[:SHOWN]) + (", ..." if len(shown) > SHOWN else "")


def check_overlap(labels_extent, grid, labels):
    """Refuse labels that lie apart from the raster.

    labels_extent : (xmin, ymin, xmax, ymax) in the raster's coordinate system
    grid          : Grid of the raster
    labels        : the layer's name for the error
    errors        : LabelsDoNotOverlap
    """
    xmin, ymin, xmax, ymax = grid.extent()
    apart = labels_extent[2] < xmin or labels_extent[0] > xmax or labels_extent[3] < ymin or labels_extent[1] > ymax
    if apart:
        raise LabelsDoNotOverlap(labels=labels, label_extent=_box(labels_extent), raster_extent=_box(grid.extent()))


def _extent(features):
    """(xmin, ymin, xmax, ymax) of all geometries."""
    boxes = np.array([ogr.CreateGeometryFromWkb(feature.wkb).GetEnvelope() for feature in features])
    return boxes[:, 0].min(), boxes[:, 2].min(), boxes[:, 1].max(), boxes[:, 3].max()


def same_grid(first, second):
    """Whether two rasters have the same pixels, as far as they say where these lie. first, second : Grids"""
    if (first.width, first.height) != (second.width, second.height):
        return False
    if not (first.georeferenced and second.georeferenced):
        return True  # pixel by pixel, for at least one of them has no place on the map
    size = max(abs(value) for value in first.geotransform[1:3])
    close = np.allclose(first.geotransform, second.geotransform, rtol=0, atol=size * 1e-3)
    return close and (not first.wkt or not second.wkt or _same_crs(first.wkt, second.wkt))


def _same_crs(first_wkt, second_wkt):
    first, second = osr.SpatialReference(), osr.SpatialReference()
    first.ImportFromWkt(first_wkt)
    second.ImportFromWkt(second_wkt)
    return bool(first.IsSame(second))


def _memory_raster(grid, window: Window, gdal_type):
    a, b, c, d, e, f = grid.geotransform
    target = gdal.GetDriverByName("MEM").Create("", window.width, window.height, 1, gdal_type)
    x, y = a + window.column * b + window.row * c, d + window.column * e + window.row * f
    target.SetGeoTransform((x, b, c, y, e, f))
    if grid.wkt:
        target.SetProjection(grid.wkt)
    return target


def _spatial_reference(grid):
    if not grid.wkt:
        return None
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.wkt)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def _box(extent):
    return f"x {extent[0]:g} to {extent[2]:g}, y {extent[1]:g} to {extent[3]:g}"
