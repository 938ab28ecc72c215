# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm comparemodels: which of two models is better, on the same samples, and where their maps differ."""

from dataclasses import replace
from pathlib import Path

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterRasterDestination

from ..classes import UNCLASSIFIED, UNCLASSIFIED_NAME, MineralClass
from ..interface.layer_styles import map_styler, style_when_loaded
from ..models.model_notices import ComparedOnLearnt
from ..outputs import all_whole
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .assess_map import SPLIT_CHOICES
from .layers import described
from .model_inputs import loaded_model
from .reporting import reporting
from .sample_points import read_samples, source_of_samples


class CompareModels(MineralPruneAlgorithm):
    INPUT, SAMPLES, SPLIT, INTERPOLATE = "INPUT", "SAMPLES", "SPLIT", "INTERPOLATE"
    MODEL_A, MODEL_B = "MODEL_A", "MODEL_B"
    OUTPUT, TABLE, REPORT = "OUTPUT", "TABLE", "REPORT"
    OA_A, OA_B, DIFFERENCE, P_VALUE, AGREEMENT = "OA_A", "OA_B", "DIFFERENCE", "P_VALUE", "AGREEMENT"
    NEEDS = ("torch", "threadpoolctl")

    def name(self):
        return "comparemodels"

    def displayName(self):
        return self.tr("Compare models")

    def groupId(self):
        return "after"

    def shortHelpString(self):
        return self.tr(
            "Shows whether one of two models is better on the same samples, and where on the raster they differ: for "
            "instance a model before and after pruning. They may have different bands, features and sizes, but must "
            "know the same minerals.\n\n"
            "The test is McNemar's, exact and two-sided: it looks at the samples that only one of the models gets "
            "right. A small p-value shows a difference; a large one does not show that the models are equally good. "
            "The interval of the difference shows how far apart they may be. Use the test samples: the others were "
            "used to train the models or to choose between them.\n\n"
            "Outputs: both accuracies, their difference (A minus B), the p-value, a table, a report and, if you choose "
            "a file for it, an agreement map. The map has the class number of the mineral where both models agree, 255 "
            "('models differ') where they do not, and 0 where there is no data or both models leave the pixel "
            "unclassified. If 255 is a mineral, the largest free number is used instead. The agreement in percent and "
            "the table of model A against model B are made only with the map, because they need the whole raster.\n\n"
            "A sample that a model leaves unclassified counts as wrong. Where only one of the models leaves a pixel "
            "unclassified, they differ."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        self.addParameter(common.samples())
        split = common.choice(self.SPLIT, self.tr("Split of the samples"), SPLIT_CHOICES, "test")
        self.addParameter(
            common.with_help(split, self.tr("Which samples to compare on. Only test samples are fair to both models."))
        )
        for name, label in ((self.MODEL_A, self.tr("Model A")), (self.MODEL_B, self.tr("Model B"))):
            model = common.model(name)
            model.setDescription(label)
            self.addParameter(model)
        self.addParameter(common.interpolate())
        output = QgsProcessingParameterRasterDestination(
            self.OUTPUT, self.tr("Agreement map"), optional=True, createByDefault=False
        )
        text = self.tr(
            "GeoTIFF of the class numbers on which both models agree, 255 where they differ, 0 where there is no data "
            "or both leave the pixel unclassified; with a style file (.qml) beside it."
        )
        self.addParameter(common.with_help(output, text))
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Comparison report")))
        for name, label in (
            (self.OA_A, self.tr("Overall accuracy of model A (%)")),
            (self.OA_B, self.tr("Overall accuracy of model B (%)")),
            (self.DIFFERENCE, self.tr("A minus B (percentage points)")),
            (self.P_VALUE, self.tr("P-value of the exact McNemar test (0 to 1)")),
            (self.AGREEMENT, self.tr("Pixels where both models agree (%); only with the map")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]

    def work(self, parameters, context, feedback):
        from ..assessment.pairing import paired
        from ..models.two_models import minerals_of, readers_for

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        texts = [self.parameterAsFileOutput(parameters, name, context) for name in (self.TABLE, self.REPORT)]
        share = 0.2 if output else 1.0  # of the time, for the samples
        with reporting(feedback, self.raster) as progress:
            models, named = self._models(parameters, context, progress)
            info = described(self.raster, progress, self.crs[self.INPUT])
            readers = readers_for(models, info, self.parameterAsBoolean(parameters, self.INTERPOLATE, context))
            progress.tell_all({str(each): each for reader in readers for each in reader.selection.notices}.values())
            facts, identified = self._identify(parameters, context, models, readers, progress.part(0.0, share))
            with all_whole(output, *texts, progress=progress) as (map_file, *text_files):
                cross = _compare_maps(models, readers, map_file, progress.part(share, 1.0)) if map_file else None
                comparison = paired(*identified), _by_class(minerals_of(models), *identified), cross
                self._write(text_files, facts, named, comparison, models, readers)
        results = {self.TABLE: texts[0], self.REPORT: texts[1], **self._numbers(comparison[0], cross)}
        if not output:
            return results
        style_when_loaded(context, output, map_styler(str(Path(output).with_suffix(".qml"))))
        return {**results, self.OUTPUT: output}

    def _models(self, parameters, context, progress):
        """(both models, their facts for the report)."""
        from ..models.two_models import with_common_numbers
        from ..reports.model_facts import compared_facts

        files = [self.parameterAsFile(parameters, name, context) for name in (self.MODEL_A, self.MODEL_B)]
        models = with_common_numbers(*(loaded_model(path, progress) for path in files), progress)
        names = self.tr("Model file"), *(Path(path).name for path in files)
        return models, [names, *compared_facts(*models, self.tr)]

    def _identify(self, parameters, context, models, readers, progress):
        """(facts for the report, (the samples' classes, those of model A, those of model B))."""
        from ..models.two_models import identify_both, samples_of_both

        info = readers[0].info
        source = source_of_samples(self, parameters, context)
        split = self.parameterAsEnumString(parameters, self.SPLIT, context)
        files = [self.parameterAsFile(parameters, name, context) for name in (self.MODEL_A, self.MODEL_B)]
        learnt = [Path(file).name for file, model in zip(files, models) if model.training.get("learnt_from_all")]
        if learnt:
            progress.tell(ComparedOnLearnt(models=", ".join(learnt), layer=source.sourceName()))
        samples, _ = read_samples(source, info.grid, context, progress, None if split == "all" else split)
        facts = [(self.tr("Raster"), self.names[self.INPUT]), (self.tr("Samples"), source.sourceName())]
        facts.append((self.tr("Split of the samples"), self.tr(split)))
        samples = samples_of_both(models, samples, progress)
        return facts, identify_both(models, readers, samples, progress)

    def _write(self, files, facts, named, comparison, models, readers):
        from ..reports.comparison import comparison_report, comparison_rows
        from ..reports.first_page import Cover
        from .report_pieces import origin_of, write_report

        table_file, report_file = files
        if table_file:
            table_file.write_text(csv_text(*comparison_rows(*comparison)), encoding="utf-8")
        if report_file:
            *maps, agreement = self._previews(models, readers)
            cover = Cover(origin_of(readers[0].info.grid, scene=self.names[self.INPUT]), agreement)
            write_report(report_file, comparison_report(facts, named, *comparison, self.tr, cover, maps))

    def _previews(self, models, readers):
        """Thumbnails as of `compared_previews`, or (None,) where they cannot be made."""
        from ..errors import MineralPruneError
        from ..mapping.agreement_map import difference_class
        from ..mapping.quicklook import compared_previews
        from ..models.two_models import minerals_of

        minerals = minerals_of(models)
        try:
            return compared_previews(models, readers, minerals, difference_class(minerals).number)
        except MineralPruneError:  # no reason to lose the numbers
            return (None,)

    def _numbers(self, compared, cross):
        return {
            self.OA_A: 100 * compared.accuracy_a.value,
            self.OA_B: 100 * compared.accuracy_b.value,
            self.DIFFERENCE: 100 * compared.difference,
            self.P_VALUE: compared.p_value,
            self.AGREEMENT: None if cross is None else 100 * cross.overall_accuracy.value,
        }


def _compare_maps(models, readers, output, progress):
    """The Confusion of model A, the rows, and model B, the columns, over the raster.

    Unclassified is one of its classes where a model may leave pixels so: that both do is agreement too.
    """
    from ..assessment.confusion import confusion_of_pairs
    from ..mapping.agreement_map import compare_maps, difference_class
    from ..models.two_models import minerals_of

    pairs, minerals = compare_maps(models, readers, output, progress), minerals_of(models)
    if all(model.reject is None for model in models):
        return confusion_of_pairs(minerals, pairs)
    cross = confusion_of_pairs((*minerals, difference_class(minerals)), pairs)
    return replace(cross, classes=(*minerals, MineralClass(UNCLASSIFIED, UNCLASSIFIED_NAME, "#FFFFFF")))


def _by_class(classes, reference, classes_a, classes_b):
    """(class, PairedComparison of its samples) pairs."""
    from ..assessment.pairing import paired

    members = [(mineral, reference == mineral.number) for mineral in classes]
    return [(mineral, paired(reference[rows], classes_a[rows], classes_b[rows])) for mineral, rows in members]
