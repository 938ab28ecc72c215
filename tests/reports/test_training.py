# SPDX-License-Identifier: GPL-2.0-or-later
"""The training report states each accuracy with its split and its interval."""

from dataclasses import replace

from mineral_prune_plugin.reports.training import training_report


def test_matrix_and_accuracies_are_those_of_the_confusion(history, table, parse):
    texts = parse(training_report([("Seed", "7")], history, table)).texts
    start = texts.index("Reference \\ identified as")
    assert texts[start : start + 8] == [
        "Reference \\ identified as", "1", "2", "5", "7", "Unclassified", "All", "Producer's accuracy (%)",
    ]  # fmt: skip
    assert texts[start + 8 : start + 16] == ["1 <script>alert(1)</script>", "8", "1", "0", "0", "0", "9", "88.89"]
    assert texts[texts.index("User's accuracy (%)") :][:5] == [
        "User's accuracy (%)",
        "80.00",
        "85.71",
        "100.00",
        "0.00",
    ]
    # 8 of 9, with the interval that Wilson's formula gives by hand
    assert "8 / 9" in texts and "56.50" in texts and "98.01" in texts
    assert "0 / 0" in texts  # a class without reference pixels has no accuracy, and says so


def test_each_accuracy_states_its_split(history, table, parse):
    without, both = (parse(training_report([], history, table, test)).texts for test in (None, table))
    assert "validation" in without and "test" not in without
    assert "Confusion matrix: test samples" in both
    assert (
        "The test samples were used once, at the end, for the model that is kept; nothing was chosen by them." in both
    )


def test_the_accuracy_with_unclassified_samples_wrong_is_told_where_there_are_some(history, table, parse):
    """Of 30 reference samples 23 are right and 3 unclassified."""
    sentence = "With the 3 unclassified validation samples counted as wrong, the accuracy is 76.67 %."
    assert sentence in parse(training_report([], history, table)).texts
    none = replace(table, unclassified=0 * table.unclassified)
    assert "counted as wrong" not in " ".join(parse(training_report([], history, none, none)).texts)


def test_a_colour_that_is_no_colour_is_left_out(history, table):
    html = training_report([], history, table)
    assert "example.org" not in html and 'style="background-color: #' in html


def test_the_spectra_of_the_minerals_are_shown_where_there_are_wavelengths(history, table, means, parse):
    texts = parse(training_report([], history, table, spectra=((2.0, 2.1, 2.2, 2.3), means))).texts
    assert "Spectra of the minerals" in texts and "diagnostic absorption" in " ".join(texts)
    assert "band kept" not in " ".join(texts)
    assert "Spectra of the minerals" not in parse(training_report([], history, table)).texts
