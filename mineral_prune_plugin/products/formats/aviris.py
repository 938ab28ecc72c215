# SPDX-License-Identifier: GPL-2.0-or-later
"""AVIRIS-3 and AVIRIS-5 L2A orthorectified reflectance (*_RFL_ORT.nc, ORNL DAAC); AVIRIS-NG in the same layout.

The group `reflectance` holds reflectance (wavelength, row, column), wavelength and fwhm (nm). The root has `northing`
and `easting` of pixel centres and a variable of the projection with `spatial_ref` and `GeoTransform`, of pixel edges.
"""

import numpy as np

from ...errors import QT_TRANSLATE_NOOP, ProductIncomplete, ProductNotPlaced
from ...raster.source import Grid
from ..assembling import assemble
from ..bands import wavelength_name
from ..container import Container, opened_or_none, raster_path
from ..product import ArrayCube, Band, Plane, Product

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "an AVIRIS reflectance product")
CUBE, CENTRES, WIDTHS = "/reflectance/reflectance", "/reflectance/wavelength", "/reflectance/fwhm"
PROJECTIONS = ("/transverse_mercator", "/crs", "/spatial_ref", "/projection")
NEAR = 0.75  # of a pixel: what coordinates and GeoTransform may disagree


def looks_like(download):
    """The title of the AVIRIS product that a `download` is, "" where it is none."""
    container = opened_or_none(download, _file(download), TITLE)
    return TITLE if container is not None and container.has(CUBE) else ""


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    container = Container(download.gdal_path(_file(download)), download.name, TITLE)
    count, rows, columns = container.shape(CUBE)
    cube = ArrayCube(container.path, CUBE, "byx", raster_path(container.path, CUBE))
    bands = _bands(container, count)
    return assemble(Product(TITLE, download.name, _grid(container, rows, columns), bands, (cube,)), choices)


def _file(download):
    names = download.ending(".nc")
    reflectance = [name for name in names if "RFL" in name.upper()] if len(names) > 1 else names
    return reflectance[0] if len(reflectance) == 1 else ""


def _bands(container, count):
    fill = container.array(CUBE).GetNoDataValueAsDouble()
    no_data = -9999.0 if fill is None else float(fill)
    centres, widths = (container.micrometres(name, count) for name in (CENTRES, WIDTHS))
    good = np.ones(count, dtype=bool)
    if container.has("/reflectance/good_wavelengths"):
        good = container.values("/reflectance/good_wavelengths", count) == 1
    return tuple(
        Band(wavelength_name(number, centre), (Plane(0, number, no_data=no_data),), centre, width, bool(useful))
        for number, (centre, width, useful) in enumerate(zip(centres, widths, good))
    )


def _grid(container, rows, columns):
    """The Grid by the coordinates of the pixel centres, else by GeoTransform; both must agree where both are there."""
    name = next((name for name in PROJECTIONS if container.has(name)), None)
    if name is None:
        raise ProductIncomplete(product=container.name, title=TITLE, missing=PROJECTIONS[0])
    variable = container.array(name)
    wkt = container.attribute("spatial_ref", variable) or container.needed("crs_wkt", variable)
    stated = container.attribute("GeoTransform", variable)
    stated = None if stated is None else tuple(container.numbers("GeoTransform", variable))
    counted = _of_coordinates(container, rows, columns)
    if stated is None and counted is None:
        raise ProductIncomplete(product=container.name, title=TITLE, missing="easting, northing, GeoTransform")
    if stated is not None and counted is not None:
        _check_agreement(container, stated, counted, rows, columns)
    return Grid(columns, rows, stated or counted, str(wkt), True)


def _of_coordinates(container, rows, columns):
    """GDAL's six numbers from evenly spaced centres, None where there are none."""
    if not container.has("/easting", "/northing") or min(rows, columns) < 2:
        return None
    x, y = container.values("/easting", columns), container.values("/northing", rows)
    wide, high = (x[-1] - x[0]) / (columns - 1), (y[-1] - y[0]) / (rows - 1)
    uneven = max(
        np.abs(x - x[0] - wide * np.arange(columns)).max() / abs(wide or 1.0),
        np.abs(y - y[0] - high * np.arange(rows)).max() / abs(high or 1.0),
    )
    if not uneven < NEAR:
        raise ProductNotPlaced(product=container.name, reason="easting and northing are not evenly spaced")
    return (float(x[0] - wide / 2), float(wide), 0.0, float(y[0] - high / 2), 0.0, float(high))


def _check_agreement(container, stated, counted, rows, columns):
    if len(stated) != 6:
        raise ProductNotPlaced(product=container.name, reason=f"GeoTransform has {len(stated)} numbers")
    ends = np.array([[0, 0], [columns, rows]])
    places = [
        np.column_stack([a + b * ends[:, 0] + c * ends[:, 1], d + e * ends[:, 0] + f * ends[:, 1]])
        for a, b, c, d, e, f in (stated, counted)
    ]
    apart = np.abs(places[0] - places[1]).max() / abs(counted[1])
    if not apart < NEAR:
        raise ProductNotPlaced(
            product=container.name,
            reason=f"GeoTransform and the coordinates of its pixels are {apart:.1f} pixels apart",
        )
