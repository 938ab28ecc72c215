# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm createexamplescene: a Cuprite-like scene and its labels, made from the seed, without a download."""

from pathlib import Path

from qgis.core import QgsProcessingParameterRasterDestination

from ..errors import QT_TRANSLATE_NOOP
from ..interface.layer_styles import false_colour_styler, map_styler, style_when_loaded
from ..models.training_settings import Bounds
from ..outputs import all_whole
from ..spectra.scene_settings import LARGEST_SCENE_PIXELS, SIDE_RANGE_PIXELS, SceneSettings
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .reporting import problem_of, reporting

WIDTH = Bounds("WIDTH", QT_TRANSLATE_NOOP("MineralPrune", "Width (pixels)"), 400, *SIDE_RANGE_PIXELS, "pixels")
HEIGHT = Bounds("HEIGHT", QT_TRANSLATE_NOOP("MineralPrune", "Height (pixels)"), 350, *SIDE_RANGE_PIXELS, "pixels")


class CreateExampleScene(MineralPruneAlgorithm):
    SEED, WIDTH, HEIGHT, OUTPUT, LABELS = "SEED", "WIDTH", "HEIGHT", "OUTPUT", "LABELS"

    def name(self):
        return "createexamplescene"

    def displayName(self):
        return self.tr("Create example scene")

    def groupId(self):
        return "prepare"

    def shortHelpString(self):
        return self.tr(
            "Creates a hyperspectral scene for trying out the plugin: 50 bands from 1.99 to 2.48 um and seven "
            "minerals, zoned like the hydrothermal alteration at Cuprite, Nevada, with mixtures, shade and noise. It "
            "is computed from published absorption positions, not measured, and its minerals are as hard to identify "
            "as those of the real scene.\n\n"
            "Outputs: the scene (reflectance) and its labels, a class raster for 'Draw samples' and 'Assess map'."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.seed())
        most = self.tr("Width times height must not exceed {pixels} pixels.").format(pixels=LARGEST_SCENE_PIXELS)
        width, height = common.whole_number(WIDTH), common.whole_number(HEIGHT)
        self.addParameter(common.with_help(width, self.tr("Columns of the scene, 20 m each.") + " " + most))
        self.addParameter(common.with_help(height, self.tr("Rows of the scene, 20 m each.") + " " + most))
        scene = QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Example scene"))
        labels = QgsProcessingParameterRasterDestination(self.LABELS, self.tr("Labels of the example scene"))
        self.addParameter(
            common.with_help(
                scene, self.tr("GeoTIFF of reflectance, stored as integers with a scale factor of 0.0001.")
            )
        )
        self.addParameter(
            common.with_help(
                labels, self.tr("GeoTIFF of class numbers: the mineral of each pixel, 0 where no mineral dominates.")
            )
        )

    def problem(self, parameters, context):
        return problem_of(self._settings, parameters, context)

    def work(self, parameters, context, feedback):
        from ..mapping.example_scene import SHOWN_BANDS, write_scene
        from ..spectra.scene import compose_scene

        scene_path = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        labels_path = self.parameterAsOutputLayer(parameters, self.LABELS, context)
        with reporting(feedback) as progress:
            scene = compose_scene(self._settings(parameters, context), progress.part(0.0, 0.4))
            with all_whole(scene_path, labels_path, progress=progress) as (scene_file, labels_file):
                write_scene(scene, scene_file, labels_file, progress.part(0.4, 1.0))
        style_when_loaded(context, scene_path, false_colour_styler(*SHOWN_BANDS))
        style_when_loaded(context, labels_path, map_styler(str(Path(labels_path).with_suffix(".qml"))))
        return {self.OUTPUT: scene_path, self.LABELS: labels_path}

    def _settings(self, parameters, context):
        return SceneSettings(
            seed=self.parameterAsInt(parameters, self.SEED, context),
            width=self.parameterAsInt(parameters, self.WIDTH, context),
            height=self.parameterAsInt(parameters, self.HEIGHT, context),
        )
