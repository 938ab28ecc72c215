# SPDX-License-Identifier: GPL-2.0-or-later
"""The paper's threshold, mean + population standard deviation of a layer's scores, decided in exact arithmetic.

With amounts z of n neurons, S = sum z, Q = sum z^2 and e = n z_i - S: z_i is above mean + deviation exactly when e > 0
and e^2 > n Q - S^2, whatever the amounts are a share of. Floating point would decide some ties at random. Counts are
Python's integers, real scores fractions: neither overflows nor rounds.
"""

import math
from fractions import Fraction


def above_threshold(amounts):
    """A list of bool: True for each neuron whose score is above the layer's mean + standard deviation.

    Strictly fewer than half of the neurons can be above (Cantelli's inequality), so no layer empties.

    amounts : of the layer's neurons, whole or finite real numbers
    """
    exact = _exact(amounts)
    n, total = len(exact), sum(exact)
    spread = _spread(exact)
    excesses = [n * amount - total for amount in exact]
    return [excess > 0 and excess * excess > spread for excess in excesses]


def threshold(amounts, over):
    """The threshold as reports show it: mean + population standard deviation of amounts / over, a float.

    amounts, over : of Scores
    """
    exact = _exact(amounts)
    return (float(sum(exact)) + math.sqrt(_spread(exact))) / (len(exact) * over)


def _spread(exact):
    """n^2 times the variance."""
    return len(exact) * sum(amount * amount for amount in exact) - sum(exact) ** 2


def _exact(amounts):
    return [Fraction(amount) if isinstance(amount, float) else int(amount) for amount in amounts]
