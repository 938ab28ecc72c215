#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring the translations up to date: collect the plugin's sentences into the .ts files, compile these to .qm files.

A .ts file keeps its translations: a new sentence is marked unfinished, one that the code no longer has vanished.
The same code and translations give the same bytes. The .qm files are in the repository, so that a checkout and the
zip need no Qt tools.
"""

import argparse
import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "mineral_prune_plugin"
FOLDER = ROOT / "resources" / "i18n"
CONTEXT = "MineralPrune"
NOTE = "# Translators: "
TOOLS = ("lrelease", "lrelease-qt6", "lrelease-qt5", "lrelease6", "lrelease5", "pyside6-lrelease",
         "/usr/lib/qt6/bin/lrelease", "/usr/lib/qt5/bin/lrelease")  # fmt: skip
NO_TOOL = "Qt's lrelease is missing, so no .qm was made. On Debian or Ubuntu: apt-get install qttools5-dev-tools"


@dataclass
class Sentence:
    """files : those that have it, from ROOT; note : what its writer tells translators."""

    files: list
    note: str = ""


@dataclass
class Translation:
    """state : "" where finished, else "unfinished" or "vanished"."""

    text: str = ""
    state: str = "unfinished"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drop-vanished", action="store_true", help="forget the translations that nothing needs")
    options = parser.parse_args(arguments)
    sentences = collect(PLUGIN)
    for path in sorted(FOLDER.glob("*.ts")):
        merged = merge(sentences, read(path), options.drop_vanished)
        path.write_bytes(written(sentences, merged, language_of(path)).encode("utf-8"))
        print(f"{path.relative_to(ROOT)}: {summary(merged)}")
        compile_file(path)


def collect(folder):
    """The English sentences of every Python file below a folder. returns : {text: Sentence}, sorted by text"""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder.parent).as_posix()
        for text, note in sentences_of(path.read_text(encoding="utf-8"), name):
            sentence = found.setdefault(text, Sentence([]))
            sentence.note = sentence.note or note
            if name not in sentence.files:
                sentence.files.append(name)
    return dict(sorted(found.items()))


def sentences_of(code, name):
    """(text, note) pairs of a file. A name, as in tr(split), is passed over: its words are marked where they stand."""
    lines = code.splitlines()
    for node in ast.walk(ast.parse(code, filename=name)):
        argument = _argument(node)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            above = lines[node.lineno - 2].strip() if node.lineno > 1 else ""
            yield argument.value, above[len(NOTE) :] if above.startswith(NOTE) else ""
        elif isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.IfExp)) or _is_format(argument):
            sys.exit(f"{name}:{node.lineno}: translators see only a sentence that is one literal, formatted after.")


def _argument(node):
    """What a call hands over to be translated; None for any other node."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if function == "tr":
        return node.args[0]
    return node.args[-1] if function in ("translate", "QT_TRANSLATE_NOOP") else None


def _is_format(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def read(path):
    """returns : {text: Translation}; nothing where the file is still empty."""
    if not path.stat().st_size:
        return {}
    found = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        text = translation.text or ""
        found[message.findtext("source")] = Translation(text, translation.get("type", "" if text else "unfinished"))
    return found


def merge(sentences, old, drop_vanished=False):
    """What each sentence is in the other language, the vanished ones last. returns : {text: Translation}"""
    merged = {text: _revived(old.get(text, Translation())) for text in sentences}
    gone = {} if drop_vanished else {text: old[text] for text in sorted(old) if text not in sentences}
    return {**merged, **{text: Translation(kept.text, "vanished") for text, kept in gone.items() if kept.text}}


def _revived(translation):
    if translation.state != "vanished":
        return translation
    return Translation(translation.text, "")


def written(sentences, translations, language):
    """The text of a .ts file. Places have no line numbers: a line more would change the file all over."""
    messages = [_message(text, sentences.get(text), translations[text]) for text in translations]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
        f'<TS version="2.1" language="{language}" sourcelanguage="en">\n'
        f"<context>\n    <name>{CONTEXT}</name>\n{''.join(messages)}</context>\n</TS>\n"
    )


def _message(text, sentence, translation):
    lines = ["    <message>"]
    if sentence:
        lines += [f'        <location filename="../../{name}"/>' for name in sentence.files]
    lines.append(f"        <source>{escape(text)}</source>")
    if sentence and sentence.note:
        lines.append(f"        <extracomment>{escape(sentence.note)}</extracomment>")
    kind = f' type="{translation.state}"' if translation.state else ""
    lines.append(f"        <translation{kind}>{escape(translation.text)}</translation>")
    return "\n".join([*lines, "    </message>\n"])


def language_of(path):
    """ "mineral_prune_zh_CN.ts" -> "zh_CN"."""
    return re.fullmatch("mineral_prune_(.*)", path.stem).group(1)


def summary(translations):
    states = [translation.state for translation in translations.values()]
    counts = {name: states.count(state) for name, state in (("finished", ""), ("unfinished", "unfinished"))}
    counts["vanished"] = states.count("vanished")
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def compile_file(path):
    """The .qm beside a .ts file. Unfinished sentences are left out, and so stay English."""
    tool = lrelease()
    if tool is None:
        sys.exit(NO_TOOL)
    command = [tool, "-silent", "-nounfinished", str(path), "-qm", str(path.with_suffix(".qm"))]
    subprocess.run(command, check=True)


def lrelease():
    """The first lrelease that starts: Debian's may be a wrapper around a Qt that is not there. None without one."""
    for name in TOOLS:
        found = shutil.which(name)
        if found and subprocess.run([found, "-version"], capture_output=True).returncode == 0:
            return found
    return None


if __name__ == "__main__":
    main()
