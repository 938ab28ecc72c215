# SPDX-License-Identifier: GPL-2.0-or-later
"""The plan of windows covers every raster once, keeps to the file's blocks and to the budget."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mineral_prune_plugin.raster.windows import BUDGET_BYTES, Window, parts, plan

sides = st.integers(1, 90)
blocks = st.tuples(st.integers(1, 120), st.integers(1, 120))
bytes_per_pixel = st.integers(1, 400)
budgets = st.integers(1, 40_000)


@given(sides, sides, blocks, bytes_per_pixel, budgets)
def test_every_pixel_is_in_one_window(width, height, block, size, budget):
    seen = np.zeros((height, width), dtype=int)
    for window in plan(width, height, block, size, budget):
        assert window.column + window.width <= width and window.row + window.height <= height
        seen[window.row : window.row + window.height, window.column : window.column + window.width] += 1
    assert (seen == 1).all()


@given(sides, sides, blocks, bytes_per_pixel, budgets)
def test_no_window_is_over_the_budget_unless_one_pixel_is(width, height, block, size, budget):
    for window in plan(width, height, block, size, budget):
        assert window.pixels * size <= budget or window.pixels == 1


few = st.integers(1, 12)


@given(sides, sides, st.tuples(few, few), bytes_per_pixel, few, few)
def test_windows_are_whole_blocks_unless_one_block_is_over_the_budget(width, height, block, size, times, more):
    wide, high = min(block[0], width), min(block[1], height)
    budget = size * (wide * high * times + more - 1)  # of a few blocks and some pixels
    for window in plan(width, height, block, size, budget):
        assert window.column % wide == 0 and window.row % high == 0
        assert window.width % wide == 0 or window.column + window.width == width
        assert window.height % high == 0 or window.row + window.height == height


@given(sides, sides, blocks, bytes_per_pixel)
def test_a_raster_that_fits_is_one_window(width, height, block, size):
    assert list(plan(width, height, block, size, width * height * size)) == [Window(0, 0, width, height)]


@given(st.tuples(sides, sides, sides, sides), st.tuples(few, few), bytes_per_pixel, budgets)
def test_parts_cover_a_window_once_and_share_no_block(place, block, size, budget):
    window = Window(*place)
    seen = np.zeros((window.row + window.height, window.column + window.width), dtype=int)
    touched = []
    for part in parts(window, block, size, budget):
        assert part.width > 0 and part.height > 0
        seen[part.row : part.row + part.height, part.column : part.column + part.width] += 1
        blocks = blocks_of(part, block)
        assert len(blocks) == 1 or part.pixels * size <= budget
        touched += blocks
    assert (seen[window.row :, window.column :] == 1).all() and seen.sum() == window.pixels
    assert len(set(touched)) == len(touched)


def blocks_of(window, block):
    columns = range(window.column // block[0], (window.column + window.width - 1) // block[0] + 1)
    rows = range(window.row // block[1], (window.row + window.height - 1) // block[1] + 1)
    return [(column, row) for row in rows for column in columns]


def test_windows_run_row_by_row():
    expected = [Window(0, 0, 3, 2), Window(3, 0, 2, 2), Window(0, 2, 3, 2), Window(3, 2, 2, 2)]
    assert list(plan(5, 4, (3, 2), 1, 6)) == expected


def test_the_plan_of_a_huge_mosaic_takes_no_time_and_no_memory():
    huge = plan(1_000_000, 1_000_000, (128, 128), bytes_per_pixel=200)
    assert len(huge) > 10_000_000
    assert next(iter(huge)).pixels * 200 <= BUDGET_BYTES
