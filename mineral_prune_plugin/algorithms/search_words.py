# SPDX-License-Identifier: GPL-2.0-or-later
"""Words by which the toolbox's search finds every algorithm of the plugin."""

from ..errors import QT_TRANSLATE_NOOP
from ..interface.translation import translate

WORDS = QT_TRANSLATE_NOOP(
    "MineralPrune", "mineral, minerals, hyperspectral, imaging spectroscopy, spectrum, neural network"
)


def search_words():
    """The words in English and in QGIS's language, each once."""
    return list(dict.fromkeys(word.strip() for text in (WORDS, translate(WORDS)) for word in text.split(",")))
