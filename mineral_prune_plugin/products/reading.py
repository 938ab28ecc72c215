# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows of cubes as numpy arrays, in the files' own types, rows of the file downwards."""

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import ProductUnreadable
from ..raster.opening import call_gdal, open_raster
from .container import open_container
from .netcdf_dimensions import check_dimensions, lengths_of
from .product import ArrayCube


@dataclass(frozen=True)
class OpenCube:
    """A cube whose file is open.

    shape   : (planes, rows, columns)
    dtype   : numpy's
    handle  : GDAL's array, or its dataset of a raster
    holder  : what must not be closed before
    axes    : as of ArrayCube; "" for a raster
    """

    name: str
    shape: tuple
    dtype: np.dtype
    handle: object
    holder: object
    axes: str

    @property
    def block_width(self):
        """Columns that the file stores together, 0 for any number."""
        if not self.axes:
            return self.handle.GetRasterBand(1).GetBlockSize()[0]
        return self.handle.GetBlockSize()[self.axes.index("x")]

    def planes(self, window):
        """(planes, pixels) of all planes in a Window. Errors: ProductUnreadable."""
        if not self.axes:
            return self._bands(window).reshape(self.shape[0], -1)
        if "b" not in self.axes:
            return self.block(window).reshape(1, -1)
        if self.axes == "yxb":
            return turned(self.block(window).reshape(-1, self.shape[0]))
        values = self.block(window).transpose([self.axes.index(axis) for axis in "byx"])
        return values.reshape(self.shape[0], -1)

    def block(self, window):
        """All planes of an array in a Window, in the order of its axes. Errors: ProductUnreadable."""
        places = {"x": (window.column, window.width), "y": (window.row, window.height), "b": (0, self.shape[0])}
        starts, counts = zip(*(places[axis] for axis in self.axes))
        values, reason = call_gdal(lambda: self.handle.ReadAsArray(array_start_idx=starts, count=counts))
        return self._checked(values, reason, window)

    def spectra(self, window):
        """(height, width, planes) of a Window. Errors: ProductUnreadable."""
        if not self.axes:
            return np.moveaxis(self._bands(window), 0, -1)
        values = self.block(window) if "b" in self.axes else self.block(window)[..., None]
        axes = self.axes if "b" in self.axes else self.axes + "b"
        return values.transpose([axes.index(axis) for axis in "yxb"])

    def _bands(self, window):
        values, reason = call_gdal(
            lambda: self.handle.ReadAsArray(window.column, window.row, window.width, window.height)
        )
        values = self._checked(values, reason, window)
        return values if values.ndim == 3 else values[None]

    def _checked(self, values, reason, window):
        if values is None:
            place = f"row {window.row}, column {window.column}"
            raise ProductUnreadable(product=self.name, reason=f"{reason.rstrip('. ') or 'no reason given'} ({place}).")
        return values


def open_cube(cube, name, grid=None):
    """The OpenCube of a `cube`, RasterCube or ArrayCube; `name` : of the product, for messages.

    grid   : Grid on which a raster of another resolution is read, by nearest pixel; None for its own

    errors : ProductUnreadable, ProductDriverMissing, RasterUnreadable
    """
    if isinstance(cube, ArrayCube):
        return _open_array(cube, name)
    dataset = open_raster(cube.path)
    if grid is not None and (dataset.RasterXSize, dataset.RasterYSize) != (grid.width, grid.height):
        dataset = gdal.Translate("", dataset, format="VRT", width=grid.width, height=grid.height)
    codes = {dataset.GetRasterBand(number).DataType for number in range(1, dataset.RasterCount + 1)}
    dtype = np.result_type(*(gdal_array.GDALTypeCodeToNumericTypeCode(code) for code in codes))
    shape = (dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)
    return OpenCube(name, shape, dtype, dataset, None, "")


def _open_array(cube, name):
    holder = open_container(cube.path, name, name)
    array, reason = call_gdal(lambda: holder.GetRootGroup().OpenMDArrayFromFullname(cube.array))
    if array is None or array.GetDimensionCount() != len(cube.axes):
        raise ProductUnreadable(product=name, reason=f"{cube.array}: {reason or 'not of the expected shape'}.")
    check_dimensions(holder.GetRootGroup(), array, name)
    lengths = dict(zip(cube.axes, lengths_of(array, name)))
    dtype = np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(array.GetDataType().GetNumericDataType()))
    return OpenCube(name, (lengths.get("b", 1), lengths["y"], lengths["x"]), dtype, array, holder, cube.axes)


def turned(spectra, step=256):
    """(planes, pixels) from (pixels, planes): `step` pixels of the `spectra` at a time, which the cache holds."""
    result = np.empty(spectra.shape[::-1], dtype=spectra.dtype)
    for start in range(0, len(spectra), step):
        result[:, start : start + step] = spectra[start : start + step].T
    return result
