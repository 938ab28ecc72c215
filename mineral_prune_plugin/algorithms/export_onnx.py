# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm exportonnx: a model for other programs, as an ONNX graph."""

from qgis.core import QgsProcessingParameterFileDestination

from ..errors import QT_TRANSLATE_NOOP
from ..models.training_settings import Bounds
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .reporting import reporting

ONNX_FILES = "ONNX (*.onnx)"
TILE_SIZE = Bounds("TILE_SIZE", QT_TRANSLATE_NOOP("MineralPrune", "Tile size (pixels; 0: any)"), 0, 0, 8192, "pixels")
SCALE = Bounds("SCALE", QT_TRANSLATE_NOOP("MineralPrune", "Scale factor of the values"), 1.0, 1e-9, 1000.0, "")


class ExportOnnx(MineralPruneAlgorithm):
    MODEL, TILE_SIZE, SCALE, OUTPUT = "MODEL", "TILE_SIZE", "SCALE", "OUTPUT"
    NEEDS = ("onnx",)

    def name(self):
        return "exportonnx"

    def displayName(self):
        return self.tr("Export model to ONNX")

    def groupId(self):
        return "map"

    def shortHelpString(self):
        return self.tr(
            "Writes a model as one ONNX graph, which onnxruntime and programs with it, such as the plugin Deepness, "
            "run without this plugin. The features, the network and what the model leaves unclassified are all in it, "
            "so that its classes are those of 'Map minerals'.\n\n"
            "The graph takes images of reflectance (batch, bands, height, width), the bands in the order of the "
            "wavelengths that the file lists, NaN where there is no data. It gives a probability for each class number "
            "from 0: the largest is the class, 0 is unclassified. Wavelengths, class names and more stand in the "
            "file's metadata as JSON.\n\n"
            "No program but this one checks that a scene has the bands of the model, in its order and unit."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.model())
        text = self.tr(
            "Side of the images that the graph takes. 0: any height and width. Deepness needs a number, such as 256."
        )
        self.addParameter(common.with_help(common.whole_number(TILE_SIZE), text))
        text = self.tr(
            "What a value of 1 is in reflectance: 1 where the values are reflectance from 0 to 1, 0.0001 where 10000 "
            "stands for 1."
        )
        self.addParameter(common.with_help(common.real_number(SCALE), text))
        output = QgsProcessingParameterFileDestination(self.OUTPUT, self.tr("ONNX file"), ONNX_FILES)
        self.addParameter(common.with_help(output, self.tr("The file to write, ending in .onnx.")))

    def work(self, parameters, context, feedback):
        from ..exporting.export_model import ExportJob, export_model

        output = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        job = ExportJob(
            self.parameterAsFile(parameters, self.MODEL, context),
            output,
            tile=self.parameterAsInt(parameters, self.TILE_SIZE, context),
            scale=self.parameterAsDouble(parameters, self.SCALE, context),
        )
        with reporting(feedback) as progress:
            export_model(job, progress)
        return {self.OUTPUT: output}
