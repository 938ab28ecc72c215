# SPDX-License-Identifier: GPL-2.0-or-later
"""The first page: verdict, map with scale bar and legend, where the numbers come from."""

import base64
import re
from dataclasses import replace

import numpy as np
import pytest

from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.raster.footprint import Footprint
from mineral_prune_plugin.reports.first_page import Origin, details, first_page, origin_facts, split_paragraph
from mineral_prune_plugin.reports.map_picture import map_picture, round_length
from mineral_prune_plugin.reports.page import page
from mineral_prune_plugin.reports.verdict import accuracy_verdict, weakest_sentence


def test_the_verdict_stands_before_all_else_and_the_origin_beside_the_map(cover, parse):
    page = first_page(["It is so.", ""], cover.origin, str, map_picture(cover.thumbnail, str), below=[])
    texts = parse(page).texts
    assert texts[0] == "It is so." and texts.index("Scene") < texts.index("Date") < texts.index("Made with")
    assert page.count('class="side"') == 2


def test_the_origin_tells_place_size_date_and_version_and_nothing_that_is_not_known():
    place = Footprint(120, 110, "UTM (EPSG:32611)", "m", (484000.0, 4156200.0, 486400.0, 4158400.0), (20.0, 20.0))
    facts = dict(origin_facts(Origin("a.img", date="2026-11-30", version="Mineral Prune 1", footprint=place), str))
    assert facts == {
        "Scene": "a.img",
        "Coordinate system": "UTM (EPSG:32611)",
        "Extent": "x 484000.0 to 486400.0, y 4156200.0 to 4158400.0 m",
        "Size": "120 × 110 pixels of 20 × 20 m",
        "Date": "2026-11-30",
        "Made with": "Mineral Prune 1",
    }
    facts = dict(origin_facts(Origin(footprint=Footprint(3, 2)), str))
    assert facts == {"Coordinate system": "not known", "Size": "3 × 2 pixels"}


def test_the_picture_has_the_pixels_in_the_legend_s_colours_with_no_data_in_white(cover, gdal_picture):
    green, black = with_colour(2, "green"), with_colour(5, "black")
    minerals = replace(green, colour="#00FF00"), replace(black, colour="#000000")
    html = map_picture(replace(cover.thumbnail, classes=minerals), str)
    red, lime, blue = gdal_picture(base64.b64decode(re.search('base64,([^"]+)', html)[1]))
    assert red.tolist() == [[128, 0, 0], [255, 128, 0]]  # 1 and 7 have no class: grey
    assert lime.tolist() == [[128, 255, 0], [255, 128, 255]] and blue.tolist() == [[128, 0, 0], [255, 128, 0]]
    assert "2 green" in html and "5 black" in html


def test_the_scale_bar_is_as_long_as_it_says(cover):
    html = map_picture(cover.thumbnail, str)
    assert ">500 m</text>" in html
    (width,), (bar,) = (
        re.findall('viewBox="0 0 ([0-9.]+)', html),
        re.findall('width="([0-9.]+)" height="6" fill="#fff', html),
    )
    assert float(bar) / float(width) == pytest.approx(500 / 1500, abs=0.001)
    assert "<text" not in map_picture(replace(cover.thumbnail, width_m=None), str)


def test_white_is_explained_and_a_part_said_to_be_one(cover, parse):
    assert "White: unclassified or without data." in parse(map_picture(cover.thumbnail, str)).texts
    named = replace(cover.thumbnail, numbers=np.ones((2, 3), np.uint8), whole=False)
    assert "The middle of the scene." in parse(map_picture(named, str)).texts


@pytest.mark.parametrize("longest, length", [(999, 500), (1000, 1000), (4999, 2000), (0.07, 0.05), (7.5e6, 5e6)])
def test_a_bar_is_a_round_length(longest, length):
    assert round_length(longest) == pytest.approx(length)


def test_a_map_of_hundreds_of_classes_lists_the_first_forty(cover, parse):
    classes = tuple(with_colour(number, f"m{number}") for number in range(1, 61))
    numbers = np.arange(60, dtype=np.uint8).reshape(6, 10) + 1
    texts = parse(map_picture(replace(cover.thumbnail, classes=classes, numbers=numbers), str)).texts
    assert "40 m40" in texts and "41 m41" not in texts and "and 20 more" in texts


def test_the_weakest_mineral_is_told_with_what_it_is_taken_for():
    classes = tuple(with_colour(k, name) for k, name in ((1, "alunite"), (2, "calcite"), (3, "opal")))
    counts, none = np.array([[9, 1, 0], [0, 6, 4], [0, 0, 0]]), np.zeros(3, np.int64)
    table = Confusion(classes, counts, none)
    assert weakest_sentence(table, str) == "Weakest: calcite, 60.0 %, most often taken for opal."
    assert weakest_sentence(Confusion(classes, np.diag([5, 5, 0]), none), str) == ""
    unnamed = Confusion(classes, np.diag([5, 5, 0]), np.array([0, 5, 0]))
    assert weakest_sentence(unnamed, str) == "Weakest: calcite, 50.0 %, otherwise left unclassified."
    assert accuracy_verdict(None, table, str) == (
        "75.0 % of 20 test samples are identified correctly (95 % interval: 53.1 to 88.8 %)."
    )
    assert "They also chose the network, so this is too high" in accuracy_verdict(table, None, str)


def test_how_far_the_test_samples_lie_from_training_samples_is_told():
    apart = {"test": 9, "shared": 4, "median_pixels": 2.5}
    assert "Of the 9 test samples, 4 lie in polygons or blocks that also hold" in split_paragraph(apart, str)
    assert "drawn at random" in split_paragraph({**apart, "shared": None}, str)
    assert "No test sample lies in a polygon or block" in split_paragraph({**apart, "shared": 0}, str)
    assert split_paragraph(None, str) == ""


def test_no_details_no_heading():
    assert details(str) == "" == details(str, "")


@pytest.mark.parametrize("shape, aspect", [((1, 480), 1 / 208), ((480, 1), 208), ((4, 5), 1e8), ((4, 5), 1e-8)])
def test_a_strip_is_a_picture_that_can_be_seen_and_printed(cover, qgis, tmp_path, shape, aspect):
    from mineral_prune_plugin.interface.pdf_pages import write_pdf

    strip = replace(cover.thumbnail, numbers=np.ones(shape, np.uint8), aspect=aspect)
    for width_m in (2e6, None):
        html = map_picture(replace(strip, width_m=width_m), str)
        sides = re.findall('width="([0-9.-]+)" height="([0-9.-]+)" (?:pres|fill="none)', html)
        assert len(sides) == 2 and min(float(side) for pair in sides for side in pair) > 1
        write_pdf(tmp_path / "a.pdf", page("Title", [html]))


def test_the_text_of_the_scale_bar_of_a_narrow_flight_line_is_not_cut_off(cover):
    html = map_picture(replace(cover.thumbnail, numbers=np.ones((480, 48), np.uint8), aspect=1, width_m=1000), str)
    (width,), (text,) = re.findall('viewBox="0 0 ([0-9.]+)', html), re.findall('<text x="([0-9.]+)', html)
    assert float(width) - float(text) > 60  # "500 km" at 14 pixels
