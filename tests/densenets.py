# SPDX-License-Identifier: GPL-2.0-or-later
"""Densely connected networks with random weights, for tests."""

import numpy as np

from mineral_prune_plugin.models.densenet.architecture import plan
from mineral_prune_plugin.models.densenet.network import Convolution, DenseNetwork, Group


def random_network(architecture, seed, drop=0.0):
    """A DenseNetwork whose convolutions read all inputs but a share `drop`, drawn at random."""
    generator, places = np.random.default_rng(seed), plan(architecture)

    def normal(*shape):
        return generator.normal(size=shape).astype(np.float32)

    def convolution(place):
        kept = np.sort(generator.permutation(place.inputs)[: max(1, round(place.inputs * (1 - drop)))])
        weight = normal(place.outputs, len(kept), place.kernel, place.kernel) / np.sqrt(len(kept) * place.kernel**2)
        return Convolution((Group(kept, 1 + normal(len(kept)) / 4, normal(len(kept)) / 4, weight.astype(np.float32)),))

    blocks = tuple(tuple(tuple(convolution(p) for p in layer) for layer in layers) for layers in places.blocks)
    first = normal(places.first.outputs, architecture.inputs, places.first.kernel, places.first.kernel)
    transitions = tuple(convolution(place) for place in places.transitions)
    last = 1 + normal(places.maps) / 4, normal(places.maps) / 4
    weight = normal(architecture.classes, places.maps) / places.maps
    return DenseNetwork(architecture.patch, first / 4, blocks, transitions, *last, weight, normal(architecture.classes))


def patch_model(patch=5, bands=4, classes=(1, 2, 4), seed=0, drop=0.5, feature="reflectance", **architecture):
    """A Model whose network is a random DenseNet of patches; its bands and classes are those of `random_model`."""
    from dataclasses import replace

    from making import random_model

    from mineral_prune_plugin.models.densenet.architecture import Architecture

    um = tuple(2.0 + 0.1 * band for band in range(bands))
    blank = random_model(um, numbers=classes, feature=feature)
    shape = {"blocks": (2, 2), "growth": 4, "first": 6, **architecture}
    network = random_network(Architecture(bands, len(classes), patch, **shape), seed, drop)
    return replace(blank, network=network, training={"seed": seed})
