# SPDX-License-Identifier: GPL-2.0-or-later
"""The bound of the error of logits and the largest safe input, by hand, in units of rounding."""

import numpy as np
import pytest

from mineral_prune_plugin.mapping.kernel.folding import SAFE, Layers, largest_input, tolerance

UNIT = 2.0**-24  # of float32


def layers_of(*pairs):
    weights, biases = zip(*pairs)
    return Layers(tuple(np.array(weight, float) for weight in weights), tuple(np.array(bias, float) for bias in biases))


# Of each layer its inputs and 4 more units of the sizes it sums; of inputs one; twice that, and 4 of the logits' size.
@pytest.mark.parametrize(
    ("layers", "inputs", "units"),
    [
        (layers_of(([[3], [-1]], [0.5, -2])), {}, [2 * 6 * 3 + 4 * 3, 2 * 5 * 2 + 4 * 2]),
        (layers_of(([[3, 1]], [-2])), {}, [2 * 7 * 3 + 4 * 3, 2 * 7 + 4, 2 * 6 * 2 + 4 * 2]),
        (
            layers_of(([[3, 0], [-1, 0]], [0.5, -2])),
            {"rounded": 16, "absolute": 7 * UNIT},
            [2 * (16 + 6) * 3 + 4 * 3, 0, 2 * (7 * 3 + 6 * 0.5) + 4 * 2],
        ),
        (layers_of(([[2]], [0]), ([[1], [-3]], [0, 0])), {}, [2 * (3 * 12 + 5 * 6) + 4 * 6, 0]),
    ],
    ids=["a layer", "two inputs", "inputs less exact", "two layers"],
)
def test_the_bound_in_units_of_rounding_is_two_per_cent_more_than_by_hand(layers, inputs, units):
    assert tolerance(layers, np.float32, **inputs) / UNIT == pytest.approx(1.02 * np.array(units), rel=1e-5)


def test_the_bound_of_a_long_sum_counts_the_rounding_of_the_rounded():
    bound, unit = tolerance(layers_of((np.ones((1, 196)), [0])), np.float16), 2.0**-11
    assert bound[:-1] == pytest.approx(1.02 * (2 * (unit + 200 / (2048 - 200)) + 4 * unit))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logits_of_zero_may_be_wrong_by_a_thousand_of_the_smallest_numbers(dtype):
    bound = tolerance(layers_of((np.zeros((2, 3)), np.zeros(2))), dtype)
    assert (bound / np.finfo(dtype).tiny).tolist() == [0, 0, 0, pytest.approx(1020, rel=1e-6)]


@pytest.mark.parametrize(
    ("layers", "largest"),
    [
        (layers_of((np.zeros((2, 3)), [0, 0])), SAFE),
        (layers_of((np.full((2, 3), 1e-9), [0.5 * SAFE, 0])), SAFE),
        (layers_of(([[2, -2], [1, 0]], [0, 0])), SAFE / 4),
        (layers_of(([[2, -2], [1, 0]], [0, -0.5 * SAFE])), SAFE / 8),
        (layers_of(([[2], [1]], [0, 0]), ([[3, -4]], [1])), SAFE / 10),
    ],
    ids=["zeros", "tiny weights", "a layer", "a bias of half of it", "two layers"],
)
def test_the_largest_input_by_hand(layers, largest):
    assert largest_input(layers) == pytest.approx(largest)
