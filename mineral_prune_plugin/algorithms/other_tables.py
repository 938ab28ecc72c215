# SPDX-License-Identifier: GPL-2.0-or-later
"""A plain path of a GeoPackage as output replaces all of it: never one that holds more than one table."""

import os
from contextlib import closing
from pathlib import Path

from qgis.core import QgsProcessingParameterFeatureSink

from ..errors import OutputHoldsOthers
from .destinations import file_of_points, named_destination


def refuse_losing_tables(algorithm, parameters):
    """Refuse outputs of an `algorithm`, by its `parameters`, that would replace several tables.

    errors : OutputHoldsOthers
    """
    for definition in algorithm.destinationParameterDefinitions():
        if isinstance(definition, QgsProcessingParameterFeatureSink):
            path = file_of_points(named_destination(parameters, definition.name()))
            tables = tables_of(path) if path.lower().endswith(".gpkg") and os.path.isfile(path) else []
            if len(tables) > 1:
                raise OutputHoldsOthers(output=path, tables=", ".join(tables))


def tables_of(path):
    """Names of the tables, rasters and saved styles of a GeoPackage, sorted; none where it cannot be read.

    path : of a file
    """
    import sqlite3  # takes a thirtieth of the plugin's start

    try:
        address = f"{Path(os.path.abspath(path)).as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return sorted(str(row[0]) for row in database.execute("SELECT table_name FROM gpkg_contents"))
    except (sqlite3.Error, ValueError):  # no database, or a name that SQLite cannot open
        return []
