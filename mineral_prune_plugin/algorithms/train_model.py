# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm trainmodel: a perceptron from samples."""

from dataclasses import replace

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterBoolean

from ..models.training_settings import TrainingSettings, parse_hidden_units
from ..outputs import all_whole
from . import parameters as common
from .accuracy_source import ACCURACY, accuracy_source, assess_left_out, check_source, folds_of, purpose_of
from .algorithm import MineralPruneAlgorithm
from .in_short import in_short
from .layers import bands_in_range, check_splits, read_training
from .reporting import problem_of, reporting
from .sample_points import source_of_samples
from .sample_polygons import add_samples, are_polygons, colours_of_samples


class TrainModel(MineralPruneAlgorithm):
    INPUT, SAMPLES, FEATURES, RANGE = "INPUT", "SAMPLES", "FEATURES", "RANGE"
    HIDDEN_UNITS, EPOCHS, SEED, REJECT = "HIDDEN_UNITS", "EPOCHS", "SEED", "REJECT"
    MODEL, REPORT, OA, TEST_OA, GROUPED_OA = "MODEL", "REPORT", "OA", "TEST_OA", "GROUPED_OA"
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
            "Use it after 'Draw samples', or give it polygons of known mineral. The network learns from the training "
            "samples; the validation samples choose the best epoch; the test samples are used once, at the end. Since "
            "samples are few and pixels are many, the network also learns from unlabelled pixels of the raster, which "
            "an ensemble of networks labels first.\n\n"
            "Where samples come from few polygons, or test samples from polygons of training samples, every polygon is "
            "left out in turn instead: that is the accuracy which is reported, and the network learns from all "
            "samples.\n\n"
            "The model file holds everything that 'Map minerals' and 'Prune model' need. The report shows the learning "
            "curve, the confusion matrix and the accuracy of each mineral with its 95 % interval."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        add_samples(self)
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
        self.addParameter(accuracy_source())
        self.addParameter(common.epochs())
        self.addParameter(common.seed())
        self.addParameter(self._reject())
        self.addParameter(common.model_output(self.MODEL, self.tr("Trained model")))
        self.addParameter(common.report(self.tr("Training report")))
        self.addOutput(QgsProcessingOutputNumber(self.OA, self.tr("Overall accuracy, validation samples (%)")))
        self.addOutput(QgsProcessingOutputNumber(self.TEST_OA, self.tr("Overall accuracy, test samples (%)")))
        grouped = self.tr("Overall accuracy, whole polygons left out (%)")
        self.addOutput(QgsProcessingOutputNumber(self.GROUPED_OA, grouped))

    def _reject(self):
        label = self.tr("Leave pixels unclassified that are unlike all samples")
        text = self.tr(
            "Otherwise every pixel gets the mineral that fits best, roads and shadows too. The network then also "
            "learns what is none of the minerals: other minerals, vegetation, water and man-made surfaces as the "
            "plugin's library knows them, spectra whose absorptions lie elsewhere than those of the samples, and "
            "spectra without absorptions. At most a tenth of the validation samples is lost by it; the report says how "
            "many, and what share of the scene gets a name. The feature 'normalised' serves best, since it does not "
            "depend on brightness."
        )
        return common.with_help(QgsProcessingParameterBoolean(self.REJECT, label, defaultValue=False), text, True)

    def problem(self, parameters, context):
        units = self.parameterAsString(parameters, self.HIDDEN_UNITS, context)
        return problem_of(parse_hidden_units, units) or problem_of(check_source, *self._source(parameters, context))

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]
        self.colours = colours_of_samples(self, parameters, context)

    def work(self, parameters, context, feedback):
        from ..models.training_memory import check_training

        places = [self.parameterAsFileOutput(parameters, name, context) for name in (self.MODEL, self.REPORT)]
        with reporting(feedback, self.raster) as progress:
            select = bands_in_range(self.parameterAsRange(parameters, self.RANGE, context))
            source, with_reject = self._source(parameters, context)
            purpose = purpose_of(source, with_reject)
            read = read_training(self, parameters, context, select, progress.part(0.0, 0.2), purpose=purpose)
            info, selection, spectra, layer = read
            recipe = self._recipe(parameters, context, info.bands.wavelengths(selection.numbers))
            check_training(recipe.settings.hidden, len(spectra.reflectance), len(spectra.samples), info.memory)
            folds = folds_of(spectra.samples, source, with_reject, recipe.settings.seed, layer, progress)
            part = progress.part(0.2, 1.0)
            if folds is not None:
                numbers = self._train_on_all(places, read, folds, recipe, part)
            else:
                check_splits(spectra, layer, progress)
                of_polygons = are_polygons(source_of_samples(self, parameters, context))
                numbers = self._train_and_test(places, read, (with_reject, of_polygons), recipe, part)
        nothing = dict.fromkeys((self.OA, self.TEST_OA, self.GROUPED_OA))
        return {**dict(zip((self.MODEL, self.REPORT), places)), **nothing, **numbers}

    def _source(self, parameters, context):
        """(where the accuracy comes from, whether the model has a reject)."""
        source = self.parameterAsEnumString(parameters, ACCURACY, context)
        return source, self.parameterAsBoolean(parameters, self.REJECT, context)

    def _train_on_all(self, places, read, folds, recipe, progress):
        """The numbers of a model that learns from all samples. read : of `read_training`; folds : Folds"""
        from ..models.compatibility import with_bands_known
        from ..models.from_polygons.cross_validation import SIDE_BY_SIDE
        from ..models.train_on_all import train_on_all
        from ..models.training_memory import check_training
        from ..reports.training import left_out_report

        info, selection, spectra, layer = read
        sizes, networks = (len(spectra.reflectance), len(spectra.samples)), min(len(folds), SIDE_BY_SIDE)
        check_training(recipe.settings.hidden, *sizes, info.memory, networks)
        model, history, left_out = train_on_all(spectra, folds, recipe, info.name, progress)
        model, accuracy = assess_left_out(with_bands_known(model, info, selection), left_out, layer, progress)
        results = history, left_out, accuracy

        def page(facts, shown, cover):
            return left_out_report(facts, *results, self.tr, shown, cover)

        self._write(places, model, (info, selection, spectra.all_in_training()), page, progress)
        return {self.GROUPED_OA: 100 * accuracy.overall.value}

    def _train_and_test(self, places, read, kind, recipe, progress):
        """The numbers of a model whose splits train, choose and test.

        read : of `read_training`; kind : (whether it has a reject, whether its samples were drawn of polygons here)
        """
        from ..models.compatibility import with_bands_known
        from ..reports.training import training_report
        from ..samples.dealing import dealing
        from .assessing import assess

        info, selection, spectra, _ = read
        with_reject, of_polygons = kind
        train = self._train_with_reject if with_reject else self._train
        model, history, rejected = train(info, selection, spectra, recipe, progress)
        learnt = {"of_polygons": of_polygons, "dealing": dealing(spectra.samples)}
        model = replace(model, training={**model.training, **learnt})
        model, assessed = assess(with_bands_known(model, info, selection), spectra)

        def page(facts, shown, cover):
            splits = assessed.validation, assessed.test
            return training_report(facts, history, *splits, self.tr, shown, rejected, cover)

        self._write(places, model, (info, selection, spectra), page, progress)
        progress.tell_all(in_short(model, assessed))
        return assessed.numbers()

    def _write(self, places, model, learnt, page, progress):
        """learnt : (RasterInfo, BandSelection, SampleSpectra); page : (facts, spectra shown, Cover) -> HTML"""
        from ..models.model_file import save
        from ..reports.model_facts import model_facts, training_facts
        from .layer_names import shown_file
        from .report_pieces import model_cover, origin_of, write_report

        info, selection, spectra = learnt
        wavelengths = info.bands.wavelengths(selection.numbers)
        with all_whole(*places, progress=progress) as (model_file, report_file):
            save(model, model_file)
            if report_file:
                facts = model_facts(model, self.names[self.INPUT], self.tr) + training_facts(model, self.tr)
                shown = (wavelengths.centres_um, spectra.class_means("train")) if wavelengths else None
                origin = origin_of(info.grid, scene=self.names[self.INPUT], model=shown_file(places[0]))
                write_report(report_file, page(facts, shown, model_cover(model, info, origin)))

    def _train(self, info, selection, spectra, recipe, progress):
        """(Model, History, None: it has no reject)."""
        from ..models.train_model import train_model

        return (*train_model(spectra, recipe, info.name, progress), None)

    def _train_with_reject(self, info, selection, spectra, recipe, progress):
        """(Model, History, RejectMeasured)."""
        from ..models.train_with_reject import train_with_reject
        from ..simulation.prepare_samples import simulation_beside

        simulation = simulation_beside(info, selection, spectra, recipe.settings.seed, progress.part(0.0, 0.1))
        return train_with_reject(spectra, simulation, recipe, info.name, progress.part(0.1, 1.0))

    def _recipe(self, parameters, context, wavelengths):
        from ..models.train_model import Recipe

        settings = TrainingSettings(
            hidden=parse_hidden_units(self.parameterAsString(parameters, self.HIDDEN_UNITS, context)),
            epochs=self.parameterAsInt(parameters, self.EPOCHS, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
        )
        return Recipe(self.parameterAsEnumString(parameters, self.FEATURES, context), wavelengths, settings)
