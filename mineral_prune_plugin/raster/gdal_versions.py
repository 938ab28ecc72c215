# SPDX-License-Identifier: GPL-2.0-or-later
"""Where one GDAL differs from another in what the plugin needs: the version, the reason, and what makes them the same.

Callers ask here and never for a version. Tried with 3.6.2, 3.10.3 and 3.13.3. Two more differences are met where they
arise: exceptions, which are off in QGIS 3.22, switched on by Processing since QGIS 3.40 and by default in GDAL 4
(`call_gdal` of raster.opening takes both), and files that are too short, which GDAL 3.6 reads as zeros
(raster.completeness).
"""

import os
import re

from osgeo import gdal, osr

from .envi_text import UnclosedList, parse_header

LARGEST_HEADER = 16 * 2**20  # bytes
RAW_SOURCE = re.compile(r"'(.*?)' is invalid because .*GDAL_VRT_RAWRASTERBAND_ALLOWED_SOURCE", re.DOTALL)
FOR_TIFF = re.compile(r"^\s*file type\s*=\s*tiff\s*$", re.IGNORECASE | re.MULTILINE)
ALONG_TRACK = "NETCDF_DIM_downtrack"


def gdal_version():
    """The version of GDAL, "3.6.2"."""
    return gdal.VersionInfo("RELEASE_NAME")


def category_names_of(band):
    """(category names or None, metadata) of a GDAL band.

    All versions tried: the names of a GeoTIFF lie in NAME.aux.xml, which GDAL reads once metadata are asked for. Before
    that it says that there are none.
    """
    metadata = band.GetMetadata()
    return band.GetRasterCategoryNames(), metadata


def imagery_of(band):
    """What a GDAL band states of its wavelength in micrometres, {} for nothing; strings.

    Since 3.10 GDAL keeps such items in the domain IMAGERY, and derives them from an ENVI header, rounded to a nanometre
    and unchecked: where a header lists wavelengths, these count.
    """
    return band.GetMetadata("IMAGERY")


def set_imagery(band, items):
    """Give a GDAL band the items of the domain IMAGERY, strings by name; before 3.10 GDAL keeps and ignores them."""
    if items:
        band.SetMetadata(items, "IMAGERY")


def bad_by_gdal(items):
    """Whether each band is bad by GDAL's own flag; None where that says nothing.

    Since 3.13 GDAL turns the list `bbl` of a header into `good_band`, true for the text "1" alone: of a list with "1.0"
    all bands are false, which is no statement.

    items : metadata of each band, keys in lower case
    """
    flags = [entry.get("good_band", "").lower() for entry in items]
    return [flag == "false" for flag in flags] if "true" in flags else None


def header_beside_tiff(dataset):
    """(path, entries, unclosed) of the ENVI header that describes a GeoTIFF, ("", {}, "") without one.

    NAME.hdr beside NAME.tif, with `file type = TIFF`, as ENVI writes it. GDAL reads it since 3.13: wavelengths, widths,
    gains and offsets, but of a list that is too long its beginning, and `bbl` under another name; before, not at all.
    Read here it says the same in every version. Keys are as GDAL has them; of a header that is cut off within a list,
    `unclosed` is the key of that, and there are no entries.
    """
    path, text = _text_beside_tiff(dataset)
    try:
        entries = parse_header(text)
    except UnclosedList as error:
        return (path, {}, error.key) if FOR_TIFF.search(text) else ("", {}, "")
    named = {key.replace(" ", "_"): value for key, value in entries.items()}
    return (path, named, "") if named.get("file_type", "").strip().lower() == "tiff" else ("", {}, "")


def _text_beside_tiff(dataset):
    """(path, text) of NAME.hdr beside NAME.tif, ("", "") without one."""
    if dataset.GetDriver().ShortName != "GTiff":
        return "", ""
    stem = os.path.splitext(dataset.GetDescription())[0]
    path = next((stem + ending for ending in (".hdr", ".HDR") if os.path.isfile(stem + ending)), "")
    try:
        with open(path, "rb") as file:
            return path, file.read(LARGEST_HEADER).decode("latin-1")
    except OSError:
        return "", ""


def refused_raw_source(reason):
    """The raw file that GDAL would not open for a virtual raster, "" for another `reason` of GDAL's.

    Since 3.12 such a file must be named relative to the virtual raster and lie in its folder or below, lest a file of
    strangers reads any other.
    """
    match = RAW_SOURCE.search(reason)
    return match.group(1) if match else ""


def has_bands_as_columns(dataset):
    """Whether GDAL has taken the bands of an EMIT granule for its columns, and its rows for bands.

    Before 3.8 its netCDF driver took the last axis for the columns; EMIT's is that of the bands.
    """
    return dataset.GetDriver().ShortName == "netCDF" and ALONG_TRACK in dataset.GetRasterBand(1).GetMetadata()


def has_signed_bytes(band):
    """Whether a GDAL band holds signed bytes under the type of bytes: before 3.7 GDAL has no type for them."""
    return band.DataType == gdal.GDT_Byte and band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"


def wkt_of_epsg(code):
    """A coordinate system as text by its EPSG number, `code`, for GEOLOCATION: GDAL 3.10 takes no "EPSG:4326" there."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    return system.ExportToWkt()


def share_for_callback(done):
    """A share `done` of the work as GDAL tells its callback, at most 1: SieveFilter of 3.6 goes beyond."""
    return min(done, 1.0)
