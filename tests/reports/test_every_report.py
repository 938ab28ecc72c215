# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds of every report: it parses, trusts nobody, needs no network, and every word of it can be translated."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import mineral_prune_plugin.reports.page as page_module

FOLDER = Path(page_module.__file__).parent
MARKED_ELSEWHERE = {"split", "meaning", "CRITERIA[criterion].quantity"}  # QT_TRANSLATE_NOOP marks them where they stand


def test_tags_are_balanced_and_known_to_old_browsers(report, parse):
    tags = set(parse(report()).tags)
    assert {"html", "head", "title", "h1", "table"} <= tags
    assert not tags & {"script", "img", "link", "iframe", "object", "main", "details"}


def test_names_of_users_and_model_files_come_out_as_text(report, parse):
    html = report()
    text = "\n".join(parse(html).texts)
    assert "<script>alert(1)</script>" in text and "<script" not in html
    assert "\"calcite\" & 'x'" in text and "明矾石" in text and "🪨" in text


def test_nothing_is_fetched(report, parse):
    html = report()
    assert not re.search(r"url\((?!#)|@import|javascript:", html)
    for name, value in parse(html).attributes:
        assert name not in ("src", "href", "srcset", "data") and not name.startswith("on")
        assert name.startswith("xmlns") or "http" not in value
        assert name != "xlink:href" or value.startswith(("#", "data:image/png;base64,"))


def test_every_word_passes_through_tr(report, parse):
    data = {"<script>alert(1)</script>", "\"calcite\" & 'x'", "c-apoz"}
    for text in parse(report(lambda sentence: re.sub(r"(?<![{:\w])[A-Za-z']+", "Ж", sentence))).texts:
        for name in data:
            text = text.replace(name, "")
        assert not re.search("[A-Za-z]", text), text


def test_translated_places_are_filled(report):
    assert not re.search(r"\{[a-z_]+", report().replace(page_module.STYLE, "").split("</head>")[1].split("<svg")[0])


def test_the_same_data_gives_the_same_page(report):
    assert report() == report()


def test_tr_is_given_literal_sentences_only():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                (argument,) = node.args
                literal = isinstance(argument, ast.Constant) or ast.unparse(argument) in MARKED_ELSEWHERE
                assert literal, f"{path.name}:{node.lineno}"


def test_reports_load_without_matplotlib_qgis_osgeo_or_torch():
    modules = ", ".join(f"mineral_prune_plugin.reports.{path.stem}" for path in FOLDER.glob("[a-z]*.py"))
    check = f"import sys, {modules}; print({{'matplotlib', 'qgis', 'osgeo', 'torch'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, cwd=FOLDER.parents[1])
    assert done.stdout.strip() == "set()", done.stderr
