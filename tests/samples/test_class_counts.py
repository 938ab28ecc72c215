# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers of samples a class, as a geologist writes them."""

import pytest

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import ClassCountMissing, ClassCountUnreadable, ClassCountUnused
from mineral_prune_plugin.samples.class_counts import parse_class_counts


@pytest.mark.parametrize(
    ("text", "alunite", "calcite"),
    [
        ("240", 240, 240),
        (" 0 ", 0, 0),
        ("alunite=400, 240", 400, 240),
        ("240; Alunite = 400", 400, 240),
        ("alunite=400,CALCITE=7", 400, 7),
    ],
)
def test_a_number_for_all_or_by_name(text, alunite, calcite):
    counts = parse_class_counts("TRAIN", text)
    assert counts.of(with_colour(1, "alunite")) == alunite
    assert counts.of(with_colour(2, " Calcite")) == calcite


@pytest.mark.parametrize(
    "text", ["", " , ", "many", "-5", "1.5", "alunite=", "alunite=x", "99999999999", "\u0665", "=-1"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ClassCountUnreadable) as refused:
        parse_class_counts("TRAIN", text)
    assert refused.value.facts == {"parameter": "TRAIN", "found": text}


def test_a_class_without_a_number_is_refused_by_name():
    with pytest.raises(ClassCountMissing) as refused:
        parse_class_counts("TRAIN", "alunite=5").of(with_colour(2, "calcite"))
    assert refused.value.facts == {"parameter": "TRAIN", "mineral": "calcite"}


def test_a_name_that_the_labels_do_not_hold_is_refused():
    counts = parse_class_counts("TRAIN", "alunit=5, 7")
    with pytest.raises(ClassCountUnused) as refused:
        counts.check_used(["Calcite", "alunite"])
    assert refused.value.facts == {"parameter": "TRAIN", "mineral": "alunit", "minerals": "alunite, calcite"}
    parse_class_counts("TRAIN", "ALUNITE=5").check_used(["Calcite", "alunite"])
