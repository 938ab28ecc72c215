# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on areas that are not known and on polygons that hold nothing of a map."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class AreasUnknown(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{map} states no place on the ground or no coordinate system, so areas are not known and only pixels are "
        "counted. Set its coordinate system (Layer > Set CRS of Layer) to have areas.",
    )


class PolygonsOutsideMap(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{polygons} polygons of {layer} lie outside {map}; their rows count no pixel."
    )


class PolygonsNowhere(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{polygons} polygons of {layer} have coordinates that lie nowhere on Earth; their rows count no pixel. Correct "
        "them, or the coordinate system of the layer.",
    )


class PolygonsWithoutPixel(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{polygons} polygons of {layer} are too small to hold the centre of a pixel of {map}; their rows count no "
        "pixel.",
    )
