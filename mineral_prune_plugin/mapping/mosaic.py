# SPDX-License-Identifier: GPL-2.0-or-later
"""One virtual raster over many maps of one model: a single layer in QGIS, with their names and colours.

It holds no pixel. Maps in another coordinate system than most, or turned against north, are seen through a virtual
raster of their own that warps them (nearest neighbour). Where maps overlap, the later of the list lies on top.
"""

import os
import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

from osgeo import gdal

from ..classes import UNCLASSIFIED
from ..raster.geotiff import gdal_failures_as_errors
from ..raster.opening import open_raster
from .legend import style, write_legend

WARPED = "_warped.vrt"


@dataclass(frozen=True)
class Mosaic:
    """How many maps it shows, how many of them warped, and how many have no place on the Earth and are left out."""

    maps: int
    warped: int
    placeless: int


def write_mosaic(maps, path, place, classes):
    """Write the virtual raster and its style; the Mosaic, of 0 maps where none has a place: then nothing is written.

    maps    : Paths of class maps, all of them in folders below that of `place`
    path    : Path to write, of `outputs.whole`
    place   : Path that it will have
    classes : MineralClasses of the model
    errors  : RasterUnreadable, OutputFailed
    """
    placed = [(each, *_place_of(each)) for each in maps]
    usable = [entry for entry in placed if entry[1]]
    systems = Counter(wkt for _, wkt, north_up in usable if north_up)
    if not usable:
        return Mosaic(0, 0, len(placed))
    system = systems.most_common(1)[0][0] if systems else usable[0][1]
    files, warped = [], 0
    for file, wkt, north_up in usable:
        plain = wkt == system and north_up
        files.append(file if plain else _warped(file, system))
        warped += not plain
    _write(files, path, place, classes)
    return Mosaic(len(files), warped, len(placed) - len(usable))


def _place_of(path):
    """(coordinate system as WKT, "" where the map has no place; whether its rows run east)."""
    dataset = open_raster(path)
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None or not dataset.GetProjection():
        return "", False
    return dataset.GetProjection(), transform[2] == transform[4] == 0 and transform[5] < 0


def _warped(file, system):
    """Path of a virtual raster beside a map that shows it in another coordinate system."""
    path = file.with_name(f"{file.stem}{WARPED}")
    unfinished = path.with_name(f".{path.name}.part")
    with gdal_failures_as_errors(path):
        options = {"format": "VRT", "dstSRS": system, "resampleAlg": "near", "dstNodata": UNCLASSIFIED}
        dataset = gdal.Warp(str(unfinished), str(file), **options)
        if dataset is not None:
            dataset.FlushCache()
        del dataset
    os.replace(unfinished, path)
    return path


def _write(files, path, place, classes):
    with gdal_failures_as_errors(path):
        options = gdal.BuildVRTOptions(resolution="highest", resampleAlg="nearest")
        dataset = gdal.BuildVRT(str(path), [str(file) for file in files], options=options)
    write_legend(dataset, classes, path)
    with gdal_failures_as_errors(path):
        dataset.FlushCache()
        del dataset
    text = path.read_text(encoding="utf-8")
    path.write_text(_relative(text, place.parent), encoding="utf-8")
    path.with_suffix(".qml").write_text(style(classes), encoding="utf-8")


def _relative(text, folder):
    """The text of a virtual raster whose files are named as seen from its folder, so that both can move together."""
    absolute = re.escape(escape(f"{Path(folder).as_posix()}/", quote=False))
    return re.sub(rf'relativeToVRT="0"([^>]*)>{absolute}', r'relativeToVRT="1"\1>', text)
