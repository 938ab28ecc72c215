# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of samples that were spoilt: refused, or read as GDAL alone reads them, and what is left out is said.

Two doors. `assessmap` counts points by class: the counts are those of the points that GDAL reads, looked up here in the
map. `drawsamples` draws from polygons: each sample lies in a polygon of its mineral that GDAL reads, and each class has
as many as were wanted.
"""

import collections
import csv
import functools
import math
import random
import shutil
import tempfile
from pathlib import Path

from faults import every_algorithm as runs
from faults import layers, world
from faults.outcome import fault, refused, right
from osgeo import gdal, ogr, osr

DRAWN = 3  # samples of a class and split
PIXEL = 20  # metres: a polygon that holds no centre labels the pixel that it lies in


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    points = generator.random() < 0.6
    source = base("points" if points else "polygons", generator.choice(sorted(layers.FORMATS)))
    for file in source.parent.glob(f"{source.stem}.*"):
        shutil.copy(file, folder)
    path, what = folder / source.name, None
    while what is None:
        what = generator.choice(layers.WAYS)(generator, path)
    what = f"{'points' if points else 'polygons'}, {what}"
    return (assessed if points else drawn)(what, path, folder)


def _ended(what, answer, features):
    """The Outcome of a run that gave no result, or ran on what GDAL cannot read; else None."""
    if answer.crash:
        return fault(what, f"raised {answer.crash}")
    if answer.results is None:
        return refused(what, answer.sentence)
    return fault(what, "it ran, and GDAL reads no layer") if features is None else None


def assessed(what, path, folder):
    """The Outcome of `assessmap` with a layer of points. what : of the Outcome; path, folder : Path"""
    table = folder / "counts.csv"
    files = runs.chain()
    answer = world.run("assessmap", {"MAP": files["MAP"], "SAMPLES": str(path), "SPLIT": "all", "TABLE": str(table)})
    features, system = layers.features_of(path)
    ended = _ended(what, answer, features)
    if ended:
        return ended
    expected, outside = counts_of(features, system)
    with open(table, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "producers_accuracy" and row["n"] != "0"]
    counts = sorted((int(row["n"]), int(row["successes"])) for row in rows)
    if counts != expected:
        return fault(what, f"counts {counts}, but {expected} by GDAL; {answer.notices}")
    if outside and not any(str(outside) in notice for notice in answer.notices):
        return fault(what, f"{outside} points left out without a word: {answer.notices}")
    return right(what, f"{sum(n for n, _ in counts)} points, {outside} left out")


def counts_of(features, system):
    """(sorted (points, correct ones) of each mineral, number of points outside). features, system : of features_of"""
    classes, names, (x0, dx, _, y0, _, dy), wkt = class_map()
    transform = transformation(system, wkt)
    pixels, outside = {}, 0
    for x, y, feature in layers.points_of(features):
        if transform and math.isfinite(x):
            x, y, _ = transform.TransformPoint(x, y)
        column, row = (x - x0) / dx, (y - y0) / dy
        if not (0 <= column < classes.shape[1] and 0 <= row < classes.shape[0]):  # NaN too
            outside += 1
        else:
            pixels[math.floor(column), math.floor(row)] = " ".join(str(feature["mineral"]).split())
    counts = collections.defaultdict(lambda: [0, 0])
    for (column, row), mineral in pixels.items():
        counts[mineral][0] += 1
        counts[mineral][1] += names[classes[row, column]].casefold() == mineral.casefold()
    return sorted(map(tuple, counts.values())), outside


def drawn(what, path, folder):
    """The Outcome of `drawsamples` with a layer of polygons. what : of the Outcome; path, folder : Path"""
    output, files = folder / "drawn.geojson", runs.chain()
    wanted = {f"{split}_PER_CLASS": str(DRAWN) for split in ("TRAIN", "VALIDATION", "TEST")}
    parameters = {"INPUT": files["INPUT"], "LABELS": str(path), "CLASS_FIELD": "mineral", "OUTPUT": str(output)}
    answer = world.run("drawsamples", {**parameters, **wanted})
    features, system = layers.features_of(path)
    ended = _ended(what, answer, features)
    if ended:
        return ended
    told_fewer = any("fewer labelled pixels" in notice for notice in answer.notices)
    wrong = wrong_samples(output, features, system, told_fewer)
    left = sum(each["geometry"] is None or each["geometry"].IsEmpty() or not each["mineral"] for each in features)
    if wrong:
        return fault(what, f"{wrong}; {answer.notices}")
    if left and not any("left out" in notice for notice in answer.notices):
        return fault(what, f"{left} features left out without a word: {answer.notices}")
    return right(what, f"{len(features)} polygons")


def wrong_samples(output, features, system, told_fewer):
    """What is wrong with samples; "" where nothing is.

    output           : Path
    features, system : of features_of
    told_fewer       : whether the run said that a mineral has too few pixels
    """
    transform = transformation(system, class_map()[3])
    areas = collections.defaultdict(list)
    for feature in features:
        if feature["geometry"] is not None and feature["mineral"]:
            if transform:
                feature["geometry"].Transform(transform)
            areas[" ".join(str(feature["mineral"]).split()).casefold()].append(feature["geometry"])
    points, _ = layers.features_of(output)
    counts = collections.Counter((point["mineral"], point["split"]) for point in points)
    if max(counts.values(), default=0) != DRAWN or (min(counts.values()) < DRAWN and not told_fewer):
        return f"not {DRAWN} of each: {counts}"
    for point in points:
        if not any(holds(area, point["geometry"]) for area in areas.get(point["mineral"].casefold(), ())):
            return f"a sample of {point['mineral']!r} in no such polygon: {point['geometry'].ExportToWkt()}"
    return ""


def holds(area, point):
    """Whether a pixel at a point lies in an area, or within a pixel of it; of invalid areas the extent decides.

    area, point : ogr.Geometry
    """
    if area.IsValid():
        return area.Distance(point) <= PIXEL
    left, right_, bottom, top = area.GetEnvelope()
    return left <= point.GetX() <= right_ and bottom <= point.GetY() <= top


def transformation(system, wkt):
    """The osr.CoordinateTransformation to a raster's system, None where none is needed. system : or None; wkt : text"""
    target = osr.SpatialReference(wkt)
    if system is None or system.IsSame(target) or system.IsLocal():
        return None
    source = system.Clone()
    for each in (source, target):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    made = osr.CoordinateTransformation(source, target)
    return made if made.this else None  # no way from a system that nobody knows: coordinates stay


