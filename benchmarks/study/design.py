# SPDX-License-Identifier: GPL-2.0-or-later
"""The design of the study: protocols, schedules and sizes, stated once."""

from dataclasses import dataclass
from typing import Optional

from mineral_prune_plugin.models.settings import EPOCHS

HIDDEN = 30
SEEDS = 100
RULE_ROUNDS = 10  # of the paper's rule, mean + standard deviation
FIXED_SIZES = (22, 17, 13, 11, 9, 7, 5)  # hidden units after each round of the fixed schedule
TABLE_2_SIZES = (5, 10, 15, 20, 25, 30, 35, 40)
CRITERIA = ("c-apoz", "apoz", "random", "l1", "contribution")
TRAIN_PER_CLASS = VALIDATION_PER_CLASS = "100"
# Test pixels of the paper's Table 1; scenes with other classes take 240 of each.
TEST_PER_CLASS = {"muscovite": 400, "kaolinite": 400, "montmorillonite": 400, "alunite": 400}
TEST_OTHERWISE = 240
BLOCK_SIZE = 20  # pixels
EQUIVALENCE_POINTS = 0.25


@dataclass(frozen=True)
class Lengths:
    """Epochs of training and of each retraining. The retraining is a quarter of prunemodel's default: a study of five
    criteria, three splits and a hundred seeds has to end within the hour."""

    epochs: int = EPOCHS.default
    retrain_epochs: int = 500


@dataclass(frozen=True)
class Protocol:
    """leaking : the paper's, whose one set scores neurons, stops, chooses and is reported; else three splits."""

    name: str
    split: str
    leaking: bool
    criteria: tuple[str, ...]
    fixed_schedule: bool


PROTOCOLS = (
    Protocol("paper", "random", True, ("c-apoz", "apoz"), False),
    Protocol("three splits", "random", False, CRITERIA, True),
    Protocol("three splits", "blocks", False, CRITERIA, True),
)


@dataclass(frozen=True)
class Row:
    """A line of study.csv. Accuracies are percentages; validation_oa is of the samples that score and stop."""

    protocol: str
    split: str
    criterion: str
    schedule: str
    round: int
    units: int
    parameters: int
    seed: int
    validation_oa: float
    test_oa: Optional[float]
