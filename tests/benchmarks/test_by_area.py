# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark of intervals over the whole map: it sees intervals that hold the truth, and those that do not."""

from dataclasses import replace

import numpy as np

from benchmarks.by_area import at_random, coverage, of_each_mineral, page
from mineral_prune_plugin.assessment.by_area import of_mapped_classes

PIXELS = np.array([[9000, 600, 400], [300, 4000, 200], [100, 150, 750]])


def test_intervals_hold_the_truth_where_the_estimate_fits_the_samples_and_not_elsewhere():
    for sampling in (of_each_mineral(200), at_random(600)):
        held, widths, without = coverage(PIXELS, sampling, 300, 2)
        assert held.min() > 91 and without == 0 and 0 < widths.min() < widths.max() < 30
    held, _, _ = coverage(PIXELS, replace(of_each_mineral(200), estimate=of_mapped_classes), 300, 2)
    assert held[3] < 50  # areas of equal numbers of samples, as if they had been drawn at random


def test_the_page_has_a_row_a_sampling():
    text = page(PIXELS, 20, [("at random", *coverage(PIXELS, at_random(600), 20, 2))])
    assert "of which 88.7 % are right" in " ".join(text.split()) and text.splitlines()[-1].startswith("| at random |")
