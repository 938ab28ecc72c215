# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of polygons left out: the accuracy first, by polygons, and what is not part of it."""

from dataclasses import replace

from mineral_prune_plugin.reports.training import left_out_report


def texts_of(parse, history, left_out):
    return parse(left_out_report([("Seed", "7")], history, *left_out)).texts


def test_the_accuracy_stands_first_with_an_interval_of_as_many_trials_as_polygons(history, left_out, parse):
    texts = texts_of(parse, history, left_out)
    # 14 of 20 pixels right: Wilson's interval of 0.7 by 5 trials
    assert texts.index("70.0 % of the pixels of 5 polygons (95 % interval: 29.9 to 92.7 %).") < texts.index("Class")
    assert "Validation samples" not in texts and not any("Test samples" in text for text in texts)


def test_each_class_states_its_polygons(history, left_out, parse):
    texts = texts_of(parse, history, left_out)
    start = texts.index("1 <script>alert(1)</script>")
    assert texts[start + 1 : start + 4] == ["3", "10 / 12", "83.3"]
    assert "0 / 0" in texts and "–" in texts  # of a single polygon: never left out


def test_minerals_of_a_single_polygon_are_named_where_there_are_some(history, left_out, parse):
    assert "Of a single polygon, so never left out, and not part of this accuracy: 明矾石, 🪨." in " ".join(
        texts_of(parse, history, left_out)
    )
    judged, accuracy = left_out
    assert "never left out" not in " ".join(texts_of(parse, history, (replace(judged, alone=()), accuracy)))


def test_the_calibration_states_its_error_before_and_after(history, left_out, parse):
    joined = " ".join(texts_of(parse, history, left_out))
    assert "a temperature of 2.50" in joined and "was 21.0 % before and is 3.0 % after" in joined
    assert "Chosen: linear discriminants." in joined
