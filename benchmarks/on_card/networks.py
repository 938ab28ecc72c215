# SPDX-License-Identifier: GPL-2.0-or-later
"""Training and pruning: of perceptrons, which stay on the processor, and of DenseNets of patches, on either."""

from fractions import Fraction

import numpy as np
import torch

from benchmarks.on_card.maps import gaps_between
from benchmarks.trainer import BANDS, CLASSES, UNITS, samples
from mineral_prune_plugin.models.densenet.batches import PatchSamples, patch_batches
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import inputs_read
from mineral_prune_plugin.models.densenet.forward import logits
from mineral_prune_plugin.models.densenet.module import DenseNet
from mineral_prune_plugin.models.densenet.patch_inputs import patch_inputs
from mineral_prune_plugin.models.densenet.training import SparseTraining, Watched, train
from mineral_prune_plugin.models.perceptron.training import initial
from mineral_prune_plugin.models.perceptron.training import train as train_perceptron
from mineral_prune_plugin.models.preprocessing import Preprocessing
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.pruning.channel_pruner import ChannelPruner
from mineral_prune_plugin.pruning.loop import prune
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings
from mineral_prune_plugin.pruning.train_sparse_densenet import BATCH, SCORED
from mineral_prune_plugin.raster.patch_reader import Patches
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.spectra.scene import INTEGERS_PER_UNIT, compose_scene
from mineral_prune_plugin.spectra.scene_settings import SceneSettings
from mineral_prune_plugin.threads import one_thread

STAY = (
    "The plugin trains and prunes perceptrons on the processor: `models/perceptron` makes its tensors there, none is "
    "moved, and no algorithm offers a device for training. So the first table has no column of the card. The second "
    "tells what a card could give: an epoch of the same network by plain PyTorch, full batches and Adam."
)
BY_HAND = (
    "`trainsparsedensenet` trains on the processor too. The training loop, the pruner and the compact form work "
    "wherever the network is; here the network is moved to the card by hand."
)
WARM, TIMED = 10, 100  # epochs of plain training


def perceptrons(record, run):
    """The section on perceptrons. record : Record; run : Run"""
    record.note(STAY)
    sizes, data = run.sizes, samples(1)
    start, kept = initial(BANDS, (UNITS,), CLASSES, 1), {}
    settings = TrainingSettings(hidden=(UNITS,), epochs=sizes.train_epochs)
    seconds = run.seconds(lambda: kept.update(network=train_perceptron(start, data, settings, run.progress)[0]))
    record.row("The plugin, on the processor", what=f"training, {settings.epochs} epochs", seconds=seconds)
    pruning = PruningSettings(iterations=sizes.prune_rounds, retrain_epochs=sizes.prune_epochs)
    neurons = (tuple(range(UNITS)),)
    seconds = run.seconds(lambda: kept.update(found=prune(kept["network"], neurons, data, pruning, run.progress)))
    rounds, left = len(kept["found"].networks) - 1, kept["found"].kept.hidden_units[0]
    what = f"pruning, {rounds} rounds of {pruning.retrain_epochs} epochs, to {left} units"
    record.row("The plugin, on the processor", what=what, seconds=seconds)
    for count in sizes.steps:
        cells = {
            f"{device}, ms an epoch": plain_epoch(run, count, device) for device in dict.fromkeys(("cpu", run.device))
        }
        record.row("Plain PyTorch", samples=count, **cells)


def plain_epoch(run, count, device):
    """Milliseconds of an epoch of the paper's network. run : Run; count : samples; device : of torch"""
    torch.manual_seed(1)
    network = torch.nn.Sequential(torch.nn.Linear(BANDS, UNITS), torch.nn.ReLU(), torch.nn.Linear(UNITS, CLASSES))
    network.to(device)
    optimizer = torch.optim.Adam(network.parameters())
    inputs, targets = torch.randn(count, BANDS).to(device), torch.randint(CLASSES, (count,)).to(device)

    def epochs(number):
        for _ in range(number):
            run.progress.raise_if_cancelled()
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(inputs), targets).backward()
            optimizer.step()

    epochs(WARM)
    return 1e3 * run.seconds(lambda: epochs(TIMED)) / TIMED


def patches(record, run):
    """The section on DenseNets of patches. record : Record; run : Run"""
    record.note(BY_HAND)
    training, validation, classes = patch_samples(run)
    record.note(
        f"Patches of the example scene: {len(training.inputs)} to train on, {len(validation.inputs)} to validate by, "
        f"{classes} classes; the plugin's default network and share of dropped inputs, without unlabelled pixels."
    )
    for device in dict.fromkeys(("cpu", run.device)):
        module = trained(record, run, (training, validation, classes), device)
    for ten_bits in (False, True):
        compare_logits(record, module, validation, ten_bits)


