# SPDX-License-Identifier: GPL-2.0-or-later
"""Category names of a raster of classes."""

from ..classes import misread, one_line
from ..errors import CategoryNamesMisread
from .opening import raster_name


def category_names(dataset):
    """{class number: name} of the first band of a GDAL dataset, {} where it has none; 0 is no class.

    errors : CategoryNamesMisread
    """
    band = dataset.GetRasterBand(1)
    band.GetMetadata()  # GDAL 3.6 knows the category names of a fresh GeoTIFF only after this
    names = [_text(name) for name in band.GetRasterCategoryNames() or []]
    for name in names:
        if misread(name):
            raise CategoryNamesMisread(raster=raster_name(dataset.GetDescription()), name=name)
    return {number: one_line(name) for number, name in enumerate(names) if number and name.strip()}


def _text(name):
    """GDAL gives what is not UTF-8 as bytes."""
    return name if isinstance(name, str) else name.decode("utf-8", errors="replace")
