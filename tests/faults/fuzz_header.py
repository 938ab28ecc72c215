# SPDX-License-Identifier: GPL-2.0-or-later
"""Fuzzing of ENVI headers: refused, or read from the file as by GDAL's default reading. See fuzzing.py."""

import atheris

with atheris.instrument_imports(include=["mineral_prune_plugin"]):
    from mineral_prune_plugin.errors import MineralPruneError
    from mineral_prune_plugin.raster.completeness import check_complete
    from mineral_prune_plugin.raster.direct.layouts import find_layout
    from mineral_prune_plugin.raster.direct.proof import proven
    from mineral_prune_plugin.raster.direct.reader import DirectReader
    from mineral_prune_plugin.raster.envi_text import UnclosedList, numbers_of, parse_header
    from mineral_prune_plugin.raster.opening import open_raster
    from mineral_prune_plugin.raster.source import describe
    from mineral_prune_plugin.raster.windows import Window

import warnings

import numpy as np
from faults.fuzzing import fuzz, memory_file
from making import write_envi

PATH = memory_file()
HEADER = PATH.with_suffix(".hdr")
CUBE = np.arange(3 * 4 * 5, dtype=np.int16).reshape(3, 4, 5)
MOST_VALUES = 10**6


def check(data):
    text = data.decode("latin-1")
    try:
        entries = parse_header(text)
        for key in ("wavelength", "fwhm", "bbl"):
            numbers_of(entries, key)
    except (UnclosedList, ValueError):
        pass
    HEADER.write_bytes(data)
    against_gdal(PATH)


def against_gdal(path):
    """Raises ValueError where the direct reading of a file differs from GDAL's. path : Path"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = open_raster(path)
            if dataset.RasterXSize * dataset.RasterYSize * dataset.RasterCount > MOST_VALUES:
                return
            check_complete(dataset, str(path))
            info = describe(path)
            layout = find_layout(info)
            if layout is None or not proven(layout, info):
                return
            expected = dataset.ReadAsArray().reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)
            whole = Window(0, 0, dataset.RasterXSize, dataset.RasterYSize)
            with DirectReader(layout, info, range(1, layout.bands + 1), 64) as reader:
                for piece in reader.pieces(whole):
                    bands, rows, columns = piece.raw.shape
                    place = np.s_[:, piece.row : piece.row + rows, piece.column : piece.column + columns]
                    if expected[place].tobytes() != piece.raw.astype(expected.dtype).tobytes():
                        raise ValueError("other values than GDAL's")
    except MineralPruneError:
        pass


def seeds():
    for interleave in ("bsq", "bil", "bip"):
        write_envi(PATH, CUBE, interleave, wavelength_units="Micrometers", wavelength=(2.0, 2.1, 2.2), bbl=(1, 0, 1))
        yield HEADER.read_bytes()


if __name__ == "__main__":
    fuzz("header", check, seeds(), 1024)
