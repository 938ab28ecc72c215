# SPDX-License-Identifier: GPL-2.0-or-later
"""The outputs of hidden neurons, on a network whose answer is known beforehand."""

from dataclasses import replace

import numpy as np
from making import random_model

from mineral_prune_plugin.mapping.neurons import neuron_outputs
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.raster.spectrum_reader import Spectra


def two_neurons():
    """Neurons that put out x and -x for the reflectance x of the only band."""
    weights = np.array([[1], [-1]], np.float32), np.zeros((3, 2), np.float32)
    network = Perceptron(weights, (np.zeros(2, np.float32), np.zeros(3, np.float32)))
    plain = Standardisation(np.zeros(1, np.float32), np.ones(1, np.float32))
    return replace(random_model((2.0,), hidden=(2,)), network=network, standardisation=plain)


def spectra(*values):
    reflectance = np.array([values], np.float32)
    return Spectra(reflectance, np.isfinite(reflectance[0]))


def test_neurons_put_out_what_is_above_zero():
    assert neuron_outputs(two_neurons(), spectra(3, np.nan, -2)).tolist() == [[3, -1, 0], [0, -1, 2]]


def test_neurons_have_no_output_where_there_is_no_data():
    assert neuron_outputs(two_neurons(), spectra(np.nan)).tolist() == [[-1], [-1]]
