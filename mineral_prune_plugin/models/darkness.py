# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra too dark to be told: what looks like an absorption of water or deep shadow is noise, or a trace of the air.

Most features are blind to brightness, and so is a network that takes them. So the limit stands beside it in the model,
and whatever identifies by a model asks here. Water is dark beyond 1 um alone, and single bands are noisy: so the
brightness is that of a few bands from there on, of the middle one or of their mean, whichever is larger. The middle one
makes it cheap: a map looks at the others where that is dark alone.
"""

import numpy as np

from .model_notices import SceneDark
from .reject import FEATURELESS

DARKEST = 0.05  # reflectance: water has 0.01 to 0.04 beyond 1 um, hardly any dry ground in the sun less than 0.06
FROM_UM, BANDS = 1.0, 8
MOST_DARK = 0.5  # of a scene
FEW = 0.01  # of a mineral's spectra may be darker than the limit


def judged_bands(wavelengths_um, bands):
    """int64 (at most BANDS,): indices of the bands whose brightness counts, spread over those from FROM_UM on.

    wavelengths_um : float (n_bands,) ascending, or None; where none of them is beyond FROM_UM, all bands count
    bands          : n_bands
    """
    places = np.arange(bands) if wavelengths_um is None else np.flatnonzero(np.asarray(wavelengths_um) >= FROM_UM)
    places = places if len(places) else np.arange(bands)
    count = min(BANDS, len(places))
    return places[(np.arange(count) * 2 + 1) * len(places) // (2 * count)]


def middle(judged):
    """Which of the `judged` bands is looked at first."""
    return len(judged) // 2


def mean_of(reflectance):
    """float32 (n,), band after band, so that no pixel's depends on another. reflectance : float32 (n_bands, n)"""
    total = reflectance[0].copy()
    for band in reflectance[1:]:
        total += band
    total *= np.float32(1 / len(reflectance))
    return total


def brightness(reflectance, judged):
    """float32 (n,), what a limit is compared with. reflectance : float32 (n_bands, n); judged : of `judged_bands`"""
    some = reflectance[judged]
    return np.maximum(some[middle(judged)], mean_of(some))


def darkest_for(groups, judged):
    """The limit of a model whose minerals have these spectra: DARKEST, or less where one of them is as dark itself.

    groups : iterable of float32 (n_bands, n) reflectance, of a mineral each
    judged : of `judged_bands`
    """
    limits = [float(np.quantile(brightness(spectra, judged), FEW)) for spectra in groups if spectra.shape[1]]
    return max(0.0, min([DARKEST, *limits]))


def has_limit(model):
    """Whether there are spectra that a `model` takes for too dark."""
    return model.reject is not None and model.reject.darkest > 0


def judged_of(model):
    """The `judged_bands` of a `model`."""
    return judged_bands(None if model.wavelengths is None else model.wavelengths.array(), model.bands)


def too_dark(model, reflectance):
    """bool (n,): the spectra that a `model` takes for too dark. reflectance : float32 (n_bands, n)"""
    if not has_limit(model):
        return np.zeros(reflectance.shape[1], dtype=bool)
    return brightness(reflectance, judged_of(model)) < np.float32(model.reject.darkest)


def darkness_notices(model, reflectance, raster):
    """Notices that most of a scene is too dark for a `model`: as a rule it is scaled otherwise than it says.

    reflectance : float32 (n_bands, n), pixels of the scene
    raster      : its name
    """
    dark = float(too_dark(model, reflectance).mean())
    return [SceneDark(raster=raster, dark=100 * dark, limit=model.reject.darkest)] if dark > MOST_DARK else []


def identified_places(model, reflectance):
    """int64 (n,): the index of the class that a model gives each spectrum, a mineral's or a reject's.

    model       : Model of a perceptron
    reflectance : float32 (n_bands, n)
    """
    from .perceptron.forward import identified  # here, for reports read this module and must not load torch

    return with_dark(model, reflectance, identified(model.network, model.inputs_of(reflectance)))


def with_dark(model, reflectance, places):
    """The `places` that the network gives, with that of the FEATURELESS class for spectra that are too dark.

    model       : Model
    reflectance : float32 (n_bands, n)
    places      : int64 (n,), indices of the model's classes
    """
    if not has_limit(model):
        return places
    return np.where(too_dark(model, reflectance), featureless_place(model), places)


def featureless_place(model):
    """Index of the FEATURELESS class among those of a `model` that has one."""
    return next(at for at, each in enumerate(model.classes) if model.reject.kinds.get(each.number) == FEATURELESS)
