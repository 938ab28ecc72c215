# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes small rasters of every layout, small models and recorded progress, for tests."""

from contextlib import contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array, osr

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.progress import Progress

UTM = 32611
TRANSFORM = (500_000.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0)
ROTATED = (500_000.0, 16.0, 12.0, 4_160_000.0, 12.0, -16.0)  # 20 m pixels turned by 37 degrees
ENVI_TYPES = {"uint8": 1, "int16": 2, "int32": 3, "float32": 4, "float64": 5, "uint16": 12, "uint32": 13}
TO_FILE_ORDER = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}  # from (band, row, column)


@contextmanager
def gdal_exceptions(on):
    """GDAL's exceptions switched on or off, as other plugins do."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if on else gdal.DontUseExceptions)()
    try:
        yield
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def wkt(epsg=UTM):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


def write_geotiff(
    path, cube, um=None, no_data=None, transform=TRANSFORM, epsg=UTM, scale=None, offset=None, options=(), names=None
):
    """A GeoTIFF of `cube`, (n_bands, height, width). um : a wavelength a band; names : category names of band 1."""
    bands, height, width = cube.shape
    code = gdal_array.NumericTypeCodeToGDALTypeCode(cube.dtype.type)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, code, options=list(options))
    if transform:
        dataset.SetGeoTransform(transform)
    if epsg:
        dataset.SetProjection(wkt(epsg))
    for index, values in enumerate(cube):
        band = dataset.GetRasterBand(index + 1)
        if um is not None:
            band.SetMetadata({"wavelength": f"{um[index]:.6f}", "wavelength_units": "Micrometers"})
        for value, put in ((no_data, band.SetNoDataValue), (scale, band.SetScale), (offset, band.SetOffset)):
            if value is not None:
                put(value)
        if names and index == 0:
            band.SetCategoryNames(list(names))
        band.WriteArray(values)
    dataset = None
    return Path(path)


def write_envi(path, cube, interleave="bsq", **header):
    """An ENVI raster with a header written by hand. header : further entries, `_` for a space; lists become {...}."""
    path = Path(path)
    path.write_bytes(np.ascontiguousarray(cube.transpose(TO_FILE_ORDER[interleave])).tobytes())
    bands, height, width = cube.shape
    lines = ["ENVI", f"samples = {width}", f"lines = {height}", f"bands = {bands}", "header offset = 0"]
    lines += ["file type = ENVI Standard", f"data type = {ENVI_TYPES[cube.dtype.name]}", f"interleave = {interleave}"]
    lines += ["byte order = 0"] + [f"{key.replace('_', ' ')} = {_entry(value)}" for key, value in header.items()]
    path.with_suffix(".hdr").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _entry(value):
    return "{" + ", ".join(map(str, value)) + "}" if isinstance(value, (list, tuple, np.ndarray)) else value


def _envi_layout(interleave):
    def write(folder, cube, um=None, no_data=None):
        header = {} if um is None else {"wavelength_units": "Micrometers", "wavelength": um}
        if no_data is not None:
            header["data_ignore_value"] = no_data
        return write_envi(Path(folder) / f"cube_{interleave}.img", cube, interleave, **header)

    return write


def _geotiff_layout(name, *options):
    def write(folder, cube, um=None, no_data=None):
        return write_geotiff(Path(folder) / f"cube_{name}.tif", cube, um, no_data, options=options)

    return write


_TILES = ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")
LAYOUTS = {  # each writes (folder, cube, um, no_data) and gives the path
    "gtiff_band": _geotiff_layout("band", "INTERLEAVE=BAND", "BLOCKYSIZE=3"),
    "gtiff_pixel": _geotiff_layout("pixel", "INTERLEAVE=PIXEL", "BLOCKYSIZE=5"),
    "gtiff_tiled_band": _geotiff_layout("tiled_band", "INTERLEAVE=BAND", "COMPRESS=DEFLATE", *_TILES),
    "gtiff_tiled_pixel": _geotiff_layout("tiled_pixel", "INTERLEAVE=PIXEL", "COMPRESS=LZW", *_TILES),
    "bsq": _envi_layout("bsq"),
    "bil": _envi_layout("bil"),
    "bip": _envi_layout("bip"),
}


class Watcher:
    """Progress that remembers. cancel_after : steps after which it asks to stop; None never."""

    def __init__(self, cancel_after=None):
        self.shown, self.notices = [], []
        self.progress = Progress(
            self.shown.append,
            self.notices.append,
            lambda: cancel_after is not None and len(self.shown) >= cancel_after,
        )

    def notices_of(self, kind):
        """The notices of a kind."""
        return [notice for notice in self.notices if isinstance(notice, kind)]


def random_network(sizes, seed=0):
    """A Perceptron with normal weights and biases. sizes : inputs, hidden units, outputs."""
    from mineral_prune_plugin.models.perceptron.network import Perceptron

    generator = np.random.default_rng(seed)
    pairs = list(zip(sizes, sizes[1:]))
    weights = tuple(generator.normal(size=(n_out, n_in)).astype(np.float32) for n_in, n_out in pairs)
    biases = tuple(generator.normal(size=n_out).astype(np.float32) for _, n_out in pairs)
    return Perceptron(weights, biases)


def random_model(um=(2.0, 2.1, 2.2, 2.3), hidden=(5,), numbers=(1, 2, 4), feature="reflectance", bands=4, seed=0):
    """A Model with random weights whose inputs are standardised by mean 0.4 and deviation 0.2."""
    from mineral_prune_plugin.models.model_file import Model
    from mineral_prune_plugin.models.perceptron.network import Standardisation
    from mineral_prune_plugin.raster.wavelengths import Wavelengths

    bands = bands if um is None else len(um)
    names = ("alunite", "kaolinite", "calcite", "muscovite", "chalcedony")
    return Model(
        network=random_network((bands, *hidden, len(numbers)), seed),
        standardisation=Standardisation(np.full(bands, 0.4, np.float32), np.full(bands, 0.2, np.float32)),
        feature=feature,
        wavelengths=None if um is None else Wavelengths.from_um(um, [0.01] * bands),
        brightness=0.4,
        classes=tuple(with_colour(number, name) for number, name in zip(numbers, names)),
        training={"hidden_units": list(hidden), "epochs": 20, "seed": seed},
    )
