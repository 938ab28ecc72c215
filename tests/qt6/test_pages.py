# SPDX-License-Identifier: GPL-2.0-or-later
"""What else asks Qt alone, under PyQt6: every import, reports as PDF, the translation, the entry of layouts."""

import importlib
import json
import os
import re
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "mineral_prune_plugin"
FILES = Path(os.environ["MINERAL_PRUNE_QT6"])


def test_it_is_pyqt6_and_nothing_of_pyqt5_and_qgis():
    import qgis
    from qgis.PyQt.QtCore import QT_VERSION_STR

    assert QT_VERSION_STR.startswith("6.") and "shim" in qgis.__file__
    assert not [name for name in sys.modules if name.startswith("PyQt5") or name.startswith("qgis._")]


ROOMS = [path for room in ("desktop", "interface") for path in sorted((PLUGIN / room).rglob("*.py"))]


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.stem)
def test_every_module_of_the_window_is_imported(application, path):
    parts = path.relative_to(PLUGIN.parent).with_suffix("").parts
    importlib.import_module(".".join(part for part in parts if part != "__init__"))


def test_a_report_becomes_a_pdf(application, tmp_path):
    from mineral_prune_plugin.interface.pdf_pages import write_pdf

    report = (FILES / "report.html").read_text(encoding="utf-8")
    path = Path(os.environ["MINERAL_PRUNE_PICTURES"]) / "report.pdf"
    write_pdf(path, report)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-") and b"/MediaBox [0 0 595" in content
    assert len(re.findall(rb"/Type /Page\b", content)) >= 2 and b"/DCTDecode" not in content


def test_a_pdf_that_cannot_be_written_is_an_error(application, tmp_path):
    from mineral_prune_plugin.errors import OutputFailed
    from mineral_prune_plugin.interface.pdf_pages import write_pdf

    with pytest.raises(OutputFailed, match="PDF"):
        write_pdf(tmp_path / "gone" / "a.pdf", "<html></html>")


def test_the_chinese_translation_is_loaded_and_taken_away(iface, picture):
    """A .qm that Qt 5 made."""
    from PyQt6.QtCore import QCoreApplication

    from mineral_prune_plugin.desktop.dock.dock_widgets import DockWidgets
    from mineral_prune_plugin.interface.translation import install_translation, translate

    translator = install_translation("zh-Hans", PLUGIN.parent / "resources" / "i18n")
    try:
        assert translate("Train model") != "Train model"
        picture(DockWidgets(), "dock_chinese")
    finally:
        QCoreApplication.removeTranslator(translator)
    assert translate("Train model") == "Train model"


def test_the_print_layout_asks_for_a_map_first(iface):
    from qgis.core import Qgis

    from mineral_prune_plugin.desktop.layout_entry import LayoutEntry

    entry = LayoutEntry(iface)
    entry.action.trigger()
    (_, text, level) = iface.messageBar().messages[0]
    assert "Choose a mineral map" in text and level == Qgis.MessageLevel.Warning
    entry.unload()
    assert iface.menu.actions() == []


def test_a_command_beside_qgis_is_read_line_by_line(application, tmp_path):
    """QProcess of the archive's algorithm: reports come as they are written, code and last words at the end."""
    from mineral_prune_plugin.algorithms.archive_process import run_command
    from mineral_prune_plugin.progress import silent

    python = tmp_path / "python"
    lines = "\n".join(f"echo '{json.dumps({'scene': number})}'" for number in range(3))
    python.write_text(f"#!/bin/sh\n{lines}\necho 'no such archive' >&2\nexit 3\n")
    python.chmod(0o755)
    heard = []
    assert run_command(str(python), ["list"], silent(), heard.append) == (3, "no such archive")
    assert heard == [{"scene": 0}, {"scene": 1}, {"scene": 2}]
