# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenes of an archive, from what a person writes: rasters, patterns, CSV files, STAC item collections.

Each gets a name for its outputs, by `named`, that does not depend on the others as long as no two would have the same.
"""

import csv
import glob
import hashlib
import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from ..errors import NoScenes, SceneListUnreadable, SceneNamesClash, ScenePatternEmpty
from ..raster.remote import gdal_path, matching_files
from .archive_job import Scene
from .ledger import storable
from .stac_items import scenes_of_items

LISTS = {".csv": "a CSV file with a column 'scene'", ".json": "a STAC item or item collection"}
LISTS[".geojson"] = LISTS[".json"]
LARGEST_LIST = 256 * 2**20  # bytes
WILDCARDS = re.compile(r"[*?\[]")
UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*{}\s]+')  # in a file's name, on any system
RESERVED = re.compile(  # files of the archive, and devices of Windows
    r"(ledger(-\d+-of-\d+)?\.sqlite|minerals\.(vrt|qml)).*|(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE
)
LONGEST_NAME, MOST_BYTES = 100, 180  # a file's name has 255 bytes, and endings; a Chinese character is three bytes
COLUMN, NAME_COLUMN, TIME_COLUMN = "scene", "name", "datetime"


def scenes_of(listed, asset=""):
    """Scenes, each path once, with the names that lists give.

    listed : texts: paths and addresses of rasters, patterns, lists of scenes
    asset  : key of the asset to map of STAC items; "" where there is no doubt
    errors : NoScenes, ScenePatternEmpty, SceneListUnreadable
    """
    scenes = {}
    for text in listed:
        for scene in _expanded(text, asset):
            scenes.setdefault(scene.path, scene)
    if not scenes:
        raise NoScenes(listed=", ".join(listed) or "the list")
    return tuple(scenes.values())


def _expanded(text, asset):
    path = gdal_path(text)
    remote = path.startswith("/vsi")
    if WILDCARDS.search(path) and not (remote and "?" in path) and not os.path.exists(path):
        matching = matching_files(path) if remote else sorted(glob.glob(path, recursive=True))
        if not matching:
            raise ScenePatternEmpty(pattern=text)
        return [Scene(_absolute(each)) for each in matching]
    ending = Path(path).suffix.lower()
    if ending in LISTS and not remote:
        return _listed(Path(path), ending, asset)
    return [Scene(_absolute(path))]


def _absolute(path):
    """A path that means the same in every folder; names of parts of files (NETCDF:"...":...) stay as they are."""
    of_gdal = path.startswith(("/vsi", "<")) or (":" in path and not os.path.exists(path))
    return path if of_gdal else os.path.abspath(path)


def _listed(path, ending, asset):
    """The Scenes of a list of scenes."""
    try:
        if path.stat().st_size > LARGEST_LIST:
            raise ValueError(f"it is larger than {LARGEST_LIST} bytes")
        return scenes_of_items(path, asset) if ending != ".csv" else _scenes_of_table(path)
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise SceneListUnreadable(path=str(path), reason=reason, expected=LISTS[ending]) from error


def _scenes_of_table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if COLUMN not in (rows.fieldnames or ()):
            raise ValueError(f"its columns are {', '.join(map(str, rows.fieldnames or ())) or 'none'}")
        return [_scene_of_row(row, path.parent) for row in rows if (row[COLUMN] or "").strip()]


def _scene_of_row(row, folder):
    scene = gdal_path(row[COLUMN].strip())
    beside = os.path.join(folder, scene)
    scene = beside if os.path.exists(beside) else scene
    return Scene(_absolute(scene), (row.get(NAME_COLUMN) or "").strip(), (row.get(TIME_COLUMN) or "").strip())


def named(scenes, known):
    """Scenes with a name each.

    A scene keeps the name that it has in the ledger; else it is the one of the list, else that of its file. Where two
    files have the same name, both get a part of a digest of their path beside.

    scenes : Scenes
    known  : {path, as `ledger.storable` has it: name} of scenes that have a name already
    errors : SceneNamesClash, of names that a list gives
    """
    wished = [known.get(storable(scene.path)) or safe_name(scene.name or _stem(scene.path)) for scene in scenes]
    counts = Counter(name.casefold() for name in wished)
    counts.update({name.casefold(): 1 for path, name in known.items()} if known else {})
    taken = {name.casefold(): path for path, name in known.items()}
    named_scenes = []
    for scene, name in zip(scenes, wished):
        path = storable(scene.path)
        if path not in known and counts[name.casefold()] > 1 and not scene.name:
            name = f"{name}-{hashlib.sha256(scene.path.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
        first = taken.setdefault(name.casefold(), path)
        if first != path:
            raise SceneNamesClash(first=first, second=path, name=name)
        named_scenes.append(replace(scene, name=name))
    return tuple(named_scenes)


def safe_name(text):
    """A text as a name of a file and its folder on any system. text : str"""
    text = text.encode("utf-8", "backslashreplace").decode()  # of a name that is no UTF-8
    name = UNSAFE.sub("_", text).strip("._ ")[:LONGEST_NAME]
    name = name.encode()[:MOST_BYTES].decode(errors="ignore") or "scene"
    return f"scene_{name}" if RESERVED.fullmatch(name) else name


def _stem(path):
    return Path(path.split("?")[0].rstrip("/")).stem


def shard_of(scenes, number, shards):
    """The Scenes that run `number` of `shards` (from 1) maps: the same whatever the other runs do.

    scenes : Scenes of all runs
    """
    return scenes[number - 1 :: shards]
