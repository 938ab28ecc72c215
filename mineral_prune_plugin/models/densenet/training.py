# SPDX-License-Identifier: GPL-2.0-or-later
"""Training densely connected networks that become sparse on the way.

As in the DenseNet paper: stochastic gradient descent with Nesterov's momentum, here along a half cosine. Inputs are
dropped in stages within the first half of the epochs; the second half is for what is left.
"""

import math
from dataclasses import dataclass
from typing import Callable

import torch
from torch.nn.functional import cross_entropy

from ...errors import QT_TRANSLATE_NOOP, TrainingDiverged
from ...threads import one_thread
from ..training_settings import Bounds, History
from .architecture import STAGES

DENSENET_EPOCHS = Bounds("EPOCHS", QT_TRANSLATE_NOOP("MineralPrune", "Epochs"), 60, 1, 100_000, "epochs")


@dataclass(frozen=True)
class SparseTraining:
    """How a densely connected network is trained.

    learning_rate : at the first epoch; it falls to zero along a half cosine
    weight_decay  : part of the gradient, as in the DenseNet paper
    stages        : after how many steps of pruning, evenly spaced in the first half, the target is reached
    half          : True for products in bfloat16, faster on recent processors; weights and sums stay float32
    errors        : SettingOutOfBounds
    """

    epochs: int = DENSENET_EPOCHS.default
    learning_rate: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 1e-4
    stages: int = STAGES.default
    half: bool = False

    def __post_init__(self):
        DENSENET_EPOCHS.check(self.epochs)
        STAGES.check(self.stages)

    def stage_after(self, epoch):
        """The last stage that falls on the end of an epoch (from 1), 0 for none. Short trainings skip some."""
        return max((stage for stage in range(1, self.stages + 1) if self.end_of(stage) == epoch), default=0)

    def end_of(self, stage):
        """The epoch, from 1, after which a stage of pruning comes."""
        return max(1, math.floor(self.epochs * stage / (2 * self.stages)))


@dataclass(frozen=True)
class Watched:
    """What is done between epochs.

    validation : a source of batches to report loss and accuracy on, or None; it chooses no epoch
    prune      : called with each stage (from 1) that is reached, at its last epoch; it drops inputs of the module
    """

    validation: object = None
    prune: Callable = lambda stage: None


def train(module, source, settings, progress, watched=None):
    """Train a DenseNet in place; the weights of the last epoch stay.

    module   : DenseNet
    source   : anything with batches(epoch), see batches.py
    settings : SparseTraining
    progress : reports, and is asked to cancel at every batch
    watched  : Watched; without it nothing is done between epochs
    returns  : History; without validation its last two columns are empty
    errors   : TrainingDiverged, Cancelled
    """
    with one_thread():
        return _train(module, source, settings, progress, watched or Watched())


def _train(module, source, settings, progress, watched):
    module.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(
        module.parameters(), settings.learning_rate, settings.momentum, 0, settings.weight_decay, nesterov=True
    )
    losses, validations = [], []
    for epoch in range(1, settings.epochs + 1):
        progress.step((epoch - 1) / settings.epochs)
        for group in optimizer.param_groups:
            group["lr"] = settings.learning_rate * 0.5 * (1 + math.cos(math.pi * (epoch - 1) / settings.epochs))
        losses.append(_epoch(module, source.batches(epoch), optimizer, settings, progress))
        if not math.isfinite(losses[-1]):
            raise TrainingDiverged(epoch=epoch)
        if settings.stage_after(epoch):
            watched.prune(settings.stage_after(epoch))
        if watched.validation is not None:
            validations.append(evaluate(module, watched.validation.batches(0), settings.half))
    validation = tuple(zip(*validations)) or ((), ())
    return History(tuple(range(1, settings.epochs + 1)), tuple(losses), *validation, settings.epochs)


def _epoch(module, batches, optimizer, settings, progress):
    """One pass over the batches; the mean of their losses."""
    module.train()
    total, count = 0.0, 0
    for images, targets in batches:
        progress.raise_if_cancelled()
        loss = cross_entropy(_logits(module, images, settings.half), targets.to(module.bias.device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total, count = total + float(loss.detach()) * len(targets), count + len(targets)
    return total / count


def evaluate(module, batches, half=False):
    """(mean cross-entropy in nats, share identified correctly 0 to 1), with the running statistics.

    module  : DenseNet
    batches : (images, targets) tensors, as a source gives them
    half    : as of SparseTraining
    """
    module.eval()
    loss, correct, count = 0.0, 0, 0
    with one_thread(), torch.no_grad():
        for images, targets in batches:
            logits = _logits(module, images, half).cpu()
            loss += float(cross_entropy(logits, targets, reduction="sum"))
            correct += int((logits.argmax(1) == targets).sum())
            count += len(targets)
    return loss / count, correct / count


def _logits(module, images, half):
    device = module.bias.device
    images = images.to(device, memory_format=torch.channels_last)
    with torch.autocast(device.type, torch.bfloat16, enabled=half):
        return module(images).float()
