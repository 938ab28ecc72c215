# SPDX-License-Identifier: GPL-2.0-or-later
"""What is used without labels elsewhere, on the same pixels: spectral angle, matched filter, a linear model."""

import numpy as np

from mineral_prune_plugin.simulation.endmembers import MINERAL
from mineral_prune_plugin.spectra.hull import upper_hull


def spectral_angle(prepared, reflectance):
    """Names by the smallest spectral angle between hull quotients, to any record of a mineral (Kruse et al. 1993)."""
    minerals = [each for each in prepared.simulation.endmembers if each.role == MINERAL]
    records = np.concatenate([1 - each.absorptions for each in minerals])
    names = np.repeat([each.name for each in minerals], [len(each.absorptions) for each in minerals])
    quotients = (reflectance / upper_hull(reflectance, prepared.wavelengths.array())).T
    cosines = _unit(quotients) @ _unit(records).T
    return names[cosines.argmax(axis=1)]


def matched_filter(prepared, reflectance):
    """Names by the largest matched filter of a mineral's mean spectrum against the scene, each scaled to unit variance.

    Logarithms less their mean, so that brightness is no matter.
    """
    minerals = [each for each in prepared.simulation.endmembers if each.role == MINERAL]
    background = _log(prepared.simulation.scene.reflectance)
    mean, covariance = background.mean(axis=1, keepdims=True), np.cov(background)
    inverse = np.linalg.pinv(covariance + 1e-6 * np.trace(covariance) / len(covariance) * np.eye(len(covariance)))
    targets = np.stack([_log(each.reflectance.T).mean(axis=1) for each in minerals]) - mean.T
    filters = targets @ inverse / np.sqrt(np.einsum("kb,bc,kc->k", targets, inverse, targets))[:, None]
    names = np.array([each.name for each in minerals])
    return names[(filters @ (_log(reflectance) - mean)).argmax(axis=0)]


def _unit(spectra):
    return spectra / np.linalg.norm(spectra, axis=1, keepdims=True)


def _log(reflectance):
    values = np.log(np.maximum(reflectance, 1e-4)).astype(np.float64)
    return values - values.mean(axis=0)
