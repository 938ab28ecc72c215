# SPDX-License-Identifier: GPL-2.0-or-later
"""Category names of a raster of classes.

GDAL keeps those of a GeoTIFF in a file beside it (NAME.aux.xml), which is lost when the .tif is copied alone. The
plugin's maps also hold them as metadata of the band, within the file.
"""

import re

from ..classes import LARGEST_CLASS, misread, one_line
from ..errors import CategoryNamesMisread
from .gdal_versions import category_names_of
from .opening import raster_name

NAME_WITHIN = re.compile(r"class_name_([1-9]\d{0,2})", re.IGNORECASE)


def category_names(dataset):
    """{class number: name} of the first band of a GDAL dataset, {} where it has none; 0 is no class.

    What GDAL itself knows comes first: QGIS shows that.

    errors : CategoryNamesMisread
    """
    band = dataset.GetRasterBand(1)
    stated, metadata = category_names_of(band)
    names = dict(enumerate(_text(name) for name in stated or []))
    if not any(name.strip() for name in names.values()):
        names = names_within(metadata)
    for name in names.values():
        if misread(name):
            raise CategoryNamesMisread(raster=raster_name(dataset.GetDescription()), name=name)
    return {number: one_line(name) for number, name in names.items() if number and name.strip()}


def items_within(names):
    """Items of a band's metadata that hold category names. names : {class number: name}"""
    return {f"class_name_{number}": name for number, name in names.items()}


def names_within(metadata):
    """{class number: name} of those that the plugin keeps within a file. metadata : {item: text} of its band"""
    matches = ((NAME_WITHIN.fullmatch(key), name) for key, name in metadata.items())
    numbered = sorted((int(match.group(1)), _text(name)) for match, name in matches if match)
    return {number: name for number, name in numbered if number <= LARGEST_CLASS}


def _text(name):
    """GDAL gives what is not UTF-8 as bytes."""
    return name if isinstance(name, str) else name.decode("utf-8", errors="replace")
