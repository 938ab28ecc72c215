# SPDX-License-Identifier: GPL-2.0-or-later
"""From Processing's layers to the plain paths, arrays and tables of the core."""

import math
import re
from dataclasses import replace

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
)

from ..classes import LARGEST_CLASS, one_line, repainted
from ..errors import (
    ClassFieldMissing,
    ClassNumberTooLarge,
    LabelsEmpty,
    RasterIsNotAFile,
    SampleFieldsMissing,
    SampleValueMissing,
    SplitEmpty,
)
from ..interface.coordinate_systems import coordinate_system
from ..interface.translation import sentence_of
from ..models.training_settings import SEED, UNLABELLED

SAMPLE_FIELDS = ("mineral", "class", "split")


def raster_path(algorithm, parameters, name, context):
    """The GDAL path of the raster parameter `name`, None where an optional one is not set.

    For prepareAlgorithm, which has `algorithm`, `parameters` and `context`.

    A file that QGIS cannot open keeps its path: GDAL says later what is wrong with it. QGIS 3.40 takes what
    prepareAlgorithm raises for a cancellation, and a batch would end there.
    """
    layer = algorithm.parameterAsRasterLayer(parameters, name, context)
    if layer is None:
        value = parameters.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str):
            return value
        raise QgsProcessingException(algorithm.invalidRasterError(parameters, name))
    return layer_path(layer)


def layer_path(layer: QgsRasterLayer):
    """The GDAL path of a raster layer."""
    if layer.providerType() != "gdal":
        error = RasterIsNotAFile(raster=layer.name(), provider=layer.providerType())
        raise QgsProcessingException(sentence_of(error))
    return re.split(r"\|(?:option|credential):", layer.source())[0]  # a "|" may also stand in a file's name


def layer_file(algorithm, parameters, name, context):
    """The file of the vector parameter `name`, which no output may replace; None where it has none.

    For prepareAlgorithm, which has `algorithm`, `parameters` and `context`.
    """
    value = parameters.get(name)
    value = value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value
    layer = algorithm.parameterAsVectorLayer({**parameters, name: value}, name, context)
    return layer.source().split("|")[0] if layer else None


def read_samples(source, grid, context, progress, split=None):
    """(Samples of a point source on a raster's grid, number of those outside it).

    context  : QgsProcessingContext, for the transformation to the grid's coordinate system
    progress : is told of samples left out
    split    : only the samples of this split; None takes all
    errors   : SampleFieldsMissing, SampleValueMissing, SplitEmpty, those of `place`
    """
    import numpy as np

    from ..samples.samples import SPLITS, PointTable, place

    layer = source.sourceName()
    missing = [name for name in SAMPLE_FIELDS if source.fields().lookupField(name) < 0]
    if missing:
        raise SampleFieldsMissing(layer=layer, missing=", ".join(missing))
    points, values = [], {name: [] for name in SAMPLE_FIELDS}
    for feature in source.getFeatures(_request(grid, context)):
        if split is None or _text(feature["split"]) not in set(SPLITS) - {split}:  # unknown ones are errors
            points.append(_point(feature))
            for name in SAMPLE_FIELDS:
                values[name].append(_text(feature[name]))
    if not points:
        raise SplitEmpty(layer=layer, split=split or SPLITS[0])
    _check_filled(values, layer)
    x, y = np.array(points).T
    classes = np.array([int(float(number)) for number in values["class"]], dtype=np.int64)
    return place(PointTable(x, y, classes, tuple(values["mineral"]), tuple(values["split"])), grid, layer, progress)


def _point(feature):
    """(x, y) of a point feature; one without geometry lies nowhere."""
    if not feature.hasGeometry() or feature.geometry().isEmpty():
        return math.nan, math.nan
    point = feature.geometry().centroid().asPoint()
    return point.x(), point.y()


def read_label_features(source, field, grid, context):
    """(Features in the raster's coordinate system, class number -> name) of a source of polygons or points.

    field   : the field with the mineral; "" takes `mineral`, else `class`
    grid    : the raster's, in whose coordinate system the features are wanted
    context : QgsProcessingContext, for the transformation to it
    errors  : ClassFieldMissing, LabelsEmpty, ClassNumberTooLarge
    """
    from ..raster.labels import Feature

    field = field or next((name for name in ("mineral", "class") if source.fields().lookupField(name) >= 0), "")
    if source.fields().lookupField(field) < 0:
        fields = ", ".join(source.fields().names()) or "-"
        raise ClassFieldMissing(labels=source.sourceName(), fields=fields)
    labelled = []
    for feature in source.getFeatures(_request(grid, context)):
        value = _text(feature[field])
        if value and feature.hasGeometry() and not feature.geometry().isEmpty():
            labelled.append((bytes(feature.geometry().asWkb()), value))
    numbers = _numbers({value for _, value in labelled})
    if max(numbers.values(), default=0) < 1:
        raise LabelsEmpty(labels=source.sourceName())
    if max(numbers.values()) > LARGEST_CLASS:
        raise ClassNumberTooLarge(labels=source.sourceName(), found=max(numbers.values()), largest=LARGEST_CLASS)
    names = {} if all(map(_is_whole, numbers)) else {number: value for value, number in numbers.items()}
    return [Feature(wkb, numbers[value]) for wkb, value in labelled if numbers[value] > 0], names


