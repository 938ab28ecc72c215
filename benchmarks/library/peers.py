# SPDX-License-Identifier: GPL-2.0-or-later
"""What is used without labels elsewhere, on the same pixels: spectral angle, matched filter, feature fitting."""

import numpy as np

from mineral_prune_plugin.simulation.endmembers import MINERAL
from mineral_prune_plugin.spectra.hull import upper_hull


def spectral_angle(prepared, reflectance):
    """Names by the smallest spectral angle between hull quotients, to any record of a mineral (Kruse et al. 1993)."""
    names, absorptions = _records(prepared)
    cosines = _unit(_quotients(prepared, reflectance)) @ _unit(1 - absorptions).T
    return names[cosines.argmax(axis=1)]


def feature_fitting(prepared, reflectance):
    """Names by spectral feature fitting (Clark, Gallagher and Swayze 1990): the record whose hull quotient, scaled and
    shifted by least squares, leaves the smallest error.

    That is the largest correlation of the two; a record that would have to be turned over does not fit.
    """
    names, absorptions = _records(prepared)
    quotients = _quotients(prepared, reflectance)
    correlations = _unit(_centred(quotients)) @ _unit(_centred(1 - absorptions)).T
    return names[correlations.argmax(axis=1)]


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


UNTRAINED = {
    "spectral angle": spectral_angle,
    "spectral feature fitting": feature_fitting,
    "matched filter": matched_filter,
}


def _records(prepared):
    """(the mineral of each record of the requested minerals, their absorptions)"""
    minerals = [each for each in prepared.simulation.endmembers if each.role == MINERAL]
    names = np.repeat([each.name for each in minerals], [len(each.absorptions) for each in minerals])
    return names, np.concatenate([each.absorptions for each in minerals])


def _quotients(prepared, reflectance):
    return (reflectance / upper_hull(reflectance, prepared.wavelengths.array())).T


def _unit(spectra):
    return spectra / np.maximum(np.linalg.norm(spectra, axis=1, keepdims=True), 1e-12)


def _centred(spectra):
    return spectra - spectra.mean(axis=1, keepdims=True)


def _log(reflectance):
    values = np.log(np.maximum(reflectance, 1e-4)).astype(np.float64)
    return values - values.mean(axis=0)
