# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages name what the window shows by the words that it shows: in *italics*, in Chinese in quotation marks.

Each is a sentence of the plugin, or part of a message with `...` for what changes, or one of QGIS's own words.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "i18n" / "mineral_prune_zh_CN.ts"
NAMES = ["README.md"]
NAMES += [f"docs/{page}.md" for page in ("choosing", "guide", "no-labels", "what-pruning-is-worth", "your-data")]
CHINESE_NAMES = [name.replace(".md", ".zh_CN.md") for name in NAMES[1:]]
ITALICS = re.compile(r"(?<![*\w])\*([^*]+)\*(?![*\w])")
QUOTES = re.compile(r"“([^”]+)”")
QGIS_WORDS = {
    *("Run", "...", "Save to File...", "Advanced Parameters", "Run as Batch Process...", "Installed", "OSGeo4W Shell"),
    *("Models > Add Model to Toolbox...", "Processing > Toolbox", "Processing > Results Viewer"),
    "Plugins > Manage and Install Plugins > Install from ZIP",
    *("运行", "保存到文件...", "高级参数", "以批处理方式运行...", "将模型添加到工具箱…"),
    *("数据处理 > 工具箱", "数据处理 > 结果查看器"),
}
NAMES_OF_THINGS = {"Mineral Prune", "Infrared and Laser Engineering", "Journal of Signal Processing (信号处理)"}
OUR_MENU = re.compile(r"(?:Plugins|插件) > Mineral Prune > (.+)")


def sentences(tag):
    """The plugin's sentences as QGIS shows them: `source` in English, `translation` in Chinese."""
    return {message.findtext(tag) for message in ElementTree.parse(TRANSLATIONS).iter("message")}


def shown_words(name, marks):
    """What a page puts between such marks, without its code and with one blank for each line break."""
    text = re.sub(r"`[^`]*`", "", (ROOT / name).read_text(encoding="utf-8"))
    words = (" ".join(word.split()) for word in marks.findall(text))
    return {OUR_MENU.sub(r"\1", word) for word in words} - QGIS_WORDS - NAMES_OF_THINGS


def in_a_message(words, known):
    """Whether a message reads so; `...` and numbers stand for what the message fills in."""
    parts = [re.escape(part) for part in re.split(r"\s*\.\.\.\s*|\d+", words)]
    return any(re.search(".+".join(parts), sentence) for sentence in known)


@pytest.mark.parametrize("name", NAMES)
def test_words_in_italics_are_those_that_the_window_shows(name):
    known = sentences("source")
    strange = shown_words(name, ITALICS) - known
    assert [words for words in strange if "..." not in words or not in_a_message(words, known)] == []


@pytest.mark.parametrize("name", CHINESE_NAMES)
def test_chinese_words_in_quotation_marks_are_those_that_the_window_shows(name):
    assert shown_words(name, QUOTES) - sentences("translation") == set()
