# SPDX-License-Identifier: GPL-2.0-or-later
"""Groups of pixels go to one split each, and every class finds its pixels where that is possible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.samples.block_split import assign_groups

group_counts = st.dictionaries(st.integers(0, 10**6), st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=1)


@given(group_counts, st.integers(0, 2**31 - 1))
def test_every_group_has_one_split_and_the_seed_alone_decides(counts, seed):
    wanted = np.array([[5, 5], [5, 5], [10, 10]])
    first = assign_groups(counts, wanted, seed)
    assert set(first) == set(counts) and set(first.values()) <= {0, 1, 2}
    assert assign_groups(counts, wanted, seed) == first


@pytest.mark.parametrize("seed", range(5))
def test_every_class_finds_what_it_needs_in_every_split(seed):
    generator = np.random.default_rng(seed)
    counts = {group: generator.integers(0, 12, 4) for group in range(80)}
    wanted = np.array([[20] * 4, [20] * 4, [48] * 4])
    have = np.zeros((3, 4), int)
    for group, split in assign_groups(counts, wanted, seed).items():
        have[split] += counts[group]
    assert (have >= wanted).all()


def test_a_rare_class_in_three_groups_reaches_all_three_splits():
    counts = {group: [20, 0] for group in range(30)}
    counts.update({100 + k: [0, 10] for k in range(3)})
    splits = assign_groups(counts, np.array([[50, 5], [50, 5], [100, 5]]), 1)
    assert sorted(splits[100 + k] for k in range(3)) == [0, 1, 2]


def test_a_split_of_which_nothing_is_wanted_gets_no_group():
    counts = {group: [5, 5] for group in range(12)}
    assert set(assign_groups(counts, np.array([[10, 10], [0, 0], [10, 10]]), 3).values()) == {0, 2}
