# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm trainmodel: a perceptron from samples."""

from qgis.core import QgsProcessingOutputNumber

from ..interface.layer_colours import colours_of_parameter
from ..models.training_settings import TrainingSettings, parse_hidden_units
from ..outputs import all_whole
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .layers import bands_in_range, training_spectra
from .reporting import problem_of, reporting


class TrainModel(MineralPruneAlgorithm):
    INPUT, SAMPLES, FEATURES, RANGE = "INPUT", "SAMPLES", "FEATURES", "RANGE"
    HIDDEN_UNITS, EPOCHS, SEED = "HIDDEN_UNITS", "EPOCHS", "SEED"
    MODEL, REPORT, OA, TEST_OA = "MODEL", "REPORT", "OA", "TEST_OA"
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "trainmodel"

    def displayName(self):
        return self.tr("Train model")

    def groupId(self):
        return "train"

    def shortHelpString(self):
        return self.tr(
            "Trains a small neural network (a multilayer perceptron) that identifies minerals from single spectra.\n\n"
            "Use it after 'Draw samples'. The network learns from the training samples; the validation samples choose "
            "the best epoch; the test samples are used once, at the end. Since samples are few and pixels are many, "
            "the network also learns from unlabelled pixels of the raster, which an ensemble of networks "
            "labels first.\n\n"
            "The model file holds everything that 'Map minerals' and 'Prune model' need. The report shows the learning "
            "curve, the confusion matrix and the accuracy of each mineral with its 95 % interval."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.samples())
        self.addParameter(common.features())
        self.addParameter(common.wavelengths())
        self.addParameter(common.hidden_units())
        self.addParameter(
            common.unlabelled(
                self.tr(
                    "Pixels of the raster, other than the samples, drawn at random. An ensemble of sixteen networks, "
                    "trained on the samples, labels them, and the network learns from these labels too. 0: it learns "
                    "from the samples only."
                )
            )
        )
        self.addParameter(common.epochs())
        self.addParameter(common.seed())
        self.addParameter(common.model_output(self.MODEL, self.tr("Trained model")))
        self.addParameter(common.report(self.tr("Training report")))
        self.addOutput(QgsProcessingOutputNumber(self.OA, self.tr("Overall accuracy, validation samples (%)")))
        self.addOutput(QgsProcessingOutputNumber(self.TEST_OA, self.tr("Overall accuracy, test samples (%)")))

    def problem(self, parameters, context):
        return problem_of(parse_hidden_units, self.parameterAsString(parameters, self.HIDDEN_UNITS, context))

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]
        self.colours = colours_of_parameter(self, parameters, self.SAMPLES, context)

    def work(self, parameters, context, feedback):
        from ..models.compatibility import with_band_names
        from ..models.model_file import save
        from ..models.train_model import train_model
        from ..reports.model_facts import model_facts, training_facts
        from ..reports.training import training_report
        from .assessing import assess

        model_path = self.parameterAsFileOutput(parameters, self.MODEL, context)
        report_path = self.parameterAsFileOutput(parameters, self.REPORT, context)
        with reporting(feedback, self.raster) as progress:
            select = bands_in_range(self.parameterAsRange(parameters, self.RANGE, context))
            info, selection, spectra = training_spectra(self, parameters, context, select, progress.part(0.0, 0.2))
            wavelengths = info.bands.wavelengths(selection.numbers)
            recipe = self._recipe(parameters, context, wavelengths)
            model, history = train_model(spectra, recipe, info.name, progress.part(0.2, 1.0))
            model, assessed = assess(with_band_names(model, info, selection), spectra)
            with all_whole(model_path, report_path, progress=progress) as (model_file, report_file):
                save(model, model_file)
                if report_file:
                    facts = model_facts(model, info.name, self.tr) + training_facts(model, self.tr)
                    shown = (wavelengths.centres_um, spectra.class_means("train")) if wavelengths else None
                    page = training_report(facts, history, assessed.validation, assessed.test, self.tr, shown)
                    report_file.write_text(page, encoding="utf-8")
        return {self.MODEL: model_path, self.REPORT: report_path, **assessed.numbers()}

    def _recipe(self, parameters, context, wavelengths):
        from ..models.train_model import Recipe

        settings = TrainingSettings(
            hidden=parse_hidden_units(self.parameterAsString(parameters, self.HIDDEN_UNITS, context)),
            epochs=self.parameterAsInt(parameters, self.EPOCHS, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
        )
        return Recipe(self.parameterAsEnumString(parameters, self.FEATURES, context), wavelengths, settings)
