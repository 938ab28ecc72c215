# SPDX-License-Identifier: GPL-2.0-or-later
"""The example model of resources/models in the toolbox: the whole chain as one algorithm."""

from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm

from ..interface.packages import missing_packages_sentence
from ..interface.translation import translate

FILE = Path(__file__).parents[1] / "resources" / "models" / "mineral_map.model3"
NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")


class ExampleModel(QgsProcessingModelAlgorithm):
    """The one that the provider lists is empty; each that is made to be run or edited is read from the file.

    As the provider loads, QGIS does not know its algorithms yet, of which the model is made; and it starts sooner.
    """

    def name(self):
        return "mineralmap"

    def displayName(self):  # noqa: N802, names that QGIS calls
        return translate("Mineral map from scene and labels")

    def group(self):
        return translate("4 All in one")

    def groupId(self):  # noqa: N802
        return "all"

    def createInstance(self):  # noqa: N802
        made = ExampleModel()
        made.fromFile(str(FILE))
        return made

    def canExecute(self):  # noqa: N802
        sentence = missing_packages_sentence(NEEDS)
        return (False, sentence) if sentence else super().canExecute()

    def checkParameterValues(self, parameters, context):  # noqa: N802
        sentence = missing_packages_sentence(NEEDS)  # qgis_process asks here only
        return (False, sentence) if sentence else super().checkParameterValues(parameters, context)
