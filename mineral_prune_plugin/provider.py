# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of algorithms."""

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.areas import Areas
from .algorithms.assess_map import AssessMap
from .algorithms.compare_hidden_sizes import CompareHiddenSizes
from .algorithms.compare_models import CompareModels
from .algorithms.create_example_scene import CreateExampleScene
from .algorithms.destinations import GEOTIFF, POINTS
from .algorithms.draw_samples import DrawSamples
from .algorithms.example_model import EXAMPLE_MODELS
from .algorithms.explain_pixels import ExplainPixels
from .algorithms.export_onnx import ExportOnnx
from .algorithms.map_archive import MapArchive
from .algorithms.map_minerals import MapMinerals
from .algorithms.map_neurons import MapNeurons
from .algorithms.map_polygons import MapPolygons
from .algorithms.open_product import OpenProduct
from .algorithms.prune_model import PruneModel
from .algorithms.tidy_map import TidyMap
from .algorithms.train_from_library import TrainFromLibrary
from .algorithms.train_model import TrainModel
from .algorithms.train_sparse_densenet import TrainSparseDenseNet
from .interface.memory import add_memory_option, remove_memory_option

ALGORITHMS = (
    CreateExampleScene,
    OpenProduct,
    DrawSamples,
    TrainModel,
    TrainFromLibrary,
    CompareHiddenSizes,
    PruneModel,
    TrainSparseDenseNet,
    MapMinerals,
    MapNeurons,
    ExportOnnx,
    ExplainPixels,
    AssessMap,
    CompareModels,
    TidyMap,
    MapPolygons,
    Areas,
)
ARCHIVES = (MapArchive,)  # keep what is finished, whatever ends them
ICON = Path(__file__).parent / "resources" / "icon.svg"


class MineralPruneProvider(QgsProcessingProvider):
    def id(self):
        return "mineralprune"

    def name(self):
        return "Mineral Prune"

    def icon(self):
        return QIcon(str(ICON))

    def supportedOutputRasterLayerExtensions(self):  # noqa: N802, the name that QGIS calls
        return [ending[1:] for ending in GEOTIFF]

    def supportedOutputVectorLayerExtensions(self):  # noqa: N802, the name that QGIS calls
        return [ending[1:] for ending in POINTS]

    def load(self):
        add_memory_option(self.name())
        return super().load()

    def unload(self):
        remove_memory_option()
        super().unload()

    def loadAlgorithms(self):  # noqa: N802, the name that QGIS calls
        for algorithm in (*ALGORITHMS, *ARCHIVES, *EXAMPLE_MODELS):
            self.addAlgorithm(algorithm())
