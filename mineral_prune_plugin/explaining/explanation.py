# SPDX-License-Identifier: GPL-2.0-or-later
"""Why a model gives a spectrum its class: arrays in, an Explanation out. No raster, no torch."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..classes import UNCLASSIFIED, MineralClass
from ..models.darkness import featureless_place
from ..models.densenet.network import DenseNetwork
from ..models.reject import REJECT_KINDS
from ..pruning.trace import original_neurons
from .neuron_shares import NeuronShare, neuron_shares
from .path_shares import MOST_NEURONS, path_shares


@dataclass(frozen=True)
class Decided:
    """What decided between two classes, in logits. The shares of the bands, and those of the neurons, each add up to
    the margin less the margin at the baseline.

    baseline_margin : of the mean of the training spectra, as the network takes it
    bands           : float64 (n_bands,), integrated gradients; None where the network has too many neurons
    neurons         : NeuronShare of each neuron of the last hidden layer
    """

    baseline_margin: float
    bands: Optional[np.ndarray]
    neurons: tuple[NeuronShare, ...]


@dataclass(frozen=True)
class Explanation:
    """A spectrum as a model sees it. Indices are those of `classes`, all classes of the network.

    classes : tuple of MineralClass
    kinds   : class number -> one of REJECT_KINDS, of the classes that a map leaves unclassified
    logits  : float64 (n_classes,)
    winner  : index of the class that the network gives, a mineral's or a reject's
    rival   : index of the class with the largest logit of those with which the map would show something else: of all
              others, of the minerals where the winner is rejected. None where there is none
    decided : None of a model of patches, whose input is more than a spectrum
    darkest : reflectance, of a spectrum that is rejected since it is darker (models.darkness); it has no rival, and
              nothing decided. 0 for any other
    """

    classes: tuple[MineralClass, ...]
    kinds: dict[int, str]
    logits: np.ndarray
    winner: int
    rival: Optional[int]
    decided: Optional[Decided]
    darkest: float = 0.0

    @property
    def probabilities(self):
        """float64 (n_classes,): the softmax of the logits."""
        shares = np.exp(self.logits - self.logits.max())
        return shares / shares.sum()

    @property
    def margin(self):
        """The winner's logit less the rival's; nan without a rival."""
        return float("nan") if self.rival is None else float(self.logits[self.winner] - self.logits[self.rival])

    @property
    def reject_kind(self):
        """Why the map leaves the spectrum unclassified: one of REJECT_KINDS, "" where it shows a mineral."""
        return self.kinds.get(self.classes[self.winner].number, "")

    @property
    def reason(self):
        """The same in words to be translated."""
        return REJECT_KINDS.get(self.reject_kind, "")

    @property
    def mapped_number(self):
        """The class number that a map shows, UNCLASSIFIED where it is rejected."""
        return UNCLASSIFIED if self.reject_kind else self.classes[self.winner].number

    def strongest_bands(self, count):
        """Indices of the `count` bands with the largest shares, the largest first; () where there are none."""
        if self.decided is None or self.decided.bands is None:
            return ()
        return tuple(int(band) for band in np.argsort(-np.abs(self.decided.bands), kind="stable")[:count])

    def strongest_neurons(self, count):
        """The `count` NeuronShares with the largest shares, the largest first."""
        neurons = () if self.decided is None else self.decided.neurons
        return tuple(sorted(neurons, key=lambda neuron: -abs(neuron.share))[:count])


def explained(model, features, winner=None):
    """The Explanation of a spectrum by a perceptron.

    model    : Model of a perceptron
    features : float (n_features,), of the spectrum, as `Preprocessing.features` gives them
    winner   : index of the class that a map gives the pixel; None for that of the largest logit here, the first at a
               tie, which but for rounding is the same
    """
    layers = layers_of(model.network)
    standard = model.standardisation
    inputs = (features.astype(np.float64) - standard.mean) / standard.deviation
    outputs, baseline = (layer_values(layers, values) for values in (inputs, np.zeros_like(inputs)))
    winner = int(outputs[-1].argmax()) if winner is None else winner
    rival = rival_of(model, outputs[-1], winner)
    decided = None if rival is None else _decided(model, layers, inputs, outputs, baseline, (winner, rival))
    return Explanation(model.classes, kinds_of(model), outputs[-1], winner, rival, decided)


def of_dark(model, features):
    """The Explanation of a spectrum that is too dark (models.darkness). model, features : as of `explained`"""
    standard = model.standardisation
    inputs = (features.astype(np.float64) - standard.mean) / standard.deviation
    logits = layer_values(layers_of(model.network), inputs)[-1]
    return Explanation(
        model.classes, kinds_of(model), logits, featureless_place(model), None, None, model.reject.darkest
    )


def of_patch(model, logits, winner):
    """The Explanation of a pixel by a model of patches: its classes alone.

    model  : Model of a DenseNetwork
    logits : float (n_classes,)
    winner : index of the class that a map gives the pixel
    """
    logits = logits.astype(np.float64)
    return Explanation(model.classes, kinds_of(model), logits, winner, rival_of(model, logits, winner), None)


def kinds_of(model):
    """Class number -> one of REJECT_KINDS; {} of a `model` without a reject."""
    return {} if model.reject is None else dict(model.reject.kinds)


def rival_of(model, logits, winner):
    """As of Explanation. model : Model; logits : float (n_classes,); winner : index of a class"""
    kinds = kinds_of(model)
    rejected = model.classes[winner].number in kinds
    rivals = [
        place
        for place, mineral in enumerate(model.classes)
        if place != winner and not (rejected and mineral.number in kinds)
    ]
    return max(rivals, key=lambda place: logits[place]) if rivals else None


def layers_of(network):
    """(weight, bias) of each layer of a Perceptron, float64."""
    return [
        (weight.astype(np.float64), bias.astype(np.float64)) for weight, bias in zip(network.weights, network.biases)
    ]


def layer_values(layers, inputs):
    """What each layer gives, after ReLU but for the last: float64 (n_out,) each. layers, inputs : float64"""
    values = []
    for place, (weight, bias) in enumerate(layers):
        inputs = weight @ inputs + bias
        inputs = inputs if place == len(layers) - 1 else np.maximum(inputs, 0)
        values.append(inputs)
    return values


def explains_bands(model):
    """Whether an Explanation by a `model` says which bands decided."""
    return not isinstance(model.network, DenseNetwork) and sum(model.network.hidden_units) <= MOST_NEURONS


def _decided(model, layers, inputs, outputs, baseline, pair):
    margin = np.zeros(len(model.classes))
    margin[list(pair)] = 1, -1
    bands = path_shares(layers, np.zeros_like(inputs), inputs, margin) if explains_bands(model) else None
    numbers = original_neurons(model.pruning, model.network.hidden_units)[-1]
    neurons = neuron_shares(layers, outputs, baseline, margin, numbers)
    return Decided(float(margin @ baseline[-1]), bands, neurons)
