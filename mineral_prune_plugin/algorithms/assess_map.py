# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm assessmap: a class map against samples or a reference raster."""

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterRasterLayer,
)

from ..interface.layer_colours import names_in_legend
from ..outputs import all_whole
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .layers import described
from .reporting import reporting
from .sample_points import read_samples, source_of_samples

SPLIT_CHOICES = ("test", "validation", "train", "all")
SAMPLINGS = ("by mineral", "random")


class AssessMap(MineralPruneAlgorithm):
    MAP, SAMPLES, SPLIT, REFERENCE = "MAP", "SAMPLES", "SPLIT", "REFERENCE"
    SAMPLING, TABLE, REPORT = "SAMPLING", "TABLE", "REPORT"
    OA, KAPPA, OA_BY_AREA = "OA", "KAPPA", "OA_BY_AREA"

    def name(self):
        return "assessmap"

    def displayName(self):
        return self.tr("Assess map")

    def groupId(self):
        return "after"

    def shortHelpString(self):
        return self.tr(
            "Compares a mineral map with known minerals: sample points, or a reference raster of class numbers.\n\n"
            "Outputs: the confusion matrix, overall accuracy, kappa and, for each mineral, the producer's accuracy "
            "(how much of the mineral the map finds) and the user's accuracy (how much of what the map shows is "
            "right), with 95 % intervals. Pixels that are unclassified or have no reference are counted separately.\n\n"
            "Samples are chosen in numbers of their own, so the same is also estimated for all pixels of the map, "
            "weighted by area, and with it the true area of each mineral.\n\n"
            "Use the test samples for a fair result: the model has already seen the others."
        )

    def initAlgorithm(self, configuration=None):
        class_map = QgsProcessingParameterRasterLayer(self.MAP, self.tr("Mineral map"))
        self.addParameter(
            common.with_help(
                class_map, self.tr("A raster of class numbers, as written by 'Map minerals'; 0 is unclassified.")
            )
        )
        self.addParameter(common.samples(optional=True))
        split = common.choice(self.SPLIT, self.tr("Split of the samples"), SPLIT_CHOICES, "test")
        self.addParameter(
            common.with_help(split, self.tr("Which samples to compare with. Ignored if there is a reference raster."))
        )
        reference = QgsProcessingParameterRasterLayer(self.REFERENCE, self.tr("Reference raster"), optional=True)
        self.addParameter(
            common.with_help(
                reference,
                self.tr(
                    "Instead of samples: a raster of class numbers, 0 where the mineral is unknown. Any pixel grid."
                ),
            )
        )
        sampling = common.choice(self.SAMPLING, self.tr("How the compared pixels were chosen"), SAMPLINGS, SAMPLINGS[0])
        text = self.tr(
            "For the accuracy of the whole map. by mineral: a number of pixels of each mineral where it is known, as "
            "'Draw samples' does. random: at random over the whole map, or a number of pixels of each class of the map."
        )
        self.addParameter(common.with_help(sampling, text, advanced=True))
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Accuracy report")))
        self.addOutput(QgsProcessingOutputNumber(self.OA, self.tr("Overall accuracy (%)")))
        self.addOutput(QgsProcessingOutputNumber(self.KAPPA, self.tr("Cohen's kappa (-1 to 1)")))
        by_area = self.tr("Overall accuracy over the whole map, weighted by area (%)")
        self.addOutput(QgsProcessingOutputNumber(self.OA_BY_AREA, by_area))

    def problem(self, parameters, context):
        given = [name for name in (self.SAMPLES, self.REFERENCE) if parameters.get(name) not in (None, "")]
        if len(given) != 1:
            return self.tr(
                "Give either 'Samples (points)' (SAMPLES) or 'Reference raster' (REFERENCE): one of the two, "
                "not {count}."
            ).format(count=len(given))
        return ""

    def prepare(self, parameters, context):
        self.map, _ = self.sources[self.MAP]
        self.reference, _ = self.sources[self.REFERENCE]
        self.legend = names_in_legend(self, parameters, self.REFERENCE, context)
        if self.map is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, self.MAP))

    def work(self, parameters, context, feedback):
        from ..assessment.confusion import confusion_of_pairs
        from ..mapping.map_confusion import count_agreement, map_classes
        from ..raster.pixel_area import pixel_area_m2
        from ..reports.accuracy import accuracy_report, accuracy_rows
        from .report_pieces import map_cover, origin_of, write_report

        table_path = self.parameterAsFileOutput(parameters, self.TABLE, context)
        report_path = self.parameterAsFileOutput(parameters, self.REPORT, context)
        with reporting(feedback, self.map) as progress:
            info = described(self.map, progress, self.crs[self.MAP])
            grid = info.grid
            labels, named, outside, facts = self._labels(info, parameters, context, progress)
            classes, pairs = count_agreement(self.map, labels, named, progress, info.memory)
            confusion = confusion_of_pairs(classes, pairs, outside)
            by_area, pixel_m2 = self._by_area(confusion, pairs, parameters, context), pixel_area_m2(grid)
            with all_whole(table_path, report_path, progress=progress) as (table_file, report_file):
                if table_file:
                    table_file.write_text(csv_text(*accuracy_rows(confusion, by_area, pixel_m2)), encoding="utf-8")
                if report_file:
                    shown = map_classes(self.map) or classes  # under the map's own numbers
                    cover = map_cover(self.map, shown, origin_of(grid, map=self.names[self.MAP]))
                    page = accuracy_report(facts, confusion, self.tr, by_area, pixel_m2, cover)
                    write_report(report_file, page)
        numbers = {self.OA: 100 * confusion.overall_accuracy.value, self.KAPPA: confusion.kappa}
        numbers[self.OA_BY_AREA] = None if by_area is None else 100 * by_area.overall.value
        return {self.TABLE: table_path, self.REPORT: report_path, **numbers}

    def _by_area(self, confusion, pairs, parameters, context):
        """The ByArea of the whole map, or None where it cannot be estimated."""
        from ..assessment.by_area import of_mapped_classes, of_reference_classes

        sampling = self.parameterAsEnumString(parameters, self.SAMPLING, context)
        estimate = of_mapped_classes if sampling == "random" else of_reference_classes
        pixels = pairs.sum(axis=0)[[mineral.number for mineral in confusion.classes]]
        return estimate(confusion, pixels)

    def _labels(self, info, parameters, context, progress):
        """(labels by window, class number -> name, samples outside the map, facts for the report)."""
        from ..mapping.map_confusion import SampleLabels, tell_learnt
        from ..raster.labels import RasterLabels

        facts = []
        if self.reference:
            crs = self.crs[self.REFERENCE]
            labels = RasterLabels(self.reference, info.grid, crs, info.memory, beside=info.blocks)
            facts.append((self.tr("Reference"), labels.name))
            tell_learnt(self.map, labels.name, progress)
            return labels, labels.named(self.legend, progress), 0, facts
        source = source_of_samples(self, parameters, context)
        tell_learnt(self.map, source.sourceName(), progress)
        split = self.parameterAsEnumString(parameters, self.SPLIT, context)
        samples, outside = read_samples(source, info.grid, context, progress, None if split == "all" else split)
        named = {mineral.number: mineral.name for mineral in samples.minerals}
        facts += [(self.tr("Samples"), source.sourceName()), (self.tr("Split of the samples"), self.tr(split))]
        return SampleLabels(samples.columns, samples.rows, samples.classes), named, outside, facts
