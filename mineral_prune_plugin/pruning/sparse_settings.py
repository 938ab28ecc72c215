# SPDX-License-Identifier: GPL-2.0-or-later
"""Bounds and defaults of what a user sets for a sparse DenseNet. No torch here: dialogs read this."""

from dataclasses import dataclass

from ..errors import QT_TRANSLATE_NOOP
from ..models.densenet.architecture import GROWTH, PATCH_SIZE, STAGES, Architecture, check_patch
from ..models.training_settings import SEED, Bounds

PATCH_DEPTH = Bounds("DEPTH", QT_TRANSLATE_NOOP("MineralPrune", "Layers"), 12, 1, 64, "layers")
TARGET = Bounds("TARGET", QT_TRANSLATE_NOOP("MineralPrune", "Inputs to drop (%)"), 70.0, 0.0, 99.0, "%")
# The fewest epochs: one to drop inputs after, one for what is left.
SPARSE_EPOCHS = Bounds("EPOCHS", QT_TRANSLATE_NOOP("MineralPrune", "Epochs"), 60, 2, 10_000, "epochs")
PATCH_BLOCKS = 2
PATCH_FIRST_MAPS = 12


@dataclass(frozen=True)
class SparseSettings:
    """The architecture, and how it becomes sparse.

    patch  : pixels a side of the neighbourhood that a pixel is classified by, odd
    depth  : layers, divided between two blocks
    growth : maps that a layer adds
    target : percent of the inputs of every layer that are dropped, in `stages` steps
    errors : SettingOutOfBounds
    """

    patch: int = PATCH_SIZE.default
    depth: int = PATCH_DEPTH.default
    growth: int = GROWTH.default
    stages: int = STAGES.default
    target: float = TARGET.default
    epochs: int = SPARSE_EPOCHS.default
    seed: int = SEED.default

    def __post_init__(self):
        values = (self.depth, self.growth, self.stages, self.target, self.epochs, self.seed)
        for bounds, value in zip((PATCH_DEPTH, GROWTH, STAGES, TARGET, SPARSE_EPOCHS, SEED), values):
            bounds.check(value)
        PATCH_SIZE.check(self.patch)
        check_patch(self.patch)

    def architecture(self, inputs, classes):
        """The Architecture for a number of `inputs`, which are bands, and of `classes`."""
        blocks = tuple(count for count in (-(-self.depth // PATCH_BLOCKS), self.depth // PATCH_BLOCKS) if count)
        return Architecture(inputs, classes, self.patch, blocks, self.growth, first=PATCH_FIRST_MAPS)
