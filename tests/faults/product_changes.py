# SPDX-License-Identifier: GPL-2.0-or-later
"""What is done to the files of a product: bytes, arrays and attributes, XML, texts, rasters, and files as a whole.

Each change is (random, Path of the folder) -> what was done, of few different; None where nothing of its kind is there.
"""

import os
import re
import shutil

import h5py
import numpy as np
from faults.hostile_values import NUMBERS, TEXTS, spoilt
from osgeo import gdal

HDF5, XML, RASTER = (".nc", ".he5", ".h5"), (".xml",), (".tif", ".jp2")
KEPT = "what nobody reads is added"
CUT = "cut short"
ODD = (np.nan, np.inf, -np.inf, 0.0, -1.0, 1e30, -9999.0, 1e-30, 65535.0, 2.0**31)


def files_of(folder, endings=()):
    """Files below a folder, of some endings. folder : Path; endings : of names, in small letters; () for any"""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in files if not endings or path.suffix.lower() in endings]


def bytes_spoilt(generator, folder):
    path = generator.choice(files_of(folder))
    kind, data = spoilt(generator, path.read_bytes())
    path.write_bytes(data)
    return f"{path.suffix.lower()[1:]}: {kind}"


def file_wrong(generator, folder):
    files = files_of(folder)
    path, kind = generator.choice(files), generator.choice(("missing", "empty", "another's", "a folder"))
    if kind == "another's":
        shutil.copyfile(generator.choice(files), folder / "copy")
        os.replace(folder / "copy", path)
    else:
        path.unlink()
        if kind == "empty":
            path.write_bytes(b"")
        elif kind == "a folder":
            path.mkdir()
    return f"a file is {kind}"


# --- HDF5 and netCDF 4


def _things(file):
    """Names of (arrays, all things that have attributes)."""
    things = ["/"]
    file.visit(things.append)
    return [name for name in things if isinstance(file[name], h5py.Dataset)], things


def attribute_changed(generator, folder):
    if not files_of(folder, HDF5):
        return None
    with h5py.File(generator.choice(files_of(folder, HDF5)), "r+") as file:
        _, names = _things(file)
        places = [(name, key) for name in names for key in file[name].attrs if not _of_netcdf(key)]
        name, key = generator.choice(places)
        attributes, act = file[name].attrs, generator.random()
        old = attributes[key]
        if act < 0.2:
            del attributes[key]
            return "an attribute is missing"
        if isinstance(old, np.ndarray) and old.dtype.kind in "iuf" and old.size and act < 0.75:
            attributes[key] = _array_changed(generator, old)
            return "an attribute's numbers are others"
        new = generator.choice((generator.choice(TEXTS), _small(generator.choice(NUMBERS)), [], np.bytes_("12"), "nm"))
        del attributes[key]
        attributes[key] = new.replace("\x00", "").encode("utf-8", "replace") if isinstance(new, str) else new
    return "an attribute is of another kind"


def _small(number):
    return number if abs(number) < 2**63 else float(np.clip(number, -1e308, 1e308))


def _of_netcdf(key):
    return key in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME") or key.startswith("_Netcdf4")


