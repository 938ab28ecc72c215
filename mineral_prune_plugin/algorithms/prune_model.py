# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm prunemodel: a smaller model from a trained one, with the record of how it got there."""

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterBoolean, QgsProcessingParameterString

from ..models.settings import SEED, UNLABELLED
from ..outputs import all_whole, refuse_input_as_output
from ..pruning.criteria import CRITERIA
from ..pruning.settings import (
    ALL_BANDS,
    BANDS,
    BY_RULE,
    ITERATIONS,
    KEEPS,
    RETRAIN_EPOCHS,
    TOLERANCE,
    UNITS,
    PruningSettings,
    parse_bands,
    parse_units,
)
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .inputs import described, layer_file, raster_path, sample_spectra
from .reporting import problem_of, reporting


class PruneModel(MineralPruneAlgorithm):
    INPUT, SAMPLES, MODEL = "INPUT", "SAMPLES", "MODEL"
    CRITERION, KEEP, CONTROLS = "CRITERION", "KEEP", "CONTROLS"
    OUTPUT, TABLE, REPORT, OA, TEST_OA = "OUTPUT", "TABLE", "REPORT", "OA", "TEST_OA"
    RATIOS = UNIT_RATIO, PARAMETER_RATIO, BYTE_RATIO = "UNIT_COMPRESSION", "PARAMETER_COMPRESSION", "BYTE_COMPRESSION"
    BANDS_LEFT = "BANDS_LEFT"
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "prunemodel"

    def displayName(self):
        return self.tr("Prune model")

    def groupId(self):
        return "train"

    def shortHelpString(self):
        return self.tr(
            "Makes a trained model smaller: neurons that are zero for most correctly identified validation samples "
            "(C-APoZ, Deng et al. 2022) are removed, the rest is retrained, and so on.\n\n"
            "Use the raster and the samples that the model was trained on. In each round the neurons above the mean "
            "plus one standard deviation of their layer go. KEEP chooses which round becomes the pruned model. What is "
            "left also learns what the unpruned network says of unlabelled pixels.\n\n"
            "BANDS drops bands too, before the neurons: maps become quicker, since only the remaining bands are "
            "read from disk. The pruned model maps any raster that has those bands.\n\n"
            "Outputs: the pruned model, a table with a row a round (units, compression, threshold, accuracy before and "
            "after retraining, neurons removed), and a report with the pictures. The report also shows the controls: "
            "the "
            "unpruned network trained as long, random pruning, and the same size from scratch. Test samples are looked "
            "at once, for the model that is kept."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.samples())
        self.addParameter(common.model())
        self._add_pruning()
        self.addParameter(
            common.unlabelled(
                self.tr(
                    "Other pixels of the raster, drawn at random and no sample among them. The smaller network also "
                    "learns what the unpruned one says of them. 0: it learns from the samples only."
                )
            )
        )
        self.addParameter(common.seed())
        self.addParameter(common.model_output(self.OUTPUT, self.tr("Pruned model")))
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Pruning report")))
        for name, label in (
            (self.OA, self.tr("Overall accuracy, validation samples (%)")),
            (self.TEST_OA, self.tr("Overall accuracy, test samples (%)")),
            (self.UNIT_RATIO, self.tr("Compression of hidden units (times)")),
            (self.PARAMETER_RATIO, self.tr("Compression of parameters (times)")),
            (self.BYTE_RATIO, self.tr("Compression of bytes of weights (times)")),
            (self.BANDS_LEFT, self.tr("Number of bands that the pruned model reads")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _add_pruning(self):
        for parameter, text in (
            (
                common.choice(self.CRITERION, self.tr("Criterion"), CRITERIA, "c-apoz"),
                common.rows_help(self.tr("What scores a neuron; the highest scores go."), CRITERIA.values()),
            ),
            (
                QgsProcessingParameterString(UNITS.name, self.tr("Hidden units to leave"), defaultValue=BY_RULE),
                self.tr(
                    "rule: in each round the neurons above the mean plus one standard deviation of their layer go, and "
                    "KEEP chooses the round. A number, such as 9, or one for each layer, such as 20,10: so many stay, "
                    "reached in stages; KEEP and ITERATIONS have no say."
                ),
            ),
            (
                common.whole_number(ITERATIONS, self.tr("Iterations at most")),
                self.tr("Rounds of pruning and retraining. It ends earlier when no neuron is above the threshold."),
            ),
            (
                common.whole_number(RETRAIN_EPOCHS, self.tr("Epochs of retraining after each round")),
                self.tr(
                    "Passes over the training samples after each round; of every fifth epoch the one of lowest loss on "
                    "the validation samples is kept."
                ),
            ),
            (
                common.choice(self.KEEP, self.tr("Keep"), KEEPS, "smallest"),
                self.tr(
                    "smallest: the smallest network whose validation accuracy is within TOLERANCE of the best. best: "
                    "the "
                    "most accurate. last: the last."
                ),
            ),
            (
                common.real_number(TOLERANCE, self.tr("Tolerance (percentage points)")),
                self.tr("How much validation accuracy KEEP=smallest may give up against the best round."),
            ),
            (
                QgsProcessingParameterString(BANDS.name, self.tr("Bands to leave"), defaultValue=ALL_BANDS),
                self.tr(
                    "all: every band stays. A number, such as 15: so many stay. automatic: the fewest whose validation "
                    "accuracy is within TOLERANCE of the best. Bands that contribute least to the first layer go "
                    "first, in stages with RETRAIN_EPOCHS each, before the neurons are pruned."
                ),
            ),
            (
                QgsProcessingParameterBoolean(self.CONTROLS, self.tr("Run the controls"), defaultValue=True),
                self.tr(
                    "Also train what a pruned model must be compared with, on the same samples and unlabelled pixels. "
                    "About doubles the time; the pruned model is the same either way."
                ),
            ),
        ):
            self.addParameter(common.with_help(parameter, text))

    def problem(self, parameters, context):
        return problem_of(parse_bands, self.parameterAsString(parameters, BANDS.name, context)) or problem_of(
            parse_units, self.parameterAsString(parameters, UNITS.name, context)
        )

    def prepareAlgorithm(self, parameters, context, feedback):
        self.raster = raster_path(self, parameters, self.INPUT, context)
        self.samples_file = layer_file(self, parameters, self.SAMPLES, context)
        return True

    def work(self, parameters, context, feedback):
        from ..models.model_file import check_perceptron, load
        from ..pruning.bands import check_bands
        from ..pruning.loop import check_units
        from ..pruning.prune_model import prune_model, spectra_left
        from .assessing import assess

        places = [
            self.parameterAsFileOutput(parameters, name, context) for name in (self.OUTPUT, self.TABLE, self.REPORT)
        ]
        with reporting(feedback, self.raster) as progress:
            for place in places:
                refuse_input_as_output(place, self.raster, self.samples_file)
            model = load(self.parameterAsFile(parameters, self.MODEL, context))
            check_perceptron(model)
            settings = self._settings(parameters, context)
            check_bands(settings.bands, model)
            check_units(settings.units, model.network)
            info, spectra = self._spectra(parameters, context, model, progress.part(0.0, 0.1))
            controls = self.parameterAsBoolean(parameters, self.CONTROLS, context)
            pruned, trace = prune_model(model, spectra, settings, controls, progress.part(0.1, 1.0))
            pruned, assessed = assess(pruned, spectra_left(spectra, trace))
            look = _look((model, pruned), info) if places[2] else None
            self._write(places, pruned, trace, assessed, info, (spectra.class_means("train"), look))
        ratio = trace.compression(trace.kept_row)
        sizes = dict(zip(self.RATIOS, (ratio.units, ratio.parameters, ratio.weight_bytes)))
        sizes[self.BANDS_LEFT] = pruned.bands
        return {**dict(zip((self.OUTPUT, self.TABLE, self.REPORT), places)), **assessed.numbers(), **sizes}

    def _spectra(self, parameters, context, model, progress):
        from ..models.compatibility import bands_for, check_brightness
        from ..models.train_model import check_samples_fit, trained_classes

        info = described(self.raster, progress)
        source = self.parameterAsSource(parameters, self.SAMPLES, context)
        seed = self.parameterAsInt(parameters, SEED.name, context)
        others = self.parameterAsInt(parameters, UNLABELLED.name, context), seed
        spectra = sample_spectra(source, info, bands_for(model, info), context, progress, others)
        check_samples_fit(model, spectra.samples)
        trained_classes(spectra, source.sourceName())
        check_brightness(model, spectra.reflectance, info.name)
        return info, spectra

    def _settings(self, parameters, context):
        return PruningSettings(
            criterion=self.parameterAsEnumString(parameters, self.CRITERION, context),
            iterations=self.parameterAsInt(parameters, ITERATIONS.name, context),
            retrain_epochs=self.parameterAsInt(parameters, RETRAIN_EPOCHS.name, context),
            keep=self.parameterAsEnumString(parameters, self.KEEP, context),
            tolerance=self.parameterAsDouble(parameters, TOLERANCE.name, context),
            seed=self.parameterAsInt(parameters, SEED.name, context),
            bands=parse_bands(self.parameterAsString(parameters, BANDS.name, context)),
            units=parse_units(self.parameterAsString(parameters, UNITS.name, context)),
        )

    def _write(self, places, pruned, trace, assessed, info, pictures):
        from ..models.model_file import save
        from ..reports.model_facts import model_facts
        from ..reports.pruning import pruning_report, pruning_rows

        with all_whole(*places) as (model_file, table_file, report_file):
            save(pruned, model_file)
            if table_file:
                table_file.write_text(csv_text(*pruning_rows(trace)), encoding="utf-8")
            if report_file:
                facts = model_facts(pruned, info.name, self.tr)
                page = pruning_report(facts, trace, assessed.validation, assessed.test, self.tr, *pictures)
                report_file.write_text(page, encoding="utf-8")


def _look(models, info):
    """The middle of the raster before and after; None where it cannot be read, which is no reason to lose the model."""
    from ..errors import RasterReadFailed
    from ..mapping.quicklook import quicklook

    try:
        return quicklook(models, info)
    except RasterReadFailed:
        return None
