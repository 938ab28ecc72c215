# SPDX-License-Identifier: GPL-2.0-or-later
"""From a raster and its samples to a Simulation of what is unlike all of them."""

from dataclasses import replace

import numpy as np

from ..errors import BandWidthsImplausible, LibraryMissesBands, TooFewBands
from ..raster.spectrum_reader import SpectrumReader
from ..spectral_library.embedded import WAVELENGTHS_UM, embedded_library
from ..spectral_library.resample import resample
from .draws import Simulation
from .endmembers import others_of
from .prepare import SCENE_PIXELS
from .sample_endmembers import endmembers_of_samples, materials_of
from .scene_sample import read_scene_sample
from .simulation_notices import ClassesTakenBySpectra, LibraryNotBeside
from .simulation_settings import SimulationSettings

SPACING_UM = 0.01  # of the bands of a raster that states no wavelengths: that of most imaging spectrometers
# More of what is like no material than where a library is what is learnt: beside a few samples it teaches most.
UNLIKE_SAMPLES = SimulationSettings(requested=0.0, rare=0.05, surface=0.1, unlike=2.0, featureless=0.17)


def simulation_beside(info, selection, spectra, seed, progress):
    """The Simulation whose classes are those of the training samples, never drawn alone, and what is unlike them.

    Beside `unlike` and `featureless` these are the materials of the plugin's own library, where the bands show them.

    info      : raster.source.RasterInfo
    selection : BandSelection of its bands
    spectra   : samples.samples.SampleSpectra in these bands
    seed      : 0 or above
    progress  : reports, is asked to cancel and told of what had to be assumed or left out
    errors    : SceneTooSmall, RasterReadFailed, Cancelled
    """
    wavelengths = info.bands.wavelengths(selection.numbers) if selection.weights is None else None
    centres = SPACING_UM * np.arange(1, len(spectra.reflectance) + 1) if wavelengths is None else wavelengths.array()
    minerals = endmembers_of_samples(spectra, centres, seed)
    others = _others(minerals, wavelengths, info.name, progress)
    scene = read_scene_sample(SpectrumReader(info, selection), centres, SCENE_PIXELS, seed, progress)
    return Simulation((*minerals, *others), scene, centres, replace(UNLIKE_SAMPLES, seed=seed))


def _others(minerals, wavelengths, raster, progress):
    """The Endmembers of the plugin's own library that no class of the samples is; none, told, where it has none."""
    every = () if wavelengths is None else _every(wavelengths, raster, replace(progress, tell=lambda notice: None))
    if not every:
        progress.tell(LibraryNotBeside(raster=raster, first=WAVELENGTHS_UM[0], last=WAVELENGTHS_UM[-1]))
        return ()
    known, taken = materials_of(minerals, every)
    for name, materials in taken.items():
        progress.tell(ClassesTakenBySpectra(mineral=name, materials=", ".join(materials)))
    return tuple(other for other in every if other.name not in known)


def _every(wavelengths, raster, quiet):
    """The Endmembers of all that the plugin's own library shows at these Wavelengths; () where that is nothing."""
    try:
        return others_of(_filled(resample((embedded_library(),), wavelengths, raster, quiet)), known=())
    except (BandWidthsImplausible, LibraryMissesBands, TooFewBands):
        return ()


def _filled(library):
    """The Library as if its spectra went on beyond their ends as flat as they end: a scene's bands may lie outside.

    Nothing is drawn with that brightness: what counts is that there is no absorption.
    """
    covered = np.flatnonzero(np.isfinite(library.reflectance).all(axis=0))
    if not len(covered):
        return library
    nearest = covered[np.abs(np.arange(library.reflectance.shape[1])[:, None] - covered).argmin(axis=1)]
    return replace(library, reflectance=np.ascontiguousarray(library.reflectance[:, nearest]))
