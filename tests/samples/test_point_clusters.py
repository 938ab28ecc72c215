# SPDX-License-Identifier: GPL-2.0-or-later
"""Labelled points close together are one cluster, against the plain way of joining them."""

import time

import numpy as np

from mineral_prune_plugin.samples.point_clusters import REACH, point_clusters


def clusters_of(points):
    """points : (feature, class, column, row)"""
    return point_clusters(*np.array(points, np.int64).T).tolist()


def test_points_of_a_mineral_within_reach_are_one_cluster_and_a_chain_of_them_too():
    chain = [(1, 7, 0, 0), (2, 7, REACH, 0), (3, 7, 2 * REACH, 0)]
    assert clusters_of(chain) == [0, 1, 1, 1]
    assert clusters_of([(1, 7, 0, 0), (2, 7, REACH + 1, 0)]) == [0, 1, 2]
    assert clusters_of([(1, 7, 0, 0), (2, 7, 8, 7)]) == [0, 1, 2]  # 10.6 pixels by the diagonal
    assert clusters_of([(1, 7, 0, 0), (2, 7, 6, 8)]) == [0, 1, 1]


def test_points_of_two_minerals_are_two_clusters_and_a_pixel_twice_is_one():
    assert clusters_of([(1, 7, 5, 5), (2, 8, 6, 5), (3, 7, 5, 5)]) == [0, 1, 2, 1]


def test_the_ends_of_a_row_are_no_neighbours():
    assert clusters_of([(1, 7, 40, 0), (2, 7, 0, 1)]) == [0, 1, 2]


def test_a_feature_of_several_points_joins_what_is_close_to_any_of_them():
    assert clusters_of([(1, 7, 0, 0), (2, 7, 99, 0), (2, 7, 3, 0), (3, 7, 95, 0), (5, 7, 50, 50)]) == [0, 1, 1, 1, 0, 2]


def test_random_points_are_joined_as_the_plain_way_joins_them():
    generator = np.random.default_rng(3)
    for count in (1, 40, 300):
        columns, rows = generator.integers(0, 200, (2, count))
        classes, features = generator.integers(1, 4, count), np.arange(1, count + 1)
        near = (np.hypot(np.subtract.outer(columns, columns), np.subtract.outer(rows, rows)) <= REACH) & (
            classes[:, None] == classes
        )
        reached = near
        while (farther := (reached.astype(int) @ near) > 0).sum() > reached.sum():
            reached = farther
        got = point_clusters(features, classes, columns, rows)[1:]
        assert ((got[:, None] == got) == reached).all()
        assert sorted(set(got.tolist())) == list(range(1, got.max() + 1))


def test_a_hundred_thousand_points_take_seconds():
    generator = np.random.default_rng(4)
    columns, rows = generator.integers(0, 3000, (2, 100_000))
    start = time.process_time()
    point_clusters(np.arange(1, 100_001), generator.integers(1, 8, 100_000), columns, rows)
    assert time.process_time() - start < 20
