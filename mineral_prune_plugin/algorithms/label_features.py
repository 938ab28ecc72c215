# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels from a layer of polygons or points: the mineral of each feature, by name or by number."""

from collections import Counter

from ..classes import LARGEST_CLASS, name_key
from ..errors import ClassFieldMissing, ClassFieldUnsuitable, ClassNumberTooLarge, LabelsEmpty, TooManyNames
from ..mineral_names import data_name
from ..raster.label_notices import FeaturesOfClassZero, FeaturesUnnamed, FeaturesWithoutGeometry, SpellingsJoined
from .vector_features import check_names, features_on, is_whole, text_of

SHOWN = 3  # class numbers that a notice names


def read_label_features(source, field, grid, context, progress):
    """(Features in the raster's coordinate system, class number -> name) of a source of polygons or points.

    source   : QgsProcessingFeatureSource
    field    : the field with the mineral; "" takes `mineral`, else `class`
    grid     : the raster's, in whose coordinate system the features are wanted
    context  : QgsProcessingContext, for the transformation to it
    progress : is told of features left out
    errors   : ClassFieldMissing, ClassFieldUnsuitable, LabelsEmpty, ClassNumberTooLarge, TooManyNames, NamesMisread,
               those of `features_on`
    """
    from ..raster.labels import Feature

    field = field or next((name for name in ("mineral", "class") if source.fields().lookupField(name) >= 0), "")
    if source.fields().lookupField(field) < 0:
        fields = ", ".join(source.fields().names()) or "-"
        raise ClassFieldMissing(labels=source.sourceName(), fields=fields)
    features = features_on(source, grid, context, progress)
    _check_values((feature[field] for feature in features), source, field)
    labelled = _labelled(features, field, source.sourceName(), progress)
    check_names((value for _, value in labelled), source.sourceName())
    labelled = _spelt_alike(labelled, source.sourceName(), progress)
    numbers = _numbers({value for _, value in labelled})
    if max(numbers.values(), default=0) < 1:
        raise LabelsEmpty(labels=source.sourceName())
    named = not all(map(is_whole, numbers))
    if named and len(numbers) > LARGEST_CLASS:
        raise TooManyNames(labels=source.sourceName(), field=field, found=len(numbers), largest=LARGEST_CLASS)
    if max(numbers.values()) > LARGEST_CLASS:
        raise ClassNumberTooLarge(labels=source.sourceName(), found=max(numbers.values()), largest=LARGEST_CLASS)
    _tell_class_zero([numbers[value] for _, value in labelled], source.sourceName(), progress)
    names = {number: value for value, number in numbers.items()} if named else {}
    return [Feature(wkb, numbers[value]) for wkb, value in labelled if numbers[value] > 0], names


def feature_labels(source, field, info, small_polygons, context, progress):
    """(raster.labels.FeatureLabels, class number -> name) of a source of polygons or points.

    source, field  : as in `read_label_features`
    info           : RasterInfo of the raster
    small_polygons : as of FeatureLabels
    context        : QgsProcessingContext
    progress       : is told of features and polygons left out
    errors         : LabelsDoNotOverlap, those of `read_label_features`
    """
    from ..raster.labels import FeatureLabels

    features, names = read_label_features(source, field, info.grid, context, progress)
    labels = FeatureLabels(features, info.grid, source.sourceName(), small_polygons)
    progress.tell_all(labels.notices(names))
    return labels, names


def _check_values(values, source, field):
    """Refuse a measurement or a date, of which each value would be a mineral. values : attributes of a `field`"""
    for value in values:
        fraction = isinstance(value, float) and value % 1 != 0  # of nan and infinity, too
        if fraction or not (isinstance(value, (str, int, float)) or text_of(value) == ""):
            held = f"{value:g}" if fraction else source.fields().field(field).typeName().lower()
            raise ClassFieldUnsuitable(labels=source.sourceName(), field=field, found=held)


def _labelled(features, field, labels, progress):
    """(well-known binary, mineral as text) of the features that have both."""
    placed = [feature for feature in features if not feature.geometry().isEmpty()]
    labelled = [(bytes(feature.geometry().asWkb()), text_of(feature[field])) for feature in placed]
    named = [pair for pair in labelled if pair[1]]
    if len(placed) < len(features):
        progress.tell(FeaturesWithoutGeometry(features=len(features) - len(placed), labels=labels))
    if len(named) < len(placed):
        progress.tell(FeaturesUnnamed(features=len(placed) - len(named), labels=labels, field=field))
    return named


def _spelt_alike(labelled, labels, progress):
    """The same with one spelling a mineral, the most frequent: "Alunite" and "alunite " are no two minerals.

    Nor is what a Chinese legend shows of it, which a reader may type. The name of the data is kept then.
    """
    counts = Counter(value for _, value in labelled)
    spellings = {}
    for value, _ in sorted(counts.items(), key=lambda entry: (data_name(entry[0]) != entry[0], -entry[1], entry[0])):
        spellings.setdefault(_key(value), []).append(value)
    several = ["{} ({})".format(first, ", ".join(others)) for first, *others in spellings.values() if others]
    if several:
        progress.tell(SpellingsJoined(labels=labels, minerals="; ".join(several)))
    return [(wkb, spellings[_key(value)][0]) for wkb, value in labelled]


def _key(value):
    return name_key(data_name(value))


def _tell_class_zero(numbers, labels, progress):
    below = [number for number in numbers if number < 1]
    if below:
        shown = ", ".join(map(str, sorted(set(below))[:SHOWN]))
        progress.tell(FeaturesOfClassZero(features=len(below), labels=labels, found=shown))


def _numbers(values):
    """Value -> class number: whole numbers are themselves, names are numbered from 1 in the order of the alphabet."""
    if all(is_whole(value) for value in values):
        return {value: int(float(value)) for value in values}
    return {value: number for number, value in enumerate(sorted(values), start=1)}
