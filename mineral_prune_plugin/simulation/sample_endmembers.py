# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples as endmembers: their absorptions, with less noise than a pixel has; and which materials they are.

A pixel's noise would be simulated a second time, and its hull lies above its noise: so the mean of a few samples counts
as a record.
"""

import re

import numpy as np

from ..spectra.hull import upper_hull
from ..spectra.transforms import FLOOR
from ..spectral_library.materials import MATERIALS, NO_MINERAL
from .endmembers import MINERAL, Endmember

RECORDS, PIXELS = 24, 10  # records of a class, samples of which each is the mean
ALIKE = 0.05  # a material is as like a class as the most like one is, within this difference of correlations


def endmembers_of_samples(spectra, wavelengths_um, seed):
    """An Endmember of each class of the training samples, in the order of their minerals.

    spectra        : samples.samples.SampleSpectra
    wavelengths_um : float64 (n_bands,), micrometres, ascending
    seed           : 0 or above
    """
    reflectance, numbers = spectra.split("train")
    generator = np.random.default_rng([seed, len(numbers)])
    endmembers = []
    for mineral in spectra.samples.minerals:
        of_class = np.maximum(reflectance[:, numbers == mineral.number], np.float32(FLOOR))
        if of_class.shape[1]:
            records = _records(of_class / of_class.mean(axis=0), generator)
            absorptions = (1 - records / upper_hull(records, wavelengths_um)).T
            names = tuple(f"{mineral.name} {number}" for number in range(1, RECORDS + 1))
            endmembers.append(Endmember(mineral.name, MINERAL, True, names, records.T, absorptions))
    return tuple(endmembers)


def materials_of(endmembers, others):
    """The names of the materials that classes of samples are or may be, which must not be learnt as something else.

    By the name of the class: a material's, a synonym's or a group's name is among its words. A class without such a
    word is taken for the materials that its records resemble most.

    endmembers : of `endmembers_of_samples`
    others     : Endmembers of `endmembers.others_of`, of all materials
    returns    : (set of material names, {name of a class taken by its spectra: the materials' names})
    """
    known, taken = set(), {}
    for endmember in endmembers:
        by_name = _named(endmember.name)
        if not by_name and others:
            by_name = taken[endmember.name] = _most_like(endmember, others)
        known.update(by_name)
    return known, taken


def _records(relative, generator):
    """float32 (n_bands, RECORDS): means of a few spectra each."""
    chosen = generator.integers(0, relative.shape[1], (RECORDS, PIXELS))
    return np.ascontiguousarray(np.stack([relative[:, rows].mean(axis=1) for rows in chosen], axis=1), np.float32)


def _named(name):
    """The names of the materials that a class's name mentions."""
    return tuple(
        material.name
        for material in MATERIALS
        if any(_mentions(name, word) for word in material.patterns)
        or (material.group != NO_MINERAL and _mentions(name, material.group))
    )


def _mentions(name, word):
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", name, re.IGNORECASE) is not None


def _most_like(endmember, others):
    """The names of the materials whose records resemble a class's records most."""
    names = np.repeat([other.name for other in others], [len(other.absorptions) for other in others])
    alike = _unit(endmember.absorptions) @ _unit(np.concatenate([other.absorptions for other in others])).T
    near = (alike >= alike.max(axis=1, keepdims=True) - ALIKE).any(axis=0)
    return tuple(dict.fromkeys(names[near].tolist()))


def _unit(absorptions):
    """float64 (n, n_bands): less their mean, of length 1, so that products are correlations."""
    centred = absorptions - absorptions.mean(axis=1, keepdims=True, dtype=np.float64)
    return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12)
