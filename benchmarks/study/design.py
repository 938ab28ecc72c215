# SPDX-License-Identifier: GPL-2.0-or-later
"""The design of the study: protocols, schedules and sizes, stated once."""

from dataclasses import dataclass
from typing import Optional

from mineral_prune_plugin.models.training_settings import EPOCHS, UNLABELLED
from mineral_prune_plugin.pruning.pruning_settings import RETRAIN_EPOCHS

HIDDEN = 30
SEEDS = 100
RULE_ROUNDS = 10  # of the paper's rule, mean + standard deviation
FIXED_SIZES = (22, 17, 13, 11, 9, 7, 5)  # hidden units after each round of the fixed schedule
TABLE_2_SIZES = (5, 10, 15, 20, 25, 30, 35, 40)
CRITERIA = ("c-apoz", "apoz", "random", "l1", "contribution", "balanced")
TRAIN_PER_CLASS = VALIDATION_PER_CLASS = "100"
# Test pixels of the paper's Table 1; scenes with other classes take 240 of each.
TEST_PER_CLASS = {"muscovite": 400, "kaolinite": 400, "montmorillonite": 400, "alunite": 400}
TEST_OTHERWISE = 240
BLOCK_SIZE = 20  # pixels
EQUIVALENCE_POINTS = 0.25
FEW_BANDS, FEW_UNITS = 15, 5  # the smallest model: what a map reads from disk, and what it computes


@dataclass(frozen=True)
class Lengths:
    """Epochs of training and of each retraining; None for the plugin's own."""

    epochs: int
    retrain_epochs: Optional[int]


@dataclass(frozen=True)
class Protocol:
    """How samples are split and what is run on them.

    leaking    : the paper's, whose one set scores neurons, stops, chooses and is reported; else three splits
    rule       : criteria that prune by the paper's rule
    fixed      : criteria that prune by the fixed schedule
    scratch    : sizes of the fixed schedule that are trained from scratch too
    unlabelled : pixels of the scene that are learnt from too, as the plugin does by default; such a protocol also has
                 the model of few bands
    """

    name: str
    split: str
    leaking: bool
    rule: tuple[str, ...]
    fixed: tuple[str, ...]
    scratch: tuple[int, ...]
    unlabelled: int
    lengths: Lengths


PLUGIN = Lengths(EPOCHS.default, RETRAIN_EPOCHS.default)
# Half of the plugin's epochs from samples alone, a quarter in retraining: six criteria and a hundred seeds have to end
# within the hour.
SHORT = Lengths(1000, 500)
PAPER, SAMPLES, SCENE = "paper", "three splits", "three splits, scene"
PROTOCOLS = (
    Protocol(PAPER, "random", True, ("c-apoz", "apoz"), (), (), 0, SHORT),
    Protocol(SAMPLES, "random", False, CRITERIA, CRITERIA, FIXED_SIZES, 0, SHORT),
    Protocol(SAMPLES, "blocks", False, CRITERIA, CRITERIA, FIXED_SIZES, 0, SHORT),
    Protocol(SCENE, "random", False, ("c-apoz",), ("c-apoz", "random"), (9, 5), UNLABELLED.default, PLUGIN),
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
