# SPDX-License-Identifier: GPL-2.0-or-later
"""One run: a network trained by one arm with one seed, its compact form, its error on the test images."""

import time
from dataclasses import asdict

import numpy as np
import torch

from mineral_prune_plugin.models.densenet.architecture import dense_net
from mineral_prune_plugin.models.densenet.batches import ArrayBatches
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import multiply_adds, parameters
from mineral_prune_plugin.models.densenet.forward import logits
from mineral_prune_plugin.models.densenet.module import DenseNet
from mineral_prune_plugin.models.densenet.training import SparseTraining, Watched, train
from mineral_prune_plugin.pruning.channel_pruner import ChannelPruner
from mineral_prune_plugin.pruning.criteria import CRITERIA

from .design import Row
from .images import SIDE, flipped_and_shifted

SCORING = 256  # training images, as they are, on which zeros are counted
ANEW = 1000  # added to the seed of a network that begins anew with the masks of another


def run(images, design, arm, seed, folder, progress):
    """A Row. The trained network goes to `folder`, where the arm `scratch` finds its masks."""
    module = network(images, design, seed + (ANEW if arm == "scratch" else 0))
    if arm == "scratch":
        take_masks(module, folder / f"contribution-{seed}.npz")
    source = ArrayBatches(images.train, images.train_targets, design.batch, seed, flipped_and_shifted)
    settings = SparseTraining(design.epochs, design.rate, stages=design.stages, half=design.half)
    watched = Watched(prune=pruner(module, images, design, CRITERIA[arm], seed)) if arm in CRITERIA else None
    started = time.monotonic()
    history = train(module, source, settings, progress, watched)
    minutes = (time.monotonic() - started) / 60
    module.cpu()
    save(module, folder / f"{arm}-{seed}.npz")
    small = compact(module)
    error = 100 * float((logits(small, images.test).argmax(1) != images.test_targets).mean())
    facts = {name: value for name, value in asdict(design).items() if name != "half"}
    costs = {"parameters": parameters(small), "multiply_adds": multiply_adds(small, SIDE)}
    return Row(arm, seed, **facts, **costs, loss=history.training_loss[-1], error=error, minutes=minutes)


def network(images, design, seed):
    architecture = dense_net(design.depth, design.growth, 3, images.classes)
    return DenseNet(architecture, seed).to("cuda" if torch.cuda.is_available() else "cpu")


def pruner(module, images, design, criterion, seed):
    scoring = np.ascontiguousarray(images.train[:SCORING]), images.train_targets[:SCORING]
    return ChannelPruner(module, *scoring, design.target, design.stages, criterion, seed)


def save(module, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{name: tensor.numpy() for name, tensor in module.state_dict().items()})


def load(module, path):
    """Weights and masks that `save` wrote."""
    with np.load(path, allow_pickle=False) as archive:
        module.load_state_dict({name: torch.from_numpy(archive[name]) for name in archive.files})
    for convolution in module.convolutions():
        convolution.keep(convolution.on.clone())
    return module


def take_masks(module, path):
    """The masks of a network that `save` wrote, and nothing else of it."""
    with np.load(path, allow_pickle=False) as archive:
        for name, part in module.named_modules():
            if f"{name}.on" in archive.files:
                part.keep(torch.from_numpy(archive[f"{name}.on"]).to(part.on.device))
