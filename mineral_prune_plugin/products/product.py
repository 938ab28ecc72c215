# SPDX-License-Identifier: GPL-2.0-or-later
"""What a product is, once its files have been read: bands that state all that is known of them, on a grid."""

import math
from dataclasses import dataclass
from typing import Optional

from ..raster.source import Grid

MEAN_NO_DATA = -9999.0  # of a mean of two bands, which is stored as reflectance


@dataclass(frozen=True)
class RasterCube:
    """A raster that GDAL reads as it is. path : GDAL's, a subdataset's too; its planes are its bands, from 0."""

    path: str

    @property
    def raster(self):
        return self.path


@dataclass(frozen=True)
class ArrayCube:
    """An array of a netCDF or HDF5 file.

    path   : of the file
    array  : its full name, such as /location/glt_x
    axes   : a letter for each dimension, in the file's order: "b" band, "y" row, "x" column, such as "yxb"
    raster : GDAL's path of the same as a raster with the bands in that order, "" where GDAL offers none
    """

    path: str
    array: str
    axes: str
    raster: str = ""


@dataclass(frozen=True)
class Plane:
    """One layer of numbers: reflectance = stored value * scale + offset.

    cube      : number of the product's cube that holds it, from 0
    number    : of the plane in that cube, from 0
    no_data   : a number, or None
    saturated : the number that stands for a saturated pixel, which is given as no data, or None
    """

    cube: int
    number: int
    scale: float = 1.0
    offset: float = 0.0
    no_data: Optional[float] = None
    saturated: Optional[float] = None


@dataclass(frozen=True)
class Band:
    """A band of the raster that is made; NaN where the product does not know.

    name          : what QGIS lists
    planes        : Planes whose mean it is, one as a rule, which is then stored unchanged
    wavelength_um : centre
    fwhm_um       : width
    good          : False for a band that the product, or its own values, show to be useless
    """

    name: str
    planes: tuple[Plane, ...]
    wavelength_um: float = math.nan
    fwhm_um: float = math.nan
    good: bool = True

    @property
    def is_mean(self):
        return len(self.planes) > 1

    @property
    def scale(self):
        return 1.0 if self.is_mean else self.planes[0].scale

    @property
    def offset(self):
        return 0.0 if self.is_mean else self.planes[0].offset

    @property
    def no_data(self):
        return MEAN_NO_DATA if self.is_mean else self.planes[0].no_data


@dataclass(frozen=True)
class QualityMask:
    """A layer of the product that says which pixels not to trust.

    name       : what a notice calls it
    cube       : RasterCube or ArrayCube on the grid of the product's cubes
    bad_values : values of pixels that are not to be used
    plane      : number of the cube's plane, from 0
    of_cube    : number of the product's cube whose planes this mask marks, each with its plane of the same number;
                 None for a mask that marks all bands of a pixel
    """

    name: str
    cube: object
    bad_values: frozenset
    plane: int = 0
    of_cube: Optional[int] = None


@dataclass(frozen=True)
class Lookup:
    """Where each pixel of the ground lies in the cubes: columns and rows, counted from 1, 0 for none."""

    columns: ArrayCube
    rows: ArrayCube


@dataclass(frozen=True)
class Product:
    """A product that is ready to be written.

    title   : what it is, for messages, such as "an EMIT L2A reflectance product"
    name    : of the file or folder, for messages
    grid    : of the raster that is made
    cubes   : where the pixels lie
    lookup  : Lookup that gives the grid its pixels; None where the cubes lie on the grid
    masks   : QualityMasks to be applied
    domains : pairs of a metadata domain and its items, such as RPC, that are handed on
    notices : what was decided, left out or doubted
    """

    title: str
    name: str
    grid: Grid
    bands: tuple[Band, ...]
    cubes: tuple
    lookup: Optional[Lookup] = None
    masks: tuple[QualityMask, ...] = ()
    domains: tuple = ()
    notices: tuple = ()

    @property
    def is_computed(self):
        """Whether pixels have to be rearranged or changed, so that a virtual raster will not do."""
        plain = all(cube.raster for cube in self.cubes)
        return not plain or any(band.is_mean for band in self.bands) or self.lookup is not None or bool(self.masks)
