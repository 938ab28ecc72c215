# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows, written after each run, so that an interrupted benchmark goes on where it stopped."""

import csv
from dataclasses import asdict, fields

from .design import Row


def read_rows(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return [
            Row(**{field.name: field.type(entry[field.name]) for field in fields(Row)})
            for entry in csv.DictReader(file)
        ]


def write_rows(rows, path):
    """Beside its place first: a run of hours is not lost to a full disk."""
    beside = path.with_suffix(".part")
    with open(beside, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            entry = asdict(row)
            writer.writerow({**entry, **{name: f"{entry[name]:.4f}" for name in ("loss", "error", "minutes")}})
    beside.replace(path)


def of_design(rows, design):
    """The rows that were run with a Design."""
    names = [field.name for field in fields(design) if field.name != "half"]
    return [row for row in rows if all(getattr(row, name) == getattr(design, name) for name in names)]
