# SPDX-License-Identifier: GPL-2.0-or-later
"""Bounds, choices and defaults of what a user sets for pruning. No torch here: dialogs read this."""

import re
from dataclasses import dataclass, replace
from typing import Optional

from ..errors import QT_TRANSLATE_NOOP, BandsUnreadable, UnitsUnreadable
from ..models.training_settings import HIDDEN_LAYERS, HIDDEN_UNITS, Bounds

ITERATIONS = Bounds("ITERATIONS", QT_TRANSLATE_NOOP("MineralPrune", "Iterations at most"), 10, 1, 1000, "iterations")
RETRAIN_EPOCHS = Bounds(
    "RETRAIN_EPOCHS",
    QT_TRANSLATE_NOOP("MineralPrune", "Epochs of retraining after each round"),
    None,
    0,
    100_000,
    "epochs",
)
TOLERANCE = Bounds(
    "TOLERANCE",
    QT_TRANSLATE_NOOP("MineralPrune", "Tolerance (percentage points)"),
    0.5,
    0.0,
    100.0,
    "percentage points",
)
BANDS_TO_LEAVE = Bounds("BANDS", QT_TRANSLATE_NOOP("MineralPrune", "Bands to keep"), 1, 1, 65_536, "bands")
UNITS_TO_LEAVE = Bounds(
    "UNITS", QT_TRANSLATE_NOOP("MineralPrune", "Hidden units to keep"), 1, 1, HIDDEN_UNITS.most, "units"
)
ALL_BANDS, AUTOMATIC = "all", "automatic"
KEEPS = ("smallest", "best", "last")
BY_RULE = "rule"


@dataclass(frozen=True)
class Retraining:
    """How a network learns after each round.

    epochs        : unless the user says. With more of them more units can go, and accuracy does not fall
    learning_rate : of Adam at first
    """

    epochs: int
    learning_rate: float


# Half of the steps at twice the rate learn less of samples alone, which are few, and perhaps of simulated spectra.
# Where few units or bands are requested, the last rounds lose by it; the rule stops before (study_made_again.md).
QUICK, THOROUGH = Retraining(1000, 0.02), Retraining(2000, 0.01)


@dataclass(frozen=True)
class PruningSettings:
    """How to prune.

    retrain_epochs : after each round; None for those of `retraining`
    tolerance      : percentage points of validation accuracy that `smallest` may lie below the best row, and
                     `automatic` bands below the best stage
    bands          : how many bands to leave, or "all", or "automatic"
    units          : how many neurons to leave in each hidden layer, and `keep` is ignored; or "rule": round by round
                     the neurons above the paper's threshold are removed
    simulated      : whether what is learnt beside the samples is simulated, most of it, as for a model with a reject
    """

    criterion: str = "c-apoz"
    iterations: int = ITERATIONS.default
    retrain_epochs: Optional[int] = RETRAIN_EPOCHS.default
    keep: str = "smallest"
    tolerance: float = TOLERANCE.default
    seed: int = 1
    bands: object = ALL_BANDS
    units: object = BY_RULE
    simulated: bool = False

    def __post_init__(self):
        ITERATIONS.check(self.iterations)
        if self.retrain_epochs is not None:
            RETRAIN_EPOCHS.check(self.retrain_epochs)
        TOLERANCE.check(self.tolerance)
        if self.bands not in (ALL_BANDS, AUTOMATIC):
            BANDS_TO_LEAVE.check(self.bands)
        if self.units != BY_RULE:
            for units in self.units:
                UNITS_TO_LEAVE.check(units)

    def retraining(self, unlabelled):
        """Retraining after each round. unlabelled : what is learnt from beside the samples, or None"""
        by_rule = self.bands == ALL_BANDS and self.units == BY_RULE
        usual = QUICK if by_rule and unlabelled is not None and not self.simulated else THOROUGH
        return usual if self.retrain_epochs is None else replace(usual, epochs=self.retrain_epochs)


def parse_bands(text):
    """ "15" -> 15; "all" and "automatic" stay. Errors: BandsUnreadable, SettingOutOfBounds."""
    word = text.strip().lower()
    if word in (ALL_BANDS, AUTOMATIC):
        return word
    if not re.fullmatch("[+-]?[0-9]{1,9}", word):
        raise BandsUnreadable(found=text)
    BANDS_TO_LEAVE.check(int(word))
    return int(word)


def parse_units(text):
    """ "9" -> (9,), "20, 10" -> (20, 10); "rule" stays. Errors: UnitsUnreadable, SettingOutOfBounds."""
    word = text.strip().lower()
    if word == BY_RULE:
        return word
    parts = word.replace(";", ",").replace(",", " ").split()
    if not 0 < len(parts) <= HIDDEN_LAYERS.most or not all(re.fullmatch("[+-]?[0-9]{1,9}", part) for part in parts):
        raise UnitsUnreadable(found=text)
    return PruningSettings(units=tuple(int(part) for part in parts)).units
