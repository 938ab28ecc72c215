# SPDX-License-Identifier: GPL-2.0-or-later
"""What the files of a product say, part by part, read without the plugin: by h5py, GDAL's plain reading, ElementTree.

A part is an array, an attribute, the text of an element. Two products are compared by their parts, and each part
bears on some aspects of what is opened: a change of one must not show in another.
"""

import re
from collections import Counter
from xml.etree import ElementTree

import h5py
import numpy as np
from osgeo import gdal

PIXELS, CENTRES, WIDTHS, GOOD, PLACE, SCALE = "pixels", "centres", "widths", "good", "place", "scale"
ALL = frozenset((PIXELS, CENTRES, WIDTHS, GOOD, PLACE, SCALE))
BEARS_ON = (  # what a part's name is searched for, and what it bears on; the first row that fits counts
    (r"(?i)(HISTORY|PCO|uncertainty|elev|sun_zenith|water_vapor|Time$|Solar_|notes|_about)", ()),
    (r"\(unread\)", ALL),
    (r"(location/(lon|lat)|Geolocation Fields|glt_)", (PIXELS, PLACE)),
    (r"(reflectance|_Cube)$", (PIXELS, GOOD)),
    (r"(?i)\.(tif|jp2):pixels", (PIXELS, GOOD)),
    (r"(?i)mask|QL_|SCL|ERR_MATRIX|beta_|nodata_pixels", (PIXELS, GOOD)),
    (r"(?i)_FillValue|missing_value|nodata|backgroundValue|SPECIAL_VALUE", (PIXELS, GOOD, SCALE)),
    (r"(?i)fwhm|width", (WIDTHS,)),
    (r"(?i)good_wave", (GOOD,)),
    (r"(?i)radcal|gain|offset|quanti|scale", (SCALE,)),
    (r"(?i)place|geotransform|spatial_ref|crs|easting|northing|mercator|StructMetadata|epsg|corner|\.rpb", (PLACE,)),
    (r"(?i)wavelength|List_Cw|spectralresponse|CENTRAL|Spectral_Info|physicalBand", (CENTRES, WIDTHS, GOOD)),
    (r"(?i)expectedChannels|bandID|bandNumber|band@|\.hdr|SPACECRAFT|\(files\)", ALL),
    (r"(?i)\.(xml)", (SCALE, CENTRES, WIDTHS, GOOD)),
    (r"@(DIMENSION_LIST|REFERENCE_LIST|CLASS|NAME|_Netcdf4|DIMENSION)", ALL),
)


def bears_on(name):
    """The aspects, a set, on which the part of a name bears."""
    return set(next((aspects for pattern, aspects in BEARS_ON if re.search(pattern, name)), ()))


def differing(first, second):
    """Names of parts that are not the same in both. first, second : as of `parts`"""
    return sorted(name for name in {*first, *second} if not _same(first.get(name), second.get(name)))


def _same(first, second):
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    return type(first) is type(second) and not isinstance(first, np.ndarray) and first == second


def parts(folder):
    """name -> array or text: all that the files below a folder say. folder : Path"""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    said = {"(files)": repr([str(path.relative_to(folder)) for path in files])}
    for path in files:
        read = READERS.get(path.suffix.lower(), _of_text)
        name = str(path.relative_to(folder))
        try:
            said |= {f"{name}:{part}": value for part, value in read(path).items()}
        except Exception:  # noqa: BLE001, whatever a damaged file brings h5py to raise
            said[f"{name}:(unread)"] = path.read_bytes().decode("latin-1")
    return said


def _of_hdf5(path):
    said = {}
    with h5py.File(path, "r") as file:
        _attributes(file, "", said)

        def visit(name, thing):
            if isinstance(thing, h5py.Dataset):
                said[name] = _array(thing)
            _attributes(thing, name, said)

        file.visititems(visit)
    return said


def _array(data):
    if data.dtype.kind not in "iufb" or data.size > 2**21:
        return repr((data.dtype, data.shape, data[()] if data.size < 2**16 else None))
    return np.asarray(data[()])


def _attributes(thing, name, said):
    for key in thing.attrs:
        value = thing.attrs[key]
        said[f"{name}@{key}"] = value if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" else repr(value)


def _of_raster(path):
    dataset = gdal.Open(str(path))
    pixels = dataset.ReadAsArray()
    place = repr((dataset.GetGeoTransform(can_return_null=True), dataset.GetProjection(), dataset.GetMetadata("RPC")))
    band = dataset.GetRasterBand(1)
    return {
        "pixels": pixels if pixels.ndim == 3 else pixels[None],
        "place": place,
        "nodata": repr(band.GetNoDataValue()),
    }


def _of_xml(path):
    data, said, times = path.read_bytes(), {}, Counter()
    if b"<!" in data.replace(b"<!--", b""):
        raise ValueError("entities, which are not expanded here")

    def walk(element, trail):
        name = f"{trail}/{element.tag.rpartition('}')[2]}"
        times[name] += 1
        said[f"{name}#{times[name]}"] = (element.text or "").strip()
        said.update({f"{name}@{key}#{times[name]}": value for key, value in element.attrib.items()})
        for child in element:
            if isinstance(child.tag, str):
                walk(child, name)

    walk(ElementTree.fromstring(data), "")
    return said


def _of_text(path):
    return {"text": path.read_bytes().decode("latin-1")}


READERS = {".nc": _of_hdf5, ".he5": _of_hdf5, ".h5": _of_hdf5, ".tif": _of_raster, ".jp2": _of_raster, ".xml": _of_xml}
