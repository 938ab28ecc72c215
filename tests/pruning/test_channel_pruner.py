# SPDX-License-Identifier: GPL-2.0-or-later
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.errors import NothingIdentified
from mineral_prune_plugin.models.densenet.architecture import Architecture
from mineral_prune_plugin.models.densenet.module import DenseNet
from mineral_prune_plugin.pruning.channel_pruner import (
    ChannelPruner,
    as_layer,
    dropped_after,
    each_input,
    identified,
    inputs_off,
    readings,
)
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.scoring import Scores

percents = st.integers(0, 99)


@given(st.integers(1, 40), st.integers(1, 6), percents, st.data())
def test_stage_by_stage_more_inputs_go_and_none_comes_back(inputs, stages, percent, data):
    off = np.zeros(inputs, dtype=bool)
    for stage in range(1, stages + 1):
        # Few different scores, so that there are ties.
        drawn = data.draw(st.lists(st.integers(0, 3), min_size=inputs, max_size=inputs))
        amounts = np.array(drawn)
        after = dropped_after(Scores(amounts), off, stage, stages, percent / 100)
        wanted = int(Fraction(percent * stage, 100 * stages) * inputs)
        assert after.sum() == min(wanted, inputs - 1)
        assert (after >= off).all()
        gone, left = np.flatnonzero(after & ~off), np.flatnonzero(~after)
        for place in gone:  # by score, then by index
            assert all((-amounts[place], place) < (-amounts[kept], kept) for kept in left)
        off = after


def test_seven_tenths_of_ten_are_seven():
    assert [inputs_off(10, stage, 7, 0.7) for stage in range(8)] == list(range(8))


@pytest.mark.parametrize("inputs", [1, 2, 9])
def test_one_input_stays_even_of_a_target_of_all(inputs):
    off = dropped_after(Scores(np.zeros(inputs)), np.zeros(inputs, dtype=bool), 1, 1, 1)
    assert off.tolist() == [True] * (inputs - 1) + [False]


def test_contribution_is_the_share_of_the_kernels_that_read_a_map():
    weight = np.zeros((2, 3, 3, 3), dtype=np.float32)
    weight[0, 0, 1, 1], weight[1, 0, 0, 2], weight[1, 2, 2, 2] = -1, 2, 1
    scores = CRITERIA["contribution"].score(layer(weight))
    np.testing.assert_allclose(scores.values, [-0.75, 0, -0.25])


def test_apoz_of_a_map_is_its_share_of_zeros_and_c_apoz_that_over_identified_images():
    maps = np.ones((2, 3, 2, 2), dtype=np.float32)
    maps[0, 1] = 0  # all four pixels of the image that is identified
    maps[1, 2, 0] = 0  # two of the other
    read = layer(np.ones((1, 3, 1, 1), dtype=np.float32), maps, np.array([True, False]))
    np.testing.assert_allclose(CRITERIA["apoz"].score(read).values, [0, 4 / 8, 2 / 8])
    np.testing.assert_allclose(CRITERIA["c-apoz"].score(read).values, [0, 1, 0])


def test_c_apoz_without_an_identified_image_says_so():
    with pytest.raises(NothingIdentified):
        CRITERIA["c-apoz"].score(layer(np.ones((1, 3, 1, 1), dtype=np.float32), correct=np.zeros(2, dtype=bool)))


@given(st.permutations(range(5)), st.sampled_from(["contribution", "apoz", "c-apoz", "balanced"]))
def test_maps_in_another_order_have_their_scores_in_that_order(order, name):
    generator = np.random.default_rng(3)
    weight = generator.normal(size=(2, 5, 3, 3)).astype(np.float32)
    maps = np.maximum(generator.normal(size=(4, 5, 3, 2)), 0).astype(np.float32)
    correct = np.array([True, False, True, True])
    scores = CRITERIA[name].score(layer(weight, maps, correct)).values
    moved = CRITERIA[name].score(layer(weight[:, order], maps[:, order], correct)).values
    np.testing.assert_allclose(moved, scores[list(order)], rtol=1e-12)


def layer(weight, maps=None, correct=None):
    maps = np.ones((2, weight.shape[1], 2, 2), dtype=np.float32) if maps is None else maps
    correct = np.ones(len(maps), dtype=bool) if correct is None else correct
    return as_layer(weight, maps, correct, np.arange(len(maps)), 1)


# Of whole networks, untrained.

SPECTRAL = Architecture(5, 3, 1, (2, 1), growth=4, first=6, groups=2)
DEEP = Architecture(4, 3, 0, (2, 1, 1), growth=2, first=3, bottleneck=True, compression=0.5)


def images(count=30, architecture=SPECTRAL):
    generator, side = np.random.default_rng(2), architecture.patch or 8
    return generator.normal(size=(count, architecture.inputs, side, side)).astype(np.float32)


class Noting:
    """A criterion that notes what it is given; the last inputs go first."""

    def __init__(self):
        self.layers = []

    def score(self, layer):
        self.layers.append(layer)
        return Scores(np.arange(layer.outgoing.shape[1]))


