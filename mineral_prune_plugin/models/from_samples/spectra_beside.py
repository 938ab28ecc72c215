# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulated spectra of no mineral beside samples: a few that every step of training sees, the rest learnt in shares."""

from dataclasses import replace

import numpy as np

from ...samples.samples import SPLITS, Samples, SampleSpectra, Unlabelled

BESIDE, REST = 350, 6_000  # in training and validation each; learnt in shares, as unlabelled pixels are
SHARE = 0.5  # of the samples of a split, at most: with few samples the rejects would outweigh them
FEWEST = 50


def with_rejects(spectra, simulation, outputs, progress):
    """SampleSpectra of the samples and of simulated spectra of the rejects, whose classes are those of `outputs`.

    Simulated ones lie nowhere. The test samples stay as they are. Unlabelled pixels come after the rest and have no
    soft labels yet; the rest has hard ones, as rows of `known_rest`.

    spectra    : SampleSpectra
    simulation : simulation.draws.Simulation of `simulation.prepare_samples`
    outputs    : library_outputs.Outputs of the model
    progress   : reports and is asked to cancel
    returns    : (SampleSpectra, float32 (n_rest, n_outputs) probabilities of the rest)
    """
    numbers = np.array([each.number for each in outputs.classes], np.uint8)
    reflectance, classes, splits = [spectra.reflectance], [spectra.samples.classes], [spectra.samples.splits]
    for stream, split in enumerate(("train", "validation")):
        drawn = simulation.draw(_count(spectra, split), stream, progress.part(0.1 * stream, 0.1 * stream + 0.1))
        reflectance.append(drawn.reflectance)
        classes.append(numbers[outputs.of[drawn.classes]])
        splits.append(np.full(len(drawn.classes), SPLITS.index(split), np.int8))
    rest = simulation.draw(REST, len(SPLITS), progress.part(0.2, 1.0))
    nowhere = np.full(sum(map(len, classes)), -1, np.int64)
    columns, rows = nowhere.copy(), nowhere
    columns[: len(spectra.samples)], rows[: len(spectra.samples)] = spectra.samples.columns, spectra.samples.rows
    samples = Samples(columns, rows, np.concatenate(classes), np.concatenate(splits), outputs.classes)
    pixels = [rest.reflectance] + ([] if spectra.unlabelled is None else [spectra.unlabelled.reflectance])
    together = SampleSpectra(
        samples,
        np.ascontiguousarray(np.concatenate(reflectance, axis=1)),
        Unlabelled(np.ascontiguousarray(np.concatenate(pixels, axis=1))),
    )
    return together, np.eye(len(numbers), dtype=np.float32)[outputs.of[rest.classes]]


def shuffled(spectra, seed):
    """The SampleSpectra with its unlabelled spectra in random order, by a `seed`: training takes shares."""
    unlabelled = spectra.unlabelled
    order = np.random.default_rng(seed).permutation(unlabelled.reflectance.shape[1])
    labels = unlabelled.probabilities
    labels = None if labels is None else np.ascontiguousarray(labels[order])
    mixed = Unlabelled(np.ascontiguousarray(unlabelled.reflectance[:, order]), labels)
    return replace(spectra, unlabelled=mixed)


def _count(spectra, split):
    present = int((spectra.samples.splits == SPLITS.index(split)).sum())
    return int(min(BESIDE, max(FEWEST, SHARE * present)))
