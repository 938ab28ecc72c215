# SPDX-License-Identifier: GPL-2.0-or-later
"""The example models of resources/models in the toolbox: a whole chain as one algorithm."""

from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm

from ..interface.packages import missing_packages_sentence
from ..interface.translation import translate
from ..outputs import check_places
from .destinations import GEOTIFF, missing_destination, wrong_file_name
from .overwriting import destinations_of, files_among
from .reporting import problem_of
from .search_words import search_words

FOLDER = Path(__file__).parents[1] / "resources" / "models"
NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")


class ExampleModel(QgsProcessingModelAlgorithm):
    """The one that the provider lists is empty; each that is made to be run or edited is read from the file.

    As the provider loads, QGIS does not know its algorithms yet, of which the model is made; and it starts sooner.
    A subclass has a name, a displayName, and the name of its FILE.
    """

    FILE = ""
    RASTERS = GEOTIFF

    def group(self):
        return translate("6 All in one")

    def groupId(self):  # noqa: N802, names that QGIS calls
        return "all"

    def tags(self):
        return search_words(self.name())

    def createInstance(self):  # noqa: N802
        made = type(self)()
        made.fromFile(str(FOLDER / self.FILE))
        return made

    def canExecute(self):  # noqa: N802
        sentence = missing_packages_sentence(NEEDS)
        return (False, sentence) if sentence else super().canExecute()

    def checkParameterValues(self, parameters, context):  # noqa: N802
        sentence = missing_packages_sentence(NEEDS)  # qgis_process asks here only, and the empty one that is listed
        if not sentence and not self.childAlgorithms():
            return self.createInstance().checkParameterValues(parameters, context)
        sentence = sentence or missing_destination(self, parameters) or self._wrong_place(parameters, context)
        return (False, sentence) if sentence else super().checkParameterValues(parameters, context)

    def _wrong_place(self, parameters, context):
        """A sentence on an output that could not be written: the steps before it take minutes. "" where all can."""
        sentence = wrong_file_name(self, parameters, context)
        return sentence or problem_of(check_places, files_among(destinations_of(self, parameters, context).values()))


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
