# SPDX-License-Identifier: GPL-2.0-or-later
"""What may label the unlabelled pixels where polygons are few. No torch here: reports read it."""

from ...errors import QT_TRANSLATE_NOOP

LINEAR, BOTH, NETWORKS = "linear", "both", "networks"
NETWORKS_SHARE = {LINEAR: 0.0, BOTH: 0.5, NETWORKS: 1.0}  # of the networks in the mean of the two
TEACHERS = {
    LINEAR: QT_TRANSLATE_NOOP("MineralPrune", "linear discriminants"),
    BOTH: QT_TRANSLATE_NOOP("MineralPrune", "both, their mean"),
    NETWORKS: QT_TRANSLATE_NOOP("MineralPrune", "an ensemble of networks"),
}