def patch_samples(run):
    """(PatchSamples to train on, PatchSamples to validate by, classes) of the example scene, which needs no file."""
    settings, count = SparseSettings(), run.sizes.patches
    scene = compose_scene(SceneSettings(1, run.sizes.scene, run.sizes.scene), run.progress)
    side, margin = run.sizes.scene, settings.patch // 2
    pixels = scene.rows(0, side).reshape(len(scene.wavelengths_um), -1) / np.float32(INTEGERS_PER_UNIT)
    labels = scene.labels.copy()
    labels[:margin], labels[-margin:], labels[:, :margin], labels[:, -margin:] = 0, 0, 0, 0
    generator, numbers = np.random.default_rng(1), np.unique(labels[labels > 0])
    drawn = [generator.permutation(np.flatnonzero(labels == number))[: 2 * count] for number in numbers]
    of_pixels = Preprocessing("normalised", Wavelengths.from_um(scene.wavelengths_um, scene.widths_um))
    centres = [np.concatenate([places[part::2] for places in drawn]) for part in (0, 1)]
    of_pixels = of_pixels.fitted(np.ascontiguousarray(pixels[:, centres[0]]))
    steps = np.arange(-margin, margin + 1)
    around = (steps[:, None] * side + steps).ravel()
    parts = []
    for part, places in enumerate(centres):
        inputs = patch_inputs(Patches(pixels, (places[:, None] + around).astype(np.int32)), of_pixels)
        targets = np.repeat(np.arange(len(numbers)), [len(each[part::2]) for each in drawn])
        parts.append(PatchSamples(inputs, targets))
    return (*parts, len(numbers))


def trained(record, run, data, device):
    """A DenseNet that was trained and pruned as `train_sparse` does it, and a row.

    data : of `patch_samples`; device : of torch
    """
    training, validation, classes = data
    settings = SparseSettings(epochs=run.sizes.patch_epochs)
    module = DenseNet(settings.architecture(training.inputs.values.shape[1], classes), settings.seed).to(device)
    images = validation.inputs.take(np.arange(min(SCORED, len(validation.inputs))))
    share = Fraction(str(settings.target)) / 100
    pruner = ChannelPruner(module, images, validation.targets[: len(images)], share, settings.stages)
    kept, source = {}, patch_batches(training, classes, None, BATCH, settings.seed)
    loop = SparseTraining(settings.epochs, stages=settings.stages)
    watched = Watched(validation, pruner)
    with one_thread():
        seconds = run.seconds(lambda: kept.update(history=train(module, source, loop, run.progress, watched)))
    all_inputs = sum(convolution.on.shape[1] for convolution in module.convolutions())
    record.row(
        "Training and pruning",
        device=device,
        epochs=settings.epochs,
        **{"s an epoch": seconds / settings.epochs},
        loss=kept["history"].training_loss[-1],
        **{"validation, %": 100 * kept["history"].validation_oa[-1]},
        **{"inputs read": f"{inputs_read(compact(module))} of {all_inputs}"},
    )
    return module


def compare_logits(record, module, validation, ten_bits):
    """A row: the trained network where it was trained, beside its compact form on the processor.

    ten_bits : whether cuDNN may round the factors of convolutions to 10 bits (TF32), torch's default on a card
    """
    images = validation.inputs.take(np.arange(len(validation.inputs)))
    there, here = logits_where_trained(module, images, ten_bits), logits(compact(module), images)
    differs = there.argmax(1) != here.argmax(1)
    gaps = gaps_between(here[differs].T) if differs.any() else np.zeros(0)
    record.row(
        "The trained network, and its compact form on the processor",
        device=str(module.bias.device),
        **{"factors of 10 bits": "allowed" if ten_bits else "not allowed"},
        patches=len(images),
        differing=int(differs.sum()),
        **{"largest gap of these": float(gaps.max()) if len(gaps) else None},
        **{"largest difference of logits": float(np.abs(there - here).max())},
        **{"largest logit": float(np.abs(here).max())},
    )


def logits_where_trained(module, images, ten_bits=False):
    """float32 (n, n_classes), on the device that a DenseNet is on.

    images   : float32 (n, n_bands, h, w), standardised
    ten_bits : as of `compare_logits`
    """
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = ten_bits
    try:
        with torch.no_grad():
            return module.eval()(torch.from_numpy(images).to(module.bias.device)).cpu().numpy()
    finally:
        torch.backends.cudnn.allow_tf32 = before
