# SPDX-License-Identifier: GPL-2.0-or-later
"""The translations are whole and up to date: every sentence of the code, its named places, and the compiled file."""

import importlib.util
import re
import string
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "resources" / "i18n").glob("*.ts"))
REMEDY = "run make translate, translate what is unfinished, run it again (ARGS=--drop-vanished for leftovers)"


def script():
    spec = importlib.util.spec_from_file_location("translate", ROOT / "scripts" / "translate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = script()
SENTENCES = translate.collect(translate.PLUGIN)
every_language = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def places(text):
    """The named places of a sentence with how each is written: {first:.3f}."""
    return sorted((name, how) for _, name, how, _ in string.Formatter().parse(text) if name is not None)


def own_words(text):
    """What stays as it is in any language: parameter names, file endings and names of choices with an equals sign."""
    return set(re.findall(r"[A-Z]{2,}_[A-Z_]+|\b[A-Z]+=\w+|\.qml|\.safetensors", text))


def test_there_is_chinese_and_there_are_sentences():
    assert [path.name for path in FILES] == ["mineral_prune_zh_CN.ts"]
    assert len(SENTENCES) > 300
    assert {"Train model", "Cancelled; no output was written.", "train"} <= set(SENTENCES)


@every_language
def test_every_sentence_of_the_code_is_translated_and_no_other(path):
    there = translate.read(path)
    assert sorted(set(SENTENCES) - set(there)) == [], REMEDY
    assert sorted(set(there) - set(SENTENCES)) == [], REMEDY
    assert [text for text, translation in there.items() if translation.state or not translation.text] == [], REMEDY


@every_language
def test_named_places_and_paragraphs_and_own_words_survive(path):
    there = {text: translation.text for text, translation in translate.read(path).items()}
    assert [text for text in there if places(text) != places(there[text])] == []
    assert [text for text in there if text.count("\n") != there[text].count("\n")] == []
    assert [text for text in there if not own_words(text) <= own_words(there[text])] == []


def test_chinese_is_written_as_chinese_is():
    """Full-width commas between Chinese characters, and no blank before a percent sign."""
    there = translate.read(ROOT / "resources" / "i18n" / "mineral_prune_zh_CN.ts")
    wrong = re.compile("[\u4e00-\u9fff][,;:!?(.]|[)][\u4e00-\u9fff]| %|  ")
    assert [translation.text for translation in there.values() if wrong.search(translation.text)] == []


@every_language
def test_the_file_is_what_make_translate_writes(path):
    merged = translate.merge(SENTENCES, translate.read(path))
    assert path.read_text(encoding="utf-8") == translate.written(SENTENCES, merged, translate.language_of(path)), REMEDY


@every_language
def test_the_compiled_file_is_that_of_the_translations(path):
    from qgis.PyQt.QtCore import QTranslator

    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    there = translate.read(path)
    assert [text for text in there if translator.translate("MineralPrune", text) != there[text].text] == [], REMEDY


def test_what_changes_in_the_code_is_told_apart(tmp_path):
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    (plugin / "a.py").write_text('# Translators: a colour\ntr("red")\nself.tr("a < b " "& c")\ntr(split)\n')
    (plugin / "b.py").write_text('translate("red")\nQT_TRANSLATE_NOOP("MineralPrune", "new")\ntranslate("C", "two")\n')
    found = translate.collect(plugin)
    assert list(found) == ["a < b & c", "new", "red", "two"]
    assert (found["red"].files, found["red"].note) == (["plugin/a.py", "plugin/b.py"], "a colour")

    old = {
        "red": translate.Translation("红", ""),
        "old": translate.Translation("旧", ""),
        "never": translate.Translation(),
    }
    file = tmp_path / "mineral_prune_zh_CN.ts"
    merged = translate.merge(found, old)
    file.write_text(translate.written(found, merged, "zh_CN"), encoding="utf-8")
    there = translate.read(file)
    assert there == merged
    assert {text: (t.text, t.state) for text, t in there.items()} == {
        "a < b & c": ("", "unfinished"), "new": ("", "unfinished"), "red": ("红", ""), "two": ("", "unfinished"),
        "old": ("旧", "vanished"),
    }  # fmt: skip
    assert "old" not in translate.merge(found, there, drop_vanished=True)
    assert translate.merge({**found, "old": found["red"]}, there)["old"] == translate.Translation("旧", "")


@pytest.mark.parametrize("code", ['tr(f"{n} pixels")', 'tr("a" + b)', 'tr("{n}".format(n=1))', 'tr("a" if b else "c")'])
def test_a_sentence_that_translators_would_not_see_is_refused(code):
    with pytest.raises(SystemExit, match="room.py:2: "):
        list(translate.sentences_of(f"\n{code}\n", "room.py"))


def test_a_ts_file_becomes_a_qm_file(tmp_path):
    if translate.lrelease() is None:
        pytest.skip("lrelease is not installed; only those who translate need it")
    file = tmp_path / "mineral_prune_zh_CN.ts"
    file.write_bytes(FILES[0].read_bytes())
    translate.compile_file(file)
    assert file.with_suffix(".qm").stat().st_size > 10_000
