# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of samples in many formats, ways to spoil them, and what GDAL alone reads in one."""

import json
import math
import sqlite3

from faults.hostile_values import NUMBERS, TEXTS, doctored, spoilt, value
from osgeo import gdal, ogr, osr

FORMATS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON", "csv": "CSV", "fgb": "FlatGeobuf"}
CLASSES = (0, -1, 255, 256, 2**31 - 1, 1e18, 2.5, None)


def write(path, features, kind, wkt):
    """A layer in a new file.

    path     : Path, whose ending is one of FORMATS
    features : (well-known text, mineral, class, split) of each; split "" for polygons of labels
    kind     : ogr.wkbPoint or ogr.wkbPolygon
    wkt      : of its coordinate system
    """
    driver = ogr.GetDriverByName(FORMATS[path.suffix[1:]])
    source = driver.CreateDataSource(str(path))
    options = ["GEOMETRY=AS_WKT"] if path.suffix == ".csv" else ["RFC7946=NO"] if path.suffix == ".geojson" else []
    layer = source.CreateLayer("samples", osr.SpatialReference(wkt), kind, options)
    for name, kind_of_field in (("mineral", ogr.OFTString), ("class", ogr.OFTInteger), ("split", ogr.OFTString)):
        layer.CreateField(ogr.FieldDefn(name, kind_of_field))
    for text, *values in features:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        for index, field in enumerate(values):
            feature.SetField(index, field)
        layer.CreateFeature(feature)
    layer = source = None


def features_of(path):
    """(features, their osr.SpatialReference or None) as GDAL reads a file; (None, None) where it does not.

    path     : Path
    features : dicts of the fields, names in small letters, and `geometry`, an ogr.Geometry or None
    """
    gdal.UseExceptions()
    encoding = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS sets "" for its own reading, and GDAL gives raw bytes then
    try:
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        layer = source.GetLayer(0)
        gdal.DontUseExceptions()  # since GDAL 3.7 they end the reading at a geometry that is damaged
        names = [field.GetName().lower() for field in layer.schema]
        return [_feature(each, names) for each in layer], layer.GetSpatialRef()
    except (RuntimeError, AttributeError, UnicodeDecodeError):
        return None, None
    finally:
        gdal.SetConfigOption("SHAPE_ENCODING", encoding)
        gdal.DontUseExceptions()


def _feature(each, names):
    geometry = each.GetGeometryRef()
    fields = {name: each.GetField(index) for index, name in enumerate(names)}
    return {**fields, "geometry": geometry.Clone() if geometry else None}


def points_of(features):
    """(x, y, feature) of each point; (nan, nan, feature) where there is none. features : as of `features_of`"""
    for feature in features:
        geometry = feature["geometry"]
        if geometry is None or geometry.IsEmpty():
            yield math.nan, math.nan, feature
        elif geometry.GetGeometryCount():
            for part in geometry:
                yield part.GetX(), part.GetY(), feature
        else:
            yield geometry.GetX(), geometry.GetY(), feature


# --- ways to spoil a layer: each (random, Path) -> what was done, or None where the file's format is another


def bytes_of_a_file(generator, path):
    """Of the file itself, or of one beside it."""
    chosen = generator.choice([path, path, *sorted(path.parent.glob(f"{path.stem}.*"))])
    what, data = spoilt(generator, chosen.read_bytes() or b"\0")
    chosen.write_bytes(data)
    return f"{path.suffix[1:]}: {what}"


def side_file_gone(generator, path):
    sides = [side for side in sorted(path.parent.glob(f"{path.stem}.*")) if side != path]
    if not sides:
        return None
    generator.choice(sides).unlink()
    return f"{path.suffix[1:]}: a side file is missing"


def values_of_features(generator, path):
    """Attributes and geometries that a program wrote properly, and a person would not."""
    source = ogr.Open(str(path), 1)
    layer = source.GetLayer(0) if source and path.suffix in (".gpkg", ".shp", ".geojson") else None
    if layer is None:
        return None
    numbers = [feature.GetFID() for feature in layer]
    for number in generator.sample(numbers, generator.choice((1, 1, 2, 5))):
        feature = layer.GetFeature(number)
        what = generator.choice(("mineral", "class", "split", "geometry", "geometry", "twice", "gone"))
        if what == "twice":
            feature.SetFID(-1)
            layer.CreateFeature(feature)
        elif what == "gone":
            layer.DeleteFeature(number)
        else:
            _set(generator, feature, what)
            layer.SetFeature(feature)
    layer = source = None
    return f"{path.suffix[1:]}: {what} of features"


def _set(generator, feature, what):
    if what == "mineral":
        text = generator.choice((*TEXTS, None, "calcite", "Calcite ", "cal\u200bcite", "caf\u00c3\u00a9"))
        text = text.encode("utf-8", "replace").decode() if text else text
        feature.SetField("mineral", text)
    elif what == "class":
        feature.SetField("class", generator.choice(CLASSES))
    elif what == "split":
        feature.SetField("split", generator.choice(("train", "test", "Test", "", None, "x")))
    else:
        feature.SetGeometry(_geometry(generator, feature.GetGeometryRef()))


