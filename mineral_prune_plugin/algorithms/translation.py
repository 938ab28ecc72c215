# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences in the interface's language."""

from qgis.PyQt.QtCore import QCoreApplication

from ..errors import QT_TRANSLATE_NOOP

CONTEXT = "MineralPrune"
# Words that the core puts into a sentence as a fact: splits, units of bounds, places. In data they stay English.
WORDS = (
    QT_TRANSLATE_NOOP("MineralPrune", "train"),
    QT_TRANSLATE_NOOP("MineralPrune", "validation"),
    QT_TRANSLATE_NOOP("MineralPrune", "test"),
    QT_TRANSLATE_NOOP("MineralPrune", "all"),
    QT_TRANSLATE_NOOP("MineralPrune", "epochs"),
    QT_TRANSLATE_NOOP("MineralPrune", "iterations"),
    QT_TRANSLATE_NOOP("MineralPrune", "pixels"),
    QT_TRANSLATE_NOOP("MineralPrune", "units"),
    QT_TRANSLATE_NOOP("MineralPrune", "layers"),
    QT_TRANSLATE_NOOP("MineralPrune", "bands"),
    QT_TRANSLATE_NOOP("MineralPrune", "maps"),
    QT_TRANSLATE_NOOP("MineralPrune", "stages"),
    QT_TRANSLATE_NOOP("MineralPrune", "pixels, odd"),
    QT_TRANSLATE_NOOP("MineralPrune", "percentage points"),
    QT_TRANSLATE_NOOP("MineralPrune", "reference"),
    QT_TRANSLATE_NOOP("MineralPrune", "map"),
)
FACTS_OF_WORDS = ("split", "unit", "where")  # other facts are names and values, even where they read like a word


def translate(text):
    """The text in the interface's language."""
    return QCoreApplication.translate(CONTEXT, text)


def sentence_of(message):
    """The translated sentence of an error or a notice of the core."""
    words = {name: translate(message.facts[name]) for name in FACTS_OF_WORDS if message.facts.get(name) in WORDS}
    return translate(message.sentence).format(**{**message.facts, **words})
