# SPDX-License-Identifier: GPL-2.0-or-later
"""The facts of a model say what it leaves unclassified, where it does."""

from dataclasses import replace

from making import random_model

from mineral_prune_plugin.models.reject import OTHER_MINERAL, UNLIKE, Reject
from mineral_prune_plugin.reports.model_facts import compared_facts, model_facts, reject_facts
from mineral_prune_plugin.reports.numbers import NONE

PLAIN = random_model(numbers=(1, 2, 4, 7))
REJECTING = replace(PLAIN, reject=Reject({4: UNLIKE, 7: OTHER_MINERAL}))
MEANINGS = "another mineral of the library; unlike all training spectra"


def test_a_line_more_says_what_a_model_leaves_unclassified_and_sizes_are_those_of_the_network():
    plain, rejecting = dict(model_facts(PLAIN, "scene.tif")), dict(model_facts(REJECTING, "scene.tif"))
    assert rejecting == {**plain, "Left unclassified": MEANINGS} and "Left unclassified" not in plain
    assert rejecting["Network"] == "4-5-4"


def test_its_words_are_translated_one_by_one():
    assert reject_facts(REJECTING, str.upper) == [("LEFT UNCLASSIFIED", MEANINGS.upper())]


def test_compared_models_show_it_where_one_of_them_rejects():
    assert compared_facts(PLAIN, REJECTING)[-1] == ("Left unclassified", NONE, MEANINGS)
    assert compared_facts(REJECTING, PLAIN)[-1] == ("Left unclassified", MEANINGS, NONE)
    assert compared_facts(PLAIN, PLAIN) == compared_facts(PLAIN, REJECTING)[:-1]
