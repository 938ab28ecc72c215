# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm tidymap: classes renamed, recoloured and merged, small patches removed."""

from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterRasterDestination,
)

from ..errors import QT_TRANSLATE_NOOP
from ..interface.layer_colours import colours_of_parameter, names_in_legend
from ..interface.layer_styles import map_styler, style_when_loaded
from ..models.training_settings import Bounds
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .reporting import problem_of, reporting
from .vector_features import text_of

SMALLEST = Bounds(
    "SMALLEST", QT_TRANSLATE_NOOP("MineralPrune", "Smallest patch that stays (pixels)"), 5, 1, 1_000_000, "pixels"
)
TOUCHING = ("sides", "sides and corners")


class TidyMap(MineralPruneAlgorithm):
    MAP, CLASSES, SMALLEST, TOUCHING, OUTPUT = "MAP", "CLASSES", "SMALLEST", "TOUCHING", "OUTPUT"
    SIEVED = "SIEVED"

    def name(self):
        return "tidymap"

    def displayName(self):
        return self.tr("Tidy map")

    def groupId(self):
        return "after"

    def shortHelpString(self):
        return self.tr(
            "Makes a mineral map easier to read: renames, recolours, merges and removes classes, and takes away small "
            "patches.\n\n"
            "Classes that get the same name become one. Then every patch of fewer pixels than the smallest that stays "
            "becomes the mineral of its largest neighbour. Unclassified pixels and those without data stay as they "
            "are: no patch grows over them, and a small one stays where no neighbour is large enough.\n\n"
            "The map is a GeoTIFF of class numbers, with names and colours in the file and a style beside it. It shows "
            "less than was found: assess the map before you tidy it."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.class_map(self.MAP))
        headers = [self.tr("Class"), self.tr("New name"), self.tr("New colour")]
        classes = QgsProcessingParameterMatrix(
            self.CLASSES, self.tr("Changes to the classes"), 1, False, headers, optional=True
        )
        text = self.tr(
            "A row for each class that is to change: its name or number, its new name, and its new colour such as "
            "#D55E00; empty cells keep what is there. Rows with the same new name merge their classes. unclassified as "
            "the new name removes a class."
        )
        self.addParameter(common.with_help(classes, text))
        text = self.tr("Patches of fewer pixels become the mineral of their largest neighbour. 1: all stay.")
        self.addParameter(common.with_help(common.whole_number(SMALLEST), text))
        touching = common.choice(self.TOUCHING, self.tr("Pixels of a patch share"), TOUCHING, TOUCHING[0])
        text = self.tr("sides: the four neighbours of a pixel belong to its patch. sides and corners: all eight.")
        self.addParameter(common.with_help(touching, text, advanced=True))
        output = QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Tidy map"))
        self.addParameter(
            common.with_help(output, self.tr("GeoTIFF of class numbers, with a style file (.qml) beside it."))
        )
        self.addOutput(QgsProcessingOutputNumber(self.SIEVED, self.tr("Changed with their patch (pixels)")))

    def problem(self, parameters, context):
        return problem_of(self._edits, parameters, context)

    def prepare(self, parameters, context):
        self.map, _ = self.sources[self.MAP]
        self.names = names_in_legend(self, parameters, self.MAP, context)
        self.colours = colours_of_parameter(self, parameters, self.MAP, context)
        if self.map is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, self.MAP))

    def work(self, parameters, context, feedback):
        from ..from_map.class_raster import Shown
        from ..from_map.tidy_map import TidyJob, tidy_map

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        with reporting(feedback, self.map) as progress:
            job = TidyJob(
                self.map,
                output,
                Shown(self.crs[self.MAP], self.names, self.colours),
                edits=self._edits(parameters, context),
                smallest=self.parameterAsInt(parameters, self.SMALLEST, context),
                touching=self.parameterAsEnumString(parameters, self.TOUCHING, context),
            )
            tidied = tidy_map(job, progress)
        style_when_loaded(context, output, map_styler(str(Path(output).with_suffix(".qml"))))
        return {self.OUTPUT: output, self.SIEVED: tidied.sieved_pixels}

    def _edits(self, parameters, context):
        """ClassEdits of CLASSES. Errors: EditTableUneven, ColourUnreadable."""
        from ..from_map.class_edits import read_edits

        cells = self.parameterAsMatrix(parameters, self.CLASSES, context)
        return read_edits(map(text_of, cells))
