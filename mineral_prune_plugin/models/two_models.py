# SPDX-License-Identifier: GPL-2.0-or-later
"""Two models side by side: of the same minerals and on the same samples, each in the bands it needs."""

import numpy as np

from ..errors import ModelClassesDiffer, SamplesWithoutSpectra
from ..raster.spectrum_reader import SpectrumReader
from ..samples.samples import SPLITS, read_sample_spectra
from .compatibility import bands_for, check_brightness
from .train_model import check_samples_fit, identify_samples


def check_same_classes(first, second):
    """Errors: ModelClassesDiffer where a mineral of `first` is not in `second`, or the reverse, by number and name.

    What they reject may differ.
    """
    known = [{c.number: c.name for c in model.minerals} for model in (first, second)]
    missing = [_listed_without(*names) for names in (known, known[::-1])]
    if any(missing):
        raise ModelClassesDiffer(first=missing[0] or "-", second=missing[1] or "-")


def readers_for(models, info, interpolate=False):
    """A SpectrumReader for each of two `models`, of the bands it needs; the same object where these are the same.

    info, interpolate : as in `bands_for`
    """
    first, second = (bands_for(model, info, interpolate) for model in models)
    reader = SpectrumReader(info, first)
    return reader, reader if _same(first, second) else SpectrumReader(info, second)


def identify_both(models, readers, samples, progress):
    """The samples that have a valid spectrum in the bands of both of two `models`, identified by each.

    readers  : `readers_for` the models
    samples  : samples.samples.Samples
    progress : reports, and is asked to cancel
    returns  : (reference, identified by the first, by the second), int64 (n,) class numbers, as `identify_samples`
    errors   : SamplesDoNotFitModel, SamplesWithoutSpectra, ScaleDiffers, Cancelled
    """
    for model in models:
        check_samples_fit(model, samples)
    first = read_sample_spectra(readers[0], samples, progress.part(0.0, 0.5), models[0].patch)
    second = first
    if readers[1] is not readers[0] or models[1].patch != models[0].patch:
        second = read_sample_spectra(readers[1], samples, progress.part(0.5, 1.0), models[1].patch)
    spectra = _shared(first, second), _shared(second, first)
    info = readers[0].info
    if not len(spectra[0].samples):
        raise SamplesWithoutSpectra(raster=info.name, samples=len(samples))
    for model, of_model in zip(models, spectra):
        check_brightness(model, of_model.reflectance, info.name)
    (reference, by_first), (_, by_second) = map(_identify_all, models, spectra)
    return reference, by_first, by_second


def _listed_without(names, other_names):
    """The classes of a model that another does not have, for a sentence. Both : number -> name."""
    missing = (number for number in names if _name(other_names, number) != _name(names, number))
    return ", ".join(f"{number} = {names[number]}" for number in missing)


def _name(names, number):
    return names.get(number, "").strip().casefold()


def _same(first, second):
    """Whether two BandSelections read and make the same bands."""
    if first.numbers != second.numbers or (first.weights is None) != (second.weights is None):
        return False
    return first.weights is None or np.array_equal(first.weights, second.weights)


def _shared(spectra, others):
    """The samples that `others` have too; no two of them lie in the same pixel."""
    pixels, other_pixels = (some.samples.rows * 2**32 + some.samples.columns for some in (spectra, others))
    return spectra.where(np.isin(pixels, other_pixels))


def _identify_all(model, spectra):
    """(reference, identified) of the samples of every split, one split after the other."""
    parts = [identify_samples(model, spectra, split) for split in SPLITS]
    return tuple(np.concatenate(column) for column in zip(*parts))
