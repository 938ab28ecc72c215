# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples from a layer of points: their places on a raster, minerals, class numbers and splits."""

import math

from qgis.core import QgsProcessingFeatureSourceDefinition, QgsWkbTypes

from ..errors import NothingSelected, SampleFieldsMissing, SamplesNotPoints, SampleValueMissing, SplitEmpty
from ..interface.sample_fields import GROUP_FIELD, SAMPLE_FIELDS
from .vector_features import check_names, features_on, is_whole, text_of


def source_of_samples(algorithm, parameters, context):
    """The QgsProcessingFeatureSource of SAMPLES, None where no layer is set.

    algorithm, parameters, context : as QGIS hands them over
    errors                         : NothingSelected
    """
    source, value = algorithm.parameterAsSource(parameters, "SAMPLES", context), parameters.get("SAMPLES")
    selected_only = isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly
    if source is not None and selected_only and not source.featureCount():
        raise NothingSelected(layer=source.sourceName())
    return source


def read_samples(source, grid, context, progress, split=None):
    """(Samples of a point source on a raster's grid, number of those outside it).

    source   : QgsProcessingFeatureSource of points; each point of a multi-point is a sample
    grid     : Grid of the raster
    context  : QgsProcessingContext, for the transformation to the grid's coordinate system
    progress : is told of samples left out
    split    : only the samples of this split; None takes all
    errors   : SampleFieldsMissing, SamplesNotPoints, NamesMisread, SampleValueMissing, SplitEmpty, those of
               `features_on` and `place`
    """
    import numpy as np

    from ..samples.samples import SPLITS, PointTable, place

    layer = source.sourceName()
    missing = [name for name in SAMPLE_FIELDS if source.fields().lookupField(name) < 0]
    if missing:
        raise SampleFieldsMissing(layer=layer, missing=", ".join(missing))
    grouped = source.fields().lookupField(GROUP_FIELD) >= 0
    fields = (*SAMPLE_FIELDS, GROUP_FIELD) if grouped else SAMPLE_FIELDS
    points, values = [], {name: [] for name in fields}
    for feature in features_on(source, grid, context, progress):
        if split is None or text_of(feature["split"]) not in set(SPLITS) - {split}:  # unknown ones are errors
            places = _points(feature, layer)
            points += places
            for name in fields:
                values[name] += [text_of(feature[name])] * len(places)
    if not points:
        raise SplitEmpty(layer=layer, split=split or SPLITS[0])
    check_names(values["mineral"], layer)
    _check_filled(values, layer)
    x, y = np.array(points).T
    classes = np.array([int(float(number)) for number in values["class"]], dtype=np.int64)
    texts = (tuple(values.get(name, ())) for name in ("mineral", "split", GROUP_FIELD))
    return place(PointTable(x, y, classes, *texts), grid, layer, progress)


def _points(feature, layer):
    """(x, y) of each point of a feature; one without geometry lies nowhere."""
    geometry = feature.geometry()
    if geometry.isEmpty():
        return [(math.nan, math.nan)]
    if geometry.type() != QgsWkbTypes.GeometryType.PointGeometry:
        raise SamplesNotPoints(layer=layer, kind=QgsWkbTypes.displayString(geometry.wkbType()))
    return [(point.x(), point.y()) for point in geometry.vertices()]


def _check_filled(values, layer):
    usable = {"mineral": is_storable, "class": is_whole, "split": bool}
    for name, is_usable in usable.items():
        unusable = sum(not text or not is_usable(text) for text in values[name])
        if unusable:
            raise SampleValueMissing(layer=layer, samples=unusable, field=name)


def is_storable(name):
    """Whether a model file takes a `name` for a class."""
    from ..models.model_file import LONGEST_NAME

    return len(name) <= LONGEST_NAME and name.isprintable()
