# SPDX-License-Identifier: GPL-2.0-or-later
"""The patches of a class map as polygons, each with its class and area: few of them in memory at a time."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

from ..classes import UNCLASSIFIED
from ..errors import MapWithoutMinerals, OutputFailed
from ..raster.cache import small_cache
from ..raster.geotiff import Layout, gdal_failures_as_errors, geotiff
from ..raster.ground_area import ground_of
from ..raster.opening import call_gdal, open_raster
from .area_notices import AreasUnknown
from .class_raster import open_classes
from .tidy_map import every_number, gdal_progress


class MapPolygons:
    """Polygons of a map on the disk. len() of it, and (class number, well-known binary, m2 or None) one by one.

    classes : MineralClasses that occur
    grid    : Grid of the map
    """

    def __init__(self, dataset, classes, grid, ground):
        self._dataset, self._ground = dataset, ground
        self.classes, self.grid = classes, grid

    def __len__(self):
        return self._dataset.GetLayer(0).GetFeatureCount()

    def __iter__(self):
        layer = self._dataset.GetLayer(0)
        layer.ResetReading()
        for feature in layer:
            geometry = feature.GetGeometryRef()
            yield feature.GetField(0), bytes(geometry.ExportToWkb()), self._m2(geometry)

    def close(self):
        """Let the file go."""
        self._dataset = None

    def _m2(self, geometry):
        if self._ground is None:
            return None
        rings = (geometry.GetGeometryRef(k) for k in range(geometry.GetGeometryCount()))
        return self._ground.polygon_area([np.array(ring.GetPoints())[:, :2] for ring in rings])


@contextmanager
def map_polygons(path, shown, progress):
    """The MapPolygons of the class map at `path`; their file goes when the block ends.

    Pixels that share a side are one patch. Unclassified pixels have none.

    shown    : class_raster.Shown
    progress : is told what is remarkable about the map, reports, and is asked to cancel
    errors   : MapWithoutMinerals, PlaceNotOnEarth, those of `open_classes`, OutputFailed, Cancelled
    """
    source = open_classes(path, shown, progress)
    occurring, counts = source.with_occurring(progress.part(0.0, 0.1))
    if not counts[1:].any():
        raise MapWithoutMinerals(map=source.info.name)
    grid, ground = source.info.grid, ground_of(source.info.grid, source.info.name)
    if ground is None:
        progress.tell(AreasUnknown(map=source.info.name))
    with small_cache(), tempfile.TemporaryDirectory(prefix="mineral_prune_") as folder:
        raster = Path(folder) / "classes.tif"
        with geotiff(raster, Layout(grid, np.uint8, ("mineral",), no_data=UNCLASSIFIED, quick=True)) as writer:
            source.write(every_number(), writer, progress.part(0.1, 0.4))
        polygons = Path(folder) / "polygons.fgb"
        _polygonize(raster, polygons, grid, progress.part(0.4, 1.0))
        classes = tuple(each for each in occurring if counts[each.number])
        made = MapPolygons(gdal.OpenEx(str(polygons), gdal.OF_VECTOR), classes, grid, ground)
        try:
            yield made
        finally:
            made.close()  # or Windows keeps the folder


def _polygonize(raster, path, grid, progress):
    reference = osr.SpatialReference()
    if grid.wkt:
        reference.ImportFromWkt(grid.wkt)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = open_raster(raster)
    band, show = source.GetRasterBand(1), gdal_progress(progress)
    target = ogr.GetDriverByName("FlatGeobuf").CreateDataSource(str(path))
    layer = target.CreateLayer("polygons", reference if grid.wkt else None, ogr.wkbPolygon, ["SPATIAL_INDEX=NO"])
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    failed, reason = call_gdal(lambda: gdal.Polygonize(band, band.GetMaskBand(), layer, 0, [], callback=show))
    progress.raise_if_cancelled()
    if failed is None or failed != gdal.CE_None:
        raise OutputFailed(output=str(path), reason=reason)
    with gdal_failures_as_errors(path):
        layer = target = None
