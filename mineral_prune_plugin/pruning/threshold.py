# SPDX-License-Identifier: GPL-2.0-or-later
"""The paper's threshold, mean + population standard deviation of a layer's scores, decided in integers.

With zero counts z of n neurons, S = sum z, Q = sum z^2 and e = n z_i - S: z_i / N > mean + deviation exactly when
e > 0 and e^2 > n Q - S^2, whatever N. Floating point decides equal counts at random in about one layer of twelve.
"""

import math


def above_threshold(zeros):
    """A list of bool: True for each neuron whose score is above the layer's mean + standard deviation.

    zeros : zero counts of the layer's neurons; Python's integers have no overflow
    Strictly fewer than half of the neurons can be above (Cantelli's inequality), so no layer empties.
    """
    counts = [int(zero) for zero in zeros]
    n, total = len(counts), sum(counts)
    spread = n * sum(count * count for count in counts) - total * total
    excesses = [n * count - total for count in counts]
    return [excess > 0 and excess * excess > spread for excess in excesses]


def threshold(zeros, samples):
    """The threshold as a share of the samples, for people: mean + population standard deviation of zeros / samples."""
    counts = [int(zero) for zero in zeros]
    n, total = len(counts), sum(counts)
    spread = n * sum(count * count for count in counts) - total * total
    return (total + math.sqrt(spread)) / (n * samples)
