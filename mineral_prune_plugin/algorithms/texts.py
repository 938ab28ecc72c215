# SPDX-License-Identifier: GPL-2.0-or-later
"""Values that are refused before anything reads them, each with a sentence that calls its parameter by its label.

No file, table or report can hold a zero character, nor half of a character (a lone surrogate).
"""

import re

from qgis.core import (
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsProperty,
)

from ..errors import LayerMissing, TextUnreadable, ValueUnusable
from ..interface.translation import sentence_of

UNREADABLE = re.compile("[\\x00\\ud800-\\udfff]")

OF_LAYERS = (QgsProcessingParameterFeatureSource, QgsProcessingParameterMapLayer, QgsProcessingParameterRasterLayer)


def unreadable_text(algorithm, parameters):
    """A sentence where a text among the `parameters` of an `algorithm` has such a character, "" where none has."""
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        for text in filter(UNREADABLE.search, _texts(value)):
            return sentence_of(TextUnreadable(parameter=definition.description(), text=text))
    return ""


def _texts(value):
    """The texts in the value of a parameter."""
    value = value.sink if isinstance(value, QgsProcessingOutputLayerDefinition) else value
    value = value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value
    value = value.staticValue() if isinstance(value, QgsProperty) else value
    values = value if isinstance(value, (list, tuple)) else [value]
    return [each for each in values if isinstance(each, str)]


def worded(algorithm, parameters, context, sentence):
    """QGIS's own refusal of a value, which calls the parameter by its id and ends without a way out, as a sentence.

    algorithm, parameters, context : as QGIS hands them to checkParameterValues
    sentence                       : of QGIS; "" where it refuses nothing
    """
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if sentence and re.search(rf"\b{definition.name()}\b", sentence.split(":")[0]):
            shown = next(iter(_texts(value)), "") if value is not None else ""
            kind = LayerMissing if isinstance(definition, OF_LAYERS) and shown else ValueUnusable
            return sentence_of(kind(parameter=definition.description(), value=shown or str(value)))
    return sentence
