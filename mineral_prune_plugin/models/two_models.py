# SPDX-License-Identifier: GPL-2.0-or-later
"""Two models side by side: the same minerals, each its own bands, the same samples."""

import numpy as np

from ..errors import ModelClassesDiffer, SamplesWithoutSpectra
from ..raster.spectrum_reader import SpectrumReader
from ..samples.samples import SPLITS, read_sample_spectra
from .compatibility import bands_for, check_brightness
from .train_model import check_samples_fit, identify_samples


def check_same_classes(first, second):
    """Errors: ModelClassesDiffer where a mineral of one model is not in the other, by number and name."""
    known = [{c.number: c.name for c in model.classes} for model in (first, second)]
    alone = [
        ", ".join(f"{number} = {name}" for number, name in mine.items() if _name(theirs, number) != _name(mine, number))
        for mine, theirs in (known, known[::-1])
    ]
    if any(alone):
        raise ModelClassesDiffer(first=alone[0] or "-", second=alone[1] or "-")


def readers_for(models, info, interpolate=False):
    """A SpectrumReader of each model's bands; one and the same where both models need the same."""
    first, second = (bands_for(model, info, interpolate) for model in models)
    reader = SpectrumReader(info, first)
    return reader, reader if _same(first, second) else SpectrumReader(info, second)


def identify_both(models, readers, samples, progress):
    """What two models say of the same samples: those with a valid spectrum in the bands of both.

    returns : (reference, identified by the first, by the second), int64 (n,) class numbers
    errors  : SamplesDoNotFitModel, SamplesWithoutSpectra, ScaleDiffers, Cancelled
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
    for model, own in zip(models, spectra):
        check_brightness(model, own.reflectance, info.name)
    (reference, one), (_, other) = (_identify_all(model, own) for model, own in zip(models, spectra))
    return reference, one, other


def _name(names, number):
    return names.get(number, "").strip().casefold()


def _same(first, second):
    """Whether two BandSelections read and make the same bands."""
    if first.numbers != second.numbers or (first.weights is None) != (second.weights is None):
        return False
    return first.weights is None or np.array_equal(first.weights, second.weights)


def _shared(spectra, others):
    """The samples that the others have too; each lies in a pixel of its own."""
    pixels, theirs = (own.samples.rows * 2**32 + own.samples.columns for own in (spectra, others))
    keep = np.isin(pixels, theirs)
    return spectra.where(keep)


def _identify_all(model, spectra):
    """(reference, identified) of the samples of every split, one split after the other."""
    parts = [identify_samples(model, spectra, split) for split in SPLITS]
    return tuple(np.concatenate(column) for column in zip(*parts))
