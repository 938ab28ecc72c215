# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on what runs that were stopped left behind."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class OutputsCompleted(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "An earlier run was stopped while its finished outputs were put in their places. The rest of them is there "
        "now: {outputs}.",
    )


class OutputsKept(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "An earlier run was stopped before its finished outputs replaced these files, which were changed since and are "
        "left as they are: {outputs}. They do not belong to the other outputs of that run; run it again if you need "
        "them.",
    )


class DraftsRemoved(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{drafts} hidden folders with unfinished outputs of runs that were stopped are removed."
    )


class StyleKept(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{style} was not written by this plugin, but its place is needed for the style of the new output. It is kept "
        "as {kept}.",
    )
