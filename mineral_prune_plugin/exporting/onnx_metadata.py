# SPDX-License-Identifier: GPL-2.0-or-later
"""What an ONNX file says of itself: under one key all that a map needs to know, as JSON; beside it Deepness's own keys.

Deepness (a QGIS plugin) divides every value by 255 and standardises it by two lists of its keys: a deviation of 1 / 255
gives it back as it was.
"""

import json
from dataclasses import asdict, dataclass

from ..classes import UNCLASSIFIED_NAME
from .onnx_decision import channel_count
from .onnx_graph import OPSET

KEY = "mineral_prune"
BYTE = 255


@dataclass(frozen=True)
class Origin:
    """file : name of the model file; sha256 : of its bytes; version : of the plugin"""

    file: str
    sha256: str
    version: str


def metadata(model, origin, tile, scale):
    """key -> text.

    model  : Model
    origin : Origin
    tile   : pixels a side of the input; 0 for any
    scale  : reflectance of an input of 1
    """
    return {KEY: _text(document(model, origin, scale)), **_of_deepness(model, tile)}


def document(model, origin, scale):
    """What stands under KEY; model, origin, scale : as of `metadata`."""
    centres, widths = (
        (None, None) if model.wavelengths is None else (model.wavelengths.centres_um, model.wavelengths.widths_um)
    )
    return {
        **asdict(origin),
        "opset": OPSET,
        "input": "(batch, bands, height, width), the bands in the order of wavelengths_um; NaN where there is no data",
        "output": "(batch, class numbers from 0, height, width); the largest is the class, 0 is unclassified",
        "scale": scale,
        "wavelengths_um": centres,
        "widths_um": widths,
        "band_names": model.band_names,
        "band_numbers": None if model.band_numbers is None else asdict(model.band_numbers),
        "feature": model.feature,
        "halo": model.patch // 2,
        "classes": [asdict(mineral) for mineral in model.minerals],
        "reject": None if model.reject is None else {"kinds": model.reject.kinds, "darkest": model.reject.darkest},
    }


def channel_names(model):
    """A name a channel of the output of a `model`; of numbers that no mineral has, a hyphen."""
    names = [UNCLASSIFIED_NAME] + ["-"] * (channel_count(model) - 1)
    for mineral in model.minerals:
        names[mineral.number] = mineral.name
    return names


def _of_deepness(model, tile):
    """Values are JSON too. Overlap is in percent of a tile; a pixel of its rim lacks its neighbours."""
    halo = model.patch // 2
    texts = {
        "model_type": "Segmentor",
        "class_names": {str(place): name for place, name in enumerate(channel_names(model))},
        "standardization_mean": [0.0] * model.bands,
        "standardization_std": [1 / BYTE] * model.bands,
        "seg_thresh": 0.0,
        "seg_small_segment": 0,
    }
    if tile:
        texts |= {"tile_size": tile, "tiles_size": tile, "tiles_overlap": -(-200 * halo // tile)}
    return {key: _text(value) for key, value in texts.items()}


def _text(value):
    return json.dumps(value, sort_keys=True, allow_nan=False, ensure_ascii=False)
