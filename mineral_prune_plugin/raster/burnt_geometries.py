# SPDX-License-Identifier: GPL-2.0-or-later
"""Labelled geometries of a class, burnt into windows of a raster by GDAL."""

from osgeo import gdal, ogr

from ..errors import LabelsNotDrawn
from .opening import call_gdal
from .polygon_clipping import ClippedPolygon, needs_clipping


class BurntGeometries:
    """grid : Grid of the raster; reference : its osr.SpatialReference, or None"""

    def __init__(self, grid, reference):
        self._grid, self._reference = grid, reference
        self._layer, self._clipped = _Layer(reference), []

    def add(self, feature, geometry):
        """feature : its number, from 1; geometry : of OGR, in the raster's coordinate system"""
        is_polygon = ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon
        if is_polygon and needs_clipping(geometry, self._grid):
            self._clipped.append((feature, ClippedPolygon(geometry, self._grid)))
        else:
            self._layer.add(feature, geometry)

    def burnt(self, target, window):
        """The feature that each pixel of a window lies in, int32 (n_pixels,), 0 in none.

        target : raster in memory of the window, to be written over
        window : Window
        errors : LabelsNotDrawn
        """
        target.GetRasterBand(1).Fill(0)
        self._layer.burn(target)
        if self._clipped:
            layer, place = _Layer(self._reference), (window.column, window.row, window.width, window.height)
            for feature, polygon in self._clipped:
                geometry = polygon.within(*place)
                if geometry is not None:
                    layer.add(feature, geometry)
            layer.burn(target)
        return target.ReadAsArray().reshape(-1)


class _Layer:
    """Of OGR, in memory; its source must live as long."""

    def __init__(self, reference):
        self._source = ogr.GetDriverByName("Memory").CreateDataSource("labels")
        self._layer = self._source.CreateLayer("labels", reference, ogr.wkbUnknown)
        self._layer.CreateField(ogr.FieldDefn("feature", ogr.OFTInteger))

    def add(self, feature, geometry):
        entry = ogr.Feature(self._layer.GetLayerDefn())
        entry.SetGeometry(geometry)
        entry.SetField("feature", feature)
        self._layer.CreateFeature(entry)

    def burn(self, target):
        """Errors: LabelsNotDrawn, for pixels without their labels would be taken for unlabelled ones."""
        options = ["ATTRIBUTE=feature"]
        status, reason = call_gdal(lambda: gdal.RasterizeLayer(target, [1], self._layer, options=options))
        if status != gdal.CE_None:
            raise LabelsNotDrawn(reason=reason.rstrip(". ") or "GDAL gives no reason")
