# SPDX-License-Identifier: GPL-2.0-or-later
"""What simulation takes from a scene: the continua of its pixels, its brightness and its noise."""

from dataclasses import dataclass

import numpy as np

from ..errors import SceneTooSmall
from ..spectra.hull import upper_hull
from ..spectra.transforms import FLOOR
from .scene_noise import neighbour_differences, noise_covariance

MOST_WINDOWS = 64  # a scene of many gigabytes is not read whole for a few thousand pixels
FEWEST_PAIRS, MOST_PAIRS = 50, 20_000  # of neighbours


@dataclass(frozen=True)
class SceneSample:
    """Pixels of a scene, at random and in random order.

    reflectance : float32 (n_bands, n), 0..1, nowhere below FLOOR
    continua    : float32 (n_bands, n), the upper convex hull of each
    noise       : float64 (n_bands, n_bands), the covariance of the noise
    """

    reflectance: np.ndarray
    continua: np.ndarray
    noise: np.ndarray

    def noise_root(self):
        """float64 (n_bands, n_bands): times standard normal numbers (n_bands, n) it is noise."""
        values, vectors = np.linalg.eigh(self.noise)
        return vectors * np.sqrt(np.maximum(values, 0.0))

    def redrawn(self, count, dilution, amount, generator):
        """float32 (n_bands, count): the first pixels with more noise and their absorptions weakened.

        dilution  : (least, most), by which absorptions are multiplied
        amount    : of the scene's noise, as a share of its deviation
        generator : numpy Generator
        """
        pixels = self.reflectance[:, :count], self.continua[:, :count]
        return redrawn(pixels, amount * self.noise_root(), dilution, generator)


def redrawn(pixels, root, dilution, generator):
    """float32 (n_bands, n): spectra with noise added and their absorptions weakened.

    pixels    : (reflectance, continua), float32 (n_bands, n) each
    root      : float64 (n_bands, n_bands), as `noise_root`, of the noise to add
    dilution  : (least, most), by which absorptions are multiplied
    generator : numpy Generator
    """
    reflectance, continua = (values.T for values in pixels)
    absorptions = 1 - reflectance / continua
    weakened = continua * (1 - generator.uniform(*dilution, (len(continua), 1)) * absorptions)
    noise = generator.standard_normal(weakened.shape) @ root.T
    return np.ascontiguousarray(np.maximum(weakened + noise, FLOOR).T, dtype=np.float32)


def read_scene_sample(reader, wavelengths_um, count, seed, progress):
    """The SceneSample of a raster.

    reader         : raster.spectrum_reader.SpectrumReader
    wavelengths_um : float64 (n_bands,), centres of the bands that it reads
    count          : pixels, at most
    seed           : 0 or above
    progress       : reports, is asked to cancel, and told of bands that make many pixels no data
    errors         : SceneTooSmall, RasterReadFailed, Cancelled
    """
    from ..raster.band_data import MANY, tell_gaps  # needs GDAL, which a report that shows a sample does without

    generator = np.random.default_rng([seed, count])
    windows = reader.windows()
    chosen = np.sort(generator.choice(len(windows), min(MOST_WINDOWS, len(windows)), replace=False))
    share = -(-count // len(chosen))
    pixels, differences, held = [], [], []
    for done, place in enumerate(chosen):
        progress.step(done / len(chosen))
        spectra = reader.read(windows[int(place)], progress)
        window = windows[int(place)]
        held.append(spectra.valid.mean())
        usable = spectra.valid & (spectra.reflectance > 0).any(axis=0)
        pixels.append(_some(spectra.reflectance, np.flatnonzero(usable), 4 * share, generator))
        differences.append(neighbour_differences(spectra.reflectance, usable, window.width, 4 * share, generator))
    pixels, differences = np.concatenate(pixels, axis=1), np.concatenate(differences, axis=1)
    if np.mean(held) < 1 - MANY:
        tell_gaps(reader.info, reader.selection, progress)
    if differences.shape[1] < FEWEST_PAIRS:
        raise SceneTooSmall(raster=reader.info.name, found=differences.shape[1], least=FEWEST_PAIRS)
    # In random order, for those who take the first of them: as they were read, these would be the top of the scene.
    chosen = generator.permutation(pixels.shape[1])[:count]
    pixels = np.maximum(np.ascontiguousarray(pixels[:, chosen]), np.float32(FLOOR))
    differences = differences[:, generator.permutation(differences.shape[1])[:MOST_PAIRS]]
    return SceneSample(pixels, upper_hull(pixels, wavelengths_um), noise_covariance(differences))


def _some(reflectance, places, count, generator):
    """The spectra at `count` of the places, or at all where there are fewer; a copy, contiguous."""
    chosen = np.sort(generator.choice(places, min(count, len(places)), replace=False)) if len(places) else places
    return np.ascontiguousarray(reflectance[:, chosen])
