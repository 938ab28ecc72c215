# SPDX-License-Identifier: GPL-2.0-or-later
"""A table (.csv) with a row a scene, to which each run of a batch adds its own."""

import csv
import os

from ..errors import NotATableOfScenes
from .numbers import csv_text

KEY = "scene"
LARGEST = 64 * 2**20  # bytes of a table that is read


def with_scene(path, scene, row):
    """The text of the table at `path` with the row of a scene added, or put in place of its earlier one.

    path    : of the table, which need not exist
    scene   : what tells scenes apart: the path of the map
    row     : {heading: text}; headings that the table lacks become columns, which are empty in its other rows
    errors  : NotATableOfScenes
    """
    headings, rows = _read(path) if os.path.exists(path) else ([KEY], [])
    headings += [heading for heading in row if heading not in headings]
    new = {KEY: scene, **row}
    place = next((place for place, other in enumerate(rows) if other.get(KEY) == scene), len(rows))
    rows[place : place + 1] = [new]
    return csv_text(headings, [[each.get(heading, "") for heading in headings] for each in rows])


def _read(path):
    """(headings, rows by heading) of a table that was written here; a spreadsheet may have saved it meanwhile."""
    refusal = NotATableOfScenes(table=os.path.basename(path))
    if os.path.getsize(path) > LARGEST:
        raise refusal
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            headings, *rows = csv.reader(file)
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise refusal from error
    if headings[:2] != [KEY, "map"] or len(set(headings)) < len(headings):
        raise refusal
    return headings, [dict(zip(headings, row)) for row in rows]
