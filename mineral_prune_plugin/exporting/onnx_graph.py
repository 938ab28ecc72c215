# SPDX-License-Identifier: GPL-2.0-or-later
"""A graph of ONNX operations as it grows: each call adds a node and gives the name of what the node computes.

Opset 13 and IR 7 are of 2020: every onnxruntime from 1.7 on reads them, and nothing newer is needed.
"""

import numpy as np

OPSET, IR = 13, 7
IMAGE_AXES = np.array([2, 3], np.int64)  # of (batch, channels, height, width)


class Graph:
    """Nodes in the order of their computation. Values are (batch, channels, height, width), named by a text each."""

    def __init__(self):
        self._nodes, self._constants = [], {}

    def add(self, operation, *inputs, **attributes):
        """The name of what a new node computes: an `operation` of ONNX, its `inputs` and its `attributes`.

        Inputs are names of values, or arrays, which become constants.
        """
        from onnx import helper

        names = [each if isinstance(each, str) else self._constant(each) for each in inputs]
        output = attributes.pop("output", f"v{len(self._nodes)}")
        self._nodes.append(helper.make_node(operation, names, [output], **attributes))
        return output

    def channels(self, value, places):
        """Some channels of a `value`. places : their indices, int (n,)"""
        return self.add("Gather", value, np.asarray(places, np.int64), axis=1)

    def split(self, value, sizes):
        """The names of all channels of a `value` in groups, one behind the other. sizes : channels of each group"""
        from onnx import helper

        names = [f"v{len(self._nodes)}_{place}" for place in range(len(sizes))]
        self._nodes.append(helper.make_node("Split", [value, self._constant(_int64(*sizes))], names, axis=1))
        return names

    def cropped(self, value, margin):
        """A `value` without `margin` pixels on each side."""
        if not margin:
            return value
        return self.add("Slice", value, _int64(margin, margin), _int64(-margin, -margin), IMAGE_AXES)

    def joined(self, values):
        """The channels of `values`, one behind the other."""
        return values[0] if len(values) == 1 else self.add("Concat", *values, axis=1)

    def largest(self, value):
        """The largest of the channels of a `value`, as one channel."""
        return self.add("ReduceMax", value, axes=[1], keepdims=1)

    def summed(self, value):
        """The sum of the channels of a `value`, as one channel."""
        return self.add("ReduceSum", value, _int64(1), keepdims=1)

    def as_numbers(self, truth):
        """1.0 where a `truth` holds, else 0.0."""
        return self.add("Cast", truth, to=1)  # TensorProto.FLOAT

    def convolved(self, value, weight, bias=None):
        """A convolution without padding.

        value  : name
        weight : float32 (n_out, n_in, k, k)
        bias   : float32 (n_out,), or None
        """
        constants = [weight] if bias is None else [weight, bias]
        return self.add("Conv", value, *constants, kernel_shape=weight.shape[2:])

    def finished(self, value, ends, metadata):
        """The onnx.ModelProto.

        value    : name of the output
        ends     : (name, shape) of the input and of the output; a size in a shape is a number, a name, or None for any
        metadata : key -> text
        """
        from onnx import TensorProto, checker, helper, numpy_helper

        (source, _), (target, _) = ends
        self.add("Identity", value, output=target)
        inputs, outputs = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in ends)
        constants = [numpy_helper.from_array(array, name) for name, array in self._constants.values()]
        graph = helper.make_graph(self._nodes, "mineral_prune", [inputs], [outputs], constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
        model.producer_name = "Mineral Prune"
        helper.set_model_props(model, metadata)
        checker.check_model(model, full_check=True)
        return model

    def _constant(self, array):
        """The name of a constant; equal ones are held once."""
        array = np.ascontiguousarray(array)
        key = array.dtype.str, array.shape, array.tobytes()
        name, _ = self._constants.setdefault(key, (f"c{len(self._constants)}", array))
        return name


def per_channel(values):
    """float32 (n, 1, 1): a constant for each channel. values : (n,)"""
    return np.asarray(values, np.float32).reshape(-1, 1, 1)


def number(value):
    """float32 (1, 1, 1): the same constant for all channels. value : a number"""
    return per_channel([value])


def _int64(*values):
    return np.array(values, np.int64)
