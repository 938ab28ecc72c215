# SPDX-License-Identifier: GPL-2.0-or-later
"""A range that may be left empty, in Python's words too.

QGIS writes an empty one as [nan,nan] into *Copy as Python Command*, the history and saved batch tables: no name of
Python, so that none of them could be run or loaded again.
"""

from qgis.core import QgsProcessingParameterRange, QgsProcessingParameters


class OptionalRange(QgsProcessingParameterRange):
    def valueAsPythonString(self, value, context):  # noqa: N802, the name that QGIS calls
        ends = QgsProcessingParameters.parameterAsRange(self, {self.name(): value}, context)
        if all(end == end for end in ends):
            return super().valueAsPythonString(value, context)
        return "None"
