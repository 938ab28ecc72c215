# SPDX-License-Identifier: GPL-2.0-or-later
"""The small pieces of a report: one self-contained HTML page, printable, without network or script.

Text is escaped unless it is Html, and only the functions below make Html. Html joined or formatted is plain text
again, so that a piece put together by hand is escaped rather than trusted.
"""

from dataclasses import dataclass
from html import escape
from typing import Union

# No grid, no flex box, no variables: QGIS 3.22 shows reports in QtWebKit, a browser of 2013.
STYLE = """
body { margin: 2em auto; padding: 0 1.5em; max-width: 64em; color: #222; background: #fff; line-height: 1.45;
  font-family: "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", "DejaVu Sans", "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; font-size: 15px; }
h1 { font-size: 1.7em; margin: 0 0 0.8em 0; padding-bottom: 0.3em; border-bottom: 2px solid #444; }
h2 { font-size: 1.25em; margin: 2em 0 0.6em 0; }
p { margin: 0.6em 0; }
.wide { overflow-x: auto; margin: 0.8em 0; }
table { border-collapse: collapse; font-size: 0.93em; }
caption { caption-side: bottom; text-align: left; color: #555; padding-top: 0.5em; font-size: 0.95em; }
th, td { padding: 0.3em 0.55em; border-bottom: 1px solid #ddd; text-align: right; vertical-align: top; }
th { font-weight: 600; }
tbody th { font-weight: normal; }
td { white-space: nowrap; }
thead th { border-bottom: 2px solid #888; vertical-align: bottom; font-size: 0.9em; word-break: keep-all; }
:lang(zh) thead th { word-break: normal; min-width: 4.2em; }
.words { text-align: left; min-width: 10.5em; white-space: normal; }
tr.marked td, tr.marked th { background-color: #fff3d6; font-weight: bold; }
table.facts th { text-align: left; min-width: 6em; color: #555; font-weight: normal; }
table.facts td { text-align: left; white-space: normal; word-break: break-word; }
.swatch { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.45em; border: 1px solid #777; }
.finding { border-left: 4px solid #0072b2; background-color: #f1f6fa; padding: 0.5em 0.9em; }
.verdict p:first-child { font-size: 1.12em; font-weight: 600; }
h2.part { font-size: 1.4em; margin-top: 2.5em; padding-top: 0.8em; border-top: 2px solid #444; }
.side { display: inline-block; vertical-align: top; max-width: 100%; margin-right: 1.2em; }
.figure { margin: 1em 0; }
.figure svg { max-width: 100%; height: auto; }
.map { max-width: 24em; }
.key { white-space: nowrap; }
.half { display: inline-block; vertical-align: top; width: 48%; min-width: 20em; margin: 0.6em 0.6em 0.6em 0; }
.figure p { color: #555; margin: 0.2em 0; font-size: 0.9em; }
@media (max-width: 40em) {
  body { margin: 1em auto; padding: 0 1em; }
  h1 { font-size: 1.4em; }
  .side { display: block; margin-right: 0; }
}
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; }
  h2 { page-break-after: avoid; }
  .verdict p:first-child { font-size: 1.12em; font-weight: 600; }
h2.part { page-break-before: always; margin-top: 0; border-top: none; padding-top: 0; }
  table { font-size: 8pt; }
  th, td { padding: 0.25em 0.35em; }
  tr, .figure, .finding { page-break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


# Whatever a page might hold by a mistake of ours, a browser that knows the policy fetches nothing and runs nothing.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
META = (
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)


class Html(str):
    """Markup that is put into a page as it stands."""


@dataclass(frozen=True)
class Cell:
    """A table cell with a style of its own. content : text, escaped, or Html; style : CSS, never from outside."""

    content: Union[str, Html]
    style: str = ""


def page(title, sections, tr=str):
    """The whole page.

    title    : text
    sections : pieces of Html
    tr       : translates an English sentence
    returns  : str, to be written as UTF-8
    """
    # Translators: the language code of your translation, such as zh.
    language = tr("en")
    head = element(
        "head", Html('<meta charset="utf-8">'), element("title", title), Html(META), element("style", Html(STYLE))
    )
    body = element("body", element("h1", title), *sections)
    return "<!DOCTYPE html>\n" + element("html", head, body, lang=language) + "\n"


def section(title, *pieces):
    """A heading and what stands below it. pieces : Html; empty ones vanish"""
    return _joined(element("h2", title), *pieces)


def paragraph(*content):
    return element("p", *content)


def finding(*content):
    """A paragraph that stands out: what the reader should take away."""
    return element("p", *content, **{"class": "finding"})


def facts_list(facts):
    """facts : (label, value) pairs of text, in reading order"""
    rows = [element("tr", element("th", label, scope="row"), element("td", value)) for label, value in facts]
    return element("table", element("tbody", *rows), **{"class": "facts"}) if rows else Html("")


def table(headings, rows, caption="", words=(0,), marked=()):
    """A table whose first column names its rows.

    headings : text of each column, with its unit
    rows     : a sequence of cells each: text, Html or Cell
    caption  : text below the table
    words    : numbers of the columns that hold words and read from the left; the others hold numbers
    marked   : numbers of the rows that stand out
    """
    head = element("thead", element("tr", *(_cell("th", text, k in words, "col") for k, text in enumerate(headings))))
    body = element("tbody", *(_row(row, words, number in marked) for number, row in enumerate(rows)))
    below = element("caption", caption) if caption else Html("")
    return element("div", element("table", below, head, body), **{"class": "wide"})


def figure(svg, caption):
    """svg : Html of figures.py; caption : text"""
    return element("div", svg, element("p", caption), **{"class": "figure"})


def half_figure(svg, caption):
    """The same as `figure`, two in a row where there is room. svg : Html; caption : text"""
    return element("div", svg, element("p", caption), **{"class": "figure half"})


def element(tag, *content, **attributes):
    """<tag attributes>content</tag>, all text escaped."""
    words = "".join(f' {name}="{escape(_writable(value), quote=True)}"' for name, value in attributes.items())
    return Html(f"<{tag}{words}>{_joined(*content)}</{tag}>")


def _joined(*content):
    return Html("".join(piece if isinstance(piece, Html) else escape(_writable(piece)) for piece in content))


def _writable(value):
    """As text, half characters (lone surrogates) as their codes: the name of a layer may hold one, a file cannot."""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def _row(cells, words, marked):
    first, others = cells[0], cells[1:]
    shown = [_cell("th", first, 0 in words, "row")]
    shown += [_cell("td", cell, k in words) for k, cell in enumerate(others, start=1)]
    return element("tr", *shown, **({"class": "marked"} if marked else {}))


def _cell(tag, cell, holds_words, scope=""):
    if not isinstance(cell, Cell):
        cell = Cell(cell)
    attributes = {"scope": scope, "class": "words" if holds_words else "", "style": cell.style}
    return element(tag, cell.content, **{name: value for name, value in attributes.items() if value})