def _numbers(values):
    """Value -> class number: whole numbers are themselves, names are numbered from 1 in the order of the alphabet."""
    if all(_is_whole(value) for value in values):
        return {value: int(float(value)) for value in values}
    return {value: number for number, value in enumerate(sorted(values), start=1)}


def _is_whole(value):
    try:
        return float(value) == int(float(value))
    except (ValueError, OverflowError):
        return False


def _check_filled(values, layer):
    usable = {"mineral": _is_storable, "class": _is_whole, "split": bool}
    for name, texts in values.items():
        unusable = sum(not text or not usable[name](text) for text in texts)
        if unusable:
            raise SampleValueMissing(layer=layer, samples=unusable, field=name)


def _is_storable(name):
    """What a model file takes for a class name."""
    from ..models.model_file import LONGEST_NAME

    return len(name) <= LONGEST_NAME and name.isprintable()


def _text(value):
    """An attribute as text, "" for NULL, whatever Python and Qt make of it; runs of blanks become one space."""
    if value is None or not hasattr(value, "__str__") or str(value) == "NULL":
        return ""
    return one_line(str(value))


def _request(grid, context):
    """Features in the raster's coordinate system; as they are where the raster states none."""
    return QgsFeatureRequest().setDestinationCrs(coordinate_system(grid.wkt), context.transformContext())


def described(path, progress):
    """RasterInfo of the raster at `path`; `progress` is told what had to be assumed."""
    from ..raster.source import describe

    info = describe(path)
    for notice in info.notices:
        progress.tell(notice)
    return info


def training_spectra(algorithm, parameters, context, select, progress, patch=1):
    """What a network learns from: the samples of SAMPLES and unlabelled pixels of the raster, in some of its bands.

    algorithm, parameters, context : as QGIS hands them over; `raster` of the algorithm is a path, `colours` are those
                                     of the layer of samples, by class name or number
    select                         : RasterInfo -> BandSelection
    progress                       : is told of what had to be assumed and of samples left out
    patch                          : pixels a side of the neighbourhood that is read of each; 1 for none
    returns                        : (RasterInfo, BandSelection, SampleSpectra)
    """
    info = described(algorithm.raster, progress)
    selection = select(info)
    source = algorithm.parameterAsSource(parameters, "SAMPLES", context)
    unlabelled = [algorithm.parameterAsInt(parameters, bounds.name, context) for bounds in (UNLABELLED, SEED)]
    spectra = sample_spectra(source, info, selection, context, progress, unlabelled, patch)
    minerals = repainted(spectra.samples.minerals, algorithm.colours)
    return info, selection, replace(spectra, samples=replace(spectra.samples, minerals=minerals))


def bands_in_range(values):
    """A function of RasterInfo that gives its BandSelection. values : of a range parameter, micrometres."""
    from ..raster.band_matching import choose_bands

    return lambda info: choose_bands(info.bands, info.name, wavelength_range(values))


def sample_spectra(source, info, selection, context, progress, unlabelled, patch=1):
    """SampleSpectra of a point source in the selected bands of a raster, and of unlabelled pixels.

    info       : RasterInfo of the raster; selection : BandSelection of its bands
    context    : QgsProcessingContext, for the transformation to the raster's coordinate system
    progress   : is told of samples left out
    unlabelled : (number of unlabelled pixels, seed of their draw)
    patch      : pixels a side of the neighbourhood that is read of each; 1 for none
    """
    from ..raster.spectrum_reader import SpectrumReader
    from ..samples.samples import read_sample_spectra
    from ..samples.unlabelled import draw_unlabelled, with_patches

    samples, _ = read_samples(source, info.grid, context, progress)
    reader = SpectrumReader(info, selection)
    spectra = read_sample_spectra(reader, samples, progress.part(0.0, 0.4), patch)
    drawn = draw_unlabelled(reader, spectra, *unlabelled, progress.part(0.4, 0.7))
    if drawn is not None and patch > 1:
        drawn = with_patches(reader, drawn, patch, progress.part(0.7, 1.0))
    return replace(spectra, unlabelled=drawn)


def wavelength_range(values):
    """(lowest, highest) micrometres of a range parameter, None where it is not set: QGIS hands [nan, nan] over."""
    if len(values) != 2 or any(value != value for value in values):
        return None
    return min(values), max(values)
