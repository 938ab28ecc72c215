# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters of an object store or a web server: their addresses as GDAL has them, what is known of a file, patience."""

import os
from urllib.parse import urlsplit
from urllib.request import url2pathname

from osgeo import gdal

from ..errors import RasterUnreadable
from .opening import call_gdal

SCHEMES = {
    "s3://": "/vsis3/",
    "gs://": "/vsigs/",
    "az://": "/vsiaz/",
    "https://": "/vsicurl/https://",
    "http://": "/vsicurl/http://",
}
NETWORK = ("/vsis3/", "/vsicurl/", "/vsigs/", "/vsiaz/", "/vsiadls/", "/vsioss/", "/vsiswift/", "/vsiwebhdfs/")
SAY_WHY = 1
PATIENCE = (  # what a busy server needs: an answer of 429 or 5xx is asked for again
    ("GDAL_HTTP_MAX_RETRY", "4"),
    ("GDAL_HTTP_RETRY_DELAY", "0.5"),
    ("GDAL_HTTP_CONNECTTIMEOUT", "20"),
    ("GDAL_HTTP_TIMEOUT", "120"),
)


def gdal_path(address):
    """The path by which GDAL opens an `address`: s3://bucket/key is /vsis3/bucket/key; others stay as they are."""
    if address.lower().startswith("file://"):
        return url2pathname(urlsplit(address).path)
    for scheme, prefix in SCHEMES.items():
        if address.lower().startswith(scheme):
            return prefix + address[len(scheme) :]
    return address


def is_remote(path):
    """Whether a raster at `path` is read over a network, by GDAL itself."""
    return any(prefix in str(path) for prefix in NETWORK)


def file_facts(path):
    """(bytes, time of the last change) of a file, both int; None where there is none. path : as GDAL has it"""
    if path.startswith("/vsi"):
        status, _ = call_gdal(lambda: gdal.VSIStatL(path))
        return None if status is None else (int(status.size), int(status.mtime))
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # a name that no file can have
        return None
    return status.st_size, status.st_mtime_ns


def matching_files(pattern):
    """Paths of GDAL's file systems that match a pattern whose last part has wildcards, sorted. pattern : str"""
    from fnmatch import fnmatchcase

    folder, _, name = pattern.rpartition("/")
    names, _ = call_gdal(lambda: gdal.ReadDir(folder))
    return sorted(f"{folder}/{each}" for each in names or () if fnmatchcase(each, name))


def be_patient():
    """Let GDAL ask a server again that is busy or down for a moment, in this process; what a user set stays."""
    for key, value in PATIENCE:
        if gdal.GetConfigOption(key) is None:
            gdal.SetConfigOption(key, value)


def forget_answers(path):
    """GDAL remembers what a server answered, that a file is missing too: before another try it must ask again.

    To forget what it knows of one file alone does not help: GDAL 3.6 then keeps that there was none.

    path : of the raster
    """
    if is_remote(path):
        call_gdal(gdal.VSICurlClearCache)


def require_answer(path):
    """Ask a server whether a file is there, before it is opened: GDAL then no longer says why it cannot be.

    path   : of the raster; of one on a disk nothing is asked
    errors : RasterUnreadable with the server's words
    """
    if not is_remote(path):
        return
    forget_answers(path)
    gdal.VSIErrorReset()
    file, reason = call_gdal(lambda: gdal.VSIFOpenExL(str(path), "rb", SAY_WHY))
    if file is not None:
        gdal.VSIFCloseL(file)
        return
    reason = gdal.VSIGetLastErrorMsg() or reason or "the server gives no reason"
    raise RasterUnreadable(raster=str(path), reason=f"{reason.rstrip('. ')}.")
