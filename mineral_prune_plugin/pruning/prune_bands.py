# SPDX-License-Identifier: GPL-2.0-or-later
"""Band pruning: the inputs that contribute least to the first layer go, in stages with retraining (Wu 2019).

Bands are what a map reads from disk. Features are one-to-one with bands; they are computed anew on the bands that
remain, since a hull or a mean over fewer bands is another hull or mean, and standardised anew on the training samples.
Neighbouring bands are highly correlated, so within a stage they go one by one, and the contribution of a band to the
layer's outputs is folded into the weights of the remaining bands before the next is chosen.

Bands go before neurons: that order loses least accuracy.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..errors import BandsNeedWavelengths, BandsOutOfBounds
from ..models.model_file import Model
from ..models.perceptron.forward import accuracy
from ..models.perceptron.network import Perceptron
from ..models.train_model import mean_brightness, preprocessing_of, training_data
from ..samples.samples import SampleSpectra
from ..spectra.features import FEATURES
from .band_trace import BandStage, BandTrace, fewest_within
from .loop import retrain
from .pruning_notices import BandsDropped
from .pruning_settings import ALL_BANDS, AUTOMATIC
from .schedule import stage_sizes
from .scoring import Scores, contribution, highest

AT_ONCE = 64  # with twice as many bands or more, several go before the weights are folded: a 64th of them
RIDGE = 0.01  # keeps the folded weights small where bands are collinear; share of a standardised input's variance


class Banded(NamedTuple):
    """A model and the sample spectra in the bands of that model."""

    model: Model
    spectra: SampleSpectra


def check_bands(requested, model):
    """Refuse a number of bands that a model cannot be left with.

    requested : a number of bands, "all" or "automatic"
    model     : Model, whose feature says the fewest bands
    errors    : BandsNeedWavelengths, BandsOutOfBounds
    """
    if requested == ALL_BANDS:
        return
    if model.wavelengths is None:
        raise BandsNeedWavelengths()
    least = FEATURES[model.feature].fewest_bands
    if requested != AUTOMATIC and not least <= requested <= model.bands:
        raise BandsOutOfBounds(feature=model.feature, least=least, most=model.bands, found=requested)


def prune_bands(model, spectra, settings, progress, floored=None):
    """Drop bands in stages, retraining after each.

    model    : Model of a perceptron, with wavelengths
    spectra  : SampleSpectra in the model's bands; training samples retrain, validation samples stop and choose
    settings : PruningSettings, whose `bands` is a number or "automatic"
    progress : one part for each stage; receives BandsDropped after each
    floored  : as of `prune_model`; the model of every stage has its floor
    returns  : (Banded, BandTrace); the Banded is that of the kept stage
    errors   : those of `check_bands`, TrainingDiverged, Cancelled
    """
    check_bands(settings.bands, model)
    automatic = settings.bands == AUTOMATIC
    sizes = stage_sizes(model.bands, FEATURES[model.feature].fewest_bands if automatic else settings.bands)
    numbers = np.arange(model.bands)
    candidates = [_floored(Banded(model, spectra), numbers, floored)]
    stages = [_stage(candidates[0], numbers, None)]
    for done, size in enumerate(sizes):
        part = progress.part(done / len(sizes), (done + 1) / len(sizes))
        shrunk, numbers = _shrink(candidates[-1], numbers, size, part)
        oa_before = _validation_oa(_floored(shrunk, numbers, floored))
        retrained = _with_network(shrunk, retrain(shrunk.model.network, _data(shrunk), settings, part))
        candidates.append(_floored(retrained, numbers, floored))
        stages.append(_stage(candidates[-1], numbers, oa_before))
        progress.tell(BandsDropped(bands=len(numbers), oa=100 * stages[-1].oa_after))
    validation_samples = int((spectra.samples.splits == 1).sum())
    kept = fewest_within(stages, settings.tolerance, validation_samples) if automatic else len(stages) - 1
    return candidates[kept], BandTrace(settings.bands, tuple(stages), kept)


def least_contributing(shares, count):
    """The `count` inputs of lowest contribution; of equal ones the first.

    shares  : float (n_in,), of `scoring.contribution`
    returns : bool (n_in,), True for those inputs
    """
    return highest(Scores(-shares), count)


def without_bands(banded, removed):
    """Remove bands from a model, folding them into the weights of those that stay.

    A removed column of the first layer contributed W x to its outputs: ridge regression over the training samples adds
    to the remaining columns what brings the layer's outputs nearest to those before.

    banded  : Banded of n_bands bands
    removed : bool (n_bands,)
    returns : Banded of the remaining bands; nothing is retrained
    """
    keep = np.flatnonzero(~removed)
    model, spectra = banded.model, banded.spectra.in_bands(keep)
    wavelengths = model.wavelengths.some(keep)
    columns = model.network.weights[0][:, keep]
    smaller = replace(
        model,
        network=_with_first_weight(model.network, columns),
        wavelengths=wavelengths,
        standardisation=preprocessing_of(spectra, model.feature, wavelengths).standardisation,
        brightness=mean_brightness(spectra),
        scene=None,  # it has another number of bands
    )
    folded = columns + _fold(banded, Banded(smaller, spectra))
    return Banded(replace(smaller, network=_with_first_weight(model.network, folded)), spectra)


def _fold(before, after):
    """What to add to the first layer of `after`, float64 (n_out, n_in), so that its outputs are those of `before`."""
    inputs = _training_inputs(after)
    residuals = _training_inputs(before) @ _first_weight(before).T - inputs @ _first_weight(after).T
    gram = inputs.T @ inputs + RIDGE * len(inputs) * np.eye(inputs.shape[1])
    return np.linalg.solve(gram, inputs.T @ residuals).T


def _shrink(banded, numbers, size, progress):
    """(Banded of `size` bands, their numbers among all bands), removing bands one by one."""
    while len(numbers) > size:
        progress.step(0.0)
        count = min(len(numbers) - size, max(1, len(numbers) // AT_ONCE))
        removed = least_contributing(contribution(banded.model.network.weights[0]), count)
        banded, numbers = without_bands(banded, removed), numbers[~removed]
    return banded, numbers


def _floored(banded, numbers, floored):
    """The Banded with the floor of its reject, where it has one. numbers : its bands among all"""
    return banded if floored is None else banded._replace(model=floored(banded.model, numbers))


def _stage(banded, numbers, oa_before):
    network = banded.model.network
    return BandStage(
        bands=tuple(numbers.tolist()),
        wavelengths_um=banded.model.wavelengths.centres_um,
        contributions=tuple(contribution(network.weights[0]).tolist()),
        parameters=network.parameters,
        weight_bytes=network.weight_bytes,
        oa_before=oa_before,
        oa_after=_validation_oa(banded),
    )


def _validation_oa(banded):
    data = _data(banded)
    return accuracy(banded.model.network, data.validation_inputs, data.validation_targets)


def _data(banded):
    model, spectra = banded
    return training_data(spectra, model.preprocessing, model.classes)


def _training_inputs(banded):
    """float64 (n, n_bands), standardised."""
    model, spectra = banded
    return model.inputs_of(spectra.split("train")[0]).astype(np.float64)


def _first_weight(banded):
    return banded.model.network.weights[0].astype(np.float64)


def _with_first_weight(network, weight):
    first = np.ascontiguousarray(weight, dtype=np.float32)
    return Perceptron((first, *network.weights[1:]), network.biases)


def _with_network(banded, network):
    return banded._replace(model=replace(banded.model, network=network))
