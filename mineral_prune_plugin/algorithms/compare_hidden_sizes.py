# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm comparehiddensizes: how many hidden units are enough (Deng 2022, Table 2), over several seeds."""

import re
from dataclasses import replace

from qgis.core import QgsProcessingParameterString

from ..errors import QT_TRANSLATE_NOOP, HiddenSizesUnreadable
from ..models.training_settings import SEED, Bounds, TrainingSettings, parse_hidden_units
from ..outputs import all_whole
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .layers import bands_in_range, training_spectra
from .reporting import problem_of, reporting
from .sample_polygons import add_samples

SIDE_BY_SIDE = 16  # seeds trained in one stack, so that memory stays bounded
SEEDS = Bounds("SEEDS", QT_TRANSLATE_NOOP("MineralPrune", "Seeds"), 5, 1, 1000, "seeds")
FIRST_SEED = replace(SEED, label=QT_TRANSLATE_NOOP("MineralPrune", "First seed"))


class CompareHiddenSizes(MineralPruneAlgorithm):
    INPUT, SAMPLES, FEATURES, RANGE, SIZES = "INPUT", "SAMPLES", "FEATURES", "RANGE", "SIZES"
    TABLE, REPORT = "TABLE", "REPORT"
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "comparehiddensizes"

    def displayName(self):
        return self.tr("Compare hidden sizes")

    def groupId(self):
        return "train"

    def shortHelpString(self):
        return self.tr(
            "Trains networks of several sizes, each from several seeds, and compares their accuracy on the validation "
            "samples (Deng et al. 2022, Table 2).\n\n"
            "Use it to choose the 'Hidden units' of 'Train model'. Single runs differ by about a percentage point, so "
            "look at the mean and the spread. The test samples are not used.\n\n"
            "Outputs: a table and a report with a figure."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        add_samples(self)
        self.addParameter(common.features())
        self.addParameter(common.wavelengths())
        self.addParameter(
            common.with_help(
                QgsProcessingParameterString(
                    self.SIZES, self.tr("Hidden sizes"), defaultValue="5, 10, 15, 20, 25, 30, 35, 40"
                ),
                self.tr(
                    "Hidden units of each network, separated by commas; 64-32 is a network with two hidden layers."
                ),
            )
        )
        self.addParameter(
            common.with_help(common.whole_number(SEEDS), self.tr("How many networks of each size are trained."))
        )
        self.addParameter(
            common.unlabelled(
                self.tr(
                    "As in 'Train model': pixels of the raster, other than the samples, from which the networks also "
                    "learn. 0: they learn from the samples only."
                )
            )
        )
        self.addParameter(common.epochs())
        self.addParameter(
            common.with_help(common.whole_number(FIRST_SEED), self.tr("The other seeds are the numbers after it."))
        )
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Report on hidden sizes")))

    def problem(self, parameters, context):
        return problem_of(parse_sizes, self.parameterAsString(parameters, self.SIZES, context))

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]
        self.colours = {}

    def work(self, parameters, context, feedback):
        from ..reports.hidden_sizes import hidden_sizes_report, hidden_sizes_rows
        from .report_pieces import model_cover, origin_of, write_report

        table_path = self.parameterAsFileOutput(parameters, self.TABLE, context)
        report_path = self.parameterAsFileOutput(parameters, self.REPORT, context)
        with reporting(feedback, self.raster) as progress:
            select = bands_in_range(self.parameterAsRange(parameters, self.RANGE, context))
            info, selection, spectra = training_spectra(self, parameters, context, select, progress.part(0.0, 0.05))
            wavelengths = info.bands.wavelengths(selection.numbers)
            rows, facts, best = self._compare(spectra, wavelengths, info, parameters, context, progress.part(0.05, 1.0))
            with all_whole(table_path, report_path, progress=progress) as (table_file, report_file):
                if table_file:
                    table_file.write_text(csv_text(*hidden_sizes_rows(rows)), encoding="utf-8")
                if report_file:
                    cover = model_cover(best, info, origin_of(info.grid, scene=self.names[self.INPUT]))
                    write_report(report_file, hidden_sizes_report(facts, rows, self.tr, cover))
        return {self.TABLE: table_path, self.REPORT: report_path}

    def _compare(self, spectra, wavelengths, info, parameters, context, progress):
        """(a HiddenSize for each size, facts for the report, the first model of the best size)."""
        from ..models.train_model import Recipe, check_feature, labelled_by_ensemble, train_models, trained_classes
        from ..models.training_memory import check_training
        from ..reports.hidden_sizes import best_size
        from ..reports.model_facts import data_facts

        feature = self.parameterAsEnumString(parameters, self.FEATURES, context)
        sizes = parse_sizes(self.parameterAsString(parameters, self.SIZES, context))
        first = self.parameterAsInt(parameters, SEED.name, context)
        seeds = range(first, first + self.parameterAsInt(parameters, SEEDS.name, context))
        for hidden in sizes:
            networks = min(SIDE_BY_SIDE, len(seeds))
            check_training(hidden, len(spectra.reflectance), len(spectra.samples), info.memory, networks)
        settings = TrainingSettings(epochs=self.parameterAsInt(parameters, "EPOCHS", context), seed=first)
        check_feature(spectra, Recipe(feature, wavelengths, settings), info.name)
        if spectra.unlabelled is not None:  # one ensemble for all of them: sizes are compared, not ensembles
            classes = trained_classes(spectra, info.name)
            spectra = labelled_by_ensemble(spectra, classes, settings, progress.part(0.0, 0.1))
        tasks = [
            (hidden, seeds[k : k + SIDE_BY_SIDE])
            for hidden in dict.fromkeys(sizes)
            for k in range(0, len(seeds), SIDE_BY_SIDE)
        ]
        trained = {}
        for done, (hidden, group) in enumerate(tasks):
            part = progress.part(0.1 + 0.9 * done / len(tasks), 0.1 + 0.9 * (done + 1) / len(tasks))
            recipe = Recipe(feature, wavelengths, replace(settings, hidden=hidden))
            trained.setdefault(hidden, []).extend(train_models(spectra, recipe, group, info.name, part))
        rows = [_hidden_size(hidden, [model for model, _ in trained[hidden]]) for hidden in sizes]
        best, _ = trained[sizes[best_size(rows)]][0]
        return rows, data_facts(trained[sizes[-1]][-1][0], self.names[self.INPUT], self.tr), best


def _hidden_size(hidden, models):
    from ..reports.hidden_sizes import HiddenSize

    accuracies = tuple(model.training["validation_oa"] for model in models)
    return HiddenSize(hidden, models[0].network.parameters, accuracies)


def parse_sizes(text):
    """ "5, 64-32" -> [(5,), (64, 32)]. Errors: HiddenSizesUnreadable, SettingOutOfBounds."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(re.fullmatch("[0-9]+(-[0-9]+)*", part) for part in parts):
        raise HiddenSizesUnreadable(found=text)
    return [parse_hidden_units(part.replace("-", ",")) for part in parts]
