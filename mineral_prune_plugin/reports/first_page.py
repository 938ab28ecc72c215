# SPDX-License-Identifier: GPL-2.0-or-later
"""The first page of a report, which a person may paste: a verdict, the map, the numbers, and where they come from."""

from dataclasses import dataclass

from .page import Html, element, facts_list, paragraph

DECIMALS = {"m": 1, "km": 4}  # of coordinates by their unit; others are taken for degrees
OF_DEGREES = 6


@dataclass(frozen=True)
class Origin:
    """Where the numbers of a report come from: names and texts, "" where there is none.

    footprint : raster.footprint.Footprint of the scene or the map, or None
    """

    scene: str = ""
    map: str = ""
    model: str = ""
    date: str = ""
    version: str = ""
    footprint: object = None


@dataclass(frozen=True)
class Cover:
    """What the first page shows beside the numbers.

    origin    : Origin, or None
    thumbnail : mapping.thumbnail.Thumbnail of the map, or None
    apart     : as of `split_paragraph`
    missing   : why there is no thumbnail, a translated sentence; "" where there is one or none was to be
    """

    origin: object = None
    thumbnail: object = None
    apart: object = None
    missing: str = ""


NO_COVER, NOTHING = Cover(), Html("")


def first_page(verdict, origin, tr, picture=NOTHING, beside=NOTHING, below=()):
    """What stands above the details.

    verdict : sentences of text, the first the one to quote; empty ones vanish
    origin  : Origin, or None
    tr      : translates an English sentence
    picture : Html of the map; beside : Html of what stands beside it where there is room, empty for the origin
    below   : pieces of Html between these and the origin
    """
    facts = NOTHING if origin is None else facts_list(origin_facts(origin, tr))
    beside, last = (beside, facts) if beside or not picture else (facts, NOTHING)
    sides = [element("div", each, **{"class": "side"}) for each in (picture, beside) if each]
    sentences = [paragraph(sentence) for sentence in verdict if sentence]
    box = [element("div", *sentences, **{"class": "finding verdict"})] if sentences else []
    return element("div", *box, *sides, *below, last, **{"class": "first"})


def details(tr, *sections):
    """What follows on pages of its own; empty without a section. tr : as of `first_page`; sections : Html"""
    sections = [each for each in sections if each]
    return element("div", element("h2", tr("Details"), **{"class": "part"}), *sections) if sections else Html("")


def origin_facts(origin, tr):
    """(label, value) pairs of what is known. origin : Origin; tr : translates an English sentence"""
    facts = [
        (tr("Scene"), origin.scene),
        (tr("Mineral map"), origin.map),
        (tr("Model"), origin.model),
        *_place_facts(origin.footprint, tr),
        (tr("Date"), origin.date),
        (tr("Made with"), origin.version),
    ]
    return [(label, value) for label, value in facts if value]


def _place_facts(place, tr):
    if place is None:
        return []
    size = f"{place.columns} × {place.rows}"
    if place.extent is None:
        return [(tr("Coordinate system"), tr("not known")), (tr("Size"), tr("{size} pixels").format(size=size))]
    decimals = DECIMALS.get(place.unit, OF_DEGREES)
    west, south, east, north = (f"{value:.{decimals}f}" for value in place.extent)
    unit = f" {place.unit}" if place.unit else ""
    extent = tr("x {west} to {east}, y {south} to {north}").format(west=west, east=east, south=south, north=north)
    pixel = " × ".join(f"{side:.6g}" for side in place.pixel)
    return [
        (tr("Coordinate system"), place.crs or tr("not known")),
        (tr("Extent"), extent + unit),
        (tr("Size"), tr("{size} pixels of {pixel}").format(size=size, pixel=pixel + unit)),
    ]


def split_paragraph(apart, tr):
    """How far test samples lie from training samples: what their accuracy is worth; empty where nobody knows.

    apart : {"test", "shared", "median_pixels"} of the model's record, or None; tr : translates an English sentence
    """
    if not apart:
        return Html("")
    values = {"test": apart["test"], "shared": apart["shared"], "median": f"{apart['median_pixels']:.1f}"}
    if apart["shared"]:
        sentence = tr(
            "Of the {test} test samples, {shared} lie in polygons or blocks that also hold training samples. "
            "Neighbouring pixels are alike, so this accuracy is too high for the rest of the scene."
        )
    elif apart["shared"] is None:
        sentence = tr(
            "The test samples were drawn at random among the labelled pixels: half of them lie within {median} pixels "
            "of a training sample. Neighbouring pixels are alike, so this accuracy is too high for the rest of the "
            "scene."
        )
    else:
        sentence = tr(
            "No test sample lies in a polygon or block of training samples; half of them lie within {median} pixels of "
            "a training sample."
        )
    return paragraph(sentence.format(**values))
