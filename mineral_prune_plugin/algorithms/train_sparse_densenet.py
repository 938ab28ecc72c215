# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm trainsparsedensenet: a network of pixel neighbourhoods that becomes sparse while it is trained."""

from dataclasses import replace

from qgis.core import QgsProcessingOutputNumber

from ..classes import repainted
from ..interface.layer_colours import colours_of_parameter
from ..models.settings import UNLABELLED
from ..outputs import all_whole, refuse_input_as_output
from ..pruning.sparse_settings import DEPTH, EPOCHS, GROWTH, PATCH_SIZE, STAGES, TARGET, SparseSettings
from ..reports.numbers import csv_text
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .inputs import described, layer_file, raster_path, sample_spectra, wavelength_range
from .reporting import problem_of, reporting


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
            "Trains a densely connected convolutional network that identifies a mineral by its pixel and the pixels "
            "around it. In a DenseNet each layer reads the maps of all layers before it, and needs few of them: in "
            "stages, while it learns, the inputs that contribute least are dropped (Wu et al. 2019; our reading of "
            "it).\n\n"
            "Use it where minerals form patches of some pixels. Draw the samples in blocks (SPLIT=blocks): beside a "
            "training sample lie pixels that the network has seen, which flatters a test at random places. It also "
            "learns from unlabelled pixels, as a committee of perceptrons sees them.\n\n"
            "The model file works in 'Map minerals' and 'Compare models' as a perceptron does. The report shows each "
            "stage, which layer still reads which, the learning curve and each mineral's accuracy."
        )

    def initAlgorithm(self, configuration=None):
        for parameter in (common.scene(), common.samples(), common.features("normalised"), common.wavelengths()):
            self.addParameter(parameter)
        for bounds, make, label, text in self._numbers():
            self.addParameter(common.with_help(make(bounds, label), text))
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
        """(Bounds, what makes the parameter, label, help) of each number."""
        return (
            (
                PATCH_SIZE,
                common.whole_number,
                self.tr("Size of the neighbourhood (pixels, odd)"),
                self.tr(
                    "Pixels a side of the square that one decision sees: 1 is the pixel alone, 5 two more on each side."
                ),
            ),
            (
                DEPTH,
                common.whole_number,
                self.tr("Layers"),
                self.tr("Layers of the network, shared out to two blocks."),
            ),
            (
                GROWTH,
                common.whole_number,
                self.tr("Growth (maps a layer)"),
                self.tr("Maps that each layer adds to those that stand before it."),
            ),
            (
                TARGET,
                common.real_number,
                self.tr("Inputs to drop (%)"),
                self.tr("How many of the inputs of every layer are dropped in the end. 0: the network stays dense."),
            ),
            (
                STAGES,
                common.whole_number,
                self.tr("Stages"),
                self.tr("In how many steps, evenly spaced in the first half of the training, inputs are dropped."),
            ),
            (
                UNLABELLED,
                common.whole_number,
                self.tr("Unlabelled pixels to learn from"),
                self.tr(
                    "Other pixels of the raster, drawn at random and no sample among them. A committee of sixteen "
                    "perceptrons, trained on the samples, says what they are, and the network learns that too. 0: it "
                    "learns from the samples only."
                ),
            ),
            (
                EPOCHS,
                common.whole_number,
                self.tr("Epochs"),
                self.tr("Passes over the samples and the unlabelled pixels; the weights of the last one stay."),
            ),
        )

    def problem(self, parameters, context):
        return problem_of(self._settings, parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):
        self.raster = raster_path(self, parameters, self.INPUT, context)
        self.samples_file = layer_file(self, parameters, self.SAMPLES, context)
        self.colours = colours_of_parameter(self, parameters, self.SAMPLES, context)
        return True

    def work(self, parameters, context, feedback):
        from ..models.train_model import Recipe
        from ..pruning.train_sparse_densenet import train_sparse_densenet
        from .assessing import assess

        places = [
            self.parameterAsFileOutput(parameters, name, context) for name in (self.MODEL, self.TABLE, self.REPORT)
        ]
        with reporting(feedback, self.raster) as progress:
            for place in places:
                refuse_input_as_output(place, self.raster, self.samples_file)
            settings = self._settings(parameters, context)
            info, spectra, wavelengths = self._spectra(parameters, context, settings.patch, progress.part(0.0, 0.1))
            feature = self.parameterAsEnumString(parameters, self.FEATURES, context)
            recipe = Recipe(feature, wavelengths, settings)
            model, trace, history = train_sparse_densenet(spectra, recipe, info.name, progress.part(0.1, 1.0))
            model, assessed = assess(model, spectra)
            self._write(places, model, trace, history, assessed, info)
        ratios = dict(zip(self.RATIOS, (trace.parameter_compression, trace.multiply_add_compression)))
        return {**dict(zip((self.MODEL, self.TABLE, self.REPORT), places)), **assessed.numbers(), **ratios}

    def _settings(self, parameters, context):
        """Errors: SettingOutOfBounds."""
        patch, depth, growth, stages, epochs, seed = (
            self.parameterAsInt(parameters, name, context)
            for name in (PATCH_SIZE.name, DEPTH.name, GROWTH.name, STAGES.name, EPOCHS.name, self.SEED)
        )
        return SparseSettings(
            patch, depth, growth, stages, self.parameterAsDouble(parameters, TARGET.name, context), epochs, seed
        )

    def _spectra(self, parameters, context, patch, progress):
        """RasterInfo, SampleSpectra with their neighbourhoods, and the Wavelengths of their bands."""
        from ..raster.band_matching import choose_bands

        info = described(self.raster, progress)
        range_um = wavelength_range(self.parameterAsRange(parameters, self.RANGE, context))
        selection = choose_bands(info.bands, info.name, range_um)
        source = self.parameterAsSource(parameters, self.SAMPLES, context)
        others = [self.parameterAsInt(parameters, name, context) for name in (UNLABELLED.name, self.SEED)]
        spectra = sample_spectra(source, info, selection, context, progress, others, patch)
        minerals = repainted(spectra.samples.minerals, self.colours)
        spectra = replace(spectra, samples=replace(spectra.samples, minerals=minerals))
        return info, spectra, info.bands.wavelengths(selection.numbers)

    def _write(self, places, model, trace, history, assessed, info):
        from ..models.model_file import save
        from ..reports.model_facts import model_facts, training_facts
        from ..reports.sparse_densenet import sparse_densenet_report, sparse_densenet_rows

        with all_whole(*places) as (model_file, table_file, report_file):
            save(model, model_file)
            if table_file:
                table_file.write_text(csv_text(*sparse_densenet_rows(trace)), encoding="utf-8")
            if report_file:
                facts = model_facts(model, info.name, self.tr) + training_facts(model, self.tr)
                page = sparse_densenet_report(facts, trace, history, assessed.validation, assessed.test, self.tr)
                report_file.write_text(page, encoding="utf-8")
