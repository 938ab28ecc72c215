# SPDX-License-Identifier: GPL-2.0-or-later
"""Every measured number in README.md and docs/*.md has a row in docs/claims.csv, and agrees with its results file.

A row of the ledger: the page; a text that stands once in it, and ends or nearly ends with the number; the number, with
its interval where it has one; the results file; the line there, by a phrase that only this line has, or only this line
below a heading (`heading > phrase`); the number as that line prints it, which the page may round; the command that
makes the file.

What counts as measured: a number with decimals, with a unit, or with ±, and every number beside the first column of a
table that has ±; but for NOT_MEASURED. Numbers in words ("a quarter of a point") and in code are not read.
"""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
RESULTS = ROOT / "benchmarks" / "results"
CHINESE = ".zh_CN.md"
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.glob("*.md") if not path.name.endswith(CHINESE))]
IN_BOTH = [path for path in PAGES if path.with_name(path.stem + CHINESE).exists()]
COLUMNS = ["page", "text", "number", "results", "row", "value", "command"]

NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?!\w|[.,]\d)")
SIGNED = re.compile(r"(?<![\w.,+−-])[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?!\w|[.,]\d)")
LONG = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+\.\d+)(?!\d|\.\d)")  # between Chinese characters too
UNITS = r"s|ms|seconds?|[MG]B|points?|times|parameters|Mpixel(?:/s)?|images|epochs|rounds|seeds|draws"
UNIT_AFTER = re.compile(rf"\s*(?:%|±|(?:{UNITS})\b)")
INTERVAL_BEFORE = re.compile(r"±\s*$")
NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|doi:\S+|\b\d{4}, \d+\(\d+\): [\d-]+", flags=re.DOTALL)
NOT_MEASURED = [
    r"QGIS \d\.\d+",  # a version
    r"(?:\d\.\d+(?:,\s+|\s+to\s+|\s+and\s+))*\d\.\d+\s+µm",  # wavelengths
    r"(?:2\.0|0\.4)\s+(?:to|and)\s+(?:2\.48|1\.3)\b",  # and in a table of them
    r"such\s+as\s+1\.99\s+to\s+2\.48",  # wavelengths that a user might type
    r"scale\s+factor\s+in\s+the\s+header\s+\(0\.0001",  # a scale factor
    r"confidence\s+of\s+0\.9\s",  # a value that the map may show
    r"95\s+%\s+confidence\s+intervals?",  # the level of every interval
    r"\(about\s+200\s+MB\)",  # what PyTorch publishes
    r"drops,\s+while\s+it\s+learns,\s+70\s+%",  # a default setting
    r"as\s+at\s+most\s+1\s+point\)",  # the margin that was set beforehand
    r"an\s+accuracy\s+of\s+94\s+%\s+has.*?±\s+2\.5\s+points\s+\(from\s+the\s+binomial\s+distribution\)",  # computed
    r"for\s+4\s+Mpixel\s+of\s+50\s+bands",  # the size of the cube that was made for it, 2000 x 2000
    r"Deng\s+et\s+al\.\s+2022",  # a year
    r"GPL-2\.0",
    r",\s+4\.2\s+to\s+5\.0\s+\(98b7ca8",  # versions of another plugin
]

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def ledger():
    with open(DOCS / "claims.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_pattern(text):
    """The text, wherever its lines break."""
    return r"\s+".join(map(re.escape, text.split()))


def without_code(page):
    """The text of a page; code, the targets of links and citations are blanks of the same length."""
    return NO_PROSE.sub(lambda part: " " * len(part[0]), page.read_text(encoding="utf-8"))


def spans_of_claims(page):
    """(start, end) of each number in the page's text that the ledger answers for."""
    text = page.read_text(encoding="utf-8")
    for claim in ledger():
        if ROOT / claim["page"] == page:
            for quote in re.finditer(words_pattern(claim["text"]), text):
                yield from spans_of_number(claim["number"], text, *quote.span())


def spans_of_number(number, text, start, end):
    """(start, end) of each part of the last such number between start and end, as `95.65 ± 0.10` has two."""
    places = [match for match in re.finditer(words_pattern(number), text[:end]) if match.start() >= start]
    for part in NUMBER.finditer(text, *places[-1].span()) if places else ():
        yield part.span()


def spans_of_measurements(page):
    """(start, end) of each number in the page that must be in the ledger."""
    text = without_code(page)
    settings = [match.span() for pattern in NOT_MEASURED for match in re.finditer(pattern, text, flags=re.DOTALL)]
    measured_cells = list(spans_of_measured_cells(text))
    first_cells = [match.span() for match in re.finditer(r"^\|[^|\n]*\|", text, flags=re.MULTILINE)]
    for match in NUMBER.finditer(text):
        if inside(match, settings) or inside(match, first_cells):
            continue
        has_unit = UNIT_AFTER.match(text, match.end()) or INTERVAL_BEFORE.search(text[: match.start()])
        if "." in match[0] or has_unit or inside(match, measured_cells):
            yield match.span()


def spans_of_measured_cells(text):
    """(start, end) of the rows, less the first cell, of each table that has ±."""
    for table in re.finditer(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        if "±" in table[0]:
            rows = list(re.finditer(r"^\|[^|\n]*(\|.*)$", table[0], flags=re.MULTILINE))
            for row in rows[2:]:  # after the headings and their rule
                yield table.start() + row.start(1), table.start() + row.end(1)


def inside(match, spans):
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def lines_named(row, text):
    """Lines of a results file that `heading > phrase` or `phrase` names."""
    *headings, phrase = row.split(" > ")
    for heading in headings:
        text = section(heading, text)
    return [line for line in text.splitlines() if phrase in line]


def section(heading, text):
    """What follows a heading, up to the next one that is not below it; empty where there is none, or more than one."""
    starts = list(re.finditer(rf"^(#+) {re.escape(heading)}.*$", text, flags=re.MULTILINE))
    if len(starts) != 1:
        return ""
    rest = text[starts[0].end() :]
    following = re.search(rf"^#{{1,{len(starts[0][1])}}} ", rest, flags=re.MULTILINE)
    return rest[: following.start()] if following else rest


def agree(number, value):
    """Whether the page's number is the results' value, perhaps rounded; a sign in the page must be the same."""
    ours, theirs = SIGNED.findall(number), SIGNED.findall(value)
    return len(ours) == len(theirs) > 0 and all(map(rounds_to, ours, theirs))


def rounds_to(ours, theirs):
    ours, theirs = (Decimal(text.replace(",", "").replace("−", "-")) for text in (ours, theirs))
    if not str(ours).startswith("-"):
        theirs = abs(theirs)
    return abs(ours - theirs) <= Decimal(5).scaleb(ours.as_tuple().exponent - 1)


def test_the_ledger_names_pages_and_results_that_are_there():
    claims = ledger()
    assert claims and list(claims[0]) == COLUMNS
    assert [claim for claim in claims if None in claim.values() or None in claim or not all(claim.values())] == []
    assert {ROOT / claim["page"] for claim in claims} <= set(PAGES)
    assert {claim["results"] for claim in claims} <= {f"benchmarks/results/{path.name}" for path in RESULTS.iterdir()}


def test_every_claim_stands_once_in_its_page():
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    wrong = [
        claim["text"]
        for claim in ledger()
        if len(re.findall(words_pattern(claim["text"]), texts[ROOT / claim["page"]])) != 1
        or not re.search(rf"(?<![\d.,]){words_pattern(claim['number'])}(?![\d]|[.,]\d)", claim["text"])
    ]
    assert wrong == []


def test_every_claim_is_what_its_results_file_says():
    wrong = []
    for claim in ledger():
        lines = lines_named(claim["row"], (ROOT / claim["results"]).read_text(encoding="utf-8"))
        value = rf"(?<![\d.,]){re.escape(claim['value'])}(?![\d]|[.,]\d)"
        if len(lines) != 1 or not re.search(value, lines[0]) or not agree(claim["number"], claim["value"]):
            wrong.append((claim["page"], claim["number"], claim["row"], claim["value"], lines))
    assert wrong == []


@every_page
def test_every_measured_number_is_in_the_ledger(page):
    text = page.read_text(encoding="utf-8")
    missing = set(spans_of_measurements(page)) - set(spans_of_claims(page))
    assert [text[max(0, start - 50) : end + 20] for start, end in sorted(missing)] == []


def test_exceptions_are_needed():
    texts = [without_code(page) for page in PAGES]
    assert [pattern for pattern in NOT_MEASURED if not any(re.search(pattern, t, flags=re.DOTALL) for t in texts)] == []


@pytest.mark.parametrize("page", IN_BOTH, ids=lambda path: path.name)
def test_the_chinese_page_states_the_same_numbers(page):
    def long_numbers(path):
        return Counter(LONG.findall(without_code(path)))

    assert long_numbers(page) == long_numbers(page.with_name(page.stem + CHINESE))


def test_commands_of_the_ledger_exist():
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    commands = {f"make {target}" for target in targets}
    for path in (ROOT / "benchmarks").rglob("*.py"):
        module = path.relative_to(ROOT).with_suffix("")
        parts = module.parts[:-1] if module.name == "__main__" else module.parts
        commands.add("python -m " + ".".join(parts))
    assert {claim["command"] for claim in ledger()} - commands == set()
