# SPDX-License-Identifier: GPL-2.0-or-later
"""PRISMA L2D (ASI): HDF-EOS5 with cubes whose band axis is in the middle, wavelengths descending.

Of either spectrometer: `*_Cube` (row, band, column) of uint16, reflectance = min + DN (max - min) / 65535 with the
root's `L2Scale*Min` and `Max`, DN 0 for none; `List_Cw_*` and `List_Fwhm_*` in nm, 0 for bands never acquired;
`*_PIXEL_L2_ERR_MATRIX`, 0 where the retrieval succeeded. Public readers take the corners of the root as centres or as
edges of the corner pixels: Latitude and Longitude, of the centres, decide.
"""

import numpy as np
from osgeo import osr

from ...errors import QT_TRANSLATE_NOOP, ProductIncomplete, ProductIsRadiance, ProductNotPlaced
from ...raster.opening import call_gdal
from ...raster.source import Grid
from ..assembling import assemble
from ..bands import wavelength_name
from ..container import Container, opened_or_none
from ..product import ArrayCube, Band, Plane, Product, QualityMask
from ..product_notices import CornersDecided, CornersUndecided

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "a PRISMA L2D product")
LEVEL_1 = QT_TRANSLATE_NOOP("MineralPrune", "a PRISMA L1 radiance product")
SWATH = "/HDFEOS/SWATHS/PRS_L2D_HCO/"
PARTS = ("Vnir", "Swir")
BAD = frozenset(range(1, 256))
STEPS = 65535.0
AGREES_M = 15.0  # half a pixel; the wrong reading is off by half as much in the median


def looks_like(download):
    """The title of the PRISMA product that a `download` is, "" where it is none."""
    container = opened_or_none(download, _file(download), TITLE)
    if container is None:
        return ""
    if container.has("/HDFEOS/SWATHS/PRS_L1_HCO/Data Fields/VNIR_Cube"):
        return LEVEL_1
    return TITLE if any(container.has(f"{SWATH}Data Fields/{part.upper()}_Cube") for part in PARTS) else ""


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    container = Container(download.gdal_path(_file(download)), download.name, TITLE)
    if container.has("/HDFEOS/SWATHS/PRS_L1_HCO/Data Fields/VNIR_Cube"):
        raise ProductIsRadiance(product=download.name, title=LEVEL_1, wanted="L2D")
    names = [f"{SWATH}Data Fields/{part.upper()}_Cube" for part in PARTS]
    shapes = [container.shape(name) for name in names]
    rows, _, columns = shapes[0]
    container.checked(names[1], range(shapes[1][0]), rows)
    container.checked(names[1], range(shapes[1][2]), columns)
    bands = [_bands(container, cube, part, shapes[cube][1]) for cube, part in enumerate(PARTS)]
    grid, notice = _grid(container, rows, columns)
    cubes = tuple(ArrayCube(container.path, name, "ybx") for name in names)
    masks = _masks(container) if choices.masks else ()
    product = Product(TITLE, download.name, grid, (*bands[0], *bands[1]), cubes, masks=masks, notices=(notice,))
    return assemble(product, choices, [0] * len(bands[0]) + [1] * len(bands[1]))


def _file(download):
    names = download.ending(".he5")
    return names[0] if len(names) == 1 else ""


def _bands(container, cube, part, count):
    """The bands of a spectrometer that were acquired."""
    centres, widths = (
        container.checked(key, container.numbers(key), count) / 1e3 for key in (f"List_Cw_{part}", f"List_Fwhm_{part}")
    )
    least, most = (container.number(f"L2Scale{part}{end}") for end in ("Min", "Max"))
    if most <= least:
        what = f"L2Scale{part}Max above L2Scale{part}Min ({most:g}, {least:g})"
        raise ProductIncomplete(product=container.name, title=TITLE, missing=what)
    scale = (most - least) / STEPS
    return [
        Band(wavelength_name(number, centre), (Plane(cube, number, scale, least, 0.0),), centre, width)
        for number, (centre, width) in enumerate(zip(centres, widths))
        if centre > 0
    ]


def _masks(container):
    masks = []
    for cube, part in enumerate(PARTS):
        name = f"{SWATH}Data Fields/{part.upper()}_PIXEL_L2_ERR_MATRIX"
        if container.has(name):
            array = ArrayCube(container.path, name, "ybx")
            masks.append(QualityMask(f"error matrix ({part.upper()})", array, BAD, of_cube=cube))
    return tuple(masks)


def _grid(container, rows, columns):
    """(Grid, the notice of how the corners are read)."""
    west, north, east, south = (
        container.number(f"Product_{corner}corner_{axis}")
        for corner, axis in (("UL", "easting"), ("UL", "northing"), ("LR", "easting"), ("LR", "northing"))
    )
    reference = osr.SpatialReference()
    code = int(container.number("Epsg_Code"))
    if call_gdal(lambda: reference.ImportFromEPSG(code))[0] != 0 or min(rows, columns) < 2:
        raise ProductNotPlaced(product=container.name, reason=f"Epsg_Code {code}, {columns} x {rows} pixels")
    if east <= west or south == north:
        raise ProductNotPlaced(product=container.name, reason=f"its corners span {east - west:g} x {north - south:g} m")
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    grids = {}
    for where, steps in (("centres", 1), ("edges", 0)):
        wide, high = (east - west) / (columns - steps), (south - north) / (rows - steps)
        place = (west - steps * wide / 2, wide, 0.0, north - steps * high / 2, 0.0, high)
        grids[where] = Grid(columns, rows, place, reference.ExportToWkt(), True)
    return _agreeing(container, grids, reference)


def _agreeing(container, grids, reference):
    """Of the grids the one that the latitudes and longitudes agree with, and the notice that says so."""
    distances = {where: _distance(container, grid, reference) for where, grid in grids.items()}
    best = min(distances, key=lambda where: np.nan_to_num(distances[where], nan=np.inf))
    nearest, other = distances[best], max(np.nan_to_num(list(distances.values())))
    if not (nearest < AGREES_M and 2 * nearest < other):  # NaN too
        return grids["centres"], CornersUndecided(product=container.name, metres=nearest, where="centres")
    return grids[best], CornersDecided(product=container.name, where=best, metres=nearest, other=other)


def _distance(container, grid, reference):
    """How far, in metres, the median pixel's longitude and latitude are from where a grid puts it; NaN without them."""
    names = [f"{SWATH}Geolocation Fields/{axis}" for axis in ("Longitude", "Latitude")]
    if not container.has(*names):
        return np.nan
    longitudes, latitudes = (container.whole(name).astype(np.float64) for name in names)
    if longitudes.shape != (grid.height, grid.width) or latitudes.shape != longitudes.shape:
        return np.nan
    step = max(1, max(grid.height, grid.width) // 20)
    rows, columns = (places.ravel() for places in np.mgrid[: grid.height : step, : grid.width : step])
    geographic = osr.SpatialReference()
    geographic.ImportFromEPSG(4326)
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    points = np.column_stack([longitudes[rows, columns], latitudes[rows, columns]])
    known = np.isfinite(points).all(axis=1) & (np.abs(points) > 0).any(axis=1) & (np.abs(points) <= 180).all(axis=1)
    if not known.any():
        return np.nan
    change = osr.CoordinateTransformation(geographic, reference)
    placed, _ = call_gdal(lambda: change.TransformPoints(points[known].tolist()))
    if placed is None:
        return np.nan
    x, y = np.array(placed)[:, :2].T
    expected = grid.centres(columns[known], rows[known])
    return float(np.median(np.hypot(x - expected[0], y - expected[1])))
