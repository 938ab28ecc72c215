# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm explainpixels: why a model gives the pixels under some points their minerals."""

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource, QgsWkbTypes

from ..errors import FeaturesNotPoints, PointsMissing
from ..notices import PointsNotShown
from ..outputs import all_whole
from ..raster.label_notices import FeaturesWithoutGeometry
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .layer_names import shown_file
from .layers import described
from .model_inputs import loaded_model
from .reporting import reporting
from .vector_features import features_on


class ExplainPixels(MineralPruneAlgorithm):
    INPUT, MODEL, POINTS, INTERPOLATE = "INPUT", "MODEL", "POINTS", "INTERPOLATE"
    TABLE, REPORT = "TABLE", "REPORT"
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "explainpixels"

    def displayName(self):
        return self.tr("Explain pixels")

    def groupId(self):
        return "map"

    def shortHelpString(self):
        return self.tr(
            "Shows why a model gives the pixels under some points their minerals: the probability of each class, the "
            "runner-up and the margin, why a pixel is left unclassified, which bands decided, and which neurons fired "
            "and what they respond to. The class is the one that 'Map minerals' writes where its least confidence is "
            "0.\n\n"
            "The shares of the bands are integrated gradients, those of the neurons Shapley values, both exact: what "
            "each adds to the margin between the class and its runner-up, compared with the mean spectrum of the "
            "training. They tell what the network used, not what is true of the ground.\n\n"
            "The table has a row for each point; the report shows the first twelve points with their spectra. To click "
            "on pixels instead, open Plugins > Mineral Prune > Why this mineral?"
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.model())
        points = QgsProcessingParameterFeatureSource(
            self.POINTS, self.tr("Points"), [QgsProcessing.SourceType.TypeVectorPoint]
        )
        text = self.tr("Points on the pixels to explain, in any coordinate system. Samples will do.")
        self.addParameter(common.with_help(points, text))
        self.addParameter(common.interpolate())
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Report on the pixels")))

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]

    def work(self, parameters, context, feedback):
        from ..explaining.explained_pixels import MOST_SHOWN, explain_pixels
        from ..explaining.explainer import Explainer
        from .report_pieces import origin_of

        paths = [self.parameterAsFileOutput(parameters, name, context) for name in (self.TABLE, self.REPORT)]
        with reporting(feedback, self.raster) as progress:
            path = self.parameterAsFile(parameters, self.MODEL, context)
            model = loaded_model(path, progress)
            info = described(self.raster, progress, self.crs[self.INPUT])
            places, layer = self._places(info.grid, parameters, context, progress)
            if paths[1] and len(places) > MOST_SHOWN:
                progress.tell(PointsNotShown(shown=MOST_SHOWN, points=len(places)))
            with Explainer(info, model, self.parameterAsBoolean(parameters, self.INTERPOLATE, context)) as explainer:
                progress.tell_all(explainer.notices)
                pixels = explain_pixels(explainer, places, progress)
            origin = origin_of(info.grid, scene=self.names[self.INPUT], model=shown_file(path))
            self._write(paths, [(self.tr("Points"), layer)], origin, pixels, explainer, progress)
        return {self.TABLE: paths[0], self.REPORT: paths[1]}

    def _places(self, grid, parameters, context, progress):
        """(Places of the points, the name of their layer)."""
        from ..explaining.explained_pixels import places_on

        source = self.parameterAsSource(parameters, self.POINTS, context)
        layer, features = source.sourceName(), features_on(source, grid, context, progress)
        placed = [feature for feature in features if not feature.geometry().isEmpty()]
        points = [point for feature in placed for point in _points(feature, layer)]
        if not points:
            raise PointsMissing(layer=layer)
        if len(placed) < len(features):
            progress.tell(FeaturesWithoutGeometry(features=len(features) - len(placed), labels=layer))
        return places_on(grid, points, layer, progress), layer

    def _write(self, paths, facts, origin, pixels, explainer, progress):
        from ..explaining.explained_pixels import MOST_SHOWN, explained_rows
        from ..reports.explanation import explanation_report
        from ..reports.first_page import Cover
        from ..reports.model_facts import data_facts
        from .report_pieces import write_report

        with all_whole(*paths, progress=progress) as (table_file, report_file):
            if table_file:
                rows = explained_rows(pixels, explainer.model, explainer.band_names)
                table_file.write_text(csv_text(*rows), encoding="utf-8")
            if report_file:
                of_model = data_facts(explainer.model, explainer.info.name, self.tr)[1:3]
                bands = explainer.places, explainer.of_bands
                shown = pixels[:MOST_SHOWN], bands
                page = explanation_report([*facts, *of_model], *shown, self.tr, len(pixels), Cover(origin))
                write_report(report_file, page)


def _points(feature, layer):
    """(label, x, y) of each point of a feature: its id, and its number where there are several."""
    geometry = feature.geometry()
    if geometry.type() != QgsWkbTypes.GeometryType.PointGeometry:
        raise FeaturesNotPoints(layer=layer, kind=QgsWkbTypes.displayString(geometry.wkbType()))
    vertices = list(geometry.vertices())
    names = [str(feature.id())] if len(vertices) == 1 else [f"{feature.id()}.{k + 1}" for k in range(len(vertices))]
    return [(name, point.x(), point.y()) for name, point in zip(names, vertices)]
