# SPDX-License-Identifier: GPL-2.0-or-later
"""Features of a vector layer as they lie on a raster: in its coordinate system, their attributes as text."""

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..classes import misread, one_line
from ..errors import CoordinatesNotConverted, GeometriesInvalid, LayerWithoutGeometry, NamesMisread
from ..interface.coordinate_systems import coordinate_system
from ..raster.label_notices import FeaturesNotConverted, InvalidGeometriesSkipped


def features_on(source, grid, context, progress):
    """The features of a source in a raster's coordinate system; as they are where the raster states none.

    source   : QgsProcessingFeatureSource
    grid     : Grid of the raster
    context  : QgsProcessingContext, for the transformation
    progress : is told of features that are left out: invalid ones, and those that cannot be converted
    errors   : LayerWithoutGeometry; GeometriesInvalid; CoordinatesNotConverted where it is true of all
    """
    if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        raise LayerWithoutGeometry(layer=source.sourceName())
    system = coordinate_system(grid.wkt)
    transform = QgsCoordinateTransform(source.sourceCrs(), system, context.transformContext())
    features = _valid_features(source, context, progress)
    converted = [feature for feature in features if _converted(feature, transform)]
    failed = len(features) - len(converted)
    facts = {"layer_crs": _name(source.sourceCrs()), "raster_crs": _name(system), "layer": source.sourceName()}
    if failed and failed == len(features):
        raise CoordinatesNotConverted(features=failed, **facts)
    if failed:
        progress.tell(FeaturesNotConverted(features=failed, total=len(features), **facts))
    return converted


def _valid_features(source, context, progress):
    """The features of a source. Invalid ones end the run, or are left out, as Processing is set.

    QGIS is not asked to look: what it raises then passes Python by, which crashes in this run or a later one.
    """
    features = list(
        source.getFeatures(QgsFeatureRequest(), QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    )
    check = context.invalidGeometryCheck()
    if check == QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck:
        return features
    invalid = [each.id() for each in features if not each.geometry().isEmpty() and not each.geometry().isGeosValid()]
    if not invalid:
        return features
    facts = {"features": len(invalid), "layer": source.sourceName(), "first": invalid[0]}
    if check == QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid:
        raise GeometriesInvalid(**facts)
    progress.tell(InvalidGeometriesSkipped(**facts))
    return [feature for feature in features if feature.id() not in set(invalid)]


def _converted(feature, transform):
    """Whether a feature could be converted, as it is from here on. Asked to, QGIS drops the geometry in silence."""
    geometry = feature.geometry()
    try:
        geometry.transform(transform)
    except QgsCsException:
        return False
    feature.setGeometry(geometry)
    return True


def text_of(value):
    """An attribute as text, "" for NULL, whatever Python and Qt make of it; runs of blanks become one space."""
    if value is None or not hasattr(value, "__str__") or str(value) == "NULL":
        return ""
    if isinstance(value, (QDate, QDateTime, QTime)):
        value = value.toString(Qt.DateFormat.ISODate)
    return one_line(str(value))


def check_names(names, layer):
    """Refuse names that were read in the wrong encoding, in which several minerals may become one.

    names  : texts
    layer  : their layer's name
    errors : NamesMisread
    """
    for name in names:
        if misread(name):
            raise NamesMisread(layer=layer, name=name)


def is_whole(value):
    """Whether a text is a whole number, such as 7 or 7.0."""
    try:
        return float(value) == int(float(value))
    except (ValueError, OverflowError):
        return False


def _name(system):
    return system.authid() or system.description() or system.toProj()