def _array_changed(generator, old):
    """Another array for an old one: a number of it, its type, its length, or all of it."""
    act, flat = generator.random(), np.array(old).ravel()
    if act < 0.5:
        place = generator.randrange(flat.size)
        number = generator.choice((float(flat[place]) * generator.choice((1.001, 2, 1000, -1)), generator.choice(ODD)))
        wide = flat.astype(np.float64)
        wide[place] = number
        if flat.dtype.kind == "f":
            return wide.astype(flat.dtype).reshape(np.shape(old))
        limits = np.iinfo(flat.dtype)
        flat[place] = int(np.clip(np.nan_to_num(number), limits.min // 2, limits.max // 2))
        return flat.reshape(np.shape(old))
    if act < 0.65:
        return np.array(old).astype(generator.choice(("f8", "f4", "i4", "u1", "i8")))
    if act < 0.8:
        return flat[: generator.randrange(flat.size)] if generator.random() < 0.5 else np.append(flat, flat[:1])
    return generator.choice((flat[::-1].reshape(np.shape(old)), np.zeros_like(old), np.full_like(old, 7)))


def array_changed(generator, folder):
    if not files_of(folder, HDF5):
        return None
    with h5py.File(generator.choice(files_of(folder, HDF5)), "r+") as file:
        arrays, _ = _things(file)
        name = generator.choice(arrays)
        data, act = file[name], generator.random()
        if act < 0.15 or data.dtype.kind not in "iuf" or not data.shape:
            del file[name]
            return "an array is missing"
        old, attributes = data[()], {key: data.attrs[key] for key in data.attrs if not _of_netcdf(key)}
        what, options = "an array's numbers are others", {}
        if act < 0.55:
            new = _array_changed(generator, old).reshape(old.shape) if act < 0.2 else _cells_changed(generator, old)
        elif act < 0.8:
            new, what = _shape_changed(generator, old), "an array's dimensions are others"
        else:
            new, what = old.astype(generator.choice(("f8", "i2", "u1", "i8", "f2"))), "an array is of another type"
        if generator.random() < 0.3 and new.ndim:
            options = {"chunks": True, "compression": "gzip"} if new.size else {}
        del file[name]
        fresh = file.create_dataset(name, data=new, **options)
        for key, value in attributes.items():
            fresh.attrs[key] = value
    return what


def _cells_changed(generator, old):
    new = np.array(old)
    for _ in range(generator.choice((1, 1, 5))):
        place = tuple(generator.randrange(size) for size in new.shape)
        value = generator.choice((*ODD, 3.0))
        if new.dtype.kind != "f":
            limits = np.iinfo(new.dtype)
            value = int(np.clip(np.nan_to_num(value), limits.min, min(limits.max, 2**31 - 1)))
        new[place] = value
    return new


def _shape_changed(generator, old):
    axis = generator.randrange(old.ndim)
    return generator.choice((
        lambda: np.delete(old, -1, axis), lambda: np.concatenate([old, old.take([0], axis)], axis),
        lambda: old.T, lambda: old[None], lambda: old.ravel(), lambda: old[..., :0], lambda: old.take(0, axis),
    ))()  # fmt: skip


def array_claims(generator, folder):
    """An array that says that it is far larger than the file; it is read as its fill value."""
    if not files_of(folder, HDF5):
        return None
    with h5py.File(generator.choice(files_of(folder, HDF5)), "r+") as file:
        arrays = [name for name in _things(file)[0] if file[name].dtype.kind in "iuf" and file[name].shape]
        name = generator.choice(arrays)
        data, factor = file[name], generator.choice((2**10, 2**20, 2**28))
        shape = tuple(size * factor if axis == 0 else size for axis, size in enumerate(data.shape))
        dtype = data.dtype
        del file[name]
        chunks = tuple(min(size, 64) for size in shape)
        file.create_dataset(name, shape, dtype, chunks=chunks, fillvalue=generator.choice((0, 1)))
    return "an array claims to be huge"


def unread_added(generator, folder):
    if not files_of(folder, HDF5):
        return _comment_added(generator, folder)
    with h5py.File(generator.choice(files_of(folder, HDF5)), "r+") as file:
        _, names = _things(file)
        file[generator.choice(names)].attrs["notes"] = generator.choice(("x", "nm", "-9999"))
        file.create_dataset("/more/notes", data=np.arange(5))
    return KEPT


# --- XML


def _comment_added(generator, folder):
    if not files_of(folder, XML):
        return None
    path = generator.choice(files_of(folder, XML))
    text = path.read_text(encoding="utf-8")
    places = [match.end() for match in re.finditer(r"</\w[\w:]*>", text)][:-1]
    if not places:
        return None
    place, comment = (
        generator.choice(places),
        generator.choice(("<!-- -->", "<!-- <GainOfBand>7</GainOfBand> -->", "\n")),
    )
    path.write_text(text[:place] + comment + text[place:], encoding="utf-8")
    return KEPT


def xml_changed(generator, folder):
    if not files_of(folder, XML):
        return None
    path = generator.choice(files_of(folder, XML))
    text, kind = path.read_text(encoding="utf-8"), generator.choice(list(XML_CHANGES))
    data = XML_CHANGES[kind](generator, text)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
    return f"XML: {kind}"


def _leaf(generator, text, change):
    leaves = list(re.finditer(r"<(\w[\w:]*)([^<>/]*)>([^<>]+)</\1>", text))
    if not leaves:
        return text
    leaf = generator.choice(leaves)
    return text[: leaf.start()] + change(leaf) + text[leaf.end() :]


def _text_changed(generator, text):
    def change(leaf):
        new = generator.choice(
            ("nan", "1e999", "-1", "0", "1,5", "١", "0x10", "1_0", "", " ", "7", str(2**70), "1e-30")
        )
        return f"<{leaf[1]}{leaf[2]}>{new}</{leaf[1]}>"

    return _leaf(generator, text, change)


def _entities(generator, text):
    head, _, body = text.partition("?>")
    inner = generator.choice(('<!ENTITY e "7">', '<!ENTITY e SYSTEM "file:///etc/hostname">', '<!ENTITY % e "7"> %e;'))
    body = _leaf(generator, body, lambda leaf: f"<{leaf[1]}{leaf[2]}>&e;</{leaf[1]}>")
    return f"{head}?><!DOCTYPE x [{inner}]>{body}"


def _attribute(generator, text):
    places = list(re.finditer(r' (\w+)="([^"]*)"', text))
    if not places:
        return text
    match = generator.choice(places)
    new = generator.choice(("", "0", "1", "-1", "999", "x", "2"))
    return f'{text[: match.start()]} {match[1]}="{new}"{text[match.end() :]}'


XML_CHANGES = {
    "cut short": lambda generator, text: text[: generator.randrange(len(text))],
    "an element's text is another": _text_changed,
    "an element is missing": lambda generator, text: _leaf(generator, text, lambda leaf: ""),
    "an element stands twice": lambda generator, text: _leaf(generator, text, lambda leaf: leaf[0] * 2),
    "an attribute is another": _attribute,
    "entities": _entities,
    "another encoding": lambda generator, text: text.encode(generator.choice(("utf-16", "utf-32", "utf-7", "cp037"))),
    "nested": lambda generator, text: _leaf(generator, text, lambda leaf: "<a>" * 5_000 + leaf[0] + "</a>" * 5_000),
    "hostile text": lambda generator, text: _leaf(
        generator, text, lambda leaf: f"<{leaf[1]}>{generator.choice(TEXTS)}</{leaf[1]}>"
    ),
}


# --- rasters and texts


def raster_rewritten(generator, folder):
    tifs = files_of(folder, (".tif",))
    if not tifs:
        return None
    path = generator.choice(tifs)
    source, kind = gdal.Open(str(path)), generator.choice(("size", "bands", "type", "place", "no data", "number"))
    cube = source.ReadAsArray()
    cube = cube if cube.ndim == 3 else cube[None]
    place, projection, empty = source.GetGeoTransform(can_return_null=True), source.GetProjection(), None
    empty, source = source.GetRasterBand(1).GetNoDataValue(), None
    if kind == "size":
        cube = generator.choice((cube[:, :-1], cube[:, :, :-1], np.concatenate([cube, cube], 1), cube[:, :1, :1]))
    elif kind == "bands":
        cube = generator.choice((cube[: len(cube) // 2] if len(cube) > 1 else cube, np.concatenate([cube, cube[:1]])))
    elif kind == "type":
        cube = cube.astype(generator.choice(("f4", "f8", "u2", "i4", "u1", "c8")))
    elif kind == "place" and place:
        place = generator.choice((None, (0, 0, 0, 0, 0, 0), (place[0] + 500, *place[1:]), (*place[:5], -place[5])))
        projection = generator.choice((projection, "", 'LOCAL_CS["x"]'))
    elif kind == "no data":
        empty = generator.choice((None, 0, -1, 5, 1e30, np.nan))
    else:
        cube = _cells_changed(generator, cube)
    _write(path, cube, place, projection, empty)
    return f"a GeoTIFF with another {kind}"


def _write(path, cube, place, projection, empty):
    from osgeo import gdal_array

    code = gdal_array.NumericTypeCodeToGDALTypeCode(cube.dtype.type)
    bands, height, width = cube.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, code)
    if place:
        dataset.SetGeoTransform(place)
    dataset.SetProjection(projection)
    for number in range(bands):
        if empty is not None:
            dataset.GetRasterBand(number + 1).SetNoDataValue(empty)
        dataset.GetRasterBand(number + 1).WriteArray(cube[number])


def text_changed(generator, folder):
    texts = [path for path in files_of(folder) if path.suffix.lower() in (".raw", ".rpb", ".hdr")]
    if not texts:
        return None
    path = generator.choice(texts)
    lines = path.read_text(encoding="utf-8").split("\n")
    place, kind = generator.randrange(len(lines)), generator.choice(("missing", "twice", "another"))
    if kind == "another":
        new = generator.choice(("nan", "0", "-1", "1e999", "", "x", "7", "1,2,3"))
        lines[place] = re.sub(r"-?\d+(\.\d+)?", lambda match: new, lines[place], count=1)
    else:
        lines[place : place + 1] = [] if kind == "missing" else [lines[place]] * 2
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"{path.suffix.lower()[1:]}: a line is {kind}"


CHANGES = (
    bytes_spoilt, bytes_spoilt, bytes_spoilt, file_wrong, attribute_changed, attribute_changed, array_changed,
    array_changed, array_changed, array_claims, unread_added, xml_changed, xml_changed, xml_changed, raster_rewritten,
    raster_rewritten, text_changed,
)  # fmt: skip
