# SPDX-License-Identifier: GPL-2.0-or-later
"""Arrays and attributes of a netCDF or HDF5 file, through GDAL's multidimensional API."""

import numpy as np
from osgeo import gdal

from ..errors import (
    ProductDriverMissing,
    ProductIncomplete,
    ProductInconsistent,
    ProductUnreadable,
    WavelengthUnitUnknown,
)
from ..raster.gdal_versions import gdal_version, wkt_of_epsg
from ..raster.number_text import number_in
from ..raster.opening import call_gdal
from ..raster.wavelengths import UNITS_UM, UNSTATED_UNITS
from .netcdf_dimensions import check_dimensions, lengths_of

DRIVERS = {".nc": "netCDF", ".h5": "HDF5", ".he5": "HDF5", ".hdf5": "HDF5", ".hdf": "HDF4"}
LONGEST = 2**31 - 1  # of a side of a raster, for GDAL
MOST_VALUES = 2**24  # of an array that is read whole


class Container:
    """A file of arrays, held open as long as this is.

    path   : GDAL's; name : for messages; title : what the product is, for messages
    errors : ProductUnreadable, ProductDriverMissing
    """

    def __init__(self, path, name, title):
        self.path, self.name, self.title = path, name, title
        self._dataset = open_container(path, name, title)
        self._root = self._dataset.GetRootGroup()

    def array(self, full_name):
        """GDAL's array of this full name, such as /location/glt_x. Errors: ProductIncomplete."""
        array, _ = call_gdal(lambda: self._root.OpenMDArrayFromFullname(full_name))
        if array is None:
            raise ProductIncomplete(product=self.name, title=self.title, missing=full_name)
        return array

    def has(self, *full_names):
        """Whether all of these `full_names` are arrays."""
        return all(call_gdal(lambda name=name: self._root.OpenMDArrayFromFullname(name))[0] for name in full_names)

    def values(self, full_name, count=None):
        """The numbers of a small array, by its `full_name`, flat, as float64; `count` of them must be there.

        errors : ProductIncomplete, ProductInconsistent, ProductUnreadable
        """
        return self.checked(full_name, np.asarray(self.whole(full_name), dtype=np.float64).ravel(), count)

    def micrometres(self, full_name, count):
        """`values` of an array of wavelengths, by its `full_name`, `count` of them, in its own unit or nanometres."""
        return self.values(full_name, count) * self.unit_um("units", self.array(full_name))

    def unit_um(self, key, owner):
        """What the unit under a `key` of the `owner` is in micrometres; nanometres where it states none.

        errors : WavelengthUnitUnknown
        """
        unit = str(self.attribute(key, owner, "")).strip().lower()
        if unit in UNSTATED_UNITS:
            return UNITS_UM["nm"]
        if unit not in UNITS_UM:
            raise WavelengthUnitUnknown(raster=self.name, unit=unit)
        return UNITS_UM[unit]

    def checked(self, what, values, count):
        """`values` of `what`, where there are `count` of them. Errors: ProductInconsistent."""
        if count is not None and len(values) != count:
            raise ProductInconsistent(
                product=self.name, what=what, found=len(values), other="the image", expected=count
            )
        return values

    def whole(self, full_name):
        """A small array as numpy's, in its own type. Errors: ProductIncomplete, ProductUnreadable."""
        array = self.array(full_name)
        if int(array.GetTotalElementsCount()) > MOST_VALUES:
            raise ProductUnreadable(product=self.name, reason=f"{full_name} is too large.")
        check_dimensions(self._root, array, self.name)
        values, reason = call_gdal(array.ReadAsArray)
        if values is None:
            raise ProductUnreadable(product=self.name, reason=reason or f"{full_name} has no numbers.")
        return values

    def texts(self, full_name):
        """A small array of text, as a list. Errors: ProductIncomplete, ProductUnreadable."""
        array = self.array(full_name)
        check_dimensions(self._root, array, self.name)
        values, reason = call_gdal(array.Read)
        if values is None:
            raise ProductUnreadable(product=self.name, reason=reason or f"{full_name} has no text.")
        return [str(value) for value in values]

    def text(self, full_name):
        """The text that an array of one element holds, by its `full_name`. Errors: ProductIncomplete."""
        array = self.array(full_name)
        value = call_gdal(array.Read)[0]
        value = value[0] if isinstance(value, (list, tuple)) and value else value
        value = bytes(value).decode("utf-8", errors="replace") if isinstance(value, (bytes, bytearray)) else value
        if not isinstance(value, str):
            raise ProductIncomplete(product=self.name, title=self.title, missing=full_name)
        return value

    def shape(self, full_name, dimensions=3):
        """Lengths of the `dimensions` of an array, by `full_name`, each 1 to LONGEST.

        errors : ProductIncomplete, ProductInconsistent, ProductUnreadable
        """
        lengths = lengths_of(self.array(full_name), self.name)
        if len(lengths) != dimensions:
            raise ProductInconsistent(
                product=self.name, what=full_name, found=f"{len(lengths)}", other="its kind", expected=dimensions
            )
        if not all(1 <= length <= LONGEST for length in lengths):
            shown = " x ".join(map(str, lengths))
            raise ProductUnreadable(product=self.name, reason=f"{full_name} is {shown}, which no image is.")
        return lengths

    def attribute(self, key, owner=None, default=None):
        """An attribute by its `key`, of the file, or of the array or group `owner`; `default` where it is not there."""
        attribute, _ = call_gdal(lambda: (self._root if owner is None else owner).GetAttribute(key))
        if attribute is None:
            return default
        value, _ = call_gdal(attribute.Read)
        return default if value is None else value

    def needed(self, key, owner=None):
        """`attribute`, of a `key` and `owner`, that must be there. Errors: ProductIncomplete."""
        value = self.attribute(key, owner)
        if value is None:
            raise ProductIncomplete(product=self.name, title=self.title, missing=key)
        return value

    def numbers(self, key, owner=None):
        """An attribute that is finite numbers, float64, by its `key` and `owner`. Errors: ProductIncomplete."""
        value = self.needed(key, owner)
        try:
            values = (
                np.array([number_in(item) for item in value.replace(",", " ").split()])
                if isinstance(value, str)
                else np.asarray(value, np.float64).ravel()
            )
        except (TypeError, ValueError):
            values = np.empty(0)
        if not len(values) or not np.isfinite(values).all():
            raise ProductIncomplete(product=self.name, title=self.title, missing=f"{key} ({str(value)[:40]})")
        return values

    def number(self, key, owner=None):
        """An attribute that is one number, by its `key` and `owner`. Errors: ProductIncomplete."""
        return float(self.numbers(key, owner)[0])

    def group(self, full_name):
        """GDAL's group of this full name, None where there is none."""
        return call_gdal(lambda: self._root.OpenGroupFromFullname(full_name))[0]


