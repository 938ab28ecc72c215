# SPDX-License-Identifier: GPL-2.0-or-later
"""On the PYTHONPATH of a process: Python finds none of the packages that QGIS lacks, as if they were not installed."""

import importlib.machinery
import os
import sys

HIDDEN = {"torch", "safetensors", "threadpoolctl", "onnx"} - {os.environ.get("MINERAL_PRUNE_TEST_SHOWN")}


class Finder(importlib.machinery.PathFinder):
    """Of the modules on Python's path, but for the hidden ones."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None if fullname.partition(".")[0] in HIDDEN else super().find_spec(fullname, path, target)


sys.meta_path[:] = [Finder if each is importlib.machinery.PathFinder else each for each in sys.meta_path]
