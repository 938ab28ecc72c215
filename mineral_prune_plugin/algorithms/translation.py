# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences in the interface's language."""

from qgis.PyQt.QtCore import QCoreApplication

CONTEXT = "MineralPrune"


def translate(text):
    """The text in the interface's language."""
    return QCoreApplication.translate(CONTEXT, text)


def sentence_of(message):
    """The translated sentence of an error or a notice of the core."""
    return translate(message.sentence).format(**message.facts)
