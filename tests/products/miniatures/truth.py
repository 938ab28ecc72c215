# SPDX-License-Identifier: GPL-2.0-or-later
"""What a miniature shows, stated without any reader: values on the ground, bands and place."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import osr


@dataclass(frozen=True)
class Miniature:
    """A product on disk and what must come out of it.

    path         : what a user chooses: a file or a folder
    values       : float64 (n_bands, height, width), reflectance, or radiance where the product holds that; NaN: no data
    centres_um   : float64 (n_bands,), micrometres
    widths_um    : float64 (n_bands,), micrometres; NaN where the product states none
    good         : bool (n_bands,), False where the product marks the band as bad, or it holds nothing
    geotransform : six numbers in GDAL's order, of the pixels' edges; None where the product has no grid
    epsg         : of the grid, or None
    masks        : bool (height, width) by name, True where the product's own quality layer marks the pixel
    overlap      : the numbers (from 0) of bands of the first spectrometer, then of the second, where both see the same
    """

    path: Path
    values: np.ndarray
    centres_um: np.ndarray
    widths_um: np.ndarray
    good: np.ndarray
    geotransform: Optional[tuple] = None
    epsg: Optional[int] = None
    masks: dict = field(default_factory=dict)
    overlap: tuple = ((), ())


def gradient(bands, height, width):
    """float64 (bands, height, width), 0.11 to 0.89, no two values alike: a flip, shift or transposition shows."""
    index = np.arange(bands * height * width, dtype=np.float64).reshape(bands, height, width)
    return (0.11 + 0.78 * index / index.size).astype(np.float32).astype(np.float64)


def numbers(bands, height, width, least=400, band_step=37, row_step=101, column_step=13):
    """int64 (bands, height, width): whole numbers that change with band, row and column, each by its own step."""
    band, row, column = np.ogrid[:bands, :height, :width]
    return least + band_step * band + row_step * row + column_step * column


def wkt(epsg):
    """The text of a coordinate system."""
    return reference(epsg).ExportToWkt()


def reference(epsg):
    """An osr.SpatialReference with x (east, or longitude) first."""
    made = osr.SpatialReference()
    made.ImportFromEPSG(epsg)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def longitudes_latitudes(geotransform, epsg, height, width):
    """float64 (height, width) longitude and latitude (WGS 84) of the pixels' centres."""
    a, b, c, d, e, f = geotransform
    row, column = np.mgrid[:height, :width] + 0.5
    x, y = a + b * column + c * row, d + e * column + f * row
    change = osr.CoordinateTransformation(reference(epsg), reference(4326))
    points = np.array(change.TransformPoints(np.column_stack([x.ravel(), y.ravel()]).tolist()))
    return points[:, 0].reshape(height, width), points[:, 1].reshape(height, width)
