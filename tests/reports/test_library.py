# SPDX-License-Identifier: GPL-2.0-or-later
"""The report and the table of a model from a spectral library, against results made by hand."""

from dataclasses import replace

import numpy as np

from mineral_prune_plugin.classes import with_colours
from mineral_prune_plugin.reports.library import library_report, record_rows


def text_of(results, parse):
    return " ".join(parse(library_report(results)).texts)


def test_the_table_says_by_which_patterns_a_record_matched_and_where_it_is_deepest(library_results):
    headings, rows = record_rows(library_results.prepared)
    assert headings == ("material", "role", "pattern", "record", "depth_percent", "position_um")
    script, quotes = (mineral.name for mineral in library_results.model.minerals[:2])
    assert rows[:3] == [
        (script, "mineral", "7", "1", "20.00", "2.1000"),
        (script, "mineral", "7; 8", "2", "40.00", "2.1000"),
        (quotes, "mineral", script, script, "20.00", "2.2000"),
    ]
    assert [row[1:4] for row in rows[-2:]] == [("other mineral", "", "6"), ("no mineral", "", "7")]


def test_the_page_says_what_was_learnt(library_results, parse):
    text = text_of(library_results, parse)
    assert "50000 spectra were simulated from 5 reference spectra of 4 minerals" in text
    assert "without a single labelled pixel" in text and "ensemble" not in text
    assert "Accuracy on simulated spectra is not accuracy on the ground." in text
    assert "Labelled samples" not in text


def test_labelled_samples_are_counted_and_assessed(library_results, table, parse):
    text = text_of(replace(library_results, pixels=3, samples=12, labelled=table), parse)
    assert "with 12 labelled samples of the scene beside them" in text and "without a single" not in text
    assert "3 unlabelled pixels of the scene were labelled by an ensemble" in text
    assert "Labelled samples" in text and "Confusion matrix: test samples" in text


def test_the_page_says_what_the_scene_shows(library_results, parse):
    texts = parse(library_report(library_results)).texts
    assert "Of 6 pixels drawn at random from the scene, 66.67 % get a mineral's name." in texts
    settled = "in all of 8 repetitions with 50 % of the scene's noise added and with its absorptions weakened to "
    settled += "between 80 and 100 % of"
    assert settled + " their depth: 75.00 % of the named pixels are." in " ".join(texts)
    first, third = (
        row(texts, f"{number} {name}") for number, name in ((1, "<script>alert(1)</script>"), (5, "明矾石"))
    )
    assert ["3", "50.00", "66.67"] in first and ["0", "0.00", "–"] in third
    assert ["1", "16.67", "The pixels"] not in first
    assert row(texts, "absorptions too shallow, or too dark")[0][:2] == ["1", "16.67"]
    assert row(texts, "unlike all training spectra")[0][:2] == ["1", "16.67"]


def row(texts, first):
    """The three texts after each occurrence of a text."""
    return [texts[at + 1 : at + 4] for at, text in enumerate(texts) if text == first]


def test_minerals_without_a_pixel_are_named(library_results, parse):
    texts = parse(library_report(library_results)).texts
    assert "In the sample of the scene, no pixel is named: 明矾石, 🪨." in texts
    assert texts.count("no pixel of the scene") == 2 and "3 pixels, 20 % deep" in texts
    named = replace(library_results.settled, classes=np.array([1, 1, 2, 5, 7, 0]))
    assert "no pixel" not in text_of(replace(library_results, settled=named), parse)


def test_what_must_not_be_named_is_listed_with_its_spectra(library_results, parse):
    texts = parse(library_report(library_results)).texts
    assert row(texts, "other minerals")[0][0] == "🪨 (1)" and row(texts, "other surfaces")[0][0] == "明矾石 (1)"


def test_settings_stand_with_their_units(library_results, parse):
    texts = parse(library_report(library_results)).texts
    assert row(texts, "depth of the deepest absorption, drawn between")[0][:2] == ["2 – 45", "%"]
    assert row(texts, "noise, drawn between")[0][:2] == ["0.63 – 1.41", "times the noise of the scene"]


def test_many_records_are_cut_short(library_results, parse):
    first, *rest = library_results.prepared.simulation.endmembers
    many = replace(
        first,
        records=tuple(f"r{number}" for number in range(1, 10)),
        reflectance=np.repeat(first.reflectance[:1], 9, axis=0),
        absorptions=np.repeat(first.absorptions[:1], 9, axis=0),
    )
    library_results.prepared.simulation.endmembers = (many, *rest)
    assert "r1, r2, r3, r4, r5, r6, r7, r8, ..." in parse(library_report(library_results)).texts


def test_a_figure_fits_on_a_page(library_results, parse):
    """A panel a mineral, twelve a figure at most."""
    endmembers = library_results.prepared.simulation.endmembers
    minerals = with_colours([(number, f"m{number}") for number in range(11, 25)])
    library_results.prepared.simulation.endmembers = [replace(endmembers[0], name=each.name) for each in minerals]
    model = replace(library_results.model, classes=(*minerals, *library_results.model.classes[-2:]))
    page = parse(library_report(replace(library_results, model=model)))
    assert page.tags.count("svg") == 2
    assert {"Minerals 11 to 22", "Minerals 23 to 24"} <= set(page.texts)
