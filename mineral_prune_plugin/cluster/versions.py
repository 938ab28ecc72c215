# SPDX-License-Identifier: GPL-2.0-or-later
"""What a map was made with, and what must be the same on every machine that shares the work."""

import hashlib
import platform
from functools import lru_cache
from pathlib import Path

from ..plugin_version import plugin_version

PLUGIN = Path(__file__).resolve().parents[1]


def versions():
    """{program: version} of what the pixels of a map depend on; "code" is a digest of the plugin's own sources."""
    import numpy

    from ..raster.gdal_versions import gdal_version

    return {
        "mineral-prune": plugin_version(),
        "code": code_digest(),
        "numpy": numpy.__version__,
        "gdal": gdal_version(),
        "python": platform.python_version(),
    }


@lru_cache(maxsize=1)
def code_digest():
    """SHA-256, shortened, of what a map depends on: two copies of one version may differ on a developer's machine."""
    digest = hashlib.sha256()
    for room in ("classes.py", "cluster", "mapping", "models", "raster", "spectra"):
        place = PLUGIN / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(PLUGIN).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def differences(expected, present, place):
    """What differs, in words; "" where nothing does.

    expected : versions() of the machine that leads the run
    present  : those of another
    place    : what to call that one
    """
    keys = [key for key in expected if expected[key] != present.get(key)]
    return "; ".join(f"{key} here {expected[key]}, on {place} {present.get(key, 'missing')}" for key in keys)
