# SPDX-License-Identifier: GPL-2.0-or-later
"""Words by which the toolbox's search finds algorithms of the plugin, beside their names."""

import re

from ..errors import QT_TRANSLATE_NOOP
from ..interface.translation import translate

OF_ALL = QT_TRANSLATE_NOOP(
    "MineralPrune", "mineral, minerals, hyperspectral, imaging spectroscopy, spectrum, neural network"
)
TRAINING = QT_TRANSLATE_NOOP("MineralPrune", "classification, continuum removal, perceptron")
OF_ONE = {
    "trainmodel": TRAINING,
    "trainfromlibrary": TRAINING,
    "comparehiddensizes": TRAINING,
    "trainsparsedensenet": TRAINING,
    "exportonnx": QT_TRANSLATE_NOOP("MineralPrune", "onnxruntime, Deepness, inference, deployment"),
    "assessmap": QT_TRANSLATE_NOOP("MineralPrune", "confusion matrix, accuracy, kappa, area"),
    "comparemodels": QT_TRANSLATE_NOOP("MineralPrune", "McNemar, difference, agreement"),
    "tidymap": QT_TRANSLATE_NOOP("MineralPrune", "sieve, merge, rename, recolour, legend"),
    "mappolygons": QT_TRANSLATE_NOOP("MineralPrune", "polygonize, vector, area"),
    "areas": QT_TRANSLATE_NOOP("MineralPrune", "area, statistics, zonal, square kilometres"),
}


def search_words(name):
    """The words for the algorithm `name`, in English and in QGIS's language, each once."""
    texts = [text for each in (OF_ALL, OF_ONE.get(name, "")) if each for text in (each, translate(each))]
    return list(dict.fromkeys(word.strip() for text in texts for word in re.split("[,，]", text)))
