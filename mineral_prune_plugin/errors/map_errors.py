# SPDX-License-Identifier: GPL-2.0-or-later
"""Finished class maps from which nothing can be made."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class PlaceNotOnEarth(MineralPruneError):
    """south, north : of the map, in degrees by its coordinate system."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{map} reaches from {south:g} to {north:g} degrees of latitude by its coordinate system, which is not on the "
        "Earth. Set the coordinate system that its coordinates are in (Layer > Set CRS of Layer).",
    )


class ConfidenceGridDiffers(MineralPruneError):
    """map_grid, confidence_grid : "400 x 350 pixels from x 500000, y 4100000", alike ones with their system"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{confidence} ({confidence_grid}) must lie on the pixels of {map} ({map_grid}). Choose the confidence that was "
        "written with this map.",
    )


class NotATableOfScenes(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{table} is there and is no table of scenes as 'Areas of minerals' writes it, so no row can be added to it. "
        "Choose another file name.",
    )


class NoPolygonsSelected(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Selected features only' is ticked for {layer}, but nothing is selected in it. Select polygons, or untick it.",
    )


class LayerHasNoPolygons(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has no polygon with a geometry, so there are no areas to report. Choose another layer."
    )


class EditTableUneven(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Changes to the classes' must have three cells a row (class, new name, new colour); it has {cells} cells in "
        "all. Leave cells empty for what is to stay.",
    )


class ColourUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The new colour of {mineral} must be written as # and six digits, such as #D55E00; it is {colour}.",
    )


class NewNameIsNumber(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The new name of {mineral} is a number ({name}). Write a name: that of another class to join it, or "
        "unclassified to remove the class.",
    )


class ClassNotOnMap(MineralPruneError):
    """known : numbers and names of the map's classes."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The map has no class {mineral}. Write the name or number of one of its classes: {known}."
    )


class ClassEditedTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "'Changes to the classes' has two rows for {mineral}. Leave one of them."
    )


class ColoursOfMergedDiffer(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The classes that become {mineral} are given different colours ({colours}). Give one of them, or leave the "
        "others empty.",
    )


class MapWithoutMinerals(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{map} has no pixel with a mineral: all are unclassified or without data. Nothing was written."
    )
