# SPDX-License-Identifier: GPL-2.0-or-later
"""The networks as nodes of a graph: from the features of a spectrum, or of an image of them, to logits."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..mapping.kernel.folding import standardised_layers
from ..models.densenet.network import side_left
from .onnx_graph import Graph, per_channel


def perceptron_logits(graph, features, model):
    """The name of the logits, (batch, n_classes, height, width); the standardisation is part of the first layer.

    graph    : Graph
    features : name of the features, not standardised
    model    : Model of a perceptron
    """
    layers, value = standardised_layers(model), features
    for index, (weight, bias) in enumerate(zip(layers.weights, layers.biases)):
        value = graph.add("Relu", value) if index else value
        value = graph.convolved(value, weight.astype(np.float32)[:, :, None, None], bias.astype(np.float32))
    return value


def standardised(graph, features, standardisation):
    """The name of the standardised `features`. graph : Graph; standardisation : Standardisation"""
    centred = graph.add("Sub", features, per_channel(standardisation.mean))
    return graph.add("Div", centred, per_channel(standardisation.deviation))


def densenet_logits(graph, inputs, network):
    """The name of the logits of each pixel, (batch, n_classes, height, width); beyond the edge pixels are mirrored.

    graph   : Graph
    inputs  : name of the standardised features, (batch, n_bands, height, width)
    network : DenseNetwork of patches
    """
    margin = network.patch // 2
    if margin:
        inputs = graph.add("Pad", inputs, np.array([0, 0, margin, margin] * 2, np.int64), mode="reflect")
    maps = Maps(graph, inputs, graph.channels(inputs, [0])).with_outputs(lambda value: [(value, network.first)])
    for index, layers in enumerate(network.blocks):
        if index:
            maps = maps.convolved(network.transitions[index - 1])
        for layer in layers:
            maps = maps.with_layer(layer)
    activated = _activated(graph, maps.value, network.scale, network.shift)
    logits = graph.convolved(activated, network.weight[:, :, None, None], network.bias)
    side = side_left(network)
    return logits if side <= 1 else graph.add("AveragePool", logits, kernel_shape=[side, side])


@dataclass(frozen=True)
class Maps:
    """Maps of a DenseNet as they grow. A convolution may give no maps, where no later one reads them.

    graph : Graph
    value : name of the maps, None where there are none
    plane : name of one channel of their size
    """

    graph: Graph
    value: Optional[str]
    plane: str

    def with_layer(self, layer):
        """The maps, cropped to the size of the layer's, and those of the layer. layer : tuple of Convolutions"""
        added = self
        for convolution in layer:
            added = added.convolved(convolution)
        lost = sum(_lost(convolution.groups[0].weight) for convolution in layer)
        earlier = [] if self.value is None else [self.graph.cropped(self.value, lost // 2)]
        later = [] if added.value is None else [added.value]
        return Maps(self.graph, self.graph.joined(earlier + later) if earlier + later else None, added.plane)

    def convolved(self, convolution):
        """The maps that a Convolution gives."""

        def of_groups(value):
            for group in convolution.groups:
                read = self.graph.channels(value, group.reads) if len(group.reads) else None
                yield read and _activated(self.graph, read, group.scale, group.shift), group.weight

        return self.with_outputs(of_groups)

    def with_outputs(self, pairs_of):
        """The outputs of kernels, side by side. pairs_of : value -> pairs of a name, or None, and a kernel for it"""
        outputs, plane = [], self.plane
        for read, weight in pairs_of(self.value):
            plane = self.graph.cropped(self.plane, _lost(weight) // 2)
            if not len(weight):
                continue
            if read is None:
                outputs.append(self.graph.add("Mul", plane, per_channel(np.zeros(len(weight)))))
            else:
                outputs.append(self.graph.convolved(read, np.ascontiguousarray(weight, np.float32)))
        return Maps(self.graph, self.graph.joined(outputs) if outputs else None, plane)


def _lost(weight):
    return weight.shape[-1] - 1


def _activated(graph, maps, scale, shift):
    scaled = graph.add("Mul", maps, per_channel(scale))
    return graph.add("Relu", graph.add("Add", scaled, per_channel(shift)))
