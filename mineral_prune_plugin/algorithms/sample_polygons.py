# SPDX-License-Identifier: GPL-2.0-or-later
"""SAMPLES as points that 'Draw samples' made, or as polygons, of which samples are drawn in memory."""

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource, QgsProcessingParameterField, QgsWkbTypes

from ..errors import SampleValueMissing
from ..interface.layer_colours import colours_of_parameter
from ..interface.translation import translate as tr
from . import parameters as common
from .label_features import feature_labels
from .sample_points import is_storable, read_samples, source_of_samples

SAMPLES, CLASS_FIELD = "SAMPLES", "CLASS_FIELD"


def add_samples(algorithm, optional=False, text=None, folded=False):
    """Give an `algorithm` the parameters of samples.

    optional : where something else can stand in for them
    text     : their help, translated; None for what most say
    folded   : whether the field of polygons is an advanced parameter
    """
    kinds = [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon]
    label = tr("Samples (points or polygons)")
    text = text or tr(
        "Where the mineral is known, in any coordinate system: points with the fields mineral (name), class (number "
        "from 1) and split (train, validation or test), as made by 'Draw samples'; or polygons, of which pixels are "
        "then drawn by the same rules, at most 440 of each mineral."
    )
    samples = QgsProcessingParameterFeatureSource(SAMPLES, label, kinds, optional=optional)
    algorithm.addParameter(common.with_help(samples, text))
    field = QgsProcessingParameterField(CLASS_FIELD, tr("Field with the mineral"), None, SAMPLES, optional=True)
    text = tr(
        "For polygons: a field of names or whole numbers. Empty: the field 'mineral', or else 'class'. Ignored for "
        "points."
    )
    algorithm.addParameter(common.with_help(field, text, folded))


def colours_of_samples(algorithm, parameters, context):
    """As `colours_of_parameter` of SAMPLES. For prepareAlgorithm.

    algorithm, parameters, context : as QGIS hands them over
    """
    source = algorithm.parameterAsSource(parameters, SAMPLES, context)
    field = _field(algorithm, parameters, context) if source is not None and are_polygons(source) else ""
    return colours_of_parameter(algorithm, parameters, SAMPLES, context, field)


def are_polygons(source):
    """Whether a QgsProcessingFeatureSource is one of polygons."""
    return QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry


def samples_given(algorithm, parameters, context, scene, purpose, progress):
    """Samples of SAMPLES, points or polygons, on a raster's grid.

    algorithm, parameters, context : as QGIS hands them over, with SAMPLES set
    scene                          : (RasterInfo, BandSelection)
    purpose                        : samples.polygon_samples.Purpose of samples that are drawn of polygons
    progress                       : reports and is told of what is left out, and of what is drawn
    errors                         : those of `read_samples`, `feature_labels` and `samples_of_polygons`
    """
    from ..samples.no_minerals import no_minerals

    source, info = source_of_samples(algorithm, parameters, context), scene[0]
    if not are_polygons(source):
        samples, _ = read_samples(source, info.grid, context, progress)
        progress.tell_all(no_minerals(samples.minerals, source.sourceName()))
        return samples
    from ..raster.spectrum_reader import SpectrumReader
    from ..samples.polygon_samples import samples_of_polygons

    field = _field(algorithm, parameters, context)
    labels, names = feature_labels(source, field, info, True, context, progress)
    samples = samples_of_polygons(SpectrumReader(*scene), labels, names, purpose, progress)
    _check_names(samples, labels.name, field)
    return samples


def _field(algorithm, parameters, context):
    return algorithm.parameterAsString(parameters, CLASS_FIELD, context)


def _check_names(samples, layer, field):
    unusable = [mineral.number for mineral in samples.minerals if not is_storable(mineral.name)]
    if unusable:
        pixels = sum(int((samples.classes == number).sum()) for number in unusable)
        raise SampleValueMissing(layer=layer, samples=pixels, field=field or "mineral")
