# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm areas: how much of each mineral a class map shows, in all and within polygons."""

import os

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
)

from ..interface.layer_colours import names_in_legend
from ..outputs import all_whole
from ..progress import awaited
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .named_polygons import read_named_polygons
from .reporting import reporting


class Areas(MineralPruneAlgorithm):
    MAP, CONFIDENCE, POLYGONS, NAME_FIELD = "MAP", "CONFIDENCE", "POLYGONS", "NAME_FIELD"
    TABLE, SCENES, REPORT = "TABLE", "SCENES", "REPORT"
    AREA, MINERAL_PIXELS, UNCLASSIFIED = "AREA", "MINERAL_PIXELS", "UNCLASSIFIED"

    def name(self):
        return "areas"

    def displayName(self):
        return self.tr("Areas of minerals")

    def groupId(self):
        return "after"

    def shortHelpString(self):
        return self.tr(
            "Measures the area of each mineral of a map, and on request within each polygon of a layer, such as claims "
            "or geological units.\n\n"
            "The table has a row a mineral: pixels, area, share of what is mapped as a mineral, and with a confidence "
            "raster the mean confidence. Unclassified pixels have a row of their own. A pixel belongs to a polygon if "
            "its centre lies in it; polygons may overlap.\n\n"
            "Areas are measured on the ellipsoid where the coordinates are degrees or the projection distorts areas by "
            "more than 0.5 % (such as Web Mercator); else, as in UTM, in the map's own plane.\n\n"
            "These are areas on the map, with its errors; 'Assess map' estimates the true ones from samples.\n\n"
            "In a batch, give all rows the same table of scenes: each adds a row."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.class_map(self.MAP))
        confidence = QgsProcessingParameterRasterLayer(self.CONFIDENCE, self.tr("Confidence"), optional=True)
        text = self.tr(
            "The confidence that was written with the map, on the same pixels. It also tells unclassified pixels from "
            "those without data."
        )
        self.addParameter(common.with_help(confidence, text))
        self._add_polygons()
        self.addParameter(common.table())
        scenes = QgsProcessingParameterFileDestination(
            self.SCENES, self.tr("Table of scenes"), "CSV (*.csv)", optional=True, createByDefault=False
        )
        text = self.tr(
            "A row for the whole map is added to this table, or takes the place of the map's earlier one; the other "
            "rows stay. Minerals that the table lacks become new columns."
        )
        self.addParameter(common.with_help(scenes, text))
        self.addParameter(common.report(self.tr("Area report")))
        self.addOutput(QgsProcessingOutputNumber(self.AREA, self.tr("Area of all minerals (km2)")))
        self.addOutput(QgsProcessingOutputNumber(self.MINERAL_PIXELS, self.tr("Mineral pixels")))
        self.addOutput(QgsProcessingOutputNumber(self.UNCLASSIFIED, self.tr("Unclassified pixels")))

    def _add_polygons(self):
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
        polygons = QgsProcessingParameterFeatureSource(self.POLYGONS, self.tr("Polygons"), kinds, optional=True)
        text = self.tr("The areas within each polygon are reported too. Any coordinate system.")
        self.addParameter(common.with_help(polygons, text))
        field = QgsProcessingParameterField(
            self.NAME_FIELD, self.tr("Field with the polygons' names"), None, self.POLYGONS, optional=True
        )
        text = self.tr("What the table calls each polygon. Empty: its number in the layer.")
        self.addParameter(common.with_help(field, text))

    def prepare(self, parameters, context):
        self.map, _ = self.sources[self.MAP]
        self.confidence, _ = self.sources[self.CONFIDENCE]
        self.legend = names_in_legend(self, parameters, self.MAP, context)
        if self.map is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, self.MAP))

    def work(self, parameters, context, feedback):
        from ..from_map.count_areas import AreaJob, measure_map
        from ..raster.source import describe

        paths = [
            self.parameterAsFileOutput(parameters, name, context) for name in (self.TABLE, self.SCENES, self.REPORT)
        ]
        with reporting(feedback, self.map) as progress:
            grid = awaited(lambda: describe(self.map, self.crs[self.MAP]), progress).grid
            polygons, layer = read_named_polygons(self, parameters, grid, context, progress)
            job = AreaJob(
                self.map,
                wkt=self.crs[self.MAP],
                legend=tuple(self.legend.items()),
                confidence=self.confidence,
                confidence_wkt=self.crs[self.CONFIDENCE],
                polygons=polygons,
                layer=layer,
            )
            with all_whole(*paths, progress=progress) as files:
                measured = measure_map(job, progress)
                self._write(files, paths[1], measured, layer, grid)
        results = dict(zip((self.TABLE, self.SCENES, self.REPORT), paths))
        return {**results, **self._numbers(measured.whole)}

    def _write(self, files, scenes, measured, layer, grid):
        from ..raster.opening import raster_name
        from ..reports.areas import area_report, area_rows, scene_row
        from ..reports.scenes_table import with_scene
        from .report_pieces import map_cover, origin_of, write_report

        table_file, scenes_file, report_file = files
        name = raster_name(self.map)
        if table_file:
            table_file.write_text(csv_text(*area_rows(name, measured)), encoding="utf-8")
        if scenes_file:
            scenes_file.write_text(
                with_scene(scenes, _spelt_alike(self.map), scene_row(name, measured)), encoding="utf-8"
            )
        if report_file:
            facts = [(self.tr("Confidence"), self.names[self.CONFIDENCE])] if self.confidence else []
            facts += [(self.tr("Polygons"), layer)] if layer else []
            classes = [area.mineral for area in measured.whole.minerals]
            cover = map_cover(self.map, classes, origin_of(grid, map=self.names[self.MAP]))
            write_report(report_file, area_report(facts, measured, self.tr, cover))

    def _numbers(self, whole):
        known = whole.unclassified.m2 is not None
        return {
            self.AREA: sum(area.m2 for area in whole.minerals) / 1e6 if known else None,
            self.MINERAL_PIXELS: sum(area.pixels for area in whole.minerals),
            self.UNCLASSIFIED: whole.unclassified.pixels,
        }


def _spelt_alike(path):
    """A file by the same path however it was written; anything else that GDAL reads, as it is."""
    return os.path.realpath(path) if os.path.exists(path) else path
