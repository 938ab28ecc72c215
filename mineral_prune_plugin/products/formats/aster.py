# SPDX-License-Identifier: GPL-2.0-or-later
"""ASTER L2 surface reflectance (AST_07, AST_07XT; LP DAAC): a GeoTIFF a band in a folder, or HDF-EOS2 through HDF4.

Values are reflectance times 1000. The VNIR has pixels of 15 m, the SWIR of 30 m: together they are read on 15 m.
"""

import re
from dataclasses import replace

import numpy as np
from osgeo import gdal, osr

from ...errors import QT_TRANSLATE_NOOP, ProductDriverMissing, ProductInconsistent, ProductSeveral
from ...raster.gdal_versions import gdal_version
from ...raster.opening import call_gdal, open_raster
from ...raster.source import grid_of
from ..assembling import assemble
from ..product import Band, Plane, Product, RasterCube
from ..product_notices import GeoreferenceOfSwath, ResolutionChosen, WavelengthsOfSensor
from ..sensors import sensor_bands

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "an ASTER surface reflectance product")
SENSOR = "ASTER"
NAME = re.compile(r"SurfaceReflectance(?:VNIR|SWIR)[._:](Band\d\w?)", re.I)
SCENE = re.compile(r"_\d{14}_\d+\.?$")  # when it was produced, which may differ between the two halves of a scene
SCALE, NO_DATA = 0.001, 0.0
METRES_OF_A_DEGREE = 111_195.0  # of latitude


def looks_like(download):
    """The title of the ASTER product that a `download` is, "" where it is none."""
    return TITLE if _hdf(download) or _tifs(download) else ""


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    hdf = _hdf(download)
    paths = _of_hdf(download, hdf) if hdf else _of_tifs(download)
    published = sensor_bands(SENSOR)
    paths = {band: paths[band] for band in published if band in paths}
    opened = {band: open_raster(path) for band, path in paths.items()}
    grids = {band: grid_of(dataset) for band, dataset in opened.items()}
    finest = max(grids.values(), key=lambda grid: grid.width * grid.height)
    _check_extent(download, grids, finest)
    bands = []
    for number, (band, dataset) in enumerate(opened.items()):
        stated = dataset.GetRasterBand(1).GetNoDataValue()
        plane = Plane(number, 0, SCALE, 0.0, NO_DATA if stated is None else stated)
        centre, width = published[band]
        bands.append(Band(f"{band} ({centre:.3f} um)", (plane,), centre, width))
    notices = [WavelengthsOfSensor(product=download.name, sensor=SENSOR)]
    if len({grid.width for grid in grids.values()}) > 1:
        notices.append(ResolutionChosen(product=download.name, metres=_metres(finest)))
    if hdf:
        notices.append(GeoreferenceOfSwath(product=download.name))
        finest = replace(finest, geolocation=())  # its control points have become the grid
    cubes = tuple(RasterCube(path) for path in paths.values())
    return assemble(Product(TITLE, download.name, finest, tuple(bands), cubes, notices=tuple(notices)), choices)


def _metres(grid):
    """The height of a pixel of a Grid; to the metre where it is in degrees, as control points of a swath are."""
    reference = osr.SpatialReference(grid.wkt)
    step = float(np.hypot(grid.geotransform[2], grid.geotransform[5]))
    return step if reference.IsProjected() else round(step * METRES_OF_A_DEGREE)


def _hdf(download):
    names = [name for name in download.ending(".hdf") if name.rpartition("/")[2].upper().startswith("AST_07")]
    return names[0] if len(names) == 1 else ""


def _tifs(download):
    """{band: [files]}; of a chosen file, those of its scene."""
    names = [name for name in download.names if name.lower().endswith((".tif", ".tiff")) and NAME.search(name)]
    if download.chosen:
        match = NAME.search(download.chosen)
        names = [name for name in names if match and name.startswith(download.chosen[: match.start()])]
    files = {}
    for name in names:
        band = NAME.search(name).group(1)
        files.setdefault(band[:4].title() + band[4:].upper(), []).append(name)
    return files


def _of_tifs(download):
    """{band: GDAL's path}. Errors: ProductSeveral."""
    files = _tifs(download)
    scenes = {SCENE.sub("", name[: NAME.search(name).start()]) for names in files.values() for name in names}
    twice = max(map(len, files.values()))
    if len(scenes) > 1 or twice > 1:
        shown = ", ".join(sorted(names[0] for names in files.values())[:2])
        raise ProductSeveral(product=download.name, found=max(len(scenes), twice), shown=shown)
    return {band: download.gdal_path(names[0]) for band, names in files.items()}


def _of_hdf(download, name):
    """{band: GDAL's path of the subdataset}. Errors: ProductDriverMissing."""
    dataset, _ = call_gdal(lambda: gdal.OpenEx(download.gdal_path(name), gdal.OF_RASTER))
    paths = [path for path, _ in (dataset.GetSubDatasets() if dataset is not None else ()) if NAME.search(path)]
    if not paths:
        raise ProductDriverMissing(product=download.name, title=TITLE, driver="HDF4", version=gdal_version())
    return {NAME.search(path).group(1): path for path in paths}


def _check_extent(download, grids, finest):
    """All bands cover the same ground, but for the fraction of a pixel by which their sizes differ."""
    for band, grid in grids.items():
        apart = max(abs(first - second) for first, second in zip(grid.extent(), finest.extent()))
        if not apart <= abs(grid.geotransform[1]) or grid.wkt != finest.wkt:
            raise ProductInconsistent(
                product=download.name,
                what=band,
                found=f"{grid.extent()}",
                other="its finest band",
                expected=f"{finest.extent()}",
            )
