# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulated spectra in the place of samples: a batch that every step of training sees, spectra that choose, and others
that judge, drawn apart; the rest is learnt in shares, by soft labels.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...errors import LibraryDoesNotFitModel
from ...notices import ScenePixelsFew
from ...samples.samples import SPLITS, Samples, SampleSpectra, Unlabelled
from ...simulation.draws import Simulated
from ..perceptron.forward import logits
from .library_outputs import outputs_of

BATCH, BATCH_TO_PRUNE = 100, 1_000  # simulated spectra whose classes every step sees, not the soft labels alone
VALIDATION, TEST = 5_000, 10_000
LABELLED = 500  # rows of the batch that labelled samples fill, by repetition, where they are fewer


@dataclass(frozen=True)
class Draws:
    """training, validation, test : simulation.draws.Simulated
    batch                      : (reflectance, classes of the simulation) of the batch, simulated spectra first
    simulated                  : how many those are
    rest                       : float32 (n_bands, n), the other training spectra, then the pixels of the scene
    repeated                   : how often each labelled sample stands in the batch
    """

    training: Simulated
    validation: Simulated
    test: Simulated
    batch: tuple
    simulated: int
    rest: np.ndarray
    repeated: int = 1


def draw(simulation, count, labelled, progress, batch=BATCH):
    """The Draws of a simulation.

    simulation : simulation.draws.Simulation
    count      : pixels of the scene, 0 or above
    labelled   : (float32 (n_bands, n), class numbers (n,)) of labelled samples that join the batch, or None
    progress   : reports, is asked to cancel and told where the sample of the scene holds fewer
    batch      : simulated spectra in the batch
    """
    present = simulation.scene.reflectance.shape[1]
    if count > present:
        progress.tell(ScenePixelsFew(requested=count, found=present))
    sizes = (simulation.settings.draws, VALIDATION, TEST)
    ends = np.cumsum([0, *sizes]) / sum(sizes)
    training, validation, test = (
        simulation.draw(size, stream, progress.part(ends[stream], ends[stream + 1]))
        for stream, size in enumerate(sizes)
    )
    reflectance, classes = training.reflectance[:, :batch], training.classes[:batch]
    repeated = 1
    if labelled is not None and len(labelled[1]):
        # minerals are numbered from 1 in the order of the simulation's classes
        repeated = max(1, LABELLED // len(labelled[1]))
        rows = np.tile(np.arange(len(labelled[1])), repeated)
        reflectance = np.concatenate([reflectance, labelled[0][:, rows]], axis=1)
        classes = np.concatenate([classes, labelled[1][rows].astype(np.int64) - 1])
    rest = np.concatenate([training.reflectance[:, batch:], simulation.scene.reflectance[:, :count]], axis=1)
    return Draws(training, validation, test, (reflectance, classes), batch, rest, repeated)


def as_samples(draws, outputs, soft_labels, seed):
    """SampleSpectra of Draws; the samples lie nowhere, the rest is unlabelled, in random order.

    draws       : Draws
    outputs     : library_outputs.Outputs
    soft_labels : float32 (n_rest, n_outputs) of the rest, or None
    seed        : 0 or above
    """
    parts = (draws.batch, *((each.reflectance, each.classes) for each in (draws.validation, draws.test)))
    numbers = np.array([each.number for each in outputs.classes], dtype=np.uint8)
    classes = np.concatenate([numbers[outputs.of[fine]] for _, fine in parts])
    splits = np.repeat(np.arange(len(SPLITS), dtype=np.int8), [len(fine) for _, fine in parts])
    nowhere = np.full(len(classes), -1, dtype=np.int64)
    order = np.random.default_rng(seed).permutation(draws.rest.shape[1])
    rest = np.ascontiguousarray(draws.rest[:, order])
    unlabelled = Unlabelled(rest, None if soft_labels is None else np.ascontiguousarray(soft_labels[order]))
    reflectance = np.ascontiguousarray(np.concatenate([values for values, _ in parts], axis=1))
    return SampleSpectra(Samples(nowhere, nowhere, classes, splits, outputs.classes), reflectance, unlabelled)


def spectra_to_prune(prepared, model, count, progress):
    """SampleSpectra of new simulated spectra and of pixels of the scene, none with a teacher's soft labels yet.

    prepared : simulation.prepare.Prepared in the model's bands
    model    : Model with a reject
    count    : pixels of the scene, 0 or above
    progress : reports and is asked to cancel
    errors   : LibraryDoesNotFitModel, Cancelled
    """
    outputs = outputs_of(prepared.simulation)
    expected, drawn = ([each.name for each in holder.minerals] for holder in (model, outputs))
    if expected == drawn:  # a file may call its rejects by other numbers or kinds, and must then show them too
        expected, drawn = (_numbered(model.classes, model.reject.kinds), _numbered(outputs.classes, outputs.kinds))
    if expected != drawn:
        facts = {"expected": ", ".join(expected), "found": ", ".join(drawn)}
        raise LibraryDoesNotFitModel(library=prepared.library.title, **facts)
    draws = draw(prepared.simulation, count, None, progress, BATCH_TO_PRUNE)
    return _as_named(model, as_samples(draws, outputs, None, prepared.simulation.settings.seed))


def _as_named(model, spectra):
    """The SampleSpectra with the minerals that the model takes its simulated ones for; tests keep theirs.

    It may have been corrected by the scene (see scene_labels.py), and a smaller network is to do what it does.
    """
    samples, count = spectra.samples, len(model.minerals)
    numbers = np.array([mineral.number for mineral in model.minerals], dtype=np.uint8)
    scores = logits(model.network, model.inputs_of(spectra.reflectance))[:, :count]
    learnt = np.isin(samples.classes, numbers) & (samples.splits != SPLITS.index("test"))
    classes = np.where(learnt, numbers[scores.argmax(axis=1)], samples.classes)
    return replace(spectra, samples=replace(samples, classes=classes))


def _numbered(classes, kinds):
    """The number and the name of each class, of a reject its kind. kinds : class number -> kind of the rejects"""
    return [f"{each.number} {kinds.get(each.number, each.name)}" for each in classes]
