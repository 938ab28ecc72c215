# SPDX-License-Identifier: GPL-2.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.errors import SettingOutOfBounds
from mineral_prune_plugin.models.densenet.architecture import Architecture, dense_net, dense_net_bc, plan
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import multiply_adds, multiply_adds_of_a_pixel, parameters
from mineral_prune_plugin.models.densenet.module import DenseNet


@pytest.mark.parametrize(
    ("architecture", "millions_learnt", "multiply_adds_e8"),
    [
        (dense_net(40, 12, 3, 10), 1.0, 2.65),  # Huang et al. 2017, Table 2; Liu et al. 2017 count both: 5.3e8
        (dense_net_bc(100, 12, 3, 10), 0.8, None),
    ],
)
def test_networks_of_the_papers_cost_what_the_papers_say(architecture, millions_learnt, multiply_adds_e8):
    network = compact(DenseNet(architecture, 1))
    assert round(parameters(network) / 1e6, 1) == millions_learnt
    if multiply_adds_e8 is not None:
        assert round(multiply_adds(network, 32) / 1e8, 2) == multiply_adds_e8


def test_a_small_network_counted_by_hand():
    network = compact(DenseNet(Architecture(2, 3, 0, (1, 1), growth=2, first=4), 1))
    convolutions = 2 * 4 * 9, 4 * 2 * 9, 6 * 6, 6 * 2 * 9  # first, layer, transition, layer
    assert parameters(network) == sum(convolutions) + 2 * (4 + 6 + 6 + 8) + 8 * 3 + 3
    assert multiply_adds(network, 8) == 64 * sum(convolutions[:3]) + 16 * convolutions[3] + 8 * 3


def test_a_small_network_of_patches_counted_by_hand():
    network = compact(DenseNet(Architecture(2, 3, 5, (1, 1), growth=2, first=4), 1))
    first, layer, transition, last = 2 * 4 * 9, 4 * 2 * 9, 6 * 6, 6 * 2  # 5 x 5 leaves 3 x 3, then 1 x 1
    assert multiply_adds(network) == 9 * first + layer + transition + last + 8 * 3
    assert multiply_adds_of_a_pixel(network) == first + layer + transition + last + 8 * 3


@given(st.integers(0, 7), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.booleans())
def test_kernels_take_no_more_pixels_than_a_patch_has(half, blocks, bottleneck):
    patch = 2 * half + 1
    planned = plan(Architecture(5, 2, patch, tuple(blocks), bottleneck=bottleneck))
    places = [planned.first, *(layer[-1] for layers in planned.blocks for layer in layers)]
    assert [place.kernel for place in places] == [3] * min(half, len(places)) + [1] * (len(places) - half)
    assert planned.side == patch - 2 * min(half, len(places)) >= 1


@pytest.mark.parametrize("patch", [2, 4, 16, 17, -1])
def test_a_patch_has_a_centre_and_a_bound(patch):
    with pytest.raises(
        SettingOutOfBounds,
        match=rf"\(pixels, odd\)' \(PATCH_SIZE\) must be an odd number from 1 to 15, but {patch} was",
    ):
        Architecture(5, 2, patch, (1,))


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"classes": 1}, "CLASSES"),
        ({"inputs": 0}, "INPUTS"),
        ({"blocks": ()}, "BLOCKS"),
        ({"blocks": (0,)}, "DEPTH"),
        ({"growth": 0}, "GROWTH"),
        ({"first": 0}, "FIRST_MAPS"),
        ({"compression": 0.0}, "COMPRESSION"),
        ({"groups": 13}, "GROUPS"),
    ],
)
def test_what_no_network_can_have_is_named(wrong, name):
    right = {"inputs": 5, "classes": 2, "patch": 3, "blocks": (1, 2)}
    with pytest.raises(SettingOutOfBounds, match=name):
        Architecture(**{**right, **wrong})
