# SPDX-License-Identifier: GPL-2.0-or-later
"""What can go wrong, each a class with facts that words itself in one sentence.

A sentence says what was expected, what was found and what to do. It is marked for translators here and translated
in algorithms/, which alone may import Qt.
"""


def QT_TRANSLATE_NOOP(context, text):  # noqa: N802, the name that Qt's pylupdate looks for
    return text


class MineralPruneError(Exception):
    """An expected failure. `sentence` has a named place for each of `facts`.

    reason : a fact that GDAL or the system words, at times over several lines; a sentence has one
    """

    sentence = ""

    def __init__(self, **facts):
        if isinstance(facts.get("reason"), str):
            facts["reason"] = " ".join(facts["reason"].split())
        self.facts = facts
        super().__init__(self.sentence.format(**facts))

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
