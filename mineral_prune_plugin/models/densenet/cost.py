# SPDX-License-Identifier: GPL-2.0-or-later
"""What a densely connected network costs: parameters, and multiply-adds of an image, a patch, or a pixel of a map.

One multiply-add is one product and its sum in a convolution or in the classifier. Papers that count both, or that
count normalisation too, give about twice as many "FLOPs".
"""


def parameters(network):
    """Trainable parameters: weights, two for each map that is normalised, the classifier's."""
    arrays = [network.first, network.scale, network.shift, network.weight, network.bias]
    for group in _groups(_all_layers(network)):
        arrays += [group.scale, group.shift, group.weight]
    return sum(array.size for array in arrays)


def multiply_adds(network, side=None):
    """Of an image through the `network`, `side` pixels a side; without it, of a patch of a network of patches."""
    side = network.patch if side is None else side
    lost = 0 if not network.patch else network.first.shape[-1] - 1
    side -= lost
    total = network.first.size * side**2
    for index, layers in enumerate(network.blocks):
        if index:
            total += _weights(network.transitions[index - 1]) * side**2
            side = side if network.patch else side // 2
        for layer in layers:
            for convolution in layer:
                side -= _kernel(convolution) - 1 if network.patch else 0
                total += _weights(convolution) * side**2
    return total + network.weight.size


def multiply_adds_of_a_pixel(network):
    """Of each pixel of a large map: every map is computed once for it, however many patches it is in."""
    weights = [network.first, *(group.weight for group in _groups(_all_layers(network))), network.weight]
    return sum(weight.size for weight in weights)


def inputs_read(network):
    """Maps that are read, summed over all convolutions but the first; what several groups read counts once."""
    convolutions = [convolution.groups for layer in _all_layers(network) for convolution in layer]
    return sum(len(set().union(*(group.reads.tolist() for group in groups))) for groups in convolutions)


def maps_at_a_time(network):
    """How many maps a network holds: those of its largest block, and what a convolution reads or makes."""
    standing, most, passing = len(network.first), 1, network.inputs
    for index, layers in enumerate(network.blocks):
        if index:
            standing = _outputs(network.transitions[index - 1])
        for layer in layers:
            standing += _outputs(layer[-1])
            passing = max(passing, *map(_outputs, layer))  # a bottleneck's may be more than are read
            passing = max(passing, *(len(group.reads) for convolution in layer for group in convolution.groups))
        most = max(most, standing)
    return most + passing


def _outputs(convolution):
    return sum(len(group.weight) for group in convolution.groups)


def _all_layers(network):
    return [(transition,) for transition in network.transitions] + [layer for part in network.blocks for layer in part]


def _groups(layers):
    return [group for layer in layers for convolution in layer for group in convolution.groups]


def _weights(convolution):
    return sum(group.weight.size for group in convolution.groups)


def _kernel(convolution):
    return convolution.groups[0].weight.shape[-1]
