# SPDX-License-Identifier: GPL-2.0-or-later
"""EMIT L2A reflectance (LP DAAC, EMITL2ARFL): a netCDF whose pixels lie in the geometry of the sensor.

`reflectance` is (downtrack, crosstrack, bands), fill -9999; bands in water vapour hold -0.01 and are marked by
`good_wavelengths`. `location/glt_x` and `glt_y` say which column and row, from 1, each pixel of the ground has; 0 is
none. The global `geotransform` belongs to that grid alone. Masks come in a file of their own, EMIT_L2A_MASK.
"""

from ...errors import QT_TRANSLATE_NOOP, ProductIncomplete, ProductIsRadiance, ProductNotPlaced
from ...raster.source import PIXEL_GEOTRANSFORM, Grid
from ..assembling import assemble
from ..bands import wavelength_name
from ..container import Container, geolocation, opened_or_none
from ..product import ArrayCube, Band, Lookup, Plane, Product, QualityMask
from ..product_notices import InSensorGeometry

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "an EMIT L2A reflectance product")
LEVEL_1 = QT_TRANSLATE_NOOP("MineralPrune", "an EMIT L1B radiance product")
CUBE, COLUMNS, ROWS = "/reflectance", "/location/glt_x", "/location/glt_y"
BANDS = "/sensor_band_parameters/"
MASK_BAND = "Aggregate Flag"
FILL = -9999.0


def looks_like(download):
    """The title of the EMIT product that a `download` is, "" where it is none."""
    container = opened_or_none(download, _file(download), TITLE)
    if container is None or not any(map(container.has, (COLUMNS, ROWS, BANDS + "good_wavelengths"))):
        return ""
    if container.has("/radiance"):
        return LEVEL_1
    return TITLE if container.has(CUBE) else ""


def read(download, choices):
    """The Product of a `download`, orthorectified or not as the `choices` say."""
    container = Container(download.gdal_path(_file(download)), download.name, TITLE)
    if container.has("/radiance"):
        raise ProductIsRadiance(product=download.name, title=LEVEL_1, wanted="EMIT_L2A_RFL")
    rows, columns, count = container.shape(CUBE)
    cube = ArrayCube(container.path, CUBE, "yxb")
    bands, masks = _bands(container, count), _masks(download) if choices.masks else ()
    if choices.orthorectify:
        lookup = Lookup(ArrayCube(container.path, COLUMNS, "yx"), ArrayCube(container.path, ROWS, "yx"))
        product = Product(TITLE, download.name, _grid(container), bands, (cube,), lookup, masks)
    else:
        place = geolocation(container, "/location/lon", "/location/lat")
        grid = Grid(columns, rows, PIXEL_GEOTRANSFORM, "", False, place)
        notices = (InSensorGeometry(product=download.name),)
        product = Product(TITLE, download.name, grid, bands, (cube,), masks=masks, notices=notices)
    return assemble(product, choices)


def _file(download):
    """The name of the granule's file, beside which those of its mask and uncertainty may lie; "" for none."""
    names = download.ending(".nc")
    reflectance = [name for name in names if "_RFL_" in name.upper()] if len(names) > 1 else names
    return reflectance[0] if len(reflectance) == 1 else ""


def _bands(container, count):
    centres, widths = (container.micrometres(BANDS + key, count) for key in ("wavelengths", "fwhm"))
    good = container.values(BANDS + "good_wavelengths", count) == 1
    return tuple(
        Band(wavelength_name(number, centre), (Plane(0, number, no_data=FILL),), centre, width, bool(useful))
        for number, (centre, width, useful) in enumerate(zip(centres, widths, good))
    )


def _grid(container):
    height, width = container.shape(COLUMNS, 2)
    transform = container.numbers("geotransform")
    wkt = str(container.needed("spatial_ref"))
    if not wkt.strip():
        raise ProductIncomplete(product=container.name, title=TITLE, missing="spatial_ref")
    if len(transform) != 6 or transform[1] == 0 or transform[5] == 0:
        raise ProductNotPlaced(product=container.name, reason="geotransform = " + ", ".join(map(str, transform)))
    if container.shape(ROWS, 2) != (height, width):
        raise ProductNotPlaced(product=container.name, reason="glt_x and glt_y differ in size")
    return Grid(width, height, tuple(map(float, transform)), wkt, True)


def _masks(download):
    """The aggregate flag of EMIT_L2A_MASK, of the same granule, beside the reflectance."""
    wanted = _file(download).replace("_RFL_", "_MASK_")
    if wanted not in download.names or wanted == _file(download):
        raise ProductIncomplete(product=download.name, title=TITLE, missing="EMIT_L2A_MASK_... .nc")
    container = Container(download.gdal_path(wanted), wanted, TITLE)
    names = container.texts(BANDS + "mask_bands")
    if MASK_BAND not in names:
        raise ProductIncomplete(product=wanted, title=TITLE, missing=MASK_BAND)
    cube = ArrayCube(container.path, "/mask", "yxb")
    return (QualityMask(MASK_BAND, cube, frozenset({1}), names.index(MASK_BAND)),)
