# SPDX-License-Identifier: GPL-2.0-or-later
"""What each neuron of the last hidden layer adds to the margin between two classes, and what it responds to.

The logits are linear in these neurons, so a neuron's share, its weight times what it gives beyond the baseline, is its
Shapley value exactly: it is the same in whichever order neurons are added.
"""

from dataclasses import dataclass

import numpy as np

RESPONSES = 3  # wavelengths that are named of a neuron


@dataclass(frozen=True)
class NeuronShare:
    """number   : before pruning, from 0; layer : from 1
    output   : after ReLU; 0 where it does not fire
    share    : in the margin, logits
    class_index : of the class that it adds most to
    bands    : indices of the bands that it responds to most strongly, the strongest first
    signs    : 1 or -1 each: whether it fires at high or at low values there
    """

    layer: int
    number: int
    output: float
    share: float
    class_index: int
    bands: tuple[int, ...]
    signs: tuple[int, ...]

    @property
    def fires(self):
        return self.output > 0


def neuron_shares(layers, outputs, baseline, margin, numbers):
    """A NeuronShare for each neuron of the last hidden layer, in their order.

    layers   : (weight, bias) of each, float64; two at least
    outputs  : of every layer at the input, after ReLU but for the last: float64 (n_out,) each
    baseline : likewise at the baseline
    margin   : float64 (n_classes,), 1 for a class and -1 for another
    numbers  : of the last hidden layer's neurons before pruning
    """
    last = layers[-1][0]
    shares = (margin @ last) * (outputs[-2] - baseline[-2])
    responses = _responses(layers, outputs)
    strongest = np.argsort(-np.abs(responses), axis=1, kind="stable")[:, :RESPONSES]
    return tuple(
        NeuronShare(
            layer=len(layers) - 1,
            number=int(number),
            output=float(outputs[-2][place]),
            share=float(shares[place]),
            class_index=int(last[:, place].argmax()),
            bands=tuple(int(band) for band in strongest[place]),
            signs=tuple(1 if responses[place, band] > 0 else -1 for band in strongest[place]),
        )
        for place, number in enumerate(numbers)
    )


def _responses(layers, outputs):
    """How the last hidden layer's sums change with each input, here: (n_neurons, n_inputs)."""
    gradient = layers[-2][0]
    for (weight, _), values in zip(layers[-3::-1], outputs[-3::-1]):
        gradient = (gradient * (values > 0)) @ weight
    return gradient
