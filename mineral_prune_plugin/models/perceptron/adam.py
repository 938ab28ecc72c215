# SPDX-License-Identifier: GPL-2.0-or-later
"""Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), on one tensor.

torch's own takes ten times as long for the few weights of a small network: it looks after groups of parameters.
"""

import math

import torch

FIRST, SECOND = 0.9, 0.999  # how much of the mean of gradients, and of their squares, a step keeps
LEAST = 1e-8  # added to the root of the mean square


class Adam:
    """values : the tensor that its steps change; weight_decay : a step takes that share of the values times its rate"""

    def __init__(self, values, weight_decay):
        self._values, self._decay, self._steps = values, weight_decay, 0
        self._mean, self._square, self._root = (torch.zeros_like(values) for _ in range(3))

    def step(self, gradient, rate):
        """One step. gradient : as large as the values; rate : the learning rate"""
        self._steps += 1
        self._mean.lerp_(gradient, 1 - FIRST)
        self._square.lerp_(torch.mul(gradient, gradient, out=self._root), 1 - SECOND)
        # Both means start from zero; what they lack is made up for in two numbers.
        root = math.sqrt(1 - SECOND**self._steps)
        torch.sqrt(self._square, out=self._root).add_(LEAST * root)
        self._values.sub_(self._values, alpha=rate * self._decay)
        self._values.addcdiv_(self._mean, self._root, value=-rate * root / (1 - FIRST**self._steps))
