# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm trainsparsedensenet: a network of pixel neighbourhoods that becomes sparse while it is trained."""

from qgis.core import QgsProcessingOutputNumber

from ..models.densenet.architecture import GROWTH, PATCH_SIZE, STAGES
from ..models.training_settings import UNLABELLED
from ..outputs import all_whole
from ..pruning.sparse_settings import PATCH_DEPTH, SPARSE_EPOCHS, TARGET, SparseSettings
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .in_short import in_short
from .layers import bands_in_range, training_spectra
from .reporting import problem_of, reporting
from .sample_polygons import add_samples, colours_of_samples


class TrainSparseDenseNet(MineralPruneAlgorithm):
    INPUT, SAMPLES, FEATURES, RANGE, SEED = "INPUT", "SAMPLES", "FEATURES", "RANGE", "SEED"
    MODEL, TABLE, REPORT, OA, TEST_OA = "MODEL", "TABLE", "REPORT", "OA", "TEST_OA"
    RATIOS = PARAMETER_RATIO, PRODUCT_RATIO = "PARAMETER_COMPRESSION", "MULTIPLY_ADD_COMPRESSION"
    NEEDS = ("torch", "safetensors", "threadpoolctl", "matplotlib")

    def name(self):
        return "trainsparsedensenet"

    def displayName(self):
        return self.tr("Train sparse DenseNet")

    def groupId(self):
        return "train"

    def shortHelpString(self):
        return self.tr(
            "Trains a densely connected convolutional network that identifies the mineral of a pixel from the pixel "
            "and its neighbours. In a DenseNet each layer reads the feature maps of all layers before it but needs few "
            "of them: during training, the inputs that contribute least are dropped in stages (our reading of Wu et "
            "al. 2019).\n\n"
            "Use it where minerals form patches of several pixels. In 'Draw samples', set 'Split' to blocks: the "
            "network has seen the pixels around each training sample, so randomly drawn test samples make the accuracy "
            "look too good. It also learns from unlabelled pixels, which an ensemble of perceptrons labels first.\n\n"
            "The model file can be used in 'Map minerals' and 'Compare models', like that of a perceptron. The report "
            "shows each stage, which layers are still connected, the learning curve and the accuracy of each mineral."
        )

    def initAlgorithm(self, configuration=None):
        self.addParameter(common.scene())
        add_samples(self)
        for parameter in (common.features("normalised"), common.wavelengths()):
            self.addParameter(parameter)
        for bounds, text in self._numbers():
            make = common.real_number if bounds is TARGET else common.whole_number
            self.addParameter(common.with_help(make(bounds), text))
        self.addParameter(common.seed())
        self.addParameter(common.model_output(self.MODEL, self.tr("Trained model")))
        self.addParameter(common.table())
        self.addParameter(common.report(self.tr("Training report")))
        for name, label in (
            (self.OA, self.tr("Overall accuracy, validation samples (%)")),
            (self.TEST_OA, self.tr("Overall accuracy, test samples (%)")),
            (self.PARAMETER_RATIO, self.tr("Compression of parameters (times)")),
            (self.PRODUCT_RATIO, self.tr("Compression of multiply-adds (times)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _numbers(self):
        """(Bounds, help) of each number."""
        size = self.tr(
            "Side of the square around each pixel that the network reads: 1 is the pixel alone, 5 adds two pixels on "
            "each side."
        )
        target = self.tr(
            "Share of the inputs of each layer that has been dropped by the end. 0: the network stays dense."
        )
        stages = self.tr(
            "Number of steps in which inputs are dropped, evenly spaced over the first half of the training."
        )
        unlabelled = self.tr(
            "Pixels of the raster, other than the samples, drawn at random. An ensemble of sixteen perceptrons, "
            "trained on the samples, labels them, and the network learns from these labels too. 0: it learns from the "
            "samples only."
        )
        epochs = self.tr("Passes over the samples and the unlabelled pixels; the weights after the last one are kept.")
        return (
            (PATCH_SIZE, size),
            (PATCH_DEPTH, self.tr("Layers of the network, divided between two blocks.")),
            (GROWTH, self.tr("Feature maps that each layer adds to those before it.")),
            (TARGET, target),
            (STAGES, stages),
            (UNLABELLED, unlabelled),
            (SPARSE_EPOCHS, epochs),
        )

    def problem(self, parameters, context):
        return problem_of(self._settings, parameters, context)

    def prepare(self, parameters, context):
        self.raster, _ = self.sources[self.INPUT]
        self.colours = colours_of_samples(self, parameters, context)

    def work(self, parameters, context, feedback):
        from ..models.compatibility import with_bands_known
        from ..models.train_model import Recipe
        from ..pruning.train_sparse_densenet import train_sparse_densenet
        from .assessing import assess

        places = [
            self.parameterAsFileOutput(parameters, name, context) for name in (self.MODEL, self.TABLE, self.REPORT)
        ]
        with reporting(feedback, self.raster) as progress:
            settings = self._settings(parameters, context)
            select = bands_in_range(self.parameterAsRange(parameters, self.RANGE, context))
            part = progress.part(0.0, 0.1)
            info, selection, spectra = training_spectra(self, parameters, context, select, part, settings.patch)
            feature = self.parameterAsEnumString(parameters, self.FEATURES, context)
            recipe = Recipe(feature, info.bands.wavelengths(selection.numbers), settings)
            model, trace, history = train_sparse_densenet(spectra, recipe, info.name, progress.part(0.1, 1.0))
            model, assessed = assess(with_bands_known(model, info, selection), spectra)
            self._write(places, progress, model, trace, history, assessed, info)
            progress.tell_all(in_short(model, assessed))
        ratios = dict(zip(self.RATIOS, (trace.parameter_compression, trace.multiply_add_compression)))
        return {**dict(zip((self.MODEL, self.TABLE, self.REPORT), places)), **assessed.numbers(), **ratios}

    def _settings(self, parameters, context):
        """Errors: SettingOutOfBounds."""
        patch, depth, growth, stages, epochs, seed = (
            self.parameterAsInt(parameters, name, context)
            for name in (PATCH_SIZE.name, PATCH_DEPTH.name, GROWTH.name, STAGES.name, SPARSE_EPOCHS.name, self.SEED)
        )
        return SparseSettings(
            patch, depth, growth, stages, self.parameterAsDouble(parameters, TARGET.name, context), epochs, seed
        )

    def _write(self, places, progress, model, trace, history, assessed, info):
        from ..models.model_file import save
        from ..reports.model_facts import model_facts, training_facts
        from ..reports.sparse_densenet import sparse_densenet_report, sparse_densenet_rows
        from .layer_names import shown_file
        from .report_pieces import model_cover, origin_of, write_report

        with all_whole(*places, progress=progress) as (model_file, table_file, report_file):
            save(model, model_file)
            if table_file:
                table_file.write_text(csv_text(*sparse_densenet_rows(trace)), encoding="utf-8")
            if report_file:
                facts = model_facts(model, self.names[self.INPUT], self.tr) + training_facts(model, self.tr)
                origin = origin_of(info.grid, scene=self.names[self.INPUT], model=shown_file(places[0]))
                cover, splits = model_cover(model, info, origin), (assessed.validation, assessed.test)
                page = sparse_densenet_report(facts, trace, history, *splits, self.tr, cover)
                write_report(report_file, page)
