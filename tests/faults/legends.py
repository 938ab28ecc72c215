# SPDX-License-Identifier: GPL-2.0-or-later
"""Class rasters whose pixels, names or styles were spoilt, as the reference of a map: refused, or counted as by GDAL.

Pixels of each class are counted here from GDAL's own reading; where names are no longer those of the map, only
the pixels are compared, not which of them are correct.
"""

import collections
import csv
import functools
import random
import shutil
from pathlib import Path

import numpy as np
from faults import every_algorithm as runs
from faults import world
from faults.hostile_values import TEXTS, spoilt
from faults.outcome import fault, refused, right
from osgeo import gdal


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    source = Path(runs.chain()["LABELS"])
    for file in source.parent.glob("labels.*"):
        shutil.copy(file, folder)
    path, table = folder / source.name, folder / "counts.csv"
    what = generator.choice(WAYS)(generator, path)
    parameters = {"MAP": runs.chain()["MAP"], "REFERENCE": str(path), "TABLE": str(table)}
    answer = world.run("assessmap", parameters)
    if answer.crash:
        return fault(what, f"raised {answer.crash}")
    if answer.results is None:
        return refused(what, answer.sentence)
    expected = classes_of(path)
    if expected is None:
        return fault(what, "it ran, and GDAL reads no raster")
    with open(table, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "producers_accuracy" and row["n"] != "0"]
    counted = sorted(int(row["n"]) for row in rows)
    pixels = sorted(collections.Counter(expected[expected > 0].tolist()).values())
    if counted != pixels:
        return fault(what, f"pixels of the classes {counted}, but {pixels} by GDAL; {answer.notices}")
    if names_of(path) == names_of(source) and not what.startswith("style"):
        correct = sum(int(row["successes"]) for row in rows)
        truly = int((expected == mapped())[expected > 0].sum())
        if correct != truly:
            return fault(what, f"{correct} correct, but {truly} by GDAL; {answer.notices}")
    return right(what, f"{sum(pixels)} pixels")


def classes_of(path):
    """int (height, width): classes on the map's grid, 0 where there is none; None where GDAL reads none. path : Path"""
    dataset, template = gdal.Open(str(path)), gdal.Open(runs.chain()["MAP"])
    if dataset is None:
        return None
    band = dataset.GetRasterBand(1)
    same = (
        dataset.GetGeoTransform() == template.GetGeoTransform() and dataset.GetProjection() == template.GetProjection()
    )
    if same and (dataset.RasterXSize, dataset.RasterYSize) == (template.RasterXSize, template.RasterYSize):
        values = band.ReadAsArray()
    else:
        target = gdal.GetDriverByName("MEM").Create("", template.RasterXSize, template.RasterYSize, 1, gdal.GDT_Float64)
        target.SetGeoTransform(template.GetGeoTransform())
        target.SetProjection(template.GetProjection())
        if gdal.ReprojectImage(dataset, target, None, None, gdal.GRA_NearestNeighbour) != gdal.CE_None:
            return None
        values = target.ReadAsArray()
    if values is None:
        return None
    labelled = np.isfinite(values) & (values > 0)
    if band.GetNoDataValue() is not None:
        labelled &= values != band.GetNoDataValue()
    return np.where(labelled, values, 0)


def names_of(path):
    """Category names, () where there are none. path : Path"""
    dataset = gdal.Open(str(path))
    if dataset is None:
        return ()
    band = dataset.GetRasterBand(1)
    band.GetMetadata()
    return tuple(band.GetRasterCategoryNames() or ())


@functools.cache
def mapped():
    """The classes of the map, (height, width)."""
    return gdal.Open(runs.chain()["MAP"]).ReadAsArray()


# --- ways to spoil: each (random, Path) -> what was done


def bytes_of_raster(generator, path):
    what, data = spoilt(generator, path.read_bytes())
    path.write_bytes(data)
    return f"raster: {what}"


def bytes_of_style(generator, path):
    style = path.with_suffix(".qml")
    what, data = spoilt(generator, style.read_bytes())
    style.write_bytes(data)
    return f"style: {what}"


def bytes_of_metadata(generator, path):
    side = path.with_name(path.name + ".aux.xml")
    what, data = spoilt(generator, side.read_bytes())
    side.write_bytes(data)
    return f"names: {what}"


def label_of_style(generator, path):
    style = path.with_suffix(".qml")
    text = style.read_text(encoding="utf-8")
    old = generator.choice(["label=", "value=", "color=", "paletted", 'band="1"', "<paletteEntry", "</colorPalette>"])
    new = generator.choice(['label="calcite" ', 'value="7" ', "<!ENTITY a 'a'>", "&a;", "", old * 2, "&#0;", "\u202e"])
    style.write_text(text.replace(old, new, generator.choice((1, 2, -1))), encoding="utf-8")
    return "style: its text changed"


def pixels_of_raster(generator, path):
    dataset = gdal.Open(str(path))
    values = dataset.ReadAsArray()
    kind = generator.choice((gdal.GDT_Byte, gdal.GDT_Int16, gdal.GDT_Float32, gdal.GDT_Int32))
    made = gdal.GetDriverByName("GTiff").Create(str(path.with_name("other.tif")), *values.shape[::-1], 1, kind)
    made.SetGeoTransform(dataset.GetGeoTransform())
    made.SetProjection(dataset.GetProjection())
    values = values.astype(np.float64)
    for _ in range(generator.choice((1, 5, 40))):
        place = generator.randrange(values.shape[0]), generator.randrange(values.shape[1])
        values[place] = generator.choice((0, 1, 7, 255, 256, -1, 2.5, 1e9, np.nan, np.inf))
    if generator.random() < 0.5:
        made.GetRasterBand(1).SetNoDataValue(generator.choice((0, 1, 3, 255, -9999, float("nan"))))
    with np.errstate(invalid="ignore"):
        made.GetRasterBand(1).WriteArray(values)
    made = dataset = None
    path.with_name("other.tif").replace(path)
    return "raster: odd pixels"


def names_of_raster(generator, path):
    dataset = gdal.Open(str(path), gdal.GA_Update)
    band = dataset.GetRasterBand(1)
    band.GetMetadata()
    names = list(band.GetRasterCategoryNames() or [])
    kind = generator.choice(("text", "text", "swap", "cut", "none"))
    if kind == "text" and names:
        names[generator.randrange(len(names))] = (
            generator.choice(TEXTS[:14]).replace("\x00", "").encode("utf-8", "replace").decode()
        )
    elif kind == "swap":
        generator.shuffle(names)
    else:
        names = names[: len(names) // 2] if kind == "cut" else []
    band.SetCategoryNames(names)
    band = dataset = None
    return f"names: {kind}"


WAYS = (
    bytes_of_raster, bytes_of_raster, bytes_of_style, bytes_of_metadata, label_of_style, pixels_of_raster,
    pixels_of_raster, names_of_raster,
)  # fmt: skip


def prepare(folder):
    """The inputs, before the first case. folder : of the worker"""
    mapped()
