# SPDX-License-Identifier: GPL-2.0-or-later
"""What every section is given: where to compute, how much of it, until when."""

import sys
import time
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from mineral_prune_plugin.progress import Progress

MODULES = ("gdal", "gdal_array", "ogr", "osr")


@dataclass(frozen=True)
class Sizes:
    """kernel_side, sides : pixels a side of the cube in memory, and of the files; rounds : of timing
    train_epochs, prune_epochs, prune_rounds : of the perceptron; steps : samples of plain training, a row each
    scene, patches, patch_epochs : side of the example scene, patches a class, epochs of the DenseNet
    depth, train, test, batch, most_epochs, seeds : of the images' DenseNet and its images
    """

    kernel_side: int
    sides: tuple[int, ...]
    rounds: int
    train_epochs: int
    prune_epochs: int
    prune_rounds: int
    steps: tuple[int, ...]
    scene: int
    patches: int
    patch_epochs: int
    depth: int
    train: int
    test: int
    batch: int
    most_epochs: int
    seeds: int


FULL = Sizes(600, (2000, 4500), 3, 2000, 2000, 10, (700, 5_000, 50_000), 400, 700, 20, 40, 50_000, 10_000, 64, 300, 3)
SMALL = Sizes(60, (64, 96), 1, 20, 10, 1, (60,), 120, 8, 4, 7, 96, 32, 16, 2, 1)


@dataclass(frozen=True)
class Run:
    """device : of torch, "cuda", or "cpu" for a trial
    until  : time.monotonic() at which the section ends itself
    images : CIFAR's, or None
    folder : of working files
    """

    device: str
    sizes: Sizes
    until: float
    images: Optional[Path]
    folder: Path

    @property
    def on_card(self):
        return self.device == "cuda"

    @property
    def seconds_left(self):
        return self.until - time.monotonic()

    @property
    def progress(self):
        """Progress that cancels when the time of the section is over, by Cancelled."""
        return Progress(lambda done: None, lambda notice: None, lambda: self.seconds_left < 0)

    def wait(self):
        """Until the card has done what it was given."""
        if self.on_card:
            import torch

            torch.cuda.synchronize()

    def seconds(self, work):
        """Of one call, with all that it started on the card."""
        self.wait()
        began = time.perf_counter()
        work()
        self.wait()
        return time.perf_counter() - began


def gdal_is_there():
    """Whether GDAL can be imported. Where not, empty modules take its place for the rest of the process.

    The arithmetic of maps is imported beside readers of files; it calls nothing of GDAL's, and what does fails.
    """
    try:
        from osgeo import gdal, gdal_array, ogr, osr  # noqa: F401
    except ImportError:
        sys.modules["osgeo"] = osgeo = types.ModuleType("osgeo")
        for name in MODULES:
            sys.modules[f"osgeo.{name}"] = types.ModuleType(f"osgeo.{name}")
            setattr(osgeo, name, sys.modules[f"osgeo.{name}"])
        return False
    return True
