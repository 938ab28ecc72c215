# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of minutes says as it goes on."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class PruningBegins(Notice):
    """units : hidden units of each layer, "30" or "64-32"; oa : percent"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The network to prune has {units} hidden units and reads {bands} bands; it identifies {oa:.2f} % of the "
        "validation samples correctly.",
    )


class BandsDropped(Notice):
    """oa : percent"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{bands} bands are left: {oa:.2f} % of the validation samples are identified correctly."
    )


class RoundDone(Notice):
    """units : as of PruningBegins; rounds : at most; oa : percent, after retraining"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Round {iteration} of at most {rounds}: {units} hidden units are left, {oa:.2f} % of the validation samples "
        "are identified correctly.",
    )


class ControlsBegin(Notice):
    """kept : round; units : as of PruningBegins"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The network of round {kept} is kept ({units} hidden units). Now the controls are trained, which takes about "
        "as long again.",
    )
