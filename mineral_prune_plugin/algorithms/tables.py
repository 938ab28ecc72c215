# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables as CSV text."""

import csv
import io


def csv_text(headings, rows):
    """Comma-separated values; a text that a spreadsheet would take for a formula is quoted with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_inert(value) for value in row] for row in rows)
    return text.getvalue()


def _inert(value):
    """Class names come from strangers: "=1+1" must stay a name."""
    return f"'{value}" if str(value)[:1] in ("=", "+", "@") else value
