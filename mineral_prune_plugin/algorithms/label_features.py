# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels from a layer of polygons or points: the mineral of each feature, by name or by number."""

from ..classes import LARGEST_CLASS
from ..errors import ClassFieldMissing, ClassNumberTooLarge, LabelsEmpty
from .vector_features import features_on, is_whole, text_of


def read_label_features(source, field, grid, context, progress):
    """(Features in the raster's coordinate system, class number -> name) of a source of polygons or points.

    source   : QgsProcessingFeatureSource
    field    : the field with the mineral; "" takes `mineral`, else `class`
    grid     : the raster's, in whose coordinate system the features are wanted
    context  : QgsProcessingContext, for the transformation to it
    progress : is told of features left out
    errors   : ClassFieldMissing, LabelsEmpty, ClassNumberTooLarge, those of `features_on`
    """
    from ..raster.labels import Feature

    field = field or next((name for name in ("mineral", "class") if source.fields().lookupField(name) >= 0), "")
    if source.fields().lookupField(field) < 0:
        fields = ", ".join(source.fields().names()) or "-"
        raise ClassFieldMissing(labels=source.sourceName(), fields=fields)
    labelled = []
    for feature in features_on(source, grid, context, progress):
        value = text_of(feature[field])
        if value and feature.hasGeometry() and not feature.geometry().isEmpty():
            labelled.append((bytes(feature.geometry().asWkb()), value))
    numbers = _numbers({value for _, value in labelled})
    if max(numbers.values(), default=0) < 1:
        raise LabelsEmpty(labels=source.sourceName())
    if max(numbers.values()) > LARGEST_CLASS:
        raise ClassNumberTooLarge(labels=source.sourceName(), found=max(numbers.values()), largest=LARGEST_CLASS)
    names = {} if all(map(is_whole, numbers)) else {number: value for value, number in numbers.items()}
    return [Feature(wkb, numbers[value]) for wkb, value in labelled if numbers[value] > 0], names


def _numbers(values):
    """Value -> class number: whole numbers are themselves, names are numbered from 1 in the order of the alphabet."""
    if all(is_whole(value) for value in values):
        return {value: int(float(value)) for value in values}
    return {value: number for number, value in enumerate(sorted(values), start=1)}
