# SPDX-License-Identifier: GPL-2.0-or-later
"""What each hidden neuron responds to in a scene: the class in whose pixels its mean output is the highest."""

import numpy as np

SILENT = "silent"  # a neuron whose output is zero at every pixel


class NeuronResponse:
    """Gathers outputs window by window, in the order of the windows."""

    def __init__(self, model):
        """model : Model of a perceptron"""
        network = model.network
        self._classes, self._last = model.classes, network.hidden_units[-1]
        self._weight, self._bias = network.weights[-1], network.biases[-1][:, None]
        self._sums = np.zeros((len(model.classes), sum(network.hidden_units)))
        self._pixels = np.zeros(len(model.classes), dtype=np.int64)

    def add(self, outputs):
        """outputs : float32 (n_neurons, n_pixels) after ReLU, layer after layer, of pixels with data"""
        identified = (self._weight @ outputs[-self._last :] + self._bias).argmax(axis=0)
        for index in np.unique(identified):
            members = identified == index
            self._sums[index] += outputs[:, members].sum(axis=1, dtype=np.float64)
            self._pixels[index] += np.count_nonzero(members)

    def names(self, neurons):
        """ "layer 1 neuron 17: alunite" for each of the names of the `neurons`, in the order of their outputs."""
        means = self._sums / np.maximum(self._pixels, 1)[:, None]
        strongest = means.argmax(axis=0)
        responses = [self._classes[index].name if means[index, k] > 0 else SILENT for k, index in enumerate(strongest)]
        return tuple(f"{neuron}: {response}" for neuron, response in zip(neurons, responses))
