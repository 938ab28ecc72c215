# SPDX-License-Identifier: GPL-2.0-or-later
"""Bounds, choices and defaults of what a user sets for pruning. No torch here: dialogs read this."""

from dataclasses import dataclass

from ..models.settings import Bounds

ITERATIONS = Bounds("ITERATIONS", 10, 1, 1000, "iterations")
RETRAIN_EPOCHS = Bounds("RETRAIN_EPOCHS", 500, 0, 100_000, "epochs")
TOLERANCE = Bounds("TOLERANCE", 0.5, 0.0, 100.0, "percentage points")
KEEPS = ("smallest", "best", "last")
CRITERION_NAMES = ("c-apoz", "apoz")


@dataclass(frozen=True)
class PruningSettings:
    """How to prune. tolerance : percentage points of validation accuracy that `smallest` may lie below the best row."""

    criterion: str = "c-apoz"
    iterations: int = ITERATIONS.default
    retrain_epochs: int = RETRAIN_EPOCHS.default
    keep: str = "smallest"
    tolerance: float = TOLERANCE.default
    seed: int = 1

    def __post_init__(self):
        ITERATIONS.check(self.iterations)
        RETRAIN_EPOCHS.check(self.retrain_epochs)
        TOLERANCE.check(self.tolerance)