def open_container(path, name, title):
    """The multidimensional GDAL dataset of a file.

    path : GDAL's; name : for messages; title : what the product is, for messages
    errors : ProductDriverMissing, ProductUnreadable
    """
    dataset, reason = call_gdal(lambda: gdal.OpenEx(path, gdal.OF_MULTIDIM_RASTER))
    if dataset is None or dataset.GetRootGroup() is None:
        driver = DRIVERS.get(path[path.rfind(".") :].lower(), "HDF5")
        if not has_driver(driver):
            raise ProductDriverMissing(product=name, title=title, driver=driver, version=gdal_version())
        raise ProductUnreadable(product=name, reason=f"{reason.rstrip('. ') or 'GDAL gives no reason'}.")
    return dataset


def has_driver(name):
    """Whether this GDAL reads multidimensional arrays of the driver of this `name`."""
    driver = gdal.GetDriverByName(name)
    return driver is not None and driver.GetMetadataItem("DCAP_MULTIDIM_RASTER") == "YES"


def opened_or_none(download, file, title):
    """The Container of a `file` of a `download`, "" for none; None where GDAL cannot open it. title : for messages."""
    if not file:
        return None
    try:
        return Container(download.gdal_path(file), download.name, title)
    except (ProductUnreadable, ProductDriverMissing):
        return None


def raster_path(path, array):
    """The path under which GDAL's HDF5 driver gives an `array` of the file at `path` as a raster, "" without it.

    Of a netCDF 4 file too, which is HDF5: the netCDF driver guesses which way its rows run, this one does not.
    """
    if gdal.GetDriverByName("HDF5Image") is None or '"' in path:  # which this syntax cannot hold
        return ""
    return f'HDF5:"{path}":/{array.replace(" ", "_")}'


def geolocation(container, longitudes, latitudes):
    """What gives raw pixels their place for GDAL's warp, as of Grid.geolocation.

    container             : Container
    longitudes, latitudes : full names of its arrays
    """
    if not container.has(longitudes, latitudes) or not raster_path(container.path, longitudes):
        return ()
    items = {
        "X_DATASET": raster_path(container.path, longitudes),
        "Y_DATASET": raster_path(container.path, latitudes),
        "SRS": wkt_of_epsg(4326),
    }
    items.update({"X_BAND": "1", "Y_BAND": "1", "PIXEL_OFFSET": "0", "LINE_OFFSET": "0"})
    items.update({"PIXEL_STEP": "1", "LINE_STEP": "1", "GEOREFERENCING_CONVENTION": "PIXEL_CENTER"})
    return tuple(sorted(items.items()))


def has_jpeg2000():
    """Whether this GDAL reads JPEG 2000."""
    return any(gdal.GetDriverByName(name) for name in ("JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Lura"))
