# SPDX-License-Identifier: GPL-2.0-or-later
"""NetCDF 4 files that lost the name of a dimension: libnetcdf 4.9 ends the whole process where it reads along it."""

from ..errors import ProductUnreadable
from ..raster.opening import call_gdal

NAMELESS = "phony_dim"  # what netCDF calls a dimension without a name
DEEPEST = 8  # groups in groups


def check_dimensions(root, array, product):
    """Refuse an array along a dimension whose name was lost, as damage or a careless tool does it.

    root    : GDAL's root group of the file; array : GDAL's, in it
    product : the name for the error
    errors  : ProductUnreadable
    """
    nameless = {name for name in _names(array) if name.startswith(NAMELESS)}
    if nameless and nameless & _lost(root, DEEPEST):
        reason = f"{array.GetFullName()} is along a dimension whose name was lost."
        raise ProductUnreadable(product=product, reason=reason)


def lengths_of(array, product):
    """The lengths of the dimensions of GDAL's `array`. product : the name for the error. Errors: ProductUnreadable"""
    dimensions, reason = _dimensions(array)
    if dimensions is None:
        reason = f"{array.GetFullName()} has dimensions that cannot be read ({reason or 'GDAL gives no reason'})."
        raise ProductUnreadable(product=product, reason=reason)
    return tuple(dimension.GetSize() for dimension in dimensions)


def _lost(group, depth):
    """Names of nameless dimensions of arrays that have named ones too: a file of none but nameless ones is whole."""
    lost = set()
    for name in call_gdal(group.GetMDArrayNames)[0] or ():
        array, _ = call_gdal(lambda name=name: group.OpenMDArray(name))
        names = set(_names(array)) if array is not None else set()
        nameless = {each for each in names if each.startswith(NAMELESS)}
        lost |= nameless if names - nameless else set()
    for name in (call_gdal(group.GetGroupNames)[0] or ()) if depth else ():
        inner, _ = call_gdal(lambda name=name: group.OpenGroup(name))
        lost |= _lost(inner, depth - 1) if inner is not None else set()
    return lost


def _names(array):
    return [dimension.GetName() for dimension in _dimensions(array)[0] or ()]


def _dimensions(array):
    """(GDAL's dimensions or None, its reason); asked twice: with exceptions on it may raise what it only logs."""
    dimensions, reason = call_gdal(array.GetDimensions)
    return call_gdal(array.GetDimensions) if dimensions is None else (dimensions, reason)
