# SPDX-License-Identifier: GPL-2.0-or-later
"""The samples of each seed, drawn and standardised by the plugin's own code."""

from dataclasses import dataclass

import numpy as np

from mineral_prune_plugin.models.learning import trained_classes
from mineral_prune_plugin.models.network import Standardisation
from mineral_prune_plugin.models.training import TrainingData
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.drawing import DrawSettings, draw_samples
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.matching import choose_bands
from mineral_prune_plugin.raster.reading import SpectrumReader
from mineral_prune_plugin.raster.samples import SPLITS, read_sample_spectra
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.spectra.features import compute

from .design import BLOCK_SIZE, TEST_OTHERWISE, TEST_PER_CLASS, TRAIN_PER_CLASS, VALIDATION_PER_CLASS


@dataclass(frozen=True)
class SeedSamples:
    """data : what networks train on and are stopped by; test : (inputs, targets), or None where the protocol leaks."""

    data: TrainingData
    test: tuple
    classes: int


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
    wavelengths = info.bands.wavelengths(selection.numbers)
    return _standardised(spectra, wavelengths, feature, protocol, info.name)


def _standardised(spectra, wavelengths, feature, protocol, name):
    classes = trained_classes(spectra, name)
    place = np.zeros(256, dtype=np.int64)
    place[[mineral.number for mineral in classes]] = np.arange(len(classes))
    centres = None if wavelengths is None else wavelengths.array()
    parts = {}
    for split in SPLITS:
        reflectance, numbers = spectra.split(split)
        parts[split] = compute(feature, reflectance, centres), place[numbers]
    standardisation = Standardisation.of(parts["train"][0])
    inputs = {split: (standardisation.apply(features), targets) for split, (features, targets) in parts.items()}
    validation = inputs["test" if protocol.leaking else "validation"]
    return SeedSamples(
        data=TrainingData(*inputs["train"], *validation),
        test=None if protocol.leaking else inputs["test"],
        classes=len(classes),
    )
