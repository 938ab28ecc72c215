# SPDX-License-Identifier: GPL-2.0-or-later
"""Text is escaped unless it is Html."""

from mineral_prune_plugin.reports.page import Cell, Html, element, facts_list, page, table


def test_text_is_escaped_in_content_and_attributes():
    assert element("p", "<b>", title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;</p>'


def test_html_stays_but_html_put_together_by_hand_is_text_again():
    bold = element("b", "x")
    assert element("p", bold) == "<p><b>x</b></p>"
    assert element("p", "a " + bold) == "<p>a &lt;b&gt;x&lt;/b&gt;</p>"


def test_a_table_names_its_columns_and_rows(parse):
    html = table(["Class", "n (pixels)"], [["<a>", Cell("3", "color: #999")], ["b", "4"]], "<caption>", marked=(1,))
    parsed = parse(html)
    assert parsed.texts == ["<caption>", "Class", "n (pixels)", "<a>", "3", "b", "4"]
    assert ("style", "color: #999") in parsed.attributes
    assert [value for name, value in parsed.attributes if name == "scope"] == ["col", "col", "row", "row"]
    assert html.index('class="marked"') > html.index("&lt;a&gt;")


def test_a_page_names_its_language_and_encoding():
    html = page("T", [Html("<p>x</p>")], tr={"en": "zh"}.get)
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>T</title>')


def test_a_page_forbids_browsers_to_fetch_and_to_run_anything():
    assert 'content="default-src &#x27;none&#x27;;' in page("T", []).replace("'", "&#x27;")


def test_no_facts_no_table():
    assert facts_list([]) == ""


def test_a_page_prints_whole():
    html = page("T", [])
    printed = html[html.index("@media print") :]
    assert (
        "page-break-inside: avoid" in printed and "table-header-group" in printed and "color-adjust: exact" in printed
    )
