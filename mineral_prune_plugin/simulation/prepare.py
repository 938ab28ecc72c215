# SPDX-License-Identifier: GPL-2.0-or-later
"""From a raster, a library and a request to a Simulation."""

from dataclasses import dataclass, replace

import numpy as np

from ..errors import LibraryMissesBands, SceneNeedsWavelengths
from ..notices import SurfacesNotCovered
from ..raster.band_matching import BandSelection
from ..raster.spectrum_reader import SpectrumReader
from ..raster.wavelengths import Wavelengths
from ..spectral_library.embedded import WAVELENGTHS_UM, embedded_library
from ..spectral_library.library import Library, in_bands
from ..spectral_library.matching import Match, parse_minerals
from ..spectral_library.read_library import read_library
from ..spectral_library.resample import resample
from .draws import Simulation
from .endmembers import endmembers_of
from .reflectance_check import check_reflectance
from .scene_sample import read_scene_sample

SCENE_PIXELS = 20_000


@dataclass(frozen=True)
class Prepared:
    """simulation  : draws.Simulation, with the endmembers and the sample of the scene
    selection   : BandSelection of the raster; without the bands that no spectrum of the library covers
    wavelengths : Wavelengths of these bands
    library     : Library at these bands
    matches     : the Match of each pattern of the requested minerals, by the library's records
    """

    simulation: Simulation
    selection: BandSelection
    wavelengths: Wavelengths
    library: Library
    matches: tuple[Match, ...]


def prepare_simulation(info, selection, request, settings, progress):
    """The Prepared of a scene.

    info      : raster.source.RasterInfo
    selection : BandSelection of its bands
    request   : (path of the library, "" for the embedded one; the minerals as text, "" for all common ones)
    settings  : SimulationSettings
    progress  : reports, is asked to cancel and told what was assumed or left out
    errors    : SceneNeedsWavelengths, those of reading, `resample`, `endmembers_of`, `check_reflectance`, Cancelled
    """
    path, text = request
    minerals = parse_minerals(text)
    wavelengths = info.bands.wavelengths(selection.numbers)
    if wavelengths is None:
        raise SceneNeedsWavelengths(raster=info.name)
    libraries = read_library(path, progress.part(0.0, 0.3)) if path else (embedded_library(),)
    library = resample(libraries, wavelengths, info.name, progress)
    selection, wavelengths, library = _covered(selection, wavelengths, library)
    surfaces = _surfaces(library, info.name, progress) if path else library
    endmembers, matches = endmembers_of(library, minerals, surfaces, progress)
    reader, centres = SpectrumReader(info, selection), wavelengths.array()
    scene = read_scene_sample(reader, centres, SCENE_PIXELS, settings.seed, progress.part(0.3, 1.0))
    check_reflectance(scene, centres, info.name)
    return Prepared(Simulation(endmembers, scene, centres, settings), selection, wavelengths, library, matches)


def _covered(selection, wavelengths, library):
    """The same without the bands that no spectrum of the Library covers; `resample` has told of them."""
    covered = np.flatnonzero(np.isfinite(library.reflectance).any(axis=0))
    if len(covered) == len(wavelengths) or selection.weights is not None:
        return selection, wavelengths, library
    numbers = tuple(selection.numbers[band] for band in covered)
    return BandSelection(numbers), wavelengths.some(covered.tolist()), in_bands(library, covered)


def _surfaces(library, raster, progress):
    """The embedded Library at the bands of another, for the surfaces that this one lacks; told where it ends before.

    Where it has none of the bands, the library itself: what is missing stays missing.
    """
    bands = Wavelengths.from_um(library.wavelengths_um, library.widths_um)
    quiet = replace(progress, tell=lambda notice: None)  # these are no bands that are left out
    try:
        embedded = resample((embedded_library(),), bands, raster, quiet)
    except LibraryMissesBands:
        embedded = None
    if embedded is None or not np.isfinite(embedded.reflectance).all():
        progress.tell(SurfacesNotCovered(first=WAVELENGTHS_UM[0], last=WAVELENGTHS_UM[-1], library=library.title))
    return library if embedded is None else embedded
