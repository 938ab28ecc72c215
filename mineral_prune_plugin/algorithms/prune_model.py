# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm prunemodel: a smaller model from a trained one, with the record of how it got there."""

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterBoolean, QgsProcessingParameterString

from ..models.training_settings import SEED
from ..outputs import all_whole
from ..pruning.criteria import CRITERIA
from ..pruning.pruning_settings import (
    ALL_BANDS,
    BANDS_TO_LEAVE,
    BY_RULE,
    ITERATIONS,
    KEEPS,
    QUICK,
    RETRAIN_EPOCHS,
    THOROUGH,
    TOLERANCE,
    UNITS_TO_LEAVE,
    PruningSettings,
    parse_bands,
    parse_units,
)
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .in_short import in_short
from .model_inputs import loaded_model
from .reporting import problem_of, reporting
from .sample_points import source_of_samples
from .sample_polygons import add_samples


class PruneModel(MineralPruneAlgorithm):
    INPUT, SAMPLES, MODEL = "INPUT", "SAMPLES", "MODEL"
    CRITERION, KEEP, CONTROLS = "CRITERION", "KEEP", "CONTROLS"
    OUTPUT, TABLE, REPORT, OA, TEST_OA = "OUTPUT", "TABLE", "REPORT", "OA", "TEST_OA"
    RATIOS = UNIT_RATIO, PARAMETER_RATIO, BYTE_RATIO = "UNIT_COMPRESSION", "PARAMETER_COMPRESSION", "BYTE_COMPRESSION"
    BANDS_LEFT = "BANDS_LEFT"
    MAY_REPLACE = {OUTPUT: MODEL}  # a model pruned again, in its place
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "prunemodel"

    def displayName(self):
        return self.tr("Prune model")

    def groupId(self):
        return "prune"

    def shortHelpString(self):
        return self.tr(
            "Makes a trained model smaller: neurons that are zero for most of the correctly identified validation "
            "samples (C-APoZ, Deng et al. 2022) are removed, the rest of the network is retrained, and so on.\n\n"
            "Use the raster and the samples that the model was trained on. In each round, neurons that score above the "
            "mean plus one standard deviation of their layer are removed. 'Keep' decides which round becomes the "
            "pruned model. The smaller network also learns from unlabelled pixels, which the unpruned "
            "network labels.\n\n"
            "'Bands to keep' can drop bands as well, before the neurons: mapping becomes faster, since only the "
            "remaining bands are read from disk. The pruned model can map any raster that has those bands.\n\n"
            "Outputs: the pruned model, a table with one row per round (units, compression, threshold, accuracy before "
            "and after retraining, neurons removed), and a report with figures. The report also shows the controls: "
            "the unpruned network trained for as long, random pruning, and a network of the same size trained from "
            "scratch. The test samples are used once, at the end, for the model that is kept."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        add_samples(self, optional=True, folded=True)
        self.addParameter(common.model())
        self.addParameter(self._library())
        self._add_pruning()
        text = self.tr(
            "Pixels of the raster, other than the samples, drawn at random. The unpruned network labels them, "
            "and the smaller network learns from these labels too. 0: it learns from the samples only."
        )
        for parameter in (common.unlabelled(text), common.seed()):
            self.addParameter(common.with_help(parameter, parameter.help(), advanced=True))
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

    def _library(self):
        text = self.tr(
            "Only for models of 'Train from spectral library', which are pruned on spectra simulated from it, without "
            "samples: the library that the model was trained from. Empty: the library of the plugin."
        )
        return common.with_help(common.library(), text, advanced=True)

    def _add_pruning(self):
        criterion = common.choice(self.CRITERION, self.tr("Criterion"), CRITERIA, "c-apoz")
        scores = common.rows_help(self.tr("How neurons are scored; the highest scores go."), CRITERIA.values())
        self.addParameter(common.with_help(criterion, scores, advanced=True))
        units = QgsProcessingParameterString(UNITS_TO_LEAVE.name, self.tr(UNITS_TO_LEAVE.label), defaultValue=BY_RULE)
        text = self.tr(
            "rule: in each round, neurons that score above the mean plus one standard deviation of their layer are "
            "removed, and 'Keep' chooses the round. A number, such as 9, or one for each layer, such as 20,10: that "
            "many units are left, in stages; 'Keep' and 'Iterations at most' are ignored."
        )
        self.addParameter(common.with_help(units, text, advanced=True))
        self._add_rounds()
        self._add_bands()
        controls = QgsProcessingParameterBoolean(self.CONTROLS, self.tr("Run the controls"), defaultValue=True)
        text = self.tr(
            "Also train the networks that a pruned model must be compared with, on the same samples and unlabelled "
            "pixels. This about doubles the time; the pruned model is the same either way."
        )
        self.addParameter(common.with_help(controls, text, advanced=True))

    def _add_rounds(self):
        iterations = self.tr(
            "Rounds of pruning and retraining. Pruning ends earlier if no neuron is above the threshold."
        )
        epochs = self.tr(
            "Passes over the training samples after each round. Not set: {quick} where the threshold decides how many "
            "neurons go and the network learns from unlabelled pixels too; {thorough} where you say how many bands or "
            "neurons to keep, from samples alone, and for a model that leaves pixels unclassified. Every fifth epoch "
            "is checked, and the one with the lowest loss on the validation samples is kept."
        ).format(quick=QUICK.epochs, thorough=THOROUGH.epochs)
        keep = self.tr(
            "smallest: the smallest network whose validation accuracy is within 'Tolerance' of the best. best: the "
            "most accurate network. last: the network of the last round."
        )
        tolerance = self.tr(
            "How far the validation accuracy may lie below that of the best network, for 'Keep: smallest' and 'Bands "
            "to keep: automatic'."
        )
        for parameter, text in (
            (common.whole_number(ITERATIONS), iterations),
            (common.whole_number(RETRAIN_EPOCHS), epochs),
            (common.choice(self.KEEP, self.tr("Keep"), KEEPS, "smallest"), keep),
            (common.real_number(TOLERANCE), tolerance),
        ):
            self.addParameter(common.with_help(parameter, text, advanced=True))

    def _add_bands(self):
        bands = QgsProcessingParameterString(BANDS_TO_LEAVE.name, self.tr(BANDS_TO_LEAVE.label), defaultValue=ALL_BANDS)
        text = self.tr(
            "all: keep every band. A number, such as 15: that many bands are left. automatic: the fewest bands whose "
            "validation accuracy is within 'Tolerance' of the best. The bands that contribute least to the first layer "
            "are dropped first, in stages, before the neurons are pruned; each stage is retrained for 'Epochs of "
            "retraining after each round'."
        )
        self.addParameter(common.with_help(bands, text))

    def problem(self, parameters, context):
        bands, units = (
            self.parameterAsString(parameters, bounds.name, context) for bounds in (BANDS_TO_LEAVE, UNITS_TO_LEAVE)
        )
        epochs = RETRAIN_EPOCHS, self, parameters, context
        return (
            problem_of(parse_bands, bands)
            or problem_of(parse_units, units)
            or problem_of(common.number_or_none, *epochs)
        )

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]
        self.colours = {}  # the model has its own

    def work(self, parameters, context, feedback):
        from ..models.model_file import check_perceptron
        from ..models.training_scene import with_training_scene
        from ..pruning.loop import check_units
        from ..pruning.prune_bands import check_bands
        from ..pruning.prune_model import bands_left, prune_model, spectra_left
        from .assessing import assess
        from .pruning_spectra import simulated_again, spectra_of_samples, with_all_learnt

        places = [
            self.parameterAsFileOutput(parameters, name, context) for name in (self.OUTPUT, self.TABLE, self.REPORT)
        ]
        with reporting(feedback, self.raster) as progress:
            model = loaded_model(self.parameterAsFile(parameters, self.MODEL, context), progress)
            check_perceptron(model)
            settings = self._settings(parameters, context)
            check_bands(settings.bands, model)
            check_units(settings.units, model.network)
            of_samples = model.reject is None or model.reject.of_samples
            spectra_for = spectra_of_samples if of_samples else simulated_again
            info, spectra, floored, scene = spectra_for(self, parameters, context, model, progress.part(0.0, 0.1))
            controls = self.parameterAsBoolean(parameters, self.CONTROLS, context)
            pruned, trace = prune_model(model, spectra, settings, controls, progress.part(0.1, 1.0), floored)
            pruned = with_training_scene(pruned, scene[bands_left(spectra, trace)])
            pruned, assessed = assess(pruned, spectra_left(spectra, trace))
            if of_samples:
                pruned = with_all_learnt(pruned, source_of_samples(self, parameters, context), spectra)
            look = _look((model, pruned), info) if places[2] else None
            self._write(places, progress, pruned, trace, assessed, info, (spectra.class_means("train"), look))
            progress.tell_all(in_short(pruned, assessed))
        ratio = trace.compression(trace.kept_row)
        sizes = dict(zip(self.RATIOS, (ratio.units, ratio.parameters, ratio.weight_bytes)))
        sizes[self.BANDS_LEFT] = pruned.bands
        return {**dict(zip((self.OUTPUT, self.TABLE, self.REPORT), places)), **assessed.numbers(), **sizes}

    def _settings(self, parameters, context):
        return PruningSettings(
            criterion=self.parameterAsEnumString(parameters, self.CRITERION, context),
            iterations=self.parameterAsInt(parameters, ITERATIONS.name, context),
            retrain_epochs=common.number_or_none(RETRAIN_EPOCHS, self, parameters, context),
            keep=self.parameterAsEnumString(parameters, self.KEEP, context),
            tolerance=self.parameterAsDouble(parameters, TOLERANCE.name, context),
            seed=self.parameterAsInt(parameters, SEED.name, context),
            bands=parse_bands(self.parameterAsString(parameters, BANDS_TO_LEAVE.name, context)),
            units=parse_units(self.parameterAsString(parameters, UNITS_TO_LEAVE.name, context)),
        )

    def _write(self, places, progress, pruned, trace, assessed, info, pictures):
        from ..models.model_file import save
        from ..reports.first_page import Cover
        from ..reports.model_facts import model_facts
        from ..reports.pruning import pruning_report, pruning_rows
        from .layer_names import shown_file
        from .report_pieces import origin_of, write_report

        with all_whole(*places, progress=progress) as (model_file, table_file, report_file):
            save(pruned, model_file)
            if table_file:
                table_file.write_text(csv_text(*pruning_rows(trace)), encoding="utf-8")
            if report_file:
                facts = model_facts(pruned, self.names[self.INPUT], self.tr)
                simulated = pruned.reject is not None and not pruned.reject.of_samples
                origin = origin_of(info.grid, scene=self.names[self.INPUT], model=shown_file(places[0]))
                cover = Cover(origin, apart=pruned.training.get("test_apart"))
                splits = assessed.validation, assessed.test
                page = pruning_report(facts, trace, *splits, self.tr, *pictures, simulated, cover)
                write_report(report_file, page)


def _look(models, info):
    """The middle of the raster before and after; None where it cannot be read, which is no reason to lose the model."""
    from ..errors import RasterReadFailed
    from ..mapping.quicklook import quicklook

    try:
        return quicklook(models, info)
    except RasterReadFailed:
        return None
