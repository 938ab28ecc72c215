# SPDX-License-Identifier: GPL-2.0-or-later
"""study.csv: the raw rows, from which every table and figure can be made again."""

import csv
from dataclasses import asdict, fields

from .design import Row


def order(row):
    return row.protocol, row.split, row.criterion, row.schedule, row.round, row.seed, row.units


def write_rows(rows, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        for row in sorted(rows, key=order):
            entry = asdict(row)
            for name in ("validation_oa", "test_oa"):
                entry[name] = "" if entry[name] is None else f"{entry[name]:.4f}"
            writer.writerow(entry)


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [parsed(entry) for entry in csv.DictReader(file)]


def parsed(entry):
    numbers = {name: int(entry[name]) for name in ("round", "units", "parameters", "seed")}
    accuracies = {name: float(entry[name]) if entry[name] else None for name in ("validation_oa", "test_oa")}
    return Row(**{**entry, **numbers, **accuracies})
