# SPDX-License-Identifier: GPL-2.0-or-later
"""Stages lead down to the target, no stage losing much more than a quarter."""

import pytest

from mineral_prune_plugin.pruning.schedule import stage_sizes


@pytest.mark.parametrize("bands, target", [(50, 15), (50, 49), (50, 1), (224, 3), (2, 1), (4, 3), (50, 50), (3, 9)])
def test_stages_go_down_to_the_target(bands, target):
    sizes = stage_sizes(bands, target)
    assert (sizes == ()) == (target >= bands)
    assert list(sizes) == sorted(set(sizes), reverse=True)
    if sizes:
        assert sizes[0] < bands and sizes[-1] == target
        steps = list(zip((bands, *sizes), sizes))
        assert all(after >= 0.75 * before - 1 for before, after in steps)
