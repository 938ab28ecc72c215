# SPDX-License-Identifier: GPL-2.0-or-later
"""DenseNet-40-12 with learned pruning on CIFAR, as far as the time allows.

The epochs are as many as let two networks fit the first run: they are chosen by the time of some steps, and kept for
the runs after, which add networks. A network that a run does not finish is begun anew by the next.
"""

from dataclasses import replace

import numpy as np

from benchmarks.cifar.design import FULL, WORDS
from benchmarks.cifar.images import SIDE, Images, flipped_and_shifted, read
from benchmarks.cifar.runs import network
from mineral_prune_plugin.models.densenet.batches import ArrayBatches
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import multiply_adds, parameters
from mineral_prune_plugin.models.densenet.forward import logits
from mineral_prune_plugin.models.densenet.training import SparseTraining, Watched, evaluate, train
from mineral_prune_plugin.pruning.channel_pruner import ChannelPruner
from mineral_prune_plugin.pruning.criteria import CRITERIA

from .networks import logits_where_trained
from .record import DONE, PART

ARMS = ("dense", "contribution", "c-apoz", "random")
TABLE, PAPER_EPOCHS = "Networks", FULL.epochs
STEPS = 20  # batches that are timed, after as many to warm up
TOGETHER = 2.2  # networks that the first run has time for: two, and their tests
SCORED = 64  # training images on which zeros are counted, by the processor; four times as many take minutes
COMPARED = 64  # test images on which the compact form is run on the processor
DRAWN = (
    "No images were given (--images): these are drawn, ten coarse patterns in noise. Their times are those of CIFAR's "
    "images; their errors say nothing of it."
)


def densenets(record, run):
    """The section on images; DONE, or PART where networks are missing. record : Record; run : Run"""
    images, name = of_run(run)
    if not run.images:
        record.note(DRAWN)
    design = chosen_design(record, run, images, name)
    record.note(
        f"DenseNet-{design.depth}-{design.growth}, {len(images.train):,} training images of {name}, batches of "
        f"{design.batch}, {design.epochs} of the paper's {PAPER_EPOCHS} epochs: errors are those of a short training. "
        f"{100 * design.target:g} % of the inputs are dropped in {design.stages} stages of the first half. "
        "Convolutions follow torch's defaults: on a card cuDNN may round their factors to 10 bits, though not where "
        "logits are compared."
    )
    done = {(row["arm"], row["seed"]) for row in record.section()["tables"].get(TABLE, [])}
    longest, seeds = 0.0, range(1, run.sizes.seeds + 1)
    for arm, seed in [(arm, seed) for seed in seeds for arm in ARMS if (arm, seed) not in done]:
        if run.seconds_left < 1.1 * longest:
            return PART
        before = run.seconds_left
        record.row(TABLE, **network_row(run, images, design, arm, seed))
        longest = max(longest, before - run.seconds_left)
    return DONE


def of_run(run):
    """(Images, their name). run : Run"""
    if run.images:
        return read(run.images, run.sizes.train, run.sizes.test), run.images.stem
    return drawn(run.sizes.train, run.sizes.test), "drawn"


def drawn(train_count, test_count):
    """Images of ten classes, a pattern of 4 x 4 blocks each, in noise. train_count, test_count : how many"""
    generator = np.random.default_rng(1)
    patterns = np.kron(generator.normal(0, 0.5, (10, 3, 4, 4)), np.ones((SIDE // 4, SIDE // 4))).astype(np.float32)
    parts = []
    for count in (train_count, test_count):
        targets = np.arange(count) % 10
        noise = generator.standard_normal((count, 3, SIDE, SIDE), np.float32)
        parts += [noise + patterns[targets], targets]
    return Images(*parts)


def chosen_design(record, run, images, name):
    """The Design of all networks of a record, chosen at its first run. name : of the images"""
    sizes, state = run.sizes, record.section()["state"]
    design = replace(FULL, depth=sizes.depth, train=sizes.train, test=sizes.test, batch=sizes.batch)
    kept = {"images": name, "device": run.device, "train": sizes.train, "depth": sizes.depth, "batch": sizes.batch}
    if state and {key: state[key] for key in kept} != kept:
        raise ValueError(f"The record goes on with {state}, and this run has {kept}: --again, or another --out.")
    if not state:
        seconds = step_seconds(run, images, design)
        steps = len(images.train) // min(design.batch, len(images.train))
        scoring = run.seconds(lambda: pruner(network(images, design, 1), images, design, "contribution", 1)(1))
        epochs = int((run.seconds_left / TOGETHER - design.stages * scoring) / (seconds * steps))
        state = {**kept, "epochs": min(max(epochs, 2), sizes.most_epochs), "ms_a_step": 1e3 * seconds}
        record.remember(**state)
    record.note(f"A step took {state['ms_a_step']:.1f} ms when the epochs were chosen.")
    return replace(design, epochs=state["epochs"])


def step_seconds(run, images, design):
    """Of a step of training the dense network; the first steps, which start the card, are not counted."""
    part = slice(0, min(STEPS * design.batch, len(images.train)))
    source = ArrayBatches(images.train[part], images.train_targets[part], design.batch, 1, flipped_and_shifted)
    module = network(images, design, 1)
    settings = SparseTraining(1, design.rate)
    train(module, source, settings, run.progress)
    steps = max(1, len(images.train[part]) // design.batch)
    return run.seconds(lambda: train(module, source, settings, run.progress)) / steps


def pruner(module, images, design, arm, seed):
    scored = np.ascontiguousarray(images.train[:SCORED]), images.train_targets[:SCORED]
    return ChannelPruner(module, *scored, design.target, design.stages, CRITERIA[arm], seed)


def network_row(run, images, design, arm, seed):
    """A row of the table: a network trained by an arm, its error, and its compact form on the processor."""
    module = network(images, design, seed)
    source = ArrayBatches(images.train, images.train_targets, design.batch, seed, flipped_and_shifted)
    settings = SparseTraining(design.epochs, design.rate, stages=design.stages)
    watched = Watched(prune=pruner(module, images, design, arm, seed)) if arm in CRITERIA else None
    kept = {}
    seconds = run.seconds(lambda: kept.update(history=train(module, source, settings, run.progress, watched)))
    test = ArrayBatches(images.test, images.test_targets, 500, 1)
    _, right = evaluate(module, test.batches(0))
    small, some = compact(module), images.test[:COMPARED]
    there, here = logits_where_trained(module, some), logits(small, some)
    return {
        "arm": arm,
        "words": WORDS[arm],
        "seed": seed,
        "epochs": design.epochs,
        "parameters": parameters(small),
        "multiply-adds": multiply_adds(small, SIDE),
        "loss": kept["history"].training_loss[-1],
        "error, %": 100 * (1 - right),
        "s an epoch": seconds / design.epochs,
        "compact on the processor: largest difference of logits": float(np.abs(there - here).max()),
        "other classes": int((there.argmax(1) != here.argmax(1)).sum()),
    }
