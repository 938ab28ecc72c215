# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on an archive as a whole."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class MapsWithoutPlace(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{maps} maps have no place on the Earth, because their scenes have none; {mosaic} leaves them out.",
    )


class MapsWarped(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{maps} maps are in another coordinate system than most, or turned against north; {mosaic} shows them warped.",
    )


class OutputsNoScenes(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{files} of the files that were named are maps of this archive in {folder}; they are left out."
    )


class ScenesByLinks(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{scenes} scenes were named again by a link to the same file; each file is mapped once."
    )


class MapsOfOthers(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{maps} maps of the archive were made by another model or with other parameters; {mosaic} leaves them out.",
    )
