# SPDX-License-Identifier: GPL-2.0-or-later
"""Fuzzing of GeoTIFF directories: refused, or read from the file as by GDAL's default reading. See fuzzing.py."""

import atheris

with atheris.instrument_imports(include=["mineral_prune_plugin"]):
    from mineral_prune_plugin.raster.direct.tiff_directory import tiff_blocks, tiff_claims

import numpy as np
from faults.fuzz_header import against_gdal
from faults.fuzzing import fuzz, memory_file
from making import write_geotiff

PATH = memory_file().with_suffix(".tif")
CUBE = np.arange(3 * 4 * 5, dtype=np.int16).reshape(3, 4, 5)


def check(data):
    PATH.write_bytes(data)
    PATH.with_name(PATH.name + ".aux.xml").unlink(missing_ok=True)
    tiff_claims(PATH)
    if tiff_blocks(PATH) is not None:
        against_gdal(PATH)


def seeds():
    for options in (["INTERLEAVE=BAND"], ["INTERLEAVE=PIXEL", "BLOCKYSIZE=2"], ["BIGTIFF=YES"], ["ENDIANNESS=BIG"]):
        write_geotiff(PATH, CUBE, options=options)
        yield PATH.read_bytes()
    write_geotiff(PATH, CUBE, options=["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"])
    yield PATH.read_bytes()


if __name__ == "__main__":
    fuzz("tiff", check, seeds(), 4096)
