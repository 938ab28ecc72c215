# SPDX-License-Identifier: GPL-2.0-or-later
"""A small block cache of GDAL for the length of a computation.

Windows are whole blocks, each read once, so a large cache gains nothing, and by default it grows to 5 % of the
machine's memory. Where windows are parts of blocks, it has the size by which no block is decoded twice. It belongs to
the whole QGIS process: it is put back when the last computation ends.
"""

import threading
from contextlib import contextmanager

from osgeo import gdal

SMALL = 64 * 2**20  # bytes
LEAST = 16 * 2**20  # where GDAL's driver holds the block that it has unpacked: what is cached are copies of it

_lock = threading.Lock()
_process = {}  # while computations are under way: how many, and the size before


@contextmanager
def small_cache(size=None):
    """Computations may overlap in threads, and nest: the largest size counts. A cache that is smaller already stays.

    size : bytes; None: SMALL, or within another computation its size
    """
    with _lock:
        if not _process:
            _process.update(users=0, before=gdal.GetCacheMax(), size=0)
        size = size or _process["size"] or SMALL
        if size > _process["size"]:
            _process["size"] = size
            gdal.SetCacheMax(min(size, _process["before"]))
        _process["users"] += 1
    try:
        yield
    finally:
        with _lock:
            _process["users"] -= 1
            if not _process["users"]:
                gdal.SetCacheMax(_process["before"])
                _process.clear()