def _geometry(generator, geometry):
    kind = generator.choice(("none", "empty", "far", "huge", "nan", "multi", "3d", "line", "moved"))
    if kind == "none" or geometry is None:
        return None
    if kind == "empty":
        return ogr.Geometry(geometry.GetGeometryType())
    point = geometry.Centroid()
    x, y = point.GetX(), point.GetY()
    x, y = {"far": (x + 1e7, y), "huge": (1e300, y), "nan": (math.nan, y), "moved": (x + 25, y - 25)}.get(kind, (x, y))
    made = ogr.Geometry({"multi": ogr.wkbMultiPoint, "line": ogr.wkbLineString}.get(kind, ogr.wkbPoint))
    if kind == "multi":
        for step in (0, 60):
            part = ogr.Geometry(ogr.wkbPoint)
            part.AddPoint_2D(x + step, y)
            made.AddGeometry(part)
    elif kind == "line":
        made.AddPoint_2D(x, y)
        made.AddPoint_2D(x + 40, y + 40)
    elif kind == "3d":
        made.AddPoint(x, y, 7.0)
    else:
        made.AddPoint_2D(x, y)
    return made


def document(generator, path):
    """A GeoJSON that says something else somewhere."""
    if path.suffix != ".geojson":
        return None
    _, changed = doctored(generator, json.loads(path.read_text(encoding="utf-8")), value)
    try:
        path.write_text(json.dumps(changed), encoding="utf-8")
    except ValueError:
        return None
    return "geojson: document changed"


def table(generator, path):
    """A CSV with an odd cell, line or heading."""
    if path.suffix != ".csv":
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    row = generator.randrange(len(lines))
    kind = generator.choice(("cell", "cell", "line gone", "line twice", "delimiter", "quote", "mark"))
    if kind == "cell":
        cells = lines[row].split(",")
        cells[generator.randrange(len(cells))] = str(
            generator.choice((*NUMBERS[:8], *TEXTS, '"', "POINT (1 2)", "1,5"))
        )
        lines[row] = ",".join(cells)
    elif kind == "line gone":
        del lines[row]
    elif kind == "line twice":
        lines.insert(row, lines[row])
    elif kind == "delimiter":
        lines = [line.replace(",", generator.choice((";", "\t", " ,"))) for line in lines]
    elif kind == "quote":
        lines[row] = '"' + lines[row]
    encoding = generator.choice(("utf-8", "utf-8-sig", "utf-16")) if kind == "mark" else "utf-8"
    path.write_bytes("\n".join(lines).encode(encoding, "replace"))
    return f"csv: {kind}"


def database(generator, path):
    """A GeoPackage whose tables lie."""
    if path.suffix != ".gpkg":
        return None
    statement = generator.choice(STATEMENTS)
    with sqlite3.connect(path) as connection:
        try:
            connection.executescript(statement.format(number=generator.choice((0, -1, 4326, 32612, 2**31))))
        except sqlite3.Error:  # triggers that call functions of GDAL
            connection.rollback()
            return None
    connection.close()
    return "gpkg: a table lies"


STATEMENTS = (
    "UPDATE gpkg_geometry_columns SET srs_id = {number}",
    "UPDATE gpkg_contents SET srs_id = {number}",
    "UPDATE gpkg_geometry_columns SET geometry_type_name = 'POLYGON'",
    "UPDATE gpkg_geometry_columns SET z = 1, m = 2",
    "UPDATE gpkg_contents SET min_x = 1e300, max_x = -1e300",
    "UPDATE gpkg_contents SET data_type = 'attributes'",
    "UPDATE gpkg_contents SET table_name = 'x'",
    "UPDATE gpkg_spatial_ref_sys SET definition = 'undefined', organization_coordsys_id = {number}",
    "UPDATE gpkg_ogr_contents SET feature_count = {number}",
    "DELETE FROM gpkg_contents",
    "DELETE FROM gpkg_geometry_columns",
    "DELETE FROM gpkg_extensions",
    "DELETE FROM gpkg_spatial_ref_sys",
    "DROP TABLE gpkg_spatial_ref_sys",
    "DROP TABLE gpkg_ogr_contents",
    "DROP TABLE rtree_samples_geom_node",
    "UPDATE rtree_samples_geom_node SET data = zeroblob(1228)",
    "DELETE FROM rtree_samples_geom_rowid",
    "PRAGMA application_id = {number}; PRAGMA user_version = 7",
    "ALTER TABLE samples RENAME COLUMN mineral TO MINERAL",
    "ALTER TABLE samples RENAME COLUMN class TO klass",
    "ALTER TABLE samples ADD COLUMN extra TEXT DEFAULT 'x'",
    "CREATE TABLE other (a)",
    "CREATE VIEW aaa AS SELECT * FROM samples WHERE class = 1",
    "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'CREATE TABLE samples (x)' WHERE name = 'samples'",
)
WAYS = (
    bytes_of_a_file,
    bytes_of_a_file,
    bytes_of_a_file,
    side_file_gone,
    values_of_features,
    values_of_features,
    document,
    table,
    database,
)
