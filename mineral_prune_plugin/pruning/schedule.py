# SPDX-License-Identifier: GPL-2.0-or-later
"""How many bands or units are left after each stage on the way to a target."""

import math

SHRINK = 0.75  # the share that a stage leaves, about


def stage_sizes(size, target):
    """A geometric series from `size`, itself not among it, down to `target`; empty where the target is no smaller."""
    if target >= size:
        return ()
    stages = max(1, math.ceil(math.log(target / size) / math.log(SHRINK)))
    sizes = {round(size * (target / size) ** (stage / stages)) for stage in range(1, stages + 1)}
    return tuple(sorted(sizes - {size}, reverse=True))
