# SPDX-License-Identifier: GPL-2.0-or-later
"""How far apart two pixels of a mineral must lie before the one says little of the other's spectrum.

By it, labelled points are joined into clusters that are left out together.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.common import RESULTS, made_on, scene_arguments, write_page
from benchmarks.few_labels import read_scene
from mineral_prune_plugin.samples.point_clusters import REACH
from mineral_prune_plugin.spectra.transforms import normalised

LAGS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    scene_arguments(parser)
    parser.add_argument("--out", type=Path, default=RESULTS / "autocorrelation.md")
    arguments = parser.parse_args()
    scene = read_scene(arguments.scene, arguments.labels)
    rows = autocorrelation(scene.reflectance, scene.labels)
    write_page(arguments.out, page(Path(arguments.scene).name, rows))


def autocorrelation(reflectance, labels):
    """[(lag in pixels, correlation, pairs)] of the spectra about the mean of their mineral, along rows and columns.

    reflectance : float32 (n_bands, n_pixels), row by row
    labels      : (height, width), class numbers, 0 for none
    """
    spectra = normalised(reflectance, None).reshape(-1, *labels.shape)
    for number in np.unique(labels[labels > 0]):
        spectra[:, labels == number] -= spectra[:, labels == number].mean(axis=1, keepdims=True)
    variance = (spectra[:, labels > 0] ** 2).sum(axis=0).mean()
    return [(lag, *_at(spectra, labels, lag, variance)) for lag in LAGS]


def _at(spectra, labels, lag, variance):
    height, width = labels.shape
    product, pairs = 0.0, 0
    for down, across in ((0, lag), (lag, 0)):
        first = slice(0, height - down), slice(0, width - across)
        second = slice(down, height), slice(across, width)
        alike = (labels[first] == labels[second]) & (labels[first] > 0)
        one_side, other = (spectra[(slice(None), *part)][:, alike] for part in (first, second))
        product += float((one_side * other).sum())
        pairs += int(alike.sum())
    return product / pairs / variance, pairs


def page(name, rows):
    lines = [
        "# How far apart pixels of a mineral are alike",
        "",
        f"Made by `python -m benchmarks.autocorrelation --scene {name} --labels ...`,",
        f"{made_on()}. Correlation of spectra (logarithms less their mean over the bands) about",
        "the mean of their mineral, at a distance along rows and columns. *Draw samples* takes labelled points of a",
        f"mineral for one place where they lie within {REACH} pixels of each other.",
        "",
        "| distance (pixels) | correlation | pairs |",
        "|---|---|---|",
    ]
    return "\n".join(lines + [f"| {lag} | {correlation:.2f} | {pairs} |" for lag, correlation, pairs in rows]) + "\n"


if __name__ == "__main__":
    main()
