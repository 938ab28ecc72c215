# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a download: of a folder, of a zip (which stays packed), or of a file and those beside it."""

import os
from dataclasses import dataclass

from osgeo import gdal

from ..errors import ProductMissing, ProductTooManyFiles
from ..raster.opening import call_gdal

MOST_FILES = 20_000  # more are an archive of products, or the wrong folder
ZIPS = (".zip",)


@dataclass(frozen=True)
class Download:
    """What was chosen, and the files it stands for.

    path   : as it was chosen
    folder : GDAL's path of the folder that holds the files, such as /vsizip/{/data/enmap.zip}
    names  : of the files, relative to the folder, with "/" between
    chosen : the file's name where a file was chosen, "" for a folder or zip
    """

    path: str
    folder: str
    names: tuple[str, ...]
    chosen: str

    @property
    def name(self):
        """What a message calls it."""
        return os.path.basename(self.path.rstrip("/\\")) or self.path

    @property
    def is_zip(self):
        """Whether the files lie in a zip that was chosen."""
        return not self.path.startswith("/vsi") and self.folder.startswith("/vsizip/")

    def gdal_path(self, name):
        """GDAL's path of one of the `names`."""
        return f"{self.folder}/{name}"

    def ending(self, *endings):
        """The names that end so, whatever their case: of a chosen file itself, of a folder or zip any."""
        return _ending([self.chosen] if self.chosen else self.names, endings)

    def beside(self, *endings):
        """The names that end so, whatever their case, those beside a chosen file too."""
        return _ending(self.names, endings)


def _ending(names, endings):
    wanted = tuple(ending.lower() for ending in endings)
    return [name for name in names if name.lower().endswith(wanted)]


def download_of(path):
    """The Download of a `path`: a file, a folder or a zip. Errors: ProductMissing, ProductTooManyFiles."""
    path = str(path)
    if path.startswith("/vsi"):
        return Download(path, os.path.dirname(path), (os.path.basename(path),), os.path.basename(path))
    if os.path.isdir(path):
        folder = os.path.abspath(path)
        return Download(path, folder, _names(folder, path), "")
    if not os.path.isfile(path):
        raise ProductMissing(product=path)
    if path.lower().endswith(ZIPS):
        whole = os.path.abspath(path)
        folder = f"/vsizip/{whole}" if "}" in whole or "{" in whole else f"/vsizip/{{{whole}}}"
        return Download(path, folder, _names(folder, path), "")
    folder, chosen = os.path.split(os.path.abspath(path))
    beside = tuple(sorted(entry.name for entry in os.scandir(folder) if entry.is_file()))
    return Download(path, folder, beside, chosen)


def text_of(download, name, most=32 * 2**20):
    """The bytes of a file of a `download` by its `name`, which a stranger made: `most` bytes of it at most."""
    handle = gdal.VSIFOpenL(download.gdal_path(name), "rb")
    if handle is None:
        return b""
    try:
        return bytes(gdal.VSIFReadL(1, most, handle) or b"")
    finally:
        gdal.VSIFCloseL(handle)


def _names(folder, path):
    listed, _ = call_gdal(lambda: gdal.ReadDirRecursive(folder))
    names = [name for name in listed or () if not name.endswith("/")]
    if len(names) > MOST_FILES:
        raise ProductTooManyFiles(product=os.path.basename(path), most=MOST_FILES)
    return tuple(sorted(name.replace("\\", "/") for name in names))
