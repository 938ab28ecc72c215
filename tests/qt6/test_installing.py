# SPDX-License-Identifier: GPL-2.0-or-later
"""The notice of missing packages and its dialog under PyQt6: pip fails, is cancelled, installs."""

import os

import numpy
import package_index
import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtNetwork import QNetworkProxy
from PyQt6.QtWidgets import QApplication, QMessageBox, QPushButton


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(folder of an index, address of a server of it)."""
    index = package_index.make_index(tmp_path_factory.mktemp("index") / "index", numpy.__version__)
    with package_index.serving(index) as (server, _):
        yield index, server


@pytest.fixture
def notice(iface, tmp_path, monkeypatch):
    """Of a Python that lacks the packages, in an empty profile; pip has no settings of this machine."""
    from qgis import core

    from mineral_prune_plugin.desktop import install_dialog, packages_notice, requirements
    from mineral_prune_plugin.interface.packages import PackagesPath

    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(package_index.make_old_need(tmp_path / "of qgis")))
    monkeypatch.setattr(core, "FOLDER", str(tmp_path))
    wanted = requirements.REQUIREMENTS[:3]  # this Python has them all: what it lacks is told here
    monkeypatch.setattr(packages_notice, "missing", lambda: wanted)
    monkeypatch.setattr(install_dialog, "to_install", lambda folder: wanted)
    monkeypatch.setattr(packages_notice.PackagesNotice, "_use_what_was_installed", lambda self, wanted: None)
    made = packages_notice.PackagesNotice(iface, PackagesPath())
    yield made
    made.unload()


@pytest.fixture
def dialog(notice):
    notice.action.trigger()
    return notice.dialog


@pytest.fixture
def press_install(dialog, wait, monkeypatch):
    """Press Install with these settings of pip; what the dialog says in the end, and what lies in the profile."""

    def press(text="", then=lambda: None, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        dialog.index.setText(text)
        dialog.install.click()
        then()
        wait(lambda: dialog.installation is None or not dialog.installation.running)
        place = dialog.folder.parent
        return dialog.status.text(), sorted(path.name for path in place.glob("*/*")) if place.exists() else []

    return press


def test_the_bar_says_what_is_missing_and_its_buttons_work(iface, notice, picture):
    from qgis.core import Qgis, QgsSettings

    labels = [button.text() for button in notice.bar.findChildren(QPushButton)]
    assert labels == ["Install...", "Do not show again"] and iface.messageBar().messages == [Qgis.MessageLevel.Warning]
    picture(iface, "message_bar")
    notice.bar.findChild(QPushButton, "never").click()
    assert notice.bar is None and QgsSettings().value("mineral_prune/no_packages_notice", False, type=bool) is True


def test_the_dialog_says_what_where_and_how_large(dialog, picture):
    assert dialog.isVisible() and "to download" in dialog.size.text()
    picture(dialog, "dialog")
    dialog.cpu_only.setChecked(False)
    assert dialog.index.text() == "" and "CUDA" in dialog.size.text()


def test_an_index_that_cannot_be_reached_is_said(press_install, dialog, picture):
    status, left = press_install(PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")
    assert "could not be reached" in status and left == []
    picture(dialog, "dialog_offline")


def test_a_download_is_cancelled(press_install, dialog, served, wait, picture):
    def cancel():
        wait(lambda: "Downloading: " in dialog.status.text() and "Downloading: 0" not in dialog.status.text())
        picture(dialog, "dialog_downloading")
        dialog.cancel.click()

    status, left = press_install(PIP_INDEX_URL=f"{served[1]}/200000000/simple", then=cancel)
    assert status == "Cancelled; nothing was installed." and left == []


def test_closing_while_it_runs_asks_and_stops_it(press_install, dialog, served, wait, picture):
    def answer():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            return QTimer.singleShot(50, answer)
        picture(box, "question")
        box.button(QMessageBox.StandardButton.Yes).click()

    def close():
        wait(lambda: "Downloading" in dialog.log.toPlainText())
        QTimer.singleShot(50, answer)
        dialog.reject()

    status, left = press_install(PIP_INDEX_URL=f"{served[1]}/200000000/simple", then=close)
    assert status == "Cancelled; nothing was installed." and left == [] and not dialog.isVisible()


def test_packages_are_installed_and_the_log_is_copied(press_install, dialog, served, picture):
    status, there = press_install(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(served[0]))
    assert status.startswith("Installed: torch "), (
        dialog.log.toPlainText()
    )  # versions: those of this Python, first here
    assert {"torch", "safetensors", "threadpoolctl"} <= set(there)
    picture(dialog, "dialog_installed")
    dialog.copy.click()
    assert QApplication.clipboard().text() == dialog.log.toPlainText()


def test_the_proxy_of_the_settings_is_shown_without_its_login(notice, monkeypatch):
    from qgis.core import QgsNetworkAccessManager

    proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example", 3128, "geologist", "p@ss:word")
    monkeypatch.setattr(QgsNetworkAccessManager, "proxy", proxy)
    notice.action.trigger()
    assert "proxy.example:3128" in notice.dialog._network() and "geologist" not in notice.dialog._network()
