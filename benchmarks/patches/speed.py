# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast a sparse DenseNet maps 2000 x 2000 pixels of 50 bands: beside the dense one, a plain loop, and the peak.

`python -m benchmarks.patches.speed --scene ... --labels ...`: the two networks are trained on scene and labels; the
cube is that of the map benchmark, whose content does not matter for time. The plain loop is PyTorch as one writes it
first: each patch is cut out of the padded scene and run through the same sparse network, one at a time or many at a
time; it is timed on a part of the scene and scaled up. The peak is the fastest of some products of large float32
matrices on as many threads as the map has.
"""

import argparse
import statistics
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import batch_norm, conv2d, linear

from benchmarks.common import RESULTS, WORK, scene_arguments, write_page
from benchmarks.map.cubes import SIDE, cube_file
from benchmarks.patches.networks import Samples
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.models.compatibility import bands_for
from mineral_prune_plugin.models.densenet.cost import multiply_adds_of_a_pixel
from mineral_prune_plugin.models.densenet.patch_inputs import patch_inputs
from mineral_prune_plugin.models.model_file import load, save
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.patch_reader import read_patches
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.threads import cores

ROUNDS = 3
LOOPED, BATCHED = 4_000, 65_536  # patches of the plain loops
BATCH = 1024
MATRIX = 2048


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scene_arguments(parser)
    parser.add_argument("--epochs", type=int, default=0, help="of every network; 0: the plugin's defaults")
    parser.add_argument("--folder", type=Path, default=WORK / "bench", help="of cubes and networks")
    arguments = parser.parse_args()
    folder = arguments.folder
    path = cube_file(folder, "GeoTIFF pixel")
    models = {name: _trained(arguments, folder, name) for name in ("dense", "sparse")}
    works = {name: _map(path, model, folder) for name, model in models.items()}
    works["DEFLATE"] = _map(cube_file(folder, "DEFLATE"), models["sparse"], folder)
    times = {name: [] for name in works}
    for turn in range(ROUNDS + 1):  # the first is for warming up
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name] += [time.perf_counter() - began] if turn else []
    seconds = {name: statistics.median(found) for name, found in times.items()}
    text = _page(models, seconds, _plain_loops(path, models["sparse"]), _peak())
    write_page(RESULTS / "sparse_densenet_speed.md", text)


def _trained(arguments, folder, name):
    """The default network of seed 1, from a file where it was trained before."""
    place = folder / f"{name}_densenet.safetensors"
    if not place.exists():
        save(Samples(arguments, "blocks", 1).model(name), place)
    return load(place)


def _map(path, model, folder):
    job = MapJob(str(path), model, str(folder / "map.tif"))
    return lambda: map_minerals(job, silent())


def _plain_loops(path, model):
    """Seconds for the whole scene: (patch by patch, many at a time)."""
    info = describe(str(path))
    reader = SpectrumReader(info, bands_for(replace(model), info))
    places = np.arange(BATCHED)
    patches = read_patches(reader, places % SIDE, places // SIDE, model.patch, silent())
    inputs = patch_inputs(patches, model.preprocessing)
    run, found = PlainNetwork(model.network), []
    scene = torch.from_numpy(inputs.take(places))
    for count, size in ((LOOPED, 1), (BATCHED, BATCH)):
        began = time.perf_counter()
        with torch.no_grad():
            for start in range(0, count, size):
                run(scene[start : start + size].clone()).argmax(1)
        found.append((time.perf_counter() - began) * SIDE**2 / count)
    return found


class PlainNetwork:
    """A DenseNetwork of patches as one writes it in PyTorch: (n, n_bands, patch, patch) -> logits (n, n_classes)."""

    def __init__(self, network):
        def convolution(one):
            (group,) = one.groups
            return [torch.from_numpy(values) for values in (group.reads, group.scale, group.shift, group.weight)]

        self.first = torch.from_numpy(network.first)
        self.blocks = [[[convolution(one) for one in layer] for layer in block] for block in network.blocks]
        self.transitions = [convolution(one) for one in network.transitions]
        last = network.scale, network.shift, network.weight, network.bias
        self.scale, self.shift, self.weight, self.bias = map(torch.from_numpy, last)

    def __call__(self, patches):
        maps = conv2d(patches, self.first)
        for index, block in enumerate(self.blocks):
            maps = self._convolved(maps, *self.transitions[index - 1]) if index else maps
            for layer in block:
                found = maps
                for convolution in layer:
                    found = self._convolved(found, *convolution)
                lost = (maps.shape[2] - found.shape[2]) // 2
                maps = torch.cat([maps[:, :, lost : maps.shape[2] - lost, lost : maps.shape[3] - lost], found], 1)
        return linear(_normalised(maps, self.scale, self.shift).mean((2, 3)), self.weight, self.bias)

    def _convolved(self, maps, reads, scale, shift, weight):
        return conv2d(_normalised(maps[:, reads], scale, shift), weight)


def _normalised(maps, scale, shift):
    mean, variance = torch.zeros_like(shift), torch.ones_like(scale)
    return batch_norm(maps, mean, variance, scale, shift, False, 0, 0).relu_()


def _peak():
    """Products and sums a second of float32, on as many threads as the map has."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    best = [0.0] * cores()

    def work(place):
        one = torch.rand(MATRIX, MATRIX)
        product = torch.ops.mkldnn._linear_pointwise
        for _ in range(6):
            began = time.perf_counter()
            product(one, one, None, "none", [], "")
            best[place] = max(best[place], 2 * MATRIX**3 / (time.perf_counter() - began))

    threads = [threading.Thread(target=work, args=(place,)) for place in range(cores())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    torch.set_num_threads(before)
    return sum(best)


def _page(models, seconds, loops, peak):
    products = {name: multiply_adds_of_a_pixel(model.network) for name, model in models.items()}
    rows = [
        f"| the plugin, {name} network | {seconds[name]:.2f} | {products[name]:,} | "
        f"{200 * products[name] * SIDE**2 / seconds[name] / peak:.0f} |"
        for name in ("dense", "sparse")
    ]
    rows.append(f"| the plugin, sparse network, DEFLATE | {seconds['DEFLATE']:.2f} | | |")
    for name, found in zip(("one patch at a time", f"{BATCH} patches at a time"), loops):
        rows.append(f"| plain PyTorch, sparse network, {name} | {found:.0f} | | |")
    ratio, sparse = seconds["sparse"] / seconds["dense"], models["sparse"]
    share = products["sparse"] / products["dense"]
    return f"""# Maps by a sparse DenseNet: 2000 x 2000 pixels, 50 bands

Default networks of `trainsparsedensenet`, patches of {sparse.patch} x {sparse.patch} pixels, feature
`{sparse.feature}`, GeoTIFF, uncompressed unless said, {cores()} threads, torch {torch.__version__}. {date.today()}.
Medians of {ROUNDS} runs of the whole map, reading and writing included; the plain loops neither read nor write, compute
on torch's own threads, and are scaled up from {LOOPED:,} and {BATCHED:,} patches.

| way | seconds | multiply-adds a pixel | share of the peak (%) |
|---|---|---|---|
{chr(10).join(rows)}

- Sparse / dense: {ratio:.2f} of the time (goal 0.55), {share:.2f} of the multiply-adds.
- Against plain PyTorch: {loops[0] / seconds["sparse"]:.0f} times as fast as one patch at a time (goal 20),
  {loops[1] / seconds["sparse"]:.1f} times as fast as {BATCH} at a time.
- The peak is {peak / 1e9:.0f} GFLOP/s, products of {MATRIX} x {MATRIX} matrices.
"""


if __name__ == "__main__":
    main()