def test_a_criterion_is_given_the_maps_the_weights_and_the_identified_images_of_each_group():
    module, noted, targets = DenseNet(SPECTRAL, 1), Noting(), np.arange(30) % 3
    correct = identified(module, images()) == targets
    assert 0 < correct.sum() < 15
    ChannelPruner(module, images(), targets, 0.5, 2, noted, seed=7)(1)
    convolutions = module.convolutions()
    assert len(noted.layers) == 2 * len(convolutions)
    for index, layer in enumerate(noted.layers):
        convolution, group = convolutions[index // 2], index % 2
        rows = convolution.weight.detach().numpy()[:, :, 0, 0]
        half = len(rows) // 2
        assert np.array_equal(layer.outgoing, rows[half * group : half * (group + 1)])
        assert np.array_equal(layer.correct, correct) and np.array_equal(layer.targets, targets)
        assert layer.outputs.shape == (30, rows.shape[1])
        quarter = rows.shape[1] // 4
        assert (~convolution.on[group]).nonzero()[:, 0].tolist() == list(range(rows.shape[1]))[-quarter:]
    first = images()[:, :, 0, 0] @ module.first.detach().numpy()[:, :, 0, 0].T / np.sqrt(1 + 1e-5)
    assert noted.layers[0].outputs == pytest.approx(np.maximum(first, 0), abs=1e-5)
    assert len({tuple(layer.seed) for layer in noted.layers}) == len(noted.layers)


def test_the_second_stage_drops_more_and_brings_nothing_back():
    module = DenseNet(SPECTRAL, 1)
    pruner, masks = ChannelPruner(module, images(), np.arange(30) % 3, 0.5, 2), []
    for stage in (1, 2):
        pruner(stage)
        masks.append([convolution.on.clone() for convolution in module.convolutions()])
    for first, second in zip(*masks):
        assert (first.sum(1) == first.shape[1] - first.shape[1] // 4).all()
        assert (second.sum(1) == second.shape[1] - second.shape[1] // 2).all()
        assert (second <= first).all()


def test_without_a_seed_random_inputs_are_those_of_seed_0():
    def dropped(**seed):
        module = DenseNet(SPECTRAL, 1)
        ChannelPruner(module, images(), np.arange(30) % 3, 0.5, 1, CRITERIA["random"], **seed)(1)
        return [convolution.on.tolist() for convolution in module.convolutions()]

    assert dropped() == dropped(seed=0) != dropped(seed=1)


def test_each_convolution_is_visited_once_and_what_is_off_is_zero():
    module, batch = DenseNet(DEEP, 1), images(4, DEEP)
    transition = module.transitions[0]
    off = np.arange(len(transition.on[0])) % 3 == 1
    transition.keep(torch.from_numpy(~off)[None])
    for _ in range(2):  # nothing stays behind from the first time
        visits = []
        each_input(module, batch, lambda *visit, visits=visits: visits.append(visit))
        assert [convolution for convolution, _ in visits] == module.convolutions()
        sides = [maps.shape[2:] for _, maps in visits]
        assert sides == [(8, 8)] * 5 + [(4, 4)] * 3 + [(2, 2)] * 2
        assert all(maps.shape[:2] == (4, convolution.on.shape[1]) for convolution, maps in visits)
        maps = visits[4][1]
        assert (maps.any((0, 2, 3)) == ~off).all()


def test_readings_of_a_dense_network_name_every_layer_with_all_the_maps_before_it():
    module = DenseNet(DEEP, 1)
    with torch.no_grad():
        for convolution in module.convolutions():
            convolution.weight.fill_(-0.5)  # each map has the same share
    table = [(reading.layer, reading.source, reading.maps) for reading in readings(module)]
    assert table == [
        ("1.1", "input", 3),
        ("1.2", "input", 3), ("1.2", "1.1", 2),
        ("T1", "input", 3), ("T1", "1.1", 2), ("T1", "1.2", 2),
        ("2.1", "T1", 3),
        ("T2", "T1", 3), ("T2", "2.1", 2),
        ("3.1", "T2", 2),
    ]  # fmt: skip
    totals = {layer: sum(maps for reader, _, maps in table if reader == layer) for layer, _, _ in table}
    for reading in readings(module):
        assert reading.read == reading.maps
        assert reading.share == pytest.approx(reading.maps / totals[reading.layer])


def test_readings_share_out_the_weights_of_what_is_still_read():
    module = DenseNet(DEEP, 1)
    with torch.no_grad():
        for convolution in module.convolutions():
            convolution.weight.fill_(1.0)
        module.transitions[0].weight[:, 3:5] = 2.0
    module.transitions[0].keep(torch.tensor([[True, False, False, True, False, True, True]]))
    module.transitions[1].keep(torch.tensor([[True, True, True, False, False]]))  # 2.1 is left without readers
    table = {(reading.layer, reading.source): (reading.share, reading.read) for reading in readings(module)}
    assert [table["T1", source] for source in ("input", "1.1", "1.2")] == [(0.2, 1), (0.4, 1), (0.4, 2)]
    assert [table["T2", source] for source in ("T1", "2.1")] == [(1.0, 3), (0.0, 0)]
    assert table["2.1", "T1"] == (0.0, 0)
    assert table["3.1", "T2"] == (1.0, 2)
