# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm maparchive: many scenes and a model to an archive of maps, by processes of Dask beside QGIS.

Unlike the other algorithms it keeps what is finished where it is cancelled: the next run maps the rest.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..errors import QT_TRANSLATE_NOOP
from ..interface.memory import allowed_bytes
from ..interface.packages import missing_packages_sentence, python_executable
from ..models.training_settings import Bounds
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .archive_process import run_command
from .archive_reports import ArchiveReports
from .layers import layer_path
from .map_minerals import MIN_CONFIDENCE
from .map_packages import packages_of_map
from .reporting import reporting

WORKERS = Bounds("WORKERS", QT_TRANSLATE_NOOP("MineralPrune", "Processes (0: one a core)"), 0, 0, 1000, "")
TIME_LIMIT = Bounds(
    "TIME_LIMIT", QT_TRANSLATE_NOOP("MineralPrune", "Longest time of a scene (minutes)"), 60, 1, 100_000, ""
)
MOSAIC = "minerals.vrt"
ALL_OR_SOME = (0, 1)


class MapArchive(MineralPruneAlgorithm):
    INPUT, SCENES, MODEL, FOLDER = "INPUT", "SCENES", "MODEL", "FOLDER"
    MIN_CONFIDENCE, INTERPOLATE, CONFIDENCE, WINDOWS = "MIN_CONFIDENCE", "INTERPOLATE", "CONFIDENCE", "WINDOWS"
    WORKERS, SCHEDULER, TIME_LIMIT = "WORKERS", "SCHEDULER", "TIME_LIMIT"
    MOSAIC, MAPPED, FAILED = "MOSAIC", "MAPPED", "FAILED"
    NEEDS = ("dask", "distributed")

    def name(self):
        return "maparchive"

    def displayName(self):
        return self.tr("Map an archive of scenes")

    def groupId(self):
        return "map"

    def shortHelpString(self):
        return self.tr(
            "Maps many scenes with one model, each to a map of its own, with processes beside QGIS (Dask) or on a "
            "cluster. QGIS stays usable meanwhile.\n\n"
            "Every scene gets a folder with a cloud-optimised GeoTIFF of class numbers, its style, a JSON file on how "
            "it was made and a STAC item. A virtual raster shows all of them as one layer. A ledger says what became "
            "of every scene.\n\n"
            "A scene that cannot be mapped is named in the log, and the others go on. Run it again, after a crash or "
            "after cancelling too, and only what is missing or has changed is mapped: what is finished stays.\n\n"
            "The same from a shell, without QGIS: mineral-map."
        )

    def initAlgorithm(self, configuration=None):
        layers = QgsProcessingParameterMultipleLayers(
            self.INPUT,
            self.tr("Scenes (rasters of reflectance)"),
            QgsProcessing.SourceType.TypeRaster,
            optional=True,
        )
        self.addParameter(common.with_help(layers, self.tr("Layers of the project, or files. Any number.")))
        lists = QgsProcessingParameterString(self.SCENES, self.tr("Patterns and lists of scenes"), "", optional=True)
        text = self.tr(
            "More scenes, separated by semicolons: patterns such as /data/*.tif, CSV files with a column scene, files "
            "of STAC items, addresses such as s3://bucket/scene.tif."
        )
        self.addParameter(common.with_help(lists, text))
        self.addParameter(common.model())
        folder = QgsProcessingParameterFile(
            self.FOLDER, self.tr("Folder of the archive"), QgsProcessingParameterFile.Behavior.Folder
        )
        text = self.tr("Where the maps go; it is made where it is missing. The same folder again maps what is missing.")
        self.addParameter(common.with_help(folder, text))
        text = self.tr("Pixels with a lower confidence are left unclassified. 0: none are, however low it is.")
        self.addParameter(common.with_help(common.real_number(MIN_CONFIDENCE), text))
        self.addParameter(common.interpolate())
        self._add_workers()
        self.addOutput(QgsProcessingOutputRasterLayer(self.MOSAIC, self.tr("All maps (virtual raster)")))
        self.addOutput(QgsProcessingOutputNumber(self.MAPPED, self.tr("Scenes with a map")))
        self.addOutput(QgsProcessingOutputNumber(self.FAILED, self.tr("Scenes without a map")))

    def _add_workers(self):
        confidence = QgsProcessingParameterBoolean(self.CONFIDENCE, self.tr("Write the confidence too"), False)
        text = self.tr("A GeoTIFF of the model's confidence beside every map.")
        self.addParameter(common.with_help(confidence, text, advanced=True))
        windows = QgsProcessingParameterBoolean(self.WINDOWS, self.tr("One scene at a time, by windows"), False)
        text = self.tr("For huge scenes: the windows of one scene are mapped by all processes. The map is the same.")
        self.addParameter(common.with_help(windows, text, advanced=True))
        text = self.tr("Processes of this computer that map; each takes a core and the memory that is allowed.")
        self.addParameter(common.with_help(common.whole_number(WORKERS), text, advanced=True))
        scheduler = QgsProcessingParameterString(self.SCHEDULER, self.tr("Dask scheduler"), "", optional=True)
        text = self.tr(
            "Address of a scheduler that is running, such as tcp://host:8786, whose workers see the same folders. "
            "Empty: processes of this computer."
        )
        self.addParameter(common.with_help(scheduler, text, advanced=True))
        text = self.tr("A scene that takes longer is given up, and the others go on.")
        self.addParameter(common.with_help(common.real_number(TIME_LIMIT), text, advanced=True))

    def needs(self, parameters, context):
        """Nothing within QGIS: Dask runs in processes of its own."""
        return ()

    def problem(self, parameters, context):
        model = self.parameterAsFile(parameters, self.MODEL, context)
        sentence = missing_packages_sentence((*self.NEEDS, *packages_of_map(model)))
        if sentence or parameters.get(self.INPUT) or self.parameterAsString(parameters, self.SCENES, context).strip():
            return sentence
        return self.tr("Choose scenes, or name patterns or lists of them.")

    def prepare(self, parameters, context):
        layers = self.parameterAsLayerList(parameters, self.INPUT, context) or ()
        self.layers = [layer_path(layer) for layer in layers]

    def work(self, parameters, context, feedback):
        folder = os.path.abspath(self.parameterAsFile(parameters, self.FOLDER, context))
        reports = ArchiveReports(feedback)
        with reporting(feedback) as progress, TemporaryDirectory() as place:
            listed = Path(place, "layers.csv")
            listed.write_bytes(_table(self.layers).encode("utf-8"))
            manifest = ("--manifest", str(listed)) if self.layers else ()
            options = self._options(parameters, context)
            code, words = run_command(
                python_executable(), [*manifest, *options, "--out", folder], progress, reports.heed
            )
        if code not in ALL_OR_SOME or not reports.complete:
            raise QgsProcessingException(reports.last_error or self.tr("No scene was mapped.") + f" {words}".rstrip())
        mosaic = os.path.join(folder, MOSAIC)
        numbers = {self.MAPPED: reports.mapped, self.FAILED: reports.failed}
        return {self.MOSAIC: mosaic if os.path.isfile(mosaic) else None, **numbers}

    def _options(self, parameters, context):
        scenes = self.parameterAsString(parameters, self.SCENES, context).split(";")
        workers = self.parameterAsInt(parameters, self.WORKERS, context)
        scheduler = self.parameterAsString(parameters, self.SCHEDULER, context).strip()
        minutes = self.parameterAsDouble(parameters, self.TIME_LIMIT, context)
        options = [f"--model={self.parameterAsFile(parameters, self.MODEL, context)}"]
        options += [f"--min-confidence={self.parameterAsDouble(parameters, self.MIN_CONFIDENCE, context)}"]
        options += [f"--time-limit={60 * minutes}", f"--memory={allowed_bytes() // 2**20}"]
        switches = {
            "--interpolate": self.INTERPOLATE,
            "--confidence": self.CONFIDENCE,
            "--window-parallel": self.WINDOWS,
        }
        options += [each for each, name in switches.items() if self.parameterAsBoolean(parameters, name, context)]
        options += [f"--scheduler={scheduler}"] if scheduler else [f"--workers={workers}"] if workers else []
        named = [text.strip() for text in scenes if text.strip()]
        return [*options, *(f"--manifest={text}" for text in named)]


def _table(paths):
    """A list of scenes as a CSV file, text."""
    rows = ['"{}"'.format(path.replace('"', '""')) for path in paths]
    return "\n".join(["scene", *rows]) + "\n"
