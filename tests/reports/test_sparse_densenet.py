# SPDX-License-Identifier: GPL-2.0-or-later
"""What the report of a sparse DenseNet claims about its samples."""

import pytest

from mineral_prune_plugin.reports.sparse_densenet import sparse_densenet_report


@pytest.mark.parametrize("with_test", [False, True])
def test_it_says_that_validation_samples_chose_the_ensemble(sparse_trace, history, table, with_test):
    page = sparse_densenet_report([], sparse_trace, history, table, table if with_test else None)
    assert "they were used to choose the epochs of the ensemble" in page
