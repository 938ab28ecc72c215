# SPDX-License-Identifier: GPL-2.0-or-later
"""The example models of resources/models in the toolbox: a whole chain as one algorithm."""

from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm

from ..interface.packages import missing_packages_sentence
from ..interface.translation import translate

FOLDER = Path(__file__).parents[1] / "resources" / "models"
NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")


class ExampleModel(QgsProcessingModelAlgorithm):
    """The one that the provider lists is empty; each that is made to be run or edited is read from the file.

    As the provider loads, QGIS does not know its algorithms yet, of which the model is made; and it starts sooner.
    A subclass has a name, a displayName, and the name of its FILE.
    """

    FILE = ""

    def group(self):
        return translate("4 All in one")

    def groupId(self):  # noqa: N802, names that QGIS calls
        return "all"

    def createInstance(self):  # noqa: N802
        made = type(self)()
        made.fromFile(str(FOLDER / self.FILE))
        return made

    def canExecute(self):  # noqa: N802
        sentence = missing_packages_sentence(NEEDS)
        return (False, sentence) if sentence else super().canExecute()

    def checkParameterValues(self, parameters, context):  # noqa: N802
        sentence = missing_packages_sentence(NEEDS)  # qgis_process asks here only
        return (False, sentence) if sentence else super().checkParameterValues(parameters, context)


class MineralMap(ExampleModel):
    FILE = "mineral_map.model3"

    def name(self):
        return "mineralmap"

    def displayName(self):  # noqa: N802
        return translate("Mineral map from scene and labels")


class LibraryMap(ExampleModel):
    FILE = "library_map.model3"

    def name(self):
        return "librarymap"

    def displayName(self):  # noqa: N802
        return translate("Mineral map from scene and spectral library")


EXAMPLE_MODELS = (MineralMap, LibraryMap)
