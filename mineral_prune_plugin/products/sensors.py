# SPDX-License-Identifier: GPL-2.0-or-later
"""Sensors whose products name their bands without saying where they lie: the table sensors.csv."""

import csv
from pathlib import Path

TABLE = Path(__file__).with_name("sensors.csv")


def sensor_bands(sensor):
    """{name of a band: (centre, width), micrometres} of a `sensor`, empty for one that the table does not have."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sensor"] == sensor]
    return {row["band"]: (float(row["centre_nm"]) / 1e3, float(row["width_nm"]) / 1e3) for row in rows}
