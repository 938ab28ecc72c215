# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds of every report in a real browser, where one is installed."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import LAPTOP, PHONE, PRINT, as_printed, measured

from mineral_prune_plugin.reports.page import META, POLICY, Html, page
from mineral_prune_plugin.reports.pruning import pruning_report

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "i18n" / "mineral_prune_zh_CN.ts"


def chinese():
    """What translates an English sentence, as in QGIS."""
    messages = ElementTree.parse(TRANSLATIONS).iter("message")
    known = {message.findtext("source"): message.findtext("translation") for message in messages}
    return lambda sentence: known.get(sentence) or sentence


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_wider_than_a_phone_a_laptop_or_a_printed_page_and_nothing_is_fetched(reports, language, tmp_path):
    tr = chinese() if language == "zh" else str
    texts = {name: make(tr) for name, make in reports.items()}
    assert all(f'<html lang="{language}' in text for text in texts.values())
    assert all(POLICY in text for text in texts.values())
    texts = {name: text.replace(META, "") for name, text in texts.items()}
    cases = [(name, width) for name in texts for width in (PHONE, LAPTOP, PRINT)]
    pages = [(as_printed(texts[name]) if width == PRINT else texts[name], width) for name, width in cases]
    seen = dict(zip(cases, measured(pages, tmp_path)))
    assert [each["inner"] for each in seen.values()] == [width for _, width in cases]
    assert {case: each["wide"] for case, each in seen.items() if each["wide"] > case[1]} == {}
    assert {case: each["fetched"] for case, each in seen.items() if each["fetched"]} == {}


def test_what_pruning_did_is_told_within_two_screens_of_a_laptop(trace, table, look, cover, tmp_path):
    rows = [replace(trace.rows[1], iteration=iteration) for iteration in range(1, 7)]
    long = replace(trace, rows=(trace.rows[0], *rows))
    text = pruning_report([("Bands", "50")] * 8, long, table, table, str, None, look, cover=cover)
    (seen,) = measured([(text, LAPTOP)], tmp_path)
    tops = dict(seen["headings"])
    assert 800 < tops["Details"] < 1600 and tops["Iterations"] < tops["Details"] < tops["Controls"]


def test_a_page_that_is_too_wide_or_fetches_would_be_seen(tmp_path):
    wide = Html('<img src="http://127.0.0.1:9/x.png"><div style="width: 2000px">x</div>')
    (seen,) = measured([(page("A page", [wide]).replace(META, ""), LAPTOP)], tmp_path)
    assert seen["wide"] >= 2000 and seen["fetched"] == ["http://127.0.0.1:9/x.png"]
