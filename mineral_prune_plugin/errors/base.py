# SPDX-License-Identifier: GPL-2.0-or-later
"""What can go wrong, each a class with facts that words itself in one sentence.

A sentence says what was expected, what was found and what to do. It is marked for translators here and translated
in algorithms/, which alone may import Qt.
"""

from .wording import readable_facts


def QT_TRANSLATE_NOOP(context, text):  # noqa: N802, the name that Qt's pylupdate looks for
    return text


class MineralPruneError(Exception):
    """An expected failure. `sentence` has a named place for each of `facts`, which it shows as `wording` has them."""

    sentence = ""

    def __init__(self, **facts):
        if isinstance(facts.get("reason"), str):
            facts["reason"] = " ".join(facts["reason"].split())  # of GDAL or the system, at times over several lines
        self.facts = facts
        super().__init__(self.sentence.format(**readable_facts(facts)))

    def __reduce__(self):
        """Facts are named, which Exception's own way between processes forgets: its receiver would hang."""
        return _made, (type(self), self.facts)


def _made(kind, facts):
    return kind(**facts)


class Cancelled(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "Cancelled; no output was written.")


class UnknownClassNumber(MineralPruneError):
    """A class number that is none of the classes compared. where : "reference" or "map"."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The {where} contains the class numbers {found}, which are not among the classes compared ({known}). Choose a "
        "reference with the same class numbers as the map.",
    )


class PackageUnusable(MineralPruneError):
    """A package that is there and cannot be imported. command : that installs it anew."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{package} is there, but does not work in this QGIS ({reason}). Run this in a terminal and restart QGIS: "
        "{command}",
    )


class TextUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' holds a character that no file can hold ({text}). Type it again instead of pasting it.",
    )


class LayerMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}': {value} is no layer that QGIS can open. Choose a layer of the project or a file that exists.",
    )


class ValueUnusable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' cannot be {value}. Choose one of the values that its dialog or its help names.",
    )
