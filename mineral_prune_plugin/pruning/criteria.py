# SPDX-License-Identifier: GPL-2.0-or-later
"""Which criteria there are: a row each, read by dialogs, the core, reports and tests.

To add one: a row here, its class in scoring.py. No numpy here, for dialogs read this.
"""

from dataclasses import dataclass

from ..errors import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Criterion:
    """name     : as scripts and traces write it
    scorer   : the class in scoring.py
    help     : what it looks at, for the dialog; quantity : what its score is, for figures; both to be translated
    """

    name: str
    scorer: str
    help: str
    quantity: str

    def score(self, layer):
        """The scoring.Scores of a scoring.Layer. Errors: NothingIdentified, from those that need a correct sample."""
        from . import scoring

        return getattr(scoring, self.scorer)().score(layer)


CRITERIA = {
    criterion.name: criterion
    for criterion in (
        Criterion(
            "c-apoz",
            "CorrectAPoZ",
            QT_TRANSLATE_NOOP("MineralPrune", "how often it is zero for the correctly identified validation samples."),
            QT_TRANSLATE_NOOP("MineralPrune", "share of zeros over correctly identified samples"),
        ),
        Criterion(
            "apoz",
            "APoZ",
            QT_TRANSLATE_NOOP("MineralPrune", "the same for all validation samples."),
            QT_TRANSLATE_NOOP("MineralPrune", "share of zeros over all scored samples"),
        ),
        Criterion(
            "balanced",
            "BalancedAPoZ",
            QT_TRANSLATE_NOOP("MineralPrune", "the mean of c-apoz over the minerals."),
            QT_TRANSLATE_NOOP("MineralPrune", "share of zeros over correctly identified samples, mean of the classes"),
        ),
        Criterion(
            "l1",
            "L1Norm",
            QT_TRANSLATE_NOOP("MineralPrune", "small incoming weights."),
            QT_TRANSLATE_NOOP("MineralPrune", "sum of the absolute incoming weights, negated"),
        ),
        Criterion(
            "contribution",
            "Contribution",
            QT_TRANSLATE_NOOP("MineralPrune", "small outgoing weights."),
            QT_TRANSLATE_NOOP("MineralPrune", "share of the weights of the next layer, negated"),
        ),
        Criterion(
            "random",
            "AtRandom",
            QT_TRANSLATE_NOOP("MineralPrune", "at random, for comparison."),
            QT_TRANSLATE_NOOP("MineralPrune", "drawn at random, no unit"),
        ),
    )
}
