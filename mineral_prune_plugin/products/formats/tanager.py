# SPDX-License-Identifier: GPL-2.0-or-later
"""Tanager surface reflectance (Planet): HDF-EOS5, on a grid of UTM (ortho) or in the geometry of the sensor (basic).

`surface_reflectance` (band, row, column) has the attributes wavelengths, fwhm (nm) and good_wavelengths (1 = good).
The grid of the ortho product stands in StructMetadata.0, corners at the outer edges of the corner pixels.
"""

import re

from osgeo import osr

from ...errors import QT_TRANSLATE_NOOP, ProductInconsistent, ProductIsRadiance, ProductNotPlaced
from ...raster.source import PIXEL_GEOTRANSFORM, Grid
from ..assembling import assemble
from ..bands import wavelength_name
from ..container import Container, geolocation, opened_or_none, raster_path
from ..product import ArrayCube, Band, Plane, Product, QualityMask
from ..product_notices import InSensorGeometry

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "a Tanager surface reflectance product")
LEVEL_1 = QT_TRANSLATE_NOOP("MineralPrune", "a Tanager radiance product")
GRID, SWATH = "/HDFEOS/GRIDS/HYP", "/HDFEOS/SWATHS/HYP"
CUBE, RADIANCE = "/Data Fields/surface_reflectance", "/Data Fields/toa_radiance"
STRUCTURE = "/HDFEOS INFORMATION/StructMetadata.0"
MASKS = ("beta_cloud_mask", "beta_cirrus_mask")
NUMBER = r"(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)"


def looks_like(download):
    """The title of the Tanager product that a `download` is, "" where it is none."""
    container = opened_or_none(download, _file(download), TITLE)
    if container is None:
        return ""
    if any(container.has(root + CUBE) for root in (GRID, SWATH)):
        return TITLE
    return LEVEL_1 if any(container.has(root + RADIANCE) for root in (GRID, SWATH)) else ""


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    container = Container(download.gdal_path(_file(download)), download.name, TITLE)
    if not any(container.has(root + CUBE) for root in (GRID, SWATH)):
        raise ProductIsRadiance(product=download.name, title=LEVEL_1, wanted="surface reflectance, sr_hdf5")
    root = GRID if container.has(GRID + CUBE) else SWATH
    count, rows, columns = container.shape(root + CUBE)
    grid = _grid(container, rows, columns) if root == GRID else _sensor_grid(container, rows, columns)
    notices = () if root == GRID else (InSensorGeometry(product=download.name),)
    cube = ArrayCube(container.path, root + CUBE, "byx", raster_path(container.path, root + CUBE))
    product = Product(
        TITLE,
        download.name,
        grid,
        _bands(container, root + CUBE, count),
        (cube,),
        masks=_masks(container, root) if choices.masks else (),
        notices=notices,
    )
    return assemble(product, choices)


def _file(download):
    names = download.ending(".h5", ".hdf5")
    return names[0] if len(names) == 1 else ""


def _bands(container, name, count):
    array = container.array(name)
    centres, widths, good = (
        container.checked(key, container.numbers(key, array), count)
        for key in ("wavelengths", "fwhm", "good_wavelengths")
    )
    unit = container.unit_um("wavelengths_units", array)
    no_data = -9999.0 if container.attribute("_FillValue", array) is None else container.number("_FillValue", array)
    return tuple(
        Band(wavelength_name(number, centre), (Plane(0, number, no_data=no_data),), centre, width, use)
        for number, (centre, width, use) in enumerate(zip(centres * unit, widths * unit, (good == 1).tolist()))
    )


def _masks(container, root):
    names = [name for name in MASKS if container.has(f"{root}/Data Fields/{name}")]
    return tuple(
        QualityMask(name, ArrayCube(container.path, f"{root}/Data Fields/{name}", "yx"), frozenset({1}))
        for name in names
    )


def _sensor_grid(container, rows, columns):
    names = (f"{SWATH}/Geolocation Fields/{axis}" for axis in ("Longitude", "Latitude"))
    return Grid(columns, rows, PIXEL_GEOTRANSFORM, "", False, geolocation(container, *names))


def _grid(container, rows, columns):
    text = container.text(STRUCTURE)
    sizes = [_numbers(text, key, container)[0] for key in ("YDim", "XDim")]
    if sizes != [rows, columns]:
        raise ProductInconsistent(
            product=container.name,
            what="StructMetadata.0",
            found=f"{sizes[1]:g} x {sizes[0]:g} pixels",
            other="its image",
            expected=f"{columns} x {rows}",
        )
    west, north = _numbers(text, "UpperLeftPointMtrs", container)
    east, south = _numbers(text, "LowerRightMtrs", container)
    if "HE5_GCTP_UTM" not in text or "HE5_HDFE_CENTER" in text:
        raise ProductNotPlaced(product=container.name, reason="its grid is not one of UTM with corners at pixel edges")
    transform = (west, (east - west) / columns, 0.0, north, 0.0, (south - north) / rows)
    return Grid(columns, rows, transform, _wkt(container, int(_numbers(text, "ZoneCode", container)[0])), True)


def _wkt(container, zone):
    """The coordinate system of a UTM zone, negative in the south; the EPSG code of the file must agree."""
    code = 32600 + zone if zone > 0 else 32700 - zone
    group = container.group(GRID)
    stated = code if container.attribute("epsg_code", group) is None else int(container.number("epsg_code", group))
    if not 1 <= abs(zone) <= 60 or stated != code:
        raise ProductNotPlaced(
            product=container.name, reason=f"its UTM zone is {zone} (EPSG:{code}), but its epsg_code {stated}"
        )
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


def _numbers(text, key, container):
    """The numbers that follow a key in the structure."""
    match = re.search(rf"\b{key}=\(?{NUMBER}(?:,\s*{NUMBER})?", text, re.ASCII)
    if match is None:
        raise ProductNotPlaced(product=container.name, reason=f"StructMetadata.0 has no {key}")
    return [float(part) for part in match.groups() if part is not None]
