# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm mapneurons: what each hidden neuron of a model sees in a raster."""

from qgis.core import QgsProcessingParameterRasterDestination

from ..interface.memory import allowed_bytes
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .model_inputs import loaded_model
from .reporting import reporting


class MapNeurons(MineralPruneAlgorithm):
    INPUT, MODEL, INTERPOLATE, OUTPUT = "INPUT", "MODEL", "INTERPOLATE", "OUTPUT"

    def name(self):
        return "mapneurons"

    def displayName(self):
        return self.tr("Map neurons")

    def groupId(self):
        return "map"

    def shortHelpString(self):
        return self.tr(
            "Shows what the hidden neurons of a model respond to: a raster with a band for each neuron (Deng et al. "
            "2022, Fig. 5).\n\n"
            "Use it to see why a neuron was pruned: a redundant neuron is zero almost everywhere or repeats another "
            "one. Each band is named after its layer, the number that the neuron had before pruning, and what it "
            "responds to: the class in whose pixels its mean output is the highest, or silent. -1 is no data."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.model())
        self.addParameter(common.interpolate())
        output = QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Outputs of the neurons"))
        self.addParameter(
            common.with_help(
                output, self.tr("GeoTIFF of the neurons' outputs after ReLU (no unit), one band per neuron.")
            )
        )

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]

    def work(self, parameters, context, feedback):
        from ..mapping.neurons import NeuronJob, map_neurons

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        with reporting(feedback, self.raster) as progress:
            model = loaded_model(self.parameterAsFile(parameters, self.MODEL, context), progress)
            interpolate = self.parameterAsBoolean(parameters, self.INTERPOLATE, context)
            settings = {"wkt": self.crs[self.INPUT], "memory": allowed_bytes()}
            map_neurons(NeuronJob(self.raster, model, output, interpolate, **settings), progress)
        return {self.OUTPUT: output}
