# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers and tables of reports."""

import csv
import io

import pytest

from mineral_prune_plugin.reports.numbers import csv_text


@pytest.mark.parametrize("name", ["=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "-", "+kaolinite"])
def test_a_name_that_a_spreadsheet_would_compute_is_quoted(name):
    (_, row) = csv.reader(io.StringIO(csv_text(["mineral"], [[name]])))
    assert row == [f"'{name}"]


@pytest.mark.parametrize("value", ["-0.5", "+1e-3", "kaolinite", "", "-inf", -0.5, 3, None])
def test_a_number_with_a_sign_and_a_plain_name_are_left_as_they_are(value):
    (_, row) = csv.reader(io.StringIO(csv_text(["value"], [[value, ""]])))
    assert row == ["" if value is None else str(value), ""]
