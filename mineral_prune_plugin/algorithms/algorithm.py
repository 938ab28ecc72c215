# SPDX-License-Identifier: GPL-2.0-or-later
"""What every algorithm of the provider shares: translation, its group, and the check for missing packages."""

import os
from contextlib import nullcontext

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException

from ..interface.packages import import_packages, missing_packages_sentence
from ..interface.torch_defaults import torch_defaults
from ..interface.translation import translate
from ..outputs import check_places, complete_interrupted
from ..threads import loaded_torch, one_thread
from .damaged_tables import refuse_damaged_tables
from .destinations import GEOTIFF, wrong_file_name
from .layer_names import call_after_files, shown_names
from .open_layers import reload_open_layers
from .other_tables import refuse_losing_tables
from .overwriting import (
    crs_of,
    destinations_of,
    edited_layers,
    files_among,
    inputs_of,
    refuse_edited,
    refuse_overwriting,
)
from .product_inputs import product_instead_of_raster
from .reporting import reporting
from .search_words import search_words
from .texts import unreadable_text, worded
from .unreadable_layers import unreadable_layer, without_files

OF_FIGURES = "matplotlib"


class MineralPruneAlgorithm(QgsProcessingAlgorithm):
    """Subclasses say their name, their parameters and their help.

    The toolbox sorts groups and algorithms by name: the numbers of the groups are the order of the work.

    What QGIS calls `prepareAlgorithm` and `processAlgorithm` they call `prepare` and `work`: by then the inputs are
    resolved, the packages at hand, and no output replaces an input.

    NEEDS       : the packages that the algorithm imports, with those of the figures of its report
    MAY_REPLACE : {an output: the one input that it may replace}
    RASTERS     : the endings that names of raster outputs may have
    """

    NEEDS = ()
    MAY_REPLACE = {}
    RASTERS = GEOTIFF

    def tr(self, text):
        return translate(text)

    def createInstance(self):  # noqa: N802, names that QGIS calls
        return type(self)()

    def group(self):
        names = {
            "prepare": self.tr("1 Prepare"),
            "train": self.tr("2 Train"),
            "prune": self.tr("3 Prune"),
            "map": self.tr("4 Map"),
            "after": self.tr("5 After the map"),
        }
        return names[self.groupId()]

    def tags(self):
        """Words that find every algorithm in the toolbox, beside its name: in English, and in QGIS's language."""
        return search_words(self.name())

    def canExecute(self):  # noqa: N802
        sentence = missing_packages_sentence(self.NEEDS)
        return not sentence, sentence

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """qgis_process asks this and not canExecute, so missing packages are told here too."""
        sentence = missing_packages_sentence(self.needs(parameters, context))
        sentence = sentence or unreadable_text(self, parameters)
        sentence = sentence or product_instead_of_raster(self, parameters, context) or self.problem(parameters, context)
        sentence = sentence or wrong_file_name(self, parameters, context)
        sentence = sentence or unreadable_layer(self, parameters, context)
        if sentence:
            return False, sentence
        acceptable, sentence = super().checkParameterValues(without_files(self, parameters, context), context)
        return acceptable, worded(self, parameters, context, sentence)

    def needs(self, parameters, context):
        """The packages that a run imports: what draws figures takes longer to import than a small report to write."""
        reports = parameters.get("REPORT") not in (None, "")
        return tuple(name for name in self.NEEDS if reports or name != OF_FIGURES)

    def problem(self, parameters, context):
        """A sentence on what cannot work, "" where nothing is known yet."""
        return ""

    def prepareAlgorithm(self, parameters, context, feedback):
        self.sources = inputs_of(self, parameters, context)
        self.names = shown_names(self, parameters, context, self.sources)
        self.crs = crs_of(self, parameters, context)
        self.edited = edited_layers(context)
        self.prepare(parameters, context)
        return True

    def prepare(self, parameters, context):
        """What needs layers, which live in the main thread: they become paths, names and colours."""

    def processAlgorithm(self, parameters, context, feedback):
        try:
            return self._process(parameters, context, feedback)
        except QgsProcessingException as error:
            sentence = str(error)
        # QGIS never frees what is raised here, nor the frames that it came through, with the layers that they hold
        del self, parameters, context, feedback
        raise QgsProcessingException(sentence)

    def _process(self, parameters, context, feedback):
        with reporting(feedback) as progress:
            import_packages(self.needs(parameters, context))
            self.outputs = destinations_of(self, parameters, context)
            refuse_overwriting(self.outputs, self.sources, self.MAY_REPLACE)
            refuse_edited(self.outputs, self.edited)
            refuse_losing_tables(self, parameters)
            check_places(files_among(self.outputs.values()))
            complete_interrupted(self._folders(), progress)
            refuse_damaged_tables(self.sources, progress)
        # One thread throughout: sums of numpy's products too would depend on how many cores there are.
        with one_thread(), nullcontext() if loaded_torch() is None else torch_defaults():
            results = self.work(parameters, context, feedback)
        call_after_files(context, self.outputs.values())
        return results

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        """In the main thread, where layers live."""
        reload_open_layers(context.project(), self.outputs.values())
        return {}

    def _folders(self):
        """Of the inputs: where a killed run put only a part of its outputs in place, the rest of them belongs to it."""
        paths = [
            path for raster, places in self.sources.values() for path in (raster, *(p.path for p in places)) if path
        ]
        return {os.path.dirname(os.path.abspath(path)) for path in paths if os.path.isfile(path)}

    def work(self, parameters, context, feedback):
        """The algorithm itself, in QGIS's background thread: the outputs by name."""
        raise NotImplementedError
