# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm mappolygons: the patches of a class map as polygons with names and areas."""

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)

from ..interface.coordinate_systems import coordinate_system
from ..interface.layer_colours import colours_of_parameter, names_in_legend
from ..interface.layer_styles import polygons_style, polygons_styler, style_when_loaded
from ..interface.qt_versions import INTEGER, REAL, TEXT
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .destinations import write_features
from .reporting import reporting


class MapPolygons(MineralPruneAlgorithm):
    MAP, OUTPUT, POLYGONS = "MAP", "OUTPUT", "POLYGONS"

    def name(self):
        return "mappolygons"

    def displayName(self):
        return self.tr("Polygons of minerals")

    def groupId(self):
        return "after"

    def shortHelpString(self):
        return self.tr(
            "Turns a mineral map into polygons, one for each patch of pixels of the same mineral that share sides.\n\n"
            "The fields are mineral, class (its number) and area_m2. Areas are measured as by 'Areas of minerals'. "
            "Unclassified pixels give no polygon. The coordinate system is the map's.\n\n"
            "A map of single pixels gives a polygon for each of them: take small patches away with 'Tidy map' first."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.class_map(self.MAP))
        kind = QgsProcessing.SourceType.TypeVectorPolygon
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, self.tr("Polygons of minerals"), kind)
        text = self.tr("A layer of polygons with the fields mineral, class and area_m2, and a style beside a file.")
        self.addParameter(common.with_help(output, text))
        self.addOutput(QgsProcessingOutputNumber(self.POLYGONS, self.tr("Number of polygons")))

    def prepare(self, parameters, context):
        self.map, _ = self.sources[self.MAP]
        self.names = names_in_legend(self, parameters, self.MAP, context)
        self.colours = colours_of_parameter(self, parameters, self.MAP, context)
        if self.map is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, self.MAP))

    def work(self, parameters, context, feedback):
        from ..from_map.class_raster import Shown
        from ..from_map.map_polygons import map_polygons

        source = self.map, Shown(self.crs[self.MAP], self.names, self.colours)
        with reporting(feedback, self.map) as progress, map_polygons(*source, progress.part(0.0, 0.6)) as polygons:
            fields, crs = _fields(), coordinate_system(polygons.grid.wkt)
            features = _Features(polygons, fields, progress.part(0.6, 1.0))
            settings = parameters, context, polygons_style(polygons.classes), progress
            output = write_features(self, self.OUTPUT, features, fields, crs, *settings, QgsWkbTypes.Type.Polygon)
        style_when_loaded(context, output, polygons_styler(polygons.classes))
        return {self.OUTPUT: output, self.POLYGONS: features.count}


def _fields():
    fields = QgsFields()
    for name, kind in (("mineral", TEXT), ("class", INTEGER), ("area_m2", REAL)):
        fields.append(QgsField(name, kind))
    return fields


class _Features:
    """The QgsFeatures of MapPolygons, made one by one; count : of those, fields : QgsFields"""

    def __init__(self, polygons, fields, progress):
        self.count = len(polygons)
        self._polygons, self._fields, self._progress = polygons, fields, progress

    def __len__(self):
        return self.count

    def __iter__(self):
        names = {mineral.number: mineral.name for mineral in self._polygons.classes}
        for done, (number, wkb, m2) in enumerate(self._polygons):
            self._progress.step(done / self.count)
            feature, geometry = QgsFeature(self._fields), QgsGeometry()
            geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
            feature.setAttributes([names[number], number, m2])
            yield feature
