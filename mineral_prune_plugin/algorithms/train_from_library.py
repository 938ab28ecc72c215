# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm trainfromlibrary: a perceptron from a spectral library and a scene, without labels."""

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterString

from ..classes import one_line
from ..errors import MineralsTooLong
from ..models.training_settings import SEED, UNLABELLED, TrainingSettings, parse_hidden_units
from ..outputs import all_whole
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .layers import bands_in_range, described
from .reporting import problem_of, reporting
from .sample_polygons import add_samples

SHOWN = 40  # characters of a text that is too long


class TrainFromLibrary(MineralPruneAlgorithm):
    INPUT, LIBRARY, MINERALS, RANGE, FEATURES = "INPUT", "LIBRARY", "MINERALS", "RANGE", "FEATURES"
    HIDDEN_UNITS, UNLABELLED, SAMPLES, EPOCHS = "HIDDEN_UNITS", "UNLABELLED", "SAMPLES", "EPOCHS"
    MODEL, TABLE, REPORT = "MODEL", "TABLE", "REPORT"
    SIMULATED_OA, NAMED, SETTLED, TEST_OA = "SIMULATED_OA", "NAMED", "SETTLED", "TEST_OA"
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "trainfromlibrary"

    def displayName(self):
        return self.tr("Train from spectral library")

    def groupId(self):
        return "train"

    def shortHelpString(self):
        return self.tr(
            "Trains a network that identifies minerals without a single labelled pixel: from a library of reference "
            "spectra and the scene itself.\n\n"
            "Reference spectra are mixed and shown in the light and with the noise of your scene, and the network "
            "learns from these simulated spectra. It also learns what it must not name: minerals of the library that "
            "you have not asked for, vegetation, water and man-made surfaces, ground without absorptions, and spectra "
            "unlike all of these. 'Map minerals' leaves such pixels unclassified.\n\n"
            "The report shows the reference spectra of each mineral and which minerals cannot be told apart with the "
            "bands of this scene. Its accuracy is on simulated spectra: it is not an accuracy on the ground. Check the "
            "map with 'Assess map' where you know the minerals."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.library())
        minerals = QgsProcessingParameterString(
            self.MINERALS, self.tr("Minerals to identify"), defaultValue="", multiLine=True, optional=True
        )
        text = self.tr(
            "A mineral a line, such as alunite. Several spectra can make one class: muscovite = muscovite, illite. "
            "What follows the equals sign are the beginnings of names in the library. Empty: the common minerals of "
            "alteration and weathering that the library has and the bands show."
        )
        self.addParameter(common.with_help(minerals, text))
        self.addParameter(common.wavelengths())
        self.addParameter(common.features("normalised"))
        self.addParameter(common.hidden_units())
        self._add_training()
        self.addParameter(common.model_output(self.MODEL, self.tr("Trained model")))
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Training report")))
        for name, label in (
            (self.SIMULATED_OA, self.tr("Overall accuracy, simulated spectra (%)")),
            (self.NAMED, self.tr("Pixels of the scene that get a mineral (%)")),
            (self.SETTLED, self.tr("Of these, pixels that keep it under other noise and weaker absorptions (%)")),
            (self.TEST_OA, self.tr("Overall accuracy, test samples (%)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _add_training(self):
        text = self.tr(
            "Pixels of the raster, drawn at random. An ensemble of networks, trained on the simulated spectra, labels "
            "them, and the network learns from these labels too. 0: it learns from simulated spectra only."
        )
        self.addParameter(common.unlabelled(text))
        text = self.tr(
            "Optional: points of known mineral, as made by 'Draw samples', or polygons, however few. Training samples "
            "are learnt beside the simulated spectra; test samples are used once, at the end. Some of the polygons "
            "serve for the one, some for the other. Their minerals must be among those to identify, by name."
        )
        add_samples(self, optional=True, text=text)
        self.addParameter(common.epochs())
        self.addParameter(common.seed())

    def problem(self, parameters, context):
        units = problem_of(parse_hidden_units, self.parameterAsString(parameters, self.HIDDEN_UNITS, context))
        return units or problem_of(_check_minerals, self.parameterAsString(parameters, self.MINERALS, context))

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]

    def work(self, parameters, context, feedback):
        from ..models.settled import settled_pixels
        from ..models.train_from_library import LibraryRecipe, outputs_of, train_from_library
        from ..models.training_memory import check_training
        from ..simulation.prepare import prepare_simulation
        from ..simulation.simulation_settings import SimulationSettings
        from .library_samples import labelled_spectra

        names = (self.MODEL, self.TABLE, self.REPORT)
        places = [self.parameterAsFileOutput(parameters, name, context) for name in names]
        request = common.library_request(self, parameters, context)
        settings = self._settings(parameters, context)
        feature = self.parameterAsEnumString(parameters, self.FEATURES, context)
        with reporting(feedback, self.raster) as progress:
            info = described(self.raster, progress, self.crs[self.INPUT])
            selection = bands_in_range(self.parameterAsRange(parameters, self.RANGE, context))(info)
            check_training(settings.hidden, len(selection.numbers), 0, info.memory)
            simulation_settings = SimulationSettings(seed=settings.seed)
            part = progress.part(0.0, 0.08)
            prepared = prepare_simulation(info, selection, request, simulation_settings, part)
            recipe = LibraryRecipe(feature, prepared.wavelengths, settings, request[1])
            minerals = outputs_of(prepared.simulation).minerals
            scene = info, prepared.selection
            labelled = labelled_spectra(self, parameters, context, scene, minerals, progress.part(0.08, 0.1))
            count = self.parameterAsInt(parameters, UNLABELLED.name, context)
            trained = train_from_library(prepared, recipe, labelled, count, progress.part(0.1, 0.95))
            sample = prepared.simulation.scene
            settled = settled_pixels(trained.model, sample, settings.seed, progress.part(0.95, 1.0))
            numbers = self._write(places, progress, prepared, (trained, settled, labelled, count), info)
        return {**dict(zip(names, places)), **numbers}

    def _settings(self, parameters, context):
        return TrainingSettings(
            hidden=parse_hidden_units(self.parameterAsString(parameters, self.HIDDEN_UNITS, context)),
            epochs=self.parameterAsInt(parameters, self.EPOCHS, context),
            seed=self.parameterAsInt(parameters, SEED.name, context),
        )

    def _write(self, places, progress, prepared, results, info):
        from ..models.darkness import darkness_notices
        from ..models.model_file import save
        from ..reports.library import LibraryResults, library_report, record_rows
        from ..reports.separability import warnings_of
        from .assessing import assess_labelled, assess_simulated
        from .layer_names import shown_file
        from .report_pieces import model_cover, origin_of, write_report

        trained, settled, labelled, count = results
        model, simulated = assess_simulated(trained.model, trained.spectra, trained.test_depths)
        progress.tell_all(darkness_notices(model, prepared.simulation.scene.reflectance, info.name))
        progress.tell_all(warnings_of(simulated))
        model, test = assess_labelled(model, labelled)
        with all_whole(*places, progress=progress) as (model_file, table_file, report_file):
            save(model, model_file)
            if table_file:
                table_file.write_text(csv_text(*record_rows(prepared)), encoding="utf-8")
            if report_file:
                pixels = min(count, prepared.simulation.scene.reflectance.shape[1])
                samples = 0 if labelled is None else len(labelled.split("train")[1])
                shown = (trained.spectra, simulated, settled, pixels, samples, test)
                origin = origin_of(info.grid, scene=self.names[self.INPUT], model=shown_file(places[0]))
                cover = model_cover(model, info, origin)
                page = library_report(LibraryResults(origin.scene, prepared, model, *shown), self.tr, cover)
                write_report(report_file, page)
        return {
            self.SIMULATED_OA: 100 * simulated.confusion.overall_accuracy_all.value,
            self.NAMED: 100 * settled.named_share,
            self.SETTLED: 100 * settled.settled_share,
            self.TEST_OA: None if test is None else 100 * test.overall_accuracy_all.value,
        }


def _check_minerals(text):
    """Errors: MineralsTooLong, those of `parse_minerals`: what the model file would not take, before any training."""
    from ..models.model_file import LONGEST_NAME
    from ..models.reject import LONGEST_MINERALS
    from ..spectral_library.matching import parse_minerals

    names = [mineral.name for mineral in parse_minerals(text) or ()]
    for longest, words in (*((LONGEST_NAME, name) for name in names), (LONGEST_MINERALS, text)):
        if len(words) > longest:
            facts = {"characters": len(words), "most": LONGEST_NAME, "most_in_all": LONGEST_MINERALS}
            raise MineralsTooLong(text=one_line(words)[:SHOWN], **facts)
