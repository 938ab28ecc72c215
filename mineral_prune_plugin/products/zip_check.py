# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether what is read of a zip is what was packed: GDAL reads from its middle and never asks for the checksums."""

import os
import zipfile
import zlib

from ..errors import ProductUnreadable

PART = 2**20  # bytes that are unpacked between looks whether the user has cancelled
DESCRIBING = (".xml", ".hdr", ".raw", ".rpb", ".rpc", ".txt", ".json")  # small files that say what the pixels are


def check_zip(download, product, progress):
    """Unpack, and drop, the files of a zip that a product takes its pixels and facts from.

    download : Download; of none but a zip is anything checked
    product  : Product that was read from it
    progress : is asked to cancel
    errors   : ProductUnreadable, Cancelled
    """
    if not download.is_zip:
        return
    cubes = [*product.cubes, *(mask.cube for mask in product.masks)]
    pixels = {cube.path for cube in cubes}
    names = [name for name in download.names if name.lower().endswith(DESCRIBING) or download.gdal_path(name) in pixels]
    try:
        with zipfile.ZipFile(download.path) as file:
            for name in sorted(set(names) & set(file.namelist())):
                _unpack(file, name, download, progress)
    except (OSError, zipfile.BadZipFile) as error:
        raise ProductUnreadable(product=download.name, reason="it is no whole zip.") from error


def _unpack(file, name, download, progress):
    try:
        with file.open(name) as member:
            while member.read(PART):
                progress.raise_if_cancelled()
    except NotImplementedError:  # packed in a way that Python does not know, and cannot check
        return
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        reason = f"{os.path.basename(name)} in it is not what was packed."
        raise ProductUnreadable(product=download.name, reason=reason) from error
