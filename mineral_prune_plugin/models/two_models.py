# SPDX-License-Identifier: GPL-2.0-or-later
"""Two models side by side: of the same minerals and on the same samples, each in the bands it needs."""

from dataclasses import replace

import numpy as np

from ..classes import LARGEST_CLASS, name_key, numbers_beside
from ..errors import ModelClassesDiffer, NoClassNumberLeft, SamplesDoNotFitModel, SamplesWithoutSpectra
from ..raster.spectrum_reader import SpectrumReader
from ..samples.samples import SPLITS, read_sample_spectra
from .compatibility import bands_for, check_brightness
from .model_notices import ModelsMatchedByName, SamplesOfOtherMinerals
from .train_model import check_samples_fit, identify_samples


def with_common_numbers(first, second, progress):
    """The two Models with a number for each mineral: minerals of the same name get that of the first model.

    What they reject may differ.

    first, second : Models
    progress      : is told what was matched, where numbers or minerals differ
    errors        : ModelClassesDiffer where no mineral is in both, NoClassNumberLeft
    """
    keys = [{name_key(mineral.name) for mineral in model.minerals} for model in (first, second)]
    shared = keys[0] & keys[1]
    if not shared:
        raise ModelClassesDiffer(first=_listed(first.minerals), second=_listed(second.minerals))
    rejected = [each for each in second.classes if each not in second.minerals]
    numbers = numbers_beside(first.minerals, second.minerals, [each.number for each in first.classes])
    taken = [each.number for each in first.minerals] + list((numbers or {}).values())
    of_rejects = numbers_beside((), rejected, taken)
    if numbers is None or of_rejects is None:
        raise NoClassNumberLeft(largest=LARGEST_CLASS)
    if keys[0] != keys[1] or any(old != new for old, new in numbers.items()):
        alone = [[m for m in model.minerals if name_key(m.name) not in shared] for model in (first, second)]
        matched = ", ".join(mineral.name for mineral in first.minerals if name_key(mineral.name) in shared)
        facts = {"first": _listed(alone[0]) or "-", "second": _listed(alone[1]) or "-"}
        progress.tell(ModelsMatchedByName(matched=matched, **facts))
    return first, _renumbered(second, {**numbers, **of_rejects})


def minerals_of(models):
    """The MineralClasses of both `models`, once `with_common_numbers` has numbered them."""
    minerals = {mineral.number: mineral for model in reversed(models) for mineral in model.minerals}
    return tuple(minerals[number] for number in sorted(minerals))


def samples_of_both(models, samples, progress):
    """The Samples of minerals that both models identify, by name, with the models' numbers.

    models   : two Models, of `with_common_numbers`
    samples  : samples.samples.Samples
    progress : is told of samples left out
    errors   : SamplesDoNotFitModel where none is left
    """
    second = {name_key(mineral.name) for mineral in models[1].minerals}
    shared = {name_key(m.name): m for m in models[0].minerals if name_key(m.name) in second}
    numbers = np.zeros(LARGEST_CLASS + 1, samples.classes.dtype)
    for mineral in samples.minerals:
        numbers[mineral.number] = getattr(shared.get(name_key(mineral.name)), "number", 0)
    classes = numbers[samples.classes]
    if not classes.any():
        raise SamplesDoNotFitModel(known=_listed(shared.values()), found=_listed(samples.minerals))
    lost = [mineral.name for mineral in samples.minerals if not numbers[mineral.number]]
    if lost:
        progress.tell(SamplesOfOtherMinerals(samples=int((classes == 0).sum()), minerals=", ".join(lost)))
    minerals = tuple(mineral for mineral in shared.values() if mineral.number in classes)
    return replace(samples, classes=classes, minerals=minerals).where(classes > 0)


def _renumbered(model, numbers):
    """The Model with other class numbers. numbers : old -> new"""
    classes = tuple(replace(each, number=numbers[each.number]) for each in model.classes)
    reject = model.reject
    if reject is not None:
        reject = replace(reject, kinds={numbers[number]: kind for number, kind in reject.kinds.items()})
    return model if classes == model.classes else replace(model, classes=classes, reject=reject)


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


def _listed(classes):
    """Classes for a sentence."""
    return ", ".join(f"{mineral.number} = {mineral.name}" for mineral in classes)


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
