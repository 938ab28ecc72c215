# SPDX-License-Identifier: GPL-2.0-or-later
"""From logits to one channel a class number, of which the largest is the class that a map shows, as nodes of a graph.

Channel 0 is the unclassified: it is 1 where there is no data or the pixel is too dark, and elsewhere as probable as the
likeliest class of the reject. So the largest channel is a class of the reject wherever the largest logit is.
"""

from functools import reduce

import numpy as np

from ..classes import UNCLASSIFIED
from ..mapping.kernel.folding import SAFE
from ..models.darkness import has_limit, judged_of, middle
from .onnx_graph import number

BELOW_LARGEST = np.float32(1 - 2**-23)  # times a float32 it is a smaller one


def channel_count(model):
    """Channels of the output: as many as the largest class number of a mineral of a `model`, and the unclassified."""
    return 1 + max(mineral.number for mineral in model.minerals)


def usable(graph, reflectance, largest=SAFE):
    """The name of where pixels hold a spectrum, as raster.validity has it: every band a number, one of them positive.

    graph       : Graph
    reflectance : name of a value; it may hold NaN
    largest     : size up to which a number can be computed with in float32
    """
    small = graph.add("LessOrEqual", graph.add("Abs", reflectance), number(largest))  # a NaN is not
    wrong = graph.largest(graph.as_numbers(graph.add("Not", small)))
    bright = graph.add("Greater", graph.largest(reflectance), number(0))
    return graph.add("And", graph.add("Less", wrong, number(0.5)), bright)


def too_dark(graph, reflectance, model):
    """The name of where spectra are too dark for a `model` that has a limit, in the very sums of models.darkness.

    graph       : Graph
    reflectance : name of a value, finite numbers
    """
    judged = judged_of(model)
    bands = [graph.channels(reflectance, [band]) for band in judged]
    total = reduce(lambda summed, band: graph.add("Add", summed, band), bands)
    mean = graph.add("Mul", total, number(np.float32(1 / len(judged))))
    brightness = graph.add("Max", bands[middle(judged)], mean)
    return graph.add("Less", brightness, number(np.float32(model.reject.darkest)))


def probabilities(graph, logits, spectra, valid, model):
    """The name of the channels, (batch, channel_count, height, width), 0 to 1.

    graph   : Graph
    logits  : name of a value
    spectra : name of the reflectance, finite numbers
    valid   : name of where there is data
    model   : Model
    """
    shares = _ordered_as(graph, graph.add("Softmax", logits, axis=1), logits)
    finite = graph.add("Not", graph.add("IsNaN", graph.summed(shares)))  # what float32 could not hold is no class
    shown = graph.add("And", valid, finite)
    if has_limit(model):
        shown = graph.add("And", shown, graph.add("Not", too_dark(graph, spectra, model)))
    shares = graph.add("Where", shown, shares, number(0))
    return graph.channels(*_by_number(graph, shares, graph.as_numbers(graph.add("Not", shown)), model))


def _ordered_as(graph, shares, logits):
    """Probabilities of which none is as large as that of the largest logit, which rounding could make it."""
    smaller = graph.add("Less", logits, graph.largest(logits))
    below = graph.add("Mul", graph.largest(shares), BELOW_LARGEST.reshape(1, 1, 1))
    return graph.add("Where", smaller, graph.add("Min", shares, below), shares)


def _by_number(graph, shares, blank, model):
    """(name of a value, the places in it of the channels in the order of the class numbers).

    It begins with the unclassified and a channel of zeros, which stands for numbers that no class has.
    """
    numbers = model.mapped_numbers
    rejected = np.flatnonzero(numbers == UNCLASSIFIED)
    first = graph.add("Max", blank, graph.largest(graph.channels(shares, rejected))) if len(rejected) else blank
    places = np.ones(channel_count(model), np.int64)
    places[0] = 0
    minerals = np.flatnonzero(numbers != UNCLASSIFIED)
    places[numbers[minerals]] = 2 + minerals
    return graph.joined([first, graph.add("Sub", blank, blank), shares]), places
