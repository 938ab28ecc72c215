# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a forward pass of 64 images takes on one core: compact networks, the dense one, and plain PyTorch.

All take turns, so that all meet the same load; the shortest of many turns counts. Plain PyTorch is the dense module in
evaluation, the whole batch at once, in the faster of PyTorch's two orders in memory. The others run as in a map.
"""

import csv
import time

import torch

from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.forward import BATCH, Runner
from mineral_prune_plugin.models.threads import one_thread

from .images import SIDE
from .runs import load, network

IMAGES, TURNS = 64, 30
PLAIN = "plain"  # the dense network by PyTorch


def measure(images, design, arms, seed, folder):
    """{arm: milliseconds} of the networks that `run` left in `folder`; PLAIN is among them."""
    pixels = torch.zeros(IMAGES, 3, SIDE, SIDE).normal_(generator=torch.Generator().manual_seed(seed))
    modules = {arm: load(network(images, design, seed).cpu(), folder / f"{arm}-{seed}.npz").eval() for arm in arms}
    ways = {arm: in_parts(Runner(compact(module)), pixels) for arm, module in modules.items()}
    turned = pixels.contiguous(memory_format=torch.channels_last)
    ways[PLAIN] = lambda: modules["dense"](pixels)
    ways["turned"] = lambda: modules["dense"](turned)
    shortest = in_turns(ways)
    shortest[PLAIN] = min(shortest[PLAIN], shortest.pop("turned"))
    return shortest


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
