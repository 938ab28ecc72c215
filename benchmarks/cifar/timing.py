# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a forward pass of 64 images takes on one core: compact networks, the dense one, and plain PyTorch.

All take turns, so that all meet the same load; the shortest of many turns counts. The dense network is also run in the
ways that suit it best: as PyTorch's module in evaluation, the whole batch at once, in either of PyTorch's two orders in
memory, and folded, some images at a time, its maps never gathered (`FoldedDense`). The fastest counts.
"""

import csv
import time

import torch
from torch.nn.functional import avg_pool2d, batch_norm, conv2d, linear

from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.forward import BATCH, Runner
from mineral_prune_plugin.threads import one_thread

from .images import SIDE
from .runs import load, network

IMAGES, TURNS = 64, 30
PLAIN = "plain"  # the dense network in the fastest of its other ways


def measure(images, design, arms, seed, folder):
    """{arm: milliseconds} of the networks that `run` left in `folder`; PLAIN is among them."""
    pixels = torch.zeros(IMAGES, 3, SIDE, SIDE).normal_(generator=torch.Generator().manual_seed(seed))
    modules = {arm: load(network(images, design, seed).cpu(), folder / f"{arm}-{seed}.npz").eval() for arm in arms}
    ways = {arm: in_parts(Runner(compact(module)), pixels) for arm, module in modules.items()}
    other = turned(pixels)
    ways[PLAIN] = lambda: modules["dense"](pixels)
    ways["turned"] = lambda: modules["dense"](other)
    ways["folded"] = in_parts(FoldedDense(compact(modules["dense"])), other)
    shortest = in_turns(ways)
    shortest[PLAIN] = min(shortest[PLAIN], shortest.pop("turned"), shortest.pop("folded"))
    return shortest


class FoldedDense:
    """A DenseNetwork of images that reads all its inputs, channels together: (n, n_bands, h, w) -> logits."""

    def __init__(self, network):
        def layer(convolution):
            (group,) = convolution.groups
            return normalisation(group.scale, group.shift), turned(torch.from_numpy(group.weight))

        self.first = turned(torch.from_numpy(network.first))
        self.blocks = [[[layer(one) for one in layers] for layers in block] for block in network.blocks]
        self.transitions = [layer(one) for one in network.transitions]
        self.last = normalisation(network.scale, network.shift)
        self.weight, self.bias = torch.from_numpy(network.weight), torch.from_numpy(network.bias)

    def __call__(self, pixels):
        maps = conv2d(pixels, self.first, padding=1)
        for index, block in enumerate(self.blocks):
            if index:
                normalised, weight = self.transitions[index - 1]
                maps = conv2d(avg_pool2d(normalised(maps).relu_(), 2), weight)
            for layers in block:
                found = maps
                for normalised, weight in layers:
                    found = conv2d(normalised(found).relu_(), weight, padding=weight.shape[-1] // 2)
                maps = torch.cat([maps, found], 1)
        return linear(self.last(maps).relu_().mean((2, 3)), self.weight, self.bias)


def normalisation(scale, shift):
    """scale * maps + shift in one pass: a batch normalisation of mean 0 and variance 1."""
    scale, shift = torch.from_numpy(scale), torch.from_numpy(shift)
    mean, variance = torch.zeros(len(scale)), torch.ones(len(scale))
    return lambda maps: batch_norm(maps, mean, variance, scale, shift, False, 0, 0)


def turned(tensor):
    return tensor.contiguous(memory_format=torch.channels_last)


def in_parts(run, pixels):
    return lambda: [run(part) for part in pixels.split(BATCH)]


def in_turns(ways):
    """{name: milliseconds of the shortest turn}; the first turn warms up."""
    times = {name: [] for name in ways}
    with one_thread(), torch.no_grad():
        for _ in range(TURNS + 1):
            for name, way in ways.items():
                started = time.perf_counter()
                way()
                times[name].append(1000 * (time.perf_counter() - started))
    return {name: min(values[1:]) for name, values in times.items()}


def write_times(times, path):
    """times : {(arm, seed): milliseconds}."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("arm", "seed", "milliseconds"))
        writer.writerows((arm, seed, f"{value:.2f}") for (arm, seed), value in times.items())


def read_times(path):
    if not path.exists():
        return {}
    with open(path, encoding="utf-8", newline="") as file:
        return {(row["arm"], int(row["seed"])): float(row["milliseconds"]) for row in csv.DictReader(file)}
