# SPDX-License-Identifier: GPL-2.0-or-later
"""What the log of a training and a pruning ends with: the accuracy, the weakest mineral, how far the test is away."""

import re

import numpy as np
import pytest

from mineral_prune_plugin.algorithms.in_short import weakest
from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.classes import with_colours

CLASSES = tuple(with_colours([(1, "alunite"), (2, "kaolinite"), (3, "halloysite")]))


def confusion(*rows, unclassified=(0, 0, 0)):
    return Confusion(CLASSES, np.array(rows, np.int64), np.array(unclassified, np.int64))


@pytest.mark.parametrize("matrix, sentence", [
    (confusion((9, 1, 0), (2, 17, 1), (0, 0, 5)), "Weakest: kaolinite, of which 85 % is identified; it is most often "
     "taken for alunite."),
    (confusion((9, 1, 0), (1, 17, 2), (0, 0, 0)), "Weakest: kaolinite, of which 85 % is identified; it is most often "
     "taken for halloysite."),
    (confusion((9, 1, 0), (1, 15, 1), (0, 0, 5), unclassified=(0, 3, 0)), "Weakest: kaolinite, of which 75 % is "
     "identified; it is most often left unclassified."),
])  # fmt: skip
def test_the_weakest_mineral_is_named_with_what_becomes_of_it(matrix, sentence):
    assert [str(notice) for notice in weakest(matrix)] == [sentence]


def test_where_all_are_identified_none_is_the_weakest():
    assert list(weakest(confusion((9, 0, 0), (0, 0, 0), (0, 0, 5)))) == []


def last_lines(told):
    """Of the log, before the results that QGIS lists."""
    return [line for line in told(remarks=True).splitlines() if not line.startswith("Results: ")]


def check_ending(told, samples, oa):
    lines = last_lines(told)[-3:]
    assert lines[0].startswith(f"Overall accuracy on {samples}: {oa:.1f} % (95 % interval ")
    assert re.fullmatch(r"Weakest: \w+, of which [0-9]+ % is identified; it is most often taken for \w+\.", lines[1])
    assert re.match(r"Half of the test samples lie within [0-9]+\.[0-9] pixels of a training sample", lines[2])


def test_training_and_pruning_end_with_the_accuracy_in_sentences(run, chain, told, tmp_path):
    model, pruned = str(tmp_path / "model.safetensors"), str(tmp_path / "pruned.safetensors")
    given = {"INPUT": chain.scene, "SAMPLES": chain.samples}
    results = run("trainmodel", **given, EPOCHS=4, UNLABELLED=0, MODEL=model)
    assert 0 < results["TEST_OA"] < 100
    check_ending(told, "70 test samples", results["TEST_OA"])
    pruning = {"ITERATIONS": 1, "RETRAIN_EPOCHS": 2, "CONTROLS": False, "UNLABELLED": 0}
    results = run("prunemodel", **given, MODEL=model, **pruning, OUTPUT=pruned)
    check_ending(told, "70 test samples", results["TEST_OA"])


def test_validation_samples_are_not_taken_for_a_test(run, paint, points, told, tmp_path):
    points.setSubsetString("split <> 'test'")
    scene = paint(*["rrrrrrggggggbbbbbb"] * 18)
    few = {"EPOCHS": 400, "UNLABELLED": 0, "FEATURES": "reflectance", "MODEL": str(tmp_path / "m.safetensors")}
    results = run("trainmodel", INPUT=scene, SAMPLES=points, **few)
    assert results["OA"] == 100 and results["TEST_OA"] is None
    assert last_lines(told)[-1].startswith(
        "There are no test samples. Overall accuracy on 36 validation samples, which also chose"
    )
    assert "Weakest" not in told(remarks=True)
