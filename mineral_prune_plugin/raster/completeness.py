# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a raster's files hold all the values that its header promises: an interrupted copy does not.

GDAL 3.6 reads what is missing of an ENVI, a PCIDSK or a classic netCDF file, and of a raw band of a virtual raster, as
zeros; a map of these would be wrong without a word. Of other formats it fails to read, but only where values are
missing. A header that claims far too much, such as 2,147,483,647 lines, would also take hours.
"""

import os
import re

from osgeo import gdal

from ..errors import RasterBlocksMissing, RasterCutShort
from .direct.tiff_directory import tiff_claims
from .header import envi_header, envi_offset, is_compressed
from .netcdf_classic import values_end
from .opening import call_gdal, raster_name

SILENT = ["ENVI", "PCIDSK", "VRT", "netCDF"]  # drivers that say nothing
DEEPEST = 5  # virtual rasters of virtual rasters
PCIDSK_BLOCK = 512
VARIABLE = re.compile(r'NETCDF:"?(.+?)"?:[^:"]+', re.DOTALL)


def check_complete(dataset, path, depth=0):
    """Refuse a raster that holds less than its header promises.

    dataset : open GDAL dataset of the file at `path`
    depth   : how many virtual rasters it is a source of
    errors  : RasterCutShort, RasterBlocksMissing
    """
    driver = dataset.GetDriver().ShortName
    if driver == "GTiff":
        _check_tiff(path)
    elif driver == "ENVI":
        _check_envi(dataset)
    elif driver == "PCIDSK":
        _check_pcidsk(path)
    elif driver == "netCDF":
        _check_netcdf(dataset, path)
    elif driver == "VRT" and depth < DEEPEST:
        _check_raw_bands(dataset, path)
        _check_sources(dataset, path, depth)


def _check_tiff(path):
    claims = tiff_claims(path) if os.path.isfile(path) else None
    if claims is None:
        return
    needed, listed, end = claims
    if listed < needed:
        raise RasterBlocksMissing(raster=raster_name(path), expected=needed, found=listed)
    _check_size(path, path, end)


def _check_envi(dataset):
    header, path = envi_header(dataset), dataset.GetDescription()
    needed = envi_offset(header) + dataset.RasterXSize * dataset.RasterYSize * _pixel_bytes(dataset)
    if not is_compressed(header):
        _check_size(path, path, needed)
    elif not _states_length(path, needed) and not _reaches(f"/vsigzip/{path}", needed):
        raise RasterCutShort(raster=raster_name(path), file=raster_name(path), expected=needed, found=_size(path))


def _check_pcidsk(path):
    """The file states its length, in blocks."""
    head = _bytes_at(path, 0, 32)
    if head.startswith(b"PCIDSK") and head[16:32].strip().isdigit():
        _check_size(path, path, int(head[16:32]) * PCIDSK_BLOCK)


def _check_netcdf(dataset, path):
    """The file itself: of several variables GDAL and QGIS open one, as NETCDF:"FILE":VARIABLE."""
    for file in [path] if os.path.isfile(path) else dataset.GetFileList() or ():
        _check_classic(path, file)


def _check_classic(raster, file):
    if os.path.isfile(file):
        _check_size(raster, file, values_end(file) or 0)


def _check_raw_bands(dataset, path):
    """The bands of a virtual raster that lie in raw files: each states where its first pixel is, and the steps."""
    document = _document(dataset)
    bands = [node for node in document[2:] if isinstance(node, list) and node[1] == "VRTRasterBand"]
    for number, band in enumerate(bands, start=1):
        texts = {node[1]: node[-1][1] for node in band[2:] if isinstance(node, list) and isinstance(node[-1], list)}
        if "ImageOffset" not in texts or number > dataset.RasterCount:
            continue
        file = os.path.join(os.path.dirname(path), texts["SourceFilename"])  # an absolute name stays as it is
        size = gdal.GetDataTypeSize(dataset.GetRasterBand(number).DataType) // 8
        pixel = int(texts.get("PixelOffset", size))
        line = int(texts.get("LineOffset", pixel * dataset.RasterXSize))
        ends = max(0, pixel) * (dataset.RasterXSize - 1) + max(0, line) * (dataset.RasterYSize - 1)
        _check_size(path, file, int(texts["ImageOffset"]) + ends + size)


def _document(dataset):
    """The description of a virtual raster as GDAL's nested lists: [kind, name or text, parts...]."""
    return gdal.ParseXMLString((dataset.GetMetadata("xml:VRT") or ["<VRTDataset/>"])[0])


def _check_sources(dataset, path, depth):
    for source in dataset.GetFileList() or ():
        if os.path.isfile(source) and os.path.abspath(source) != os.path.abspath(path):
            opened, _ = call_gdal(lambda: gdal.OpenEx(source, gdal.OF_RASTER, allowed_drivers=SILENT))  # noqa: B023
            if opened is not None:
                check_complete(opened, source, depth + 1)
    for file in _netcdf_files(_document(dataset)):  # which GDAL does not list
        _check_classic(path, os.path.join(os.path.dirname(path), file))


def _netcdf_files(node):
    """The netCDF files, a set, of which a part of a virtual raster reads a variable."""
    if not isinstance(node, list):
        return set()
    if node[1] == "SourceFilename":
        variables = (VARIABLE.fullmatch(part[1]) for part in node[2:])
        return {variable.group(1) for variable in variables if variable}
    return set().union(*(_netcdf_files(part) for part in node[2:]))


def _check_size(raster, file, needed):
    size = _size(file)
    if size is not None and size < needed:
        raise RasterCutShort(raster=raster_name(raster), file=raster_name(file), expected=needed, found=size)


def _size(path):
    """Bytes of a file, wherever GDAL finds it; None where it does not say."""
    status = gdal.VSIStatL(path, gdal.VSI_STAT_EXISTS_FLAG | gdal.VSI_STAT_SIZE_FLAG)
    return None if status is None else status.size


def _pixel_bytes(dataset):
    bands = (dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1))
    return sum(gdal.GetDataTypeSize(band.DataType) // 8 for band in bands)


def _states_length(path, length):
    """Whether a gzip file ends with its length, modulo 2^32, as a whole one does; else it must be unpacked to tell."""
    end = _bytes_at(path, max(0, (_size(path) or 0) - 4), 4)
    return int.from_bytes(end, "little") == length % 2**32


def _reaches(path, length):
    """Whether a file has a byte number `length`."""
    return len(_bytes_at(path, length - 1, 1)) == 1


def _bytes_at(path, place, count):
    """`count` bytes of a file, or as many as there are; GDAL opens it."""
    file, _ = call_gdal(lambda: gdal.VSIFOpenL(path, "rb"))
    if file is None:
        return b""
    try:
        gdal.VSIFSeekL(file, place, 0)
        return bytes(call_gdal(lambda: gdal.VSIFReadL(1, count, file))[0] or b"")
    finally:
        gdal.VSIFCloseL(file)
