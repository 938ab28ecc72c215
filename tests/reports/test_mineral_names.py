# SPDX-License-Identifier: GPL-2.0-or-later
"""A Chinese report calls every mineral that the plugin knows by its Chinese name too, wherever it stands."""

import re

import numpy as np
import pytest

from mineral_prune_plugin.assessment.by_area import of_reference_classes
from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.reports.by_area import areas_table, by_area_rows, by_area_words, weighted_section

NAMES = {"alunite": "明矾石", "muscovite": "白云母", "kaolinite": "高岭石", "chalcedony": "玉髓"}


@pytest.fixture
def classes():
    return tuple(with_colour(number, name) for number, name in zip((1, 2, 5, 7), NAMES))


def chinese(sentence):
    return "zh-CN" if sentence == "en" else sentence


def bare_names(html):
    """The names that stand without their Chinese in the page's text; a figure's text is another matter."""
    text = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", str(html), flags=re.DOTALL)
    for name, shown in NAMES.items():
        text = text.replace(f"{shown}（{name}）", "")
    return [name for name in NAMES if name in text]


def test_no_report_in_chinese_leaves_a_known_mineral_in_english(report):
    assert bare_names(report(chinese)) == []
    assert "（" not in report()


def test_the_table_by_area_is_in_chinese_and_its_file_is_not(classes):
    counts = np.array([[8, 1, 0, 0], [2, 6, 0, 0], [0, 0, 9, 1], [0, 0, 0, 0]])
    estimate = of_reference_classes(Confusion(classes, counts, np.zeros(4, int)), np.array([900, 400, 300, 50]))
    pieces = areas_table(estimate, 1.0, chinese), weighted_section(estimate, chinese)
    words = "".join(map(str, by_area_words(estimate, 1.0, chinese)))
    assert [bare_names(piece) for piece in (*pieces, words)] == [[], [], []]
    assert "Without: 玉髓（chalcedony）" in words
    assert {row[0] for row in by_area_rows(estimate, 1.0)} == {"", "alunite", "muscovite", "kaolinite"}
