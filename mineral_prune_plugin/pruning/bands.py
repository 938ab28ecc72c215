# SPDX-License-Identifier: GPL-2.0-or-later
"""Band pruning: the inputs that contribute least to the first layer go, in stages with retraining (Wu 2019).

Bands are what a map reads from disk. Features are one-to-one with bands; they are computed anew on the bands that
remain, since a hull or a mean over fewer bands is another hull or mean, and standardised anew on the training samples.
Neighbouring bands say nearly the same, so within a stage they go one by one, and what a band said is folded into the
weights of the others before the next is chosen.

Bands go before neurons: on the Cuprite replica (15 bands, 5 units, 2000 epochs a step, ten seeds, learning from the
samples only) 94.2 % of the test pixels are right that way, 94.0 % with the neurons first, 93.8 % by turns; with 3000
epochs more 95.0, 94.1 and 94.4 %.
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
from .schedule import stage_sizes
from .scoring import Scores, contribution, highest
from .settings import ALL_BANDS, AUTOMATIC

AT_ONCE = 64  # with twice as many bands or more, several go before the weights are folded: a 64th of them
RIDGE = 0.01  # keeps the folded weights small where bands say the same; share of a standardised input's variance


class Banded(NamedTuple):
    """A model and the sample spectra in that model's own bands."""

    model: Model
    spectra: SampleSpectra


def check_bands(asked, model):
    """Errors: BandsNeedWavelengths, BandsOutOfBounds where a model cannot be left with `asked` bands."""
    if asked == ALL_BANDS:
        return
    if model.wavelengths is None:
        raise BandsNeedWavelengths()
    least = FEATURES[model.feature].fewest_bands
    if asked != AUTOMATIC and not least <= asked <= model.bands:
        raise BandsOutOfBounds(feature=model.feature, least=least, most=model.bands, found=asked)


def prune_bands(model, spectra, settings, progress):
    """Drop bands in stages, retraining after each.

    spectra  : SampleSpectra in the model's own bands; training samples retrain, validation samples stop and choose
    settings : PruningSettings, whose `bands` is a number or "automatic"
    returns  : (Banded, BandTrace); the Banded is that of the kept stage
    errors   : those of `check_bands`, TrainingDiverged, Cancelled
    """
    check_bands(settings.bands, model)
    automatic = settings.bands == AUTOMATIC
    sizes = stage_sizes(model.bands, FEATURES[model.feature].fewest_bands if automatic else settings.bands)
    left = np.arange(model.bands)
    reached = [Banded(model, spectra)]
    stages = [_stage(reached[0], left, None)]
    for done, size in enumerate(sizes):
        part = progress.part(done / len(sizes), (done + 1) / len(sizes))
        shrunk, left = _shrink(reached[-1], left, size, part)
        before = _validation_oa(shrunk)
        reached.append(_with_network(shrunk, retrain(shrunk.model.network, _data(shrunk), settings, part)))
        stages.append(_stage(reached[-1], left, before))
    scored = int((spectra.samples.splits == 1).sum())
    kept = fewest_within(stages, settings.tolerance, scored) if automatic else len(stages) - 1
    return reached[kept], BandTrace(settings.bands, tuple(stages), kept)


def least_contributing(shares, count):
    """bool (n_in,), True for the `count` inputs of lowest contribution; of equal ones the first."""
    return highest(Scores(-shares), count)


def without_bands(banded, goes):
    """The Banded without the bands where `goes`, bool (n_bands,), is True, folded into those that stay.

    Columns of the first layer that stay are kept; a column that goes would put out W x: least squares (a ridge) over
    the training samples adds to the others what brings the layer's outputs nearest to those before.
    """
    keep = np.flatnonzero(~goes)
    model, spectra = banded.model, banded.spectra.in_bands(keep)
    wavelengths = model.wavelengths.some(keep)
    columns = model.network.weights[0][:, keep]
    smaller = replace(
        model,
        network=_with_first(model.network, columns),
        wavelengths=wavelengths,
        standardisation=preprocessing_of(spectra, model.feature, wavelengths).standardisation,
        brightness=mean_brightness(spectra),
    )
    folded = columns + _fold(banded, Banded(smaller, spectra))
    return Banded(replace(smaller, network=_with_first(model.network, folded)), spectra)


def _fold(before, after):
    """What to add to the first layer of `after`, float64 (n_out, n_in), so that it puts out what `before` does."""
    inputs = _training_inputs(after)
    missing = _training_inputs(before) @ _first(before).T - inputs @ _first(after).T
    gram = inputs.T @ inputs + RIDGE * len(inputs) * np.eye(inputs.shape[1])
    return np.linalg.solve(gram, inputs.T @ missing).T


def _shrink(banded, left, size, progress):
    """(Banded of `size` bands, their numbers), bands going one by one."""
    while len(left) > size:
        progress.step(0.0)
        count = min(len(left) - size, max(1, len(left) // AT_ONCE))
        goes = least_contributing(contribution(banded.model.network.weights[0]), count)
        banded, left = without_bands(banded, goes), left[~goes]
    return banded, left


def _stage(banded, left, oa_before):
    network = banded.model.network
    return BandStage(
        bands=tuple(left.tolist()),
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


def _first(banded):
    return banded.model.network.weights[0].astype(np.float64)


def _with_first(network, weight):
    first = np.ascontiguousarray(weight, dtype=np.float32)
    return Perceptron((first, *network.weights[1:]), network.biases)


def _with_network(banded, network):
    return banded._replace(model=replace(banded.model, network=network))
