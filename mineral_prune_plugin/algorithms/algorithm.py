# SPDX-License-Identifier: GPL-2.0-or-later
"""What every algorithm of the provider shares: translation, its group, and the check for missing packages."""

from qgis.core import QgsProcessingAlgorithm

from ..interface.packages import import_apart, missing_packages_sentence
from ..interface.translation import translate
from .destinations import wrong_file_name


class MineralPruneAlgorithm(QgsProcessingAlgorithm):
    """Subclasses say their name, their parameters and their help; NEEDS lists the packages they import.

    What QGIS calls `processAlgorithm` they call `work`: it has the packages at hand.
    """

    NEEDS = ()

    def tr(self, text):
        return translate(text)

    def createInstance(self):  # noqa: N802, names that QGIS calls
        return type(self)()

    def group(self):
        names = {
            "prepare": self.tr("1 Prepare"),
            "train": self.tr("2 Train and prune"),
            "map": self.tr("3 Map and assess"),
        }
        return names[self.groupId()]

    def canExecute(self):  # noqa: N802
        sentence = missing_packages_sentence(self.NEEDS)
        return not sentence, sentence

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """qgis_process asks this and not canExecute, so missing packages are told here too."""
        sentence = missing_packages_sentence(self.NEEDS)
        sentence = sentence or self.problem(parameters, context) or wrong_file_name(self, parameters, context)
        return (False, sentence) if sentence else super().checkParameterValues(parameters, context)

    def problem(self, parameters, context):
        """A sentence on what cannot work, "" where nothing is known yet."""
        return ""

    def processAlgorithm(self, parameters, context, feedback):
        import_apart(self.NEEDS)
        return self.work(parameters, context, feedback)

    def work(self, parameters, context, feedback):
        """The algorithm itself, in QGIS's background thread: the outputs by name."""
        raise NotImplementedError
