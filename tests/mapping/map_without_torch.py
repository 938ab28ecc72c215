# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a process of its own: maps rasters by models, and says which packages are loaded at the end.

Arguments: "torch" to load torch first, else "numpy"; the raster, the model, and where to write the map, the confidence
and what is settled; of the next map; ...
"""

import sys

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.models.model_file import load
from mineral_prune_plugin.progress import silent

LEAST = 0.4


def main(first, *places):
    if first == "torch":
        import torch  # noqa: F401
    for raster, model, *outputs in zip(*[iter(places)] * 5):
        map_minerals(MapJob(raster, load(model), *outputs, min_confidence=LEAST), silent())
    print(*sorted({"torch", "safetensors", "threadpoolctl"} & set(sys.modules)))


if __name__ == "__main__":
    main(*sys.argv[1:])
