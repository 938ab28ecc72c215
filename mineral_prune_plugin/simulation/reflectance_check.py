# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a scene is reflectance at all: radiance has the air's absorptions everywhere; other units are large."""

import numpy as np

from ..errors import SceneIsRadiance, SceneNotReflectance

LARGEST_REFLECTANCE = 2.0  # of the mean of a scene: snow and glints exceed 1
# Oxygen, water vapour and carbon dioxide: (centre, shoulder, shoulder), micrometres. Corrected scenes keep traces.
OF_THE_AIR_UM = ((0.762, 0.745, 0.780), (0.943, 0.870, 1.000), (1.135, 1.060, 1.230), (2.060, 2.035, 2.100))
LEAST_DEPTH = 0.12  # of the median spectrum there; corrected scenes have a few per cent
REACH_UM = 0.008  # of a band from each of these places
FEWEST = 1


def check_reflectance(scene, wavelengths_um, raster):
    """Refuse a scene whose spectra are not reflectance from 0 to 1.

    scene          : scene_sample.SceneSample
    wavelengths_um : float64 (n_bands,), micrometres
    raster         : the name for errors
    errors         : SceneNotReflectance, SceneIsRadiance
    """
    mean = float(np.abs(scene.reflectance).mean(dtype=np.float64))
    if mean > LARGEST_REFLECTANCE:
        raise SceneNotReflectance(raster=raster, found=mean)
    relative = scene.reflectance / scene.reflectance.mean(axis=0)
    depths = air_absorptions(np.median(relative, axis=1), wavelengths_um)
    if len(depths) >= FEWEST and min(depths.values()) > LEAST_DEPTH:
        deepest = max(depths, key=depths.get)
        raise SceneIsRadiance(raster=raster, depth=100 * depths[deepest], wavelength=deepest)


def air_absorptions(spectrum, wavelengths_um):
    """Centre -> depth of each absorption of the air that the bands show with both shoulders.

    spectrum       : float (n_bands,)
    wavelengths_um : float64 (n_bands,), micrometres, ascending
    """
    depths = {}
    for places in OF_THE_AIR_UM:
        bands = [int(np.abs(wavelengths_um - place).argmin()) for place in places]
        near = all(abs(wavelengths_um[band] - place) <= REACH_UM for band, place in zip(bands, places))
        if near and len(set(bands)) == len(bands):
            centre, left, right = places
            share = (centre - left) / (right - left)
            shoulders = (1 - share) * spectrum[bands[1]] + share * spectrum[bands[2]]
            depths[centre] = 1 - float(spectrum[bands[0]] / shoulders)
    return depths
