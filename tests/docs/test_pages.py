# SPDX-License-Identifier: GPL-2.0-or-later
"""README and the pages of docs: pictures are there and are used, links lead somewhere, languages tell the same."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SCREENSHOTS = ROOT / "scripts" / "screenshots.md"
PAGES = [*sorted(DOCS.glob("*.md")), SCREENSHOTS, ROOT / "README.md"]
CHINESE = ".zh_CN.md"
IN_BOTH = [path for path in PAGES if path.parent == DOCS and path.with_name(path.stem + CHINESE).exists()]
LANGUAGES = ("en", "zh_CN")
LARGEST_PICTURE, ALL_PICTURES = 200_000, 3_000_000  # bytes
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
every_pair = pytest.mark.parametrize("page", IN_BOTH, ids=lambda path: path.name)


def text_of(page):
    return page.read_text(encoding="utf-8")


def headings(page):
    """(level, anchor) of each heading, outside of code."""
    prose = re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)
    return [(len(level), anchor(title)) for level, title in re.findall(r"^(#+) (.+)$", prose, flags=re.MULTILINE)]


def anchor(title):
    """As the usual sites make it: small letters, hyphens for spaces, no other signs."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def inner_links(page):
    return [link for link in LINK.findall(text_of(page)) if "://" not in link]


def pictures(page):
    return [path for _, path in PICTURE.findall(text_of(page))]


def test_the_guide_and_the_pages_beside_it_are_in_both_languages():
    assert [path.name for path in IN_BOTH] == [
        "archive.md",
        "choosing.md",
        "guide.md",
        "no-labels.md",
        "promises.md",
        "what-pruning-is-worth.md",
        "your-data.md",
    ]


def test_readme_says_how_to_begin_before_what_it_is_worth():
    assert [name for level, name in headings(ROOT / "README.md") if level == 2] == [
        "what-it-is-for",
        "install",
        "first-map",
        "which-rasters-work",
        "the-algorithms",
        "what-it-is-worth",
        "for-developers",
        "how-to-cite",
        "licence",
    ]


def test_continuous_integration_runs_the_test_command_of_the_readme():
    first_block = re.search(r"```sh\n(.*?)```", text_of(ROOT / "README.md"), flags=re.DOTALL)[1]
    demo, test = (line.partition("#")[0].strip() for line in first_block.splitlines())
    assert (demo, test) == ("make demo", "make test")
    assert text_of(ROOT / ".ci" / "run").splitlines()[-1] == f"exec {test}"


@every_page
def test_links_lead_somewhere(page):
    for link in inner_links(page):
        path, _, place = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not place or place in [name for _, name in headings(target)], link


@every_page
def test_pictures_say_in_words_what_they_show(page):
    assert all(len(words) > 4 for words, _ in PICTURE.findall(text_of(page)))


@every_pair
def test_both_languages_have_the_same_parts_and_pictures(page):
    chinese = page.with_name(page.stem + CHINESE)
    assert [level for level, _ in headings(page)] == [level for level, _ in headings(chinese)]
    assert [path.replace("/en/", "/zh_CN/") for path in pictures(page)] == pictures(chinese)


@every_pair
def test_both_languages_have_the_same_tables(page):
    """Numbers in tables must not drift apart when one language is brought up to date."""

    def rows(path):
        lines = [line for line in text_of(path).splitlines() if line.startswith("|")]
        return [sorted(NUMBER.findall(line)) for line in lines]

    assert rows(page) == rows(page.with_name(page.stem + CHINESE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_used_and_explained(language):
    there = {path.name for path in (DOCS / "images" / language).glob("*.png")}
    pages = [page if language == "en" else page.with_name(page.stem + CHINESE) for page in IN_BOTH]
    assert there == {Path(path).name for page in pages for path in pictures(page) if path.startswith("images/")}
    assert there == set(re.findall(r"^\| `(\w+\.png)` \|", text_of(SCREENSHOTS), flags=re.MULTILINE))


def test_pictures_stay_small():
    sizes = {path: path.stat().st_size for path in (DOCS / "images").rglob("*.png")}
    assert sizes and max(sizes.values()) <= LARGEST_PICTURE
    assert sum(sizes.values()) <= ALL_PICTURES


def test_sources_of_the_comparison_are_named_once_and_used():
    text = text_of(DOCS / "comparison.md")
    named = re.findall(r"^- \[([A-Z]\d+)\]", text, flags=re.MULTILINE)
    used = set(re.findall(r"(?<!- )\[([A-Z]\d+)\]", text))
    assert len(named) == len(set(named)) and set(named) == used
