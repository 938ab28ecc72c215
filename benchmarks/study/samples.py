# SPDX-License-Identifier: GPL-2.0-or-later
"""The samples of each seed, drawn and standardised by the plugin's own code."""

from dataclasses import dataclass, replace

from mineral_prune_plugin.models.model_file import Model
from mineral_prune_plugin.models.perceptron.forward import probabilities
from mineral_prune_plugin.models.perceptron.training import TrainingData
from mineral_prune_plugin.models.train_model import (
    labelled_by_ensemble,
    mean_brightness,
    preprocessing_of,
    split_inputs,
    trained_classes,
    training_data,
)
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.draw import DrawSettings, draw_samples
from mineral_prune_plugin.samples.samples import SampleSpectra, read_sample_spectra
from mineral_prune_plugin.samples.unlabelled import draw_unlabelled

from .design import BLOCK_SIZE, TEST_OTHERWISE, TEST_PER_CLASS, TRAIN_PER_CLASS, VALIDATION_PER_CLASS


@dataclass(frozen=True)
class SeedSamples:
    """data : what networks train on and are stopped by; test : (inputs, targets), or None where the protocol leaks.

    spectra : in all bands; blank : the Model without a network of its own
    """

    data: TrainingData
    test: tuple
    spectra: SampleSpectra
    blank: Model

    @property
    def classes(self):
        return len(self.blank.classes)

    def labelled_by(self, network):
        """The same samples, with what a network says of the unlabelled pixels; as they are where there are none."""
        if self.data.unlabelled is None:
            return self
        said = probabilities(network, self.data.unlabelled.inputs)
        return replace(self, data=replace(self.data, unlabelled=replace(self.data.unlabelled, probabilities=said)))


def draw(scene, labels, protocol, feature, seed):
    """SeedSamples of one seed. A leaking protocol takes the test pixels for validation too, as the paper does."""
    info = describe(scene)
    selection = choose_bands(info.bands, info.name)
    reader = SpectrumReader(info, selection)
    source = RasterLabels(labels, info.grid)
    counts = (
        lambda mineral: int(TRAIN_PER_CLASS),
        lambda mineral: int(VALIDATION_PER_CLASS),
        lambda mineral: TEST_PER_CLASS.get(mineral.name, TEST_OTHERWISE),
    )
    settings = DrawSettings(counts, protocol.split == "blocks", False, BLOCK_SIZE, seed)
    samples = draw_samples(reader, source, source.class_names(), settings, silent())
    spectra = read_sample_spectra(reader, samples, silent())
    classes = trained_classes(spectra, info.name)
    pool = draw_unlabelled(reader, spectra, protocol.unlabelled, seed, silent())
    if pool is not None:
        spectra = replace(spectra, unlabelled=pool)
        spectra = labelled_by_ensemble(spectra, classes, TrainingSettings(seed=seed), silent())
    wavelengths = info.bands.wavelengths(selection.numbers)
    preprocessing = preprocessing_of(spectra, feature, wavelengths)
    blank = Model.of(None, preprocessing, mean_brightness(spectra), classes, {})
    return _seed_samples(spectra, blank, protocol)


def _seed_samples(spectra, blank, protocol):
    data = training_data(spectra, blank.preprocessing, blank.classes)
    test = split_inputs(spectra, "test", blank.preprocessing, blank.classes)
    if protocol.leaking:
        data, test = replace(data, validation_inputs=test[0], validation_targets=test[1]), None
    return SeedSamples(data, test, spectra, blank)
