# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenes of a STAC item or item collection: which asset of each item is the raster to map, and where it lies."""

import json
import os

from ..raster.remote import gdal_path
from .archive_job import Scene

RASTER_TYPES = (
    "image/tiff",
    "image/vnd.stac.geotiff",
    "application/x-hdf",
    "application/netcdf",
    "application/x-netcdf",
)
NOT_DATA = {"thumbnail", "overview", "metadata", "visual"}  # roles


def scenes_of_items(path, asset=""):
    """Scenes, one an item, named as it.

    path   : Path of the JSON file
    asset  : key of the asset to map; "" for the only one that is a raster
    errors : ValueError with a reason; OSError
    """
    with open(path, encoding="utf-8-sig") as file:
        document = json.load(file)
    if not isinstance(document, dict):
        raise ValueError("it is no JSON object")
    items = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(items, list):
        raise ValueError("its features are no list")
    return [_scene(item, path.parent, asset) for item in items]


def _scene(item, folder, asset):
    if not isinstance(item, dict) or not isinstance(item.get("assets"), dict):
        raise ValueError("an entry has no assets")
    name = str(item.get("id") or "")
    href = _asset(item["assets"], name, asset).get("href")
    if not isinstance(href, str) or not href:
        raise ValueError(f"the asset of {name or 'an item'} has no href")
    properties = item.get("properties") if isinstance(item.get("properties"), dict) else {}
    time = properties.get("datetime") or properties.get("start_datetime") or ""
    place = gdal_path(href)
    if not place.startswith("/vsi"):
        place = os.path.abspath(os.path.join(folder, place))
    return Scene(place, name, time if isinstance(time, str) else "")


def _asset(assets, name, asset):
    """The asset to map, a dict."""
    usable = {key: each for key, each in assets.items() if isinstance(each, dict)}
    if asset:
        if asset not in usable:
            raise ValueError(f"{name} has no asset {asset}; it has {', '.join(usable)}")
        return usable[asset]
    rasters = [key for key, each in usable.items() if _is_raster(each)]
    if len(rasters) != 1:
        raise ValueError(f"{name} has {len(rasters)} assets that may be the scene ({', '.join(usable)}): name one")
    return usable[rasters[0]]


def _is_raster(asset):
    roles, kind = asset.get("roles") or [], str(asset.get("type") or "").lower()
    if not isinstance(roles, list) or NOT_DATA & set(map(str, roles)):
        return False
    return "data" in roles or "reflectance" in roles or kind.startswith(RASTER_TYPES)
