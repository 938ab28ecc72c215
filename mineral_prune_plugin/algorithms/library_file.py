# SPDX-License-Identifier: GPL-2.0-or-later
"""The file of the parameter LIBRARY, however it is given: a path, or a layer that is open in QGIS.

QGIS hands an empty path over for a layer, which would mean the plugin's own library: another model without a word.
"""

import os
import re

from qgis.core import QgsMapLayer, QgsProcessingUtils


def library_file(algorithm, parameters, context, name="LIBRARY"):
    """The path of a spectral library, "" for the plugin's own.

    algorithm, parameters, context : as QGIS hands them over
    name                           : of the parameter
    """
    value = parameters.get(name)
    if isinstance(value, QgsMapLayer):
        return _path(value.source())
    path = algorithm.parameterAsFile(parameters, name, context)
    if not path or os.path.exists(path):
        return path
    layer = QgsProcessingUtils.mapLayerFromString(path, context, False)
    return _path(path if layer is None else layer.source())


def _path(source):
    """The path in the source of a layer: "/a.csv" of "file:///a.csv?type=csv" or "/a.csv|x:y"."""
    if source.startswith("file:"):
        from urllib.parse import unquote, urlsplit  # takes a thirtieth of the plugin's start

        return re.sub("^/(?=[A-Za-z]:)", "", unquote(urlsplit(source).path))  # of Windows: file:///C:/a.csv
    return source if os.path.exists(source) else source.split("|")[0]
