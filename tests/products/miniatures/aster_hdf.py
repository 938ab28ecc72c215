# SPDX-License-Identifier: GPL-2.0-or-later
"""ASTER L2 surface reflectance (AST_07XT) as published: HDF-EOS2 with a swath for each telescope, written with pyhdf.

An HDF-EOS2 file is an HDF4 file in which the text attribute StructMetadata.0 describes the swaths, each of which is a
Vgroup of the class SWATH with the Vgroups Geolocation Fields, Data Fields and Swath Attributes (HDF-EOS library user's
guide, volume 1). From public documents (ASTER user handbook, AST_07XT user guide): swaths SurfaceReflectanceVNIR and
SurfaceReflectanceSWIR, int16, Latitude and Longitude (float64) on a lattice of GeoTrack x GeoXtrack points.
Our guess: a lattice of 3 x 3 points (published: 11 x 11), geodetic latitudes, no further fields. The ODL texts
coremetadata.0 and productmetadata.0 of a published file, from which GDAL may know more, such as its coordinate system,
are not there.
"""

import numpy as np
from osgeo import osr
from products.miniatures import aster

LATTICE = 3  # points a side


def build(folder):
    """Write the file of `aster.build`'s scene; gives its path. The truth is that of the GeoTIFFs."""
    import pyhdf.V  # noqa: F401, which `vgstart` needs
    from pyhdf.HDF import HC, HDF
    from pyhdf.SD import SD, SDC

    path = folder / f"{aster.SCENE}.hdf"
    file = SD(str(path), SDC.WRITE | SDC.CREATE | SDC.TRUNC)
    fields = {part: _write_fields(file, part) for part in aster.BANDS}
    file.attr("HDFEOSVersion").set(SDC.CHAR, "HDFEOS_V2.8")
    file.attr("StructMetadata.0").set(SDC.CHAR, _structure().ljust(32_000, "\0"))
    file.end()
    groups = HDF(str(path), HC.WRITE)
    tree = groups.vgstart()
    for part, numbers in fields.items():
        swath = _group(tree, f"SurfaceReflectance{part}", "SWATH", ())
        for name, members in (*numbers.items(), ("Swath Attributes", ())):
            swath.insert(_group(tree, name, "SWATH Vgroup", members))
        swath.detach()
    tree.end()
    groups.close()
    return path


def _group(tree, name, kind, members):
    """A Vgroup of a class `kind` with data sets as `members`, by their reference numbers."""
    from pyhdf.HDF import HC

    group = tree.create(name)
    group._class = kind
    for number in members:
        group.add(HC.DFTAG_NDG, number)
    return group


def _write_fields(file, part):
    """{name of a Vgroup: reference numbers of its data sets}."""
    step, height, width = aster.SIZES[part]
    latitudes, longitudes = _lattice(step, height, width)
    places = {"Latitude": latitudes, "Longitude": longitudes}
    bands = dict(zip(aster.BANDS[part], aster.digital_numbers(part)))
    return {
        "Geolocation Fields": [_write(file, part, name, values, "Geo") for name, values in places.items()],
        "Data Fields": [_write(file, part, name, values, "Image") for name, values in bands.items()],
    }


def _write(file, part, name, values, kind):
    from pyhdf.SD import SDC

    data = file.create(name, SDC.INT16 if values.dtype == np.int16 else SDC.FLOAT64, values.shape)
    for axis, dimension in enumerate(DIMENSIONS[kind]):
        data.dim(axis).setname(f"{dimension}:SurfaceReflectance{part}")
    data[:] = values
    number = data.ref()
    data.endaccess()
    return number


DIMENSIONS = {"Geo": ("GeoTrack", "GeoXtrack"), "Image": ("ImageLine", "ImagePixel")}


def _lattice(step, height, width):
    """(latitudes, longitudes) of the centres of the pixels to which the lattice belongs."""
    rows, columns = (np.arange(LATTICE) * (size // (LATTICE - 1)) for size in (height, width))
    x = aster.ORIGIN[0] + step * (columns + 0.5)
    y = aster.ORIGIN[1] - step * (rows + 0.5)
    grid, wgs84 = osr.SpatialReference(), osr.SpatialReference()
    grid.ImportFromEPSG(aster.EPSG)
    wgs84.ImportFromEPSG(4326)
    for reference in (grid, wgs84):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    turn = osr.CoordinateTransformation(grid, wgs84)
    places = np.array([[turn.TransformPoint(float(east), float(north))[:2] for east in x] for north in y])
    return places[..., 1], places[..., 0]


def _structure():
    parts = "".join(_swath(number, part) for number, part in enumerate(aster.BANDS, start=1))
    empty = "".join(f"GROUP={kind}Structure\nEND_GROUP={kind}Structure\n" for kind in ("Grid", "Point"))
    return f"GROUP=SwathStructure\n{parts}END_GROUP=SwathStructure\n{empty}END\n"


def _swath(number, part):
    _, height, width = aster.SIZES[part]
    sizes = {"GeoTrack": LATTICE, "GeoXtrack": LATTICE, "ImageLine": height, "ImagePixel": width}
    dimensions = [{"DimensionName": f'"{name}"', "Size": size} for name, size in sizes.items()]
    maps = [
        {"GeoDimension": f'"{geo}"', "DataDimension": f'"{image}"', "Offset": 0, "Increment": size // (LATTICE - 1)}
        for geo, image, size in zip(DIMENSIONS["Geo"], DIMENSIONS["Image"], (height, width))
    ]
    lists = {kind: "(" + ",".join(f'"{name}"' for name in names) + ")" for kind, names in DIMENSIONS.items()}
    places = [
        {"GeoFieldName": f'"{name}"', "DataType": "DFNT_FLOAT64", "DimList": lists["Geo"]}
        for name in ("Latitude", "Longitude")
    ]
    bands = [
        {"DataFieldName": f'"{name}"', "DataType": "DFNT_INT16", "DimList": lists["Image"]}
        for name in aster.BANDS[part]
    ]
    groups = {"Dimension": dimensions, "DimensionMap": maps, "IndexDimensionMap": [], "GeoField": places}
    groups.update(DataField=bands, ProfileField=[], MergedFields=[])
    text = "".join(_objects(name, objects) for name, objects in groups.items())
    name = f'\t\tSwathName="SurfaceReflectance{part}"\n'
    return f"\tGROUP=SWATH_{number}\n{name}{text}\tEND_GROUP=SWATH_{number}\n"


def _objects(name, objects):
    text = ""
    for number, entries in enumerate(objects, start=1):
        lines = "".join(f"\t\t\t\t{key}={value}\n" for key, value in entries.items())
        text += f"\t\t\tOBJECT={name}_{number}\n{lines}\t\t\tEND_OBJECT={name}_{number}\n"
    return f"\t\tGROUP={name}\n{text}\t\tEND_GROUP={name}\n"