@functools.cache
def class_map():
    """(classes, names by number, geotransform, WKT) of the map."""
    dataset = gdal.Open(runs.chain()["MAP"])
    band = dataset.GetRasterBand(1)
    band.GetMetadata()
    return band.ReadAsArray(), band.GetRasterCategoryNames(), dataset.GetGeoTransform(), dataset.GetProjection()


@functools.cache
def base(kind, ending):
    """Path of an untouched layer of points or polygons. kind : "points" or "polygons"; ending : of FORMATS"""
    folder = Path(tempfile.mkdtemp())
    path = folder / f"{kind}.{ending}"
    (x0, dx, _, y0, _, dy), wkt = class_map()[2:]
    if kind == "points":
        features, _ = layers.features_of(Path(runs.chain()["SAMPLES"]))
        rows = [(each["geometry"].ExportToWkt(), each["mineral"], each["class"], each["split"]) for each in features]
        layers.write(path, rows, ogr.wkbPoint, wkt)
        return path
    rows = []
    for index, mineral in enumerate(("alunite", "calcite", "kaolinite") * 2):
        left, top = x0 + dx * (1 + 6 * index), y0 + dy * (2 + 4 * index)
        right_, bottom = left + 5 * dx, top + 4 * dy
        ring = f"{left} {top}, {right_} {top}, {right_} {bottom}, {left} {bottom}, {left} {top}"
        rows.append((f"POLYGON (({ring}))", mineral, 1 + index % 3, ""))
    layers.write(path, rows, ogr.wkbPolygon, wkt)
    return path


def prepare(folder):
    """The inputs, before the first case. folder : of the worker"""
    class_map()
