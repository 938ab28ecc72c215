# SPDX-License-Identifier: GPL-2.0-or-later
"""How the reports and their CSV tables write numbers: always the same way, and nothing where there is none."""

import io
from math import isfinite, nan

from ..classes import is_number

NONE = "–"  # what a page shows where there is no number; a CSV cell stays empty


def percent(share, decimals=2):
    """share : 0 to 1, or None or nan, which give an empty text; decimals : places; returns : "94.35" """
    return fixed(None if share is None else 100 * share, decimals)


def fixed(value, decimals=2):
    """returns : `value` with so many `decimals`, "3.33", or an empty text for None, nan and infinities"""
    return "" if value is None or not isfinite(value) else f"{value:.{decimals}f}"


def points(difference):
    """difference : of two shares; returns : percentage points with their sign, "+0.73" """
    return f"{100 * difference:+.2f}".replace("-", "−")


def units_text(units):
    """Hidden units of each layer as the paper writes them: "9" or "12-8"."""
    return "-".join(str(count) for count in units)


def shown(text):
    """The text of a cell for a page, where an empty one would look forgotten."""
    return text if text != "" else NONE


def proportion_cells(proportion):
    """[correct of n, percent, low, high]: text, the last two the ends of the 95 % Wilson interval in percent."""
    low, high = proportion.interval()
    count = f"{proportion.successes} / {proportion.n}"
    return [count] + [shown(percent(share)) for share in (proportion.value, low, high)]


FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet computes what begins with one of these


def mean(values):
    """returns : nan where there is no value"""
    return sum(values) / len(values) if values else nan


def sample_deviation(values):
    """Standard deviation with n - 1 below, in the unit of the values; nan for fewer than two."""
    from statistics import stdev  # as in assessment/: not as the plugin starts

    return stdev(values) if len(values) > 1 else nan


def csv_text(headings, rows):
    """Comma-separated values, one line for `headings` and one for each of `rows`.

    A text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_not_a_formula(value) for value in row] for row in rows)
    return text.getvalue()


def _not_a_formula(value):
    """Class names come from strangers: "=1+1" must stay a name. A number keeps its sign."""
    text = value if isinstance(value, str) else ""
    return f"'{value}" if text[:1] in FORMULA and not is_number(text) else value
