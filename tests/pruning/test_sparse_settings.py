# SPDX-License-Identifier: GPL-2.0-or-later
"""Defaults and bounds of a sparse DenseNet, on which scripts rely, and the architecture that follows from them."""

import pytest

from mineral_prune_plugin.errors import SettingOutOfBounds
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings

BOUNDS = [  # setting, least, most, the next below and above
    ("patch", 1, 15, 0, 17),
    ("depth", 1, 64, 0, 65),
    ("growth", 1, 64, 0, 65),
    ("stages", 1, 100, 0, 101),
    ("target", 0, 99, -0.5, 99.5),
    ("epochs", 2, 10_000, 1, 10_001),
    ("seed", 0, 2**31 - 1, -1, 2**31),
]


def test_settings_that_a_script_leaves_out_are_the_documented_ones():
    settings = SparseSettings()
    assert (settings.patch, settings.depth, settings.growth) == (3, 12, 12)
    assert (settings.stages, settings.target, settings.epochs, settings.seed) == (4, 70, 60, 1)


@pytest.mark.parametrize(("name", "least", "most", "below", "above"), BOUNDS)
def test_a_setting_is_taken_up_to_its_bounds_and_refused_beyond(name, least, most, below, above):
    for value in (least, most):
        assert getattr(SparseSettings(**{name: value}), name) == value
    for value in (below, above):
        with pytest.raises(SettingOutOfBounds) as refused:
            SparseSettings(**{name: value})
        facts = refused.value.facts
        assert (facts["least"], facts["most"], facts["found"]) == (least, most, value)


@pytest.mark.parametrize(("depth", "blocks"), [(1, (1,)), (2, (1, 1)), (5, (3, 2)), (12, (6, 6)), (64, (32, 32))])
def test_layers_are_divided_between_two_blocks_and_the_first_has_the_odd_layer(depth, blocks):
    architecture = SparseSettings(depth=depth, growth=7, patch=5).architecture(9, 4)
    assert (architecture.inputs, architecture.classes, architecture.patch) == (9, 4, 5)
    assert (architecture.blocks, architecture.growth, architecture.first) == (blocks, 7, 12)
    assert (architecture.bottleneck, architecture.compression, architecture.groups) == (False, 1, 1)
