# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm drawsamples: labels to a point layer of samples that a geologist can look at and edit."""

from dataclasses import replace

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..classes import repainted
from ..errors import QT_TRANSLATE_NOOP
from ..interface.coordinate_systems import coordinate_system
from ..interface.layer_colours import colours_of_parameter, names_in_legend
from ..interface.layer_styles import samples_style, samples_styler, style_when_loaded
from ..interface.qt_versions import INTEGER, TEXT
from ..interface.sample_fields import GROUP_FIELD
from ..models.training_settings import Bounds
from ..raster.label_notices import PointsClustered
from ..samples.class_counts import AMOUNTS, UP_TO, parse_class_counts
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .destinations import write_features
from .label_features import feature_labels
from .layers import described
from .reporting import problem_of, reporting

BLOCK_SIZE = Bounds("BLOCK_SIZE", QT_TRANSLATE_NOOP("MineralPrune", "Block size (pixels)"), 20, 1, 100_000, "pixels")


class DrawSamples(MineralPruneAlgorithm):
    INPUT, LABELS, CLASS_FIELD, SMALL_POLYGONS = "INPUT", "LABELS", "CLASS_FIELD", "SMALL_POLYGONS"
    TRAIN, VALIDATION, TEST = "TRAIN_PER_CLASS", "VALIDATION_PER_CLASS", "TEST_PER_CLASS"
    COUNTS = (  # name, label, default
        (TRAIN, QT_TRANSLATE_NOOP("MineralPrune", "Training pixels per class"), "100"),
        (VALIDATION, QT_TRANSLATE_NOOP("MineralPrune", "Validation pixels per class"), "100"),
        (TEST, QT_TRANSLATE_NOOP("MineralPrune", "Test pixels per class"), "240"),
    )
    AMOUNT, SPLIT, BLOCK_SIZE, SEED, OUTPUT = "AMOUNT", "SPLIT", "BLOCK_SIZE", "SEED", "OUTPUT"

    def name(self):
        return "drawsamples"

    def displayName(self):
        return self.tr("Draw samples")

    def groupId(self):
        return "prepare"

    def shortHelpString(self):
        return self.tr(
            "Draws pixels whose mineral is known from a class raster, polygons or points: a number of each class for "
            "training, validation and testing. A mineral with fewer pixels gives all that it has; the log lists the "
            "labelled pixels of each mineral and what was drawn.\n\n"
            "Only pixels with data are drawn, each once. The output is a point layer with the fields mineral, class, "
            "split and group (the polygon, cluster of points or block that the pixel lies in). Check it on the map, "
            "and delete or move any points that are wrong.\n\n"
            "With random pixels the accuracy looks too good, because neighbouring pixels are alike; blocks keep "
            "training and test samples apart in space."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        types = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorAnyGeometry]
        labels = QgsProcessingParameterMapLayer(self.LABELS, self.tr("Labels"), types=types)
        self.addParameter(
            common.with_help(
                labels,
                self.tr(
                    "Where the mineral is known: a raster of class numbers (0: unknown), polygons or points. They are "
                    "converted if their coordinate system or pixel grid is a different one."
                ),
            )
        )
        # A plain text and no QgsProcessingParameterField: with a parent that may be a raster, QGIS 3.22 crashes as it
        # opens the dialog.
        field = QgsProcessingParameterString(self.CLASS_FIELD, self.tr("Field with the mineral"), optional=True)
        self.addParameter(
            common.with_help(
                field,
                self.tr(
                    "For polygons and points: a field of names or whole numbers. Empty: the field 'mineral', or else "
                    "'class'. Ignored for a class raster."
                ),
            )
        )
        self._add_small_polygons()
        self._add_counts()
        self._add_splitting()
        self.addParameter(common.seed())
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, self.tr("Samples"), QgsProcessing.SourceType.TypeVectorPoint
        )
        self.addParameter(
            common.with_help(output, self.tr("A point layer with the fields mineral, class, split and group."))
        )

    def _add_small_polygons(self):
        small = QgsProcessingParameterBoolean(
            self.SMALL_POLYGONS, self.tr("Small polygons label a pixel"), defaultValue=True
        )
        text = self.tr(
            "A polygon labels the pixels whose centres it holds. One that holds none labels the pixel that it lies in; "
            "unticked, it labels nothing. Which polygons these are is said."
        )
        self.addParameter(common.with_help(small, text, advanced=True))

    def _add_counts(self):
        help_text = self.tr(
            "Pixels of each class: one number for all, or numbers by name, such as muscovite=400, halloysite=240. A "
            "number without a name in such a list is for all other classes."
        )
        for name, label, default in self.COUNTS:
            parameter = QgsProcessingParameterString(name, self.tr(label), defaultValue=default)
            self.addParameter(common.with_help(parameter, help_text))
        amount = common.choice(self.AMOUNT, self.tr("Numbers"), AMOUNTS, UP_TO)
        text = self.tr(
            "up to: a mineral with fewer pixels gives all of them, divided in the same ratio. exact: the run stops if "
            "a mineral has fewer. proportional: as many in all, each mineral by the pixels that it has. all: every "
            "labelled pixel, divided in the ratio of the numbers."
        )
        self.addParameter(common.with_help(amount, text))

    def _add_splitting(self):
        split = common.choice(self.SPLIT, self.tr("Split"), ("random", "blocks"), "random")
        self.addParameter(
            common.with_help(
                split,
                self.tr(
                    "random: pixels at random. blocks: a whole square block, or a whole polygon, belongs to one split, "
                    "so that test pixels are not neighbours of training pixels."
                ),
            )
        )
        size = common.whole_number(BLOCK_SIZE)
        text = self.tr("Side of the square blocks, if 'Split' is blocks. Each polygon is a block of its own.")
        self.addParameter(common.with_help(size, text))

    def problem(self, parameters, context):
        return problem_of(self._class_counts, parameters, context)

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]
        layer = self.parameterAsLayer(parameters, self.LABELS, context)
        if layer is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, self.LABELS))
        self.label_raster, _ = self.sources[self.LABELS]
        field = self.parameterAsString(parameters, self.CLASS_FIELD, context)
        self.colours = colours_of_parameter(self, parameters, self.LABELS, context, field)
        self.legend = names_in_legend(self, parameters, self.LABELS, context)

    def work(self, parameters, context, feedback):
        from ..raster.band_matching import choose_bands
        from ..raster.spectrum_reader import SpectrumReader
        from ..samples.draw import draw_samples
        from ..samples.samples import SPLITS, check_numbers

        with reporting(feedback, self.raster) as progress:
            info = described(self.raster, progress, self.crs[self.INPUT])
            labels, names, kind = self._labels(parameters, info, context, progress)
            settings = self._settings(parameters, context, labels, kind)
            progress.tell_all(_clustered(labels, settings))
            counts = self._class_counts(parameters, context)
            for of_split in counts:
                of_split.check_used(names.values())
            reader = SpectrumReader(info, choose_bands(info.bands, info.name))
            samples = draw_samples(reader, labels, names, settings, progress)
            check_numbers([(mineral.number, mineral.name) for mineral in samples.minerals], labels.name)
            for of_split in counts:
                of_split.check_used([mineral.name for mineral in samples.minerals])  # labels may have no names before
            samples = replace(samples, minerals=repainted(samples.minerals, self.colours))
        for split, counts in zip(SPLITS, samples.counts()):
            named = ", ".join(f"{mineral.name} {count}" for mineral, count in zip(samples.minerals, counts))
            feedback.pushInfo(f"{self.tr(split)}: {named}")
        with reporting(feedback) as progress:
            output = self._write(samples, info.grid, parameters, context, progress)
        style_when_loaded(context, output, samples_styler(samples.minerals))
        return {self.OUTPUT: output}

    def _labels(self, parameters, info, context, progress):
        """(labels by window, class number -> name, POLYGON, CLUSTER or BLOCK: what can be a group)."""
        from ..raster.labels import RasterLabels
        from ..samples.samples import BLOCK, CLUSTER, POLYGON

        if self.label_raster:
            crs = self.crs[self.LABELS]
            labels = RasterLabels(self.label_raster, info.grid, crs, info.memory, beside=info.blocks)
            return labels, labels.named(self.legend, progress), BLOCK
        source = self.parameterAsSource(parameters, self.LABELS, context)
        field = self.parameterAsString(parameters, self.CLASS_FIELD, context)
        points = QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry
        small_polygons = self.parameterAsBoolean(parameters, self.SMALL_POLYGONS, context)
        return (*feature_labels(source, field, info, small_polygons, context, progress), CLUSTER if points else POLYGON)

    def _settings(self, parameters, context, labels, kind):
        from ..samples.draw import DrawSettings
        from ..samples.point_clusters import point_clusters
        from ..samples.samples import CLUSTER, POLYGON

        in_blocks = self.parameterAsEnumString(parameters, self.SPLIT, context) == "blocks"
        clustered = kind == CLUSTER and not in_blocks
        return DrawSettings(
            wanted=tuple(of_split.of for of_split in self._class_counts(parameters, context)),
            grouped=in_blocks,
            by_feature=kind == POLYGON or clustered,
            block_size=self.parameterAsInt(parameters, self.BLOCK_SIZE, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
            amount=self.parameterAsEnumString(parameters, self.AMOUNT, context),
            clusters=point_clusters(*labels.point_pixels()) if clustered else None,
        )

    def _class_counts(self, parameters, context):
        """ClassCounts of each split. Errors: ClassCountUnreadable."""
        texts = [self.parameterAsString(parameters, name, context) for name, _, _ in self.COUNTS]
        return [parse_class_counts(label, text) for (_, label, _), text in zip(self.COUNTS, texts)]

    def _write(self, samples, grid, parameters, context, progress):
        """The path or id of the written layer."""
        from ..samples.samples import SPLITS

        fields = QgsFields()
        for field in (
            QgsField("mineral", TEXT),
            QgsField("class", INTEGER),
            QgsField("split", TEXT),
            QgsField(GROUP_FIELD, TEXT),
        ):
            fields.append(field)
        names = {mineral.number: mineral.name for mineral in samples.minerals}
        x, y = grid.centres(samples.columns, samples.rows)
        features = []
        for index, number in enumerate(samples.classes.tolist()):
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x[index], y[index])))
            feature.setAttributes([names[number], number, SPLITS[samples.splits[index]], str(samples.groups[index])])
            features.append(feature)
        crs, style = coordinate_system(grid.wkt), samples_style(samples.minerals)
        return write_features(self, self.OUTPUT, features, fields, crs, parameters, context, style, progress)


def _clustered(labels, settings):
    from ..samples.point_clusters import REACH

    if settings.clusters is not None:
        yield PointsClustered(labels=labels.name, clusters=int(settings.clusters.max(initial=0)), reach=REACH)
