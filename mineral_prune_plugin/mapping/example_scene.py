# SPDX-License-Identifier: GPL-2.0-or-later
"""The example scene as two GeoTIFFs: reflectance with wavelengths, and its labels with mineral names."""

import numpy as np
from osgeo import gdal, osr

from ..classes import with_colour
from ..raster.geotiff import TILE, Layout, geotiff
from ..raster.source import Grid
from ..raster.windows import Window
from ..spectra.minerals import MINERALS
from ..spectra.scene import INTEGERS_PER_UNIT, PIXEL_SIZE_M
from .legend import style, write_legend

# Near Cuprite, Nevada: UTM zone 11 north. The scene is computed; only its neighbourhood is real.
EPSG, EASTING_M, NORTHING_M = 32611, 482_000.0, 4_160_000.0
SHOWN_BANDS = (36, 22, 12)  # in red, green, blue: carbonate darkens 2.34 um, clay and mica 2.20 um, neither 2.10 um


def write_scene(scene, scene_path, labels_path, progress):
    """Write the two files, a strip of rows at a time, and the style of the labels.

    scene                   : spectra.scene.Scene
    scene_path, labels_path : Paths to write in place, of `outputs.whole`
    progress                : reports each strip and is asked to cancel
    errors                  : OutputFailed, Cancelled
    """
    height, width = scene.labels.shape
    grid = _grid(width, height)
    bands = tuple(f"{wavelength:.4f} um" for wavelength in scene.wavelengths_um)
    layout = Layout(grid, np.int16, bands, scale=1 / INTEGERS_PER_UNIT, metadata=_band_metadata(scene))
    with geotiff(scene_path, layout) as raster:
        for number, colour in zip(SHOWN_BANDS, (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)):
            raster.dataset.GetRasterBand(number).SetColorInterpretation(colour)
        for row in range(0, height, TILE):
            progress.step(row / height)
            window = Window(0, row, width, min(TILE, height - row))
            raster.write(window, scene.rows(row, row + window.height))
    classes = tuple(with_colour(mineral.number, mineral.name) for mineral in MINERALS.values())
    with geotiff(labels_path, Layout(grid, np.uint8, ("mineral",), no_data=0)) as labels:
        write_legend(labels.dataset, classes, labels_path)
        labels.write(Window(0, 0, width, height), scene.labels[None])
    labels_path.with_suffix(".qml").write_text(style(classes), encoding="utf-8")


def _band_metadata(scene):
    return tuple(
        {"wavelength": f"{centre:.4f}", "wavelength_units": "Micrometers", "fwhm": f"{width:.4f}"}
        for centre, width in zip(scene.wavelengths_um, scene.widths_um)
    )


def _grid(width, height):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    transform = (EASTING_M, PIXEL_SIZE_M, 0.0, NORTHING_M, 0.0, -PIXEL_SIZE_M)
    return Grid(width, height, transform, reference.ExportToWkt(), georeferenced=True)
