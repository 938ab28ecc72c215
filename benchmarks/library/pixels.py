# SPDX-License-Identifier: GPL-2.0-or-later
"""What the models are judged on: real pixels, pixels of the labelled scene, spectra of surfaces."""

from dataclasses import dataclass

import numpy as np

from benchmarks.real_pixels import read_pixels
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.spectra.transforms import FLOOR
from mineral_prune_plugin.spectral_library.embedded import embedded_variants
from mineral_prune_plugin.spectral_library.matching import records_named
from mineral_prune_plugin.spectral_library.materials import MATERIALS, NO_MINERAL

CRAMM_MINERALS = ("muscovite", "calcite", "chalcedony")  # its rules for the others need bands below 2 um
A_MINERAL = 1_000  # pixels of the scene
BRIGHTNESS = (0.4, 1.0)  # of a surface, relative to its record
REPEATS = 20


@dataclass(frozen=True)
class Judged:
    """name : of the set; reflectance : float32 (n_bands, n); minerals : the name of each."""

    name: str
    reflectance: np.ndarray
    minerals: np.ndarray


def real_pixels(path):
    """The Judged sets of a table of real pixels: those that recipes were chosen on, those held out, all; and those of
    the minerals that CRAMM's rules know in these bands.
    """
    pixels = read_pixels(path)
    spectra = np.maximum(pixels.reflectance, np.float32(FLOOR))
    sets = (
        ("real, chosen on", ~pixels.held),
        ("real, held out", pixels.held),
        ("real", np.ones(len(pixels.held), bool)),
        ("real, of CRAMM's minerals", np.isin(pixels.names, CRAMM_MINERALS)),
    )
    return [Judged(name, np.ascontiguousarray(spectra[:, part]), pixels.names[part]) for name, part in sets]


def scene_pixels(info, selection, labels, seed=5):
    """A Judged of A_MINERAL pixels of each mineral of a labelled scene, drawn at random."""
    reader, classes = SpectrumReader(info, selection), RasterLabels(labels, info.grid)
    names, spectra, numbers = classes.class_names(), [], []
    for window in reader.windows():
        read, known = reader.read(window), classes.read(window).classes
        chosen = read.valid & (known > 0)
        spectra.append(read.reflectance[:, chosen])
        numbers.append(known[chosen])
    spectra, numbers = np.concatenate(spectra, axis=1), np.concatenate(numbers)
    generator = np.random.default_rng(seed)
    places = [generator.permutation(np.flatnonzero(numbers == number))[:A_MINERAL] for number in np.unique(numbers)]
    places = np.concatenate(places)
    minerals = np.array([names[number] for number in numbers[places].tolist()])
    return Judged("replica", np.maximum(np.ascontiguousarray(spectra[:, places]), np.float32(FLOOR)), minerals)


def surfaces(library, scene, seed=7):
    """A Judged of pure surfaces that are no mineral, from records that the embedded library was not fitted to.

    library : Library at the scene's bands; scene : SceneSample, whose noise they get
    """
    fitted = {variant.record for variant in embedded_variants()}
    generator = np.random.default_rng(seed)
    spectra, names = [], []
    for material in MATERIALS:
        if material.group != NO_MINERAL:
            continue
        for record in records_named(library.names, material.patterns):
            values = library.reflectance[record]
            if library.names[record] not in fitted and np.isfinite(values).all():
                spectra.append(values[:, None] * generator.uniform(*BRIGHTNESS, REPEATS))
                names += [material.name] * REPEATS
    spectra = np.concatenate(spectra, axis=1)
    noise = scene.noise_root() @ generator.standard_normal(spectra.shape)
    return Judged("surfaces", np.maximum(spectra + noise, FLOOR).astype(np.float32), np.array(names))
