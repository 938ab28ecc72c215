# SPDX-License-Identifier: GPL-2.0-or-later
"""The dialog that installs packages: what, how large, where; then progress, a log to copy, and how it ended."""

import sys

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from ..interface.packages import cpu_index, packages_folder, python_executable
from ..interface.translation import translate as tr
from . import pip_log
from .installation import Installation, Request
from .masking import without_secrets
from .pip_command import index_address
from .proxy import qgis_proxy
from .requirements import size, to_install
from .staging import free_bytes
from .words import sentence, size_text

MB = 10**6
INSTALLATION_PAGE = "https://pytorch.org/get-started/locally/"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


class InstallDialog(QDialog):
    """Stays open beside QGIS's window, which goes on working. `installed` comes with the requirements."""

    installed = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("MineralPruneInstallDialog")
        self.setWindowTitle(tr("Mineral Prune: install packages"))
        self.resize(760, 620)
        self.folder = packages_folder()
        self.requirements = to_install(self.folder)
        self.installation = None
        self._make_widgets()
        self._lay_out()
        self._set_running(False)
        self._show_size()

    def _make_widgets(self):
        self.index = QLineEdit()
        self.index.setPlaceholderText(tr("optional: an address, or the whole command from PyTorch's installation page"))
        self.index.setText(cpu_index() if self._installs_torch() else "")
        self.index.textChanged.connect(self._show_size)
        self.cpu_only = QCheckBox(tr("CPU build only: stop before a CUDA build of several gigabytes is downloaded"))
        self.cpu_only.setChecked(True)
        self.cpu_only.toggled.connect(self._choose_build)
        self.size, self.status = label(), label(bold=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = button(tr("Copy log"), self._copy_log)
        self.install = button(tr("Install"), self._install)
        self.cancel = button(tr("Cancel"), self._cancel)
        self.close_button = button(tr("Close"), self.reject)

    def _lay_out(self):
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        names = ", ".join(
            tr("{package} {version} or later").format(package=requirement.name, version=requirement.oldest)
            for requirement in self.requirements
        )
        form.addRow(tr("Packages"), label(names or tr("none: this QGIS has all of them")))
        form.addRow(tr("Size"), self.size)
        form.addRow(tr("Folder"), label(str(self.folder)))
        form.addRow(tr("Network"), label(self._network()))
        form.addRow(tr("Extra package index"), self.index)
        page = link(tr("PyTorch's installation page, which has the addresses"), INSTALLATION_PAGE)
        page.setObjectName("installation_page")
        form.addRow("", page)
        form.addRow("", self.cpu_only)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch()
        for widget in (self.install, self.cancel, self.close_button):
            buttons.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addWidget(label(self._introduction()))
        layout.addLayout(form)
        for widget in (self.status, self.progress, self.log):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def _introduction(self):
        return tr(
            "Mineral Prune trains networks with Python packages that do not come with QGIS. They are installed into a "
            "folder of your profile, only for the Python {version} of this QGIS; QGIS's own packages, including numpy "
            "and GDAL, are not changed."
        ).format(version=PYTHON)

    def _network(self):
        address = qgis_proxy().address
        if address:
            return tr("proxy {address}, as in QGIS's network settings").format(address=address)
        return tr("no proxy in QGIS's network settings")

    def _choose_build(self, cpu_only):
        """The address of the CPU build, unless the user has put another there, goes and comes with the choice."""
        here, there = ("", cpu_index()) if cpu_only else (cpu_index(), "")
        if self._installs_torch() and self.index.text().strip() == here:
            self.index.setText(there)
        self._show_size()

    def _show_size(self):
        """How large it will be, which the two choices change."""
        estimate = self._estimated_size()
        text = tr("about {download} to download, {disk} on disk; {free} available").format(
            download=size_text(estimate.download_mb), disk=size_text(estimate.disk_mb), free=self._free()
        )
        if self._installs_torch() and sys.platform == "linux" and not self.index.text():
            text += "\n" + tr(
                "On Linux, pip's default index has the CUDA build of torch. For the CPU build, paste the address that "
                "PyTorch's installation page shows (Linux, Pip, CPU), unless pip is already configured for it."
            )
        self.size.setText(text)

    def _installs_torch(self):
        return any(requirement.name == "torch" for requirement in self.requirements)

    def _estimated_size(self):
        """A Size; only on Linux does pip's usual index hold CUDA builds, elsewhere they have an index of their own."""
        reachable = sys.platform == "linux" or bool(index_address(self.index.text()))
        return size(self.requirements, cuda=self._installs_torch() and not self.cpu_only.isChecked() and reachable)

    def _install(self):
        text = self.index.text().strip()
        index = index_address(text)
        if text and not index:
            return self.status.setText(
                tr("There is no address in '{text}'; an address begins with https://").format(
                    text=without_secrets(text)
                )
            )
        chosen = {"index": index, "cpu_only": self.cpu_only.isChecked(), "proxy": qgis_proxy()}
        self.installation = Installation(
            Request(python_executable(), self.requirements, self.folder, self._estimated_size(), **chosen), self
        )
        self.installation.logged.connect(self.log.appendPlainText)
        self.installation.progressed.connect(self._show_progress)
        self.installation.ended.connect(self._show_end)
        self.log.clear()
        self.status.setText(tr("Checking pip..."))
        self._set_running(True)
        self.installation.start()

    def _cancel(self):
        self.status.setText(tr("Cancelling..."))
        self.cancel.setEnabled(False)
        self.installation.cancel()

    def _show_progress(self, percent, fetched_mb):
        self.progress.setRange(0, 100 if percent >= 0 else 0)
        self.progress.setValue(percent)
        if percent < 0:
            self.status.setText(tr("Unpacking and testing the packages, which takes a minute or two..."))
        elif self.cancel.isEnabled():
            self.status.setText(tr("Downloading: {fetched} MB so far").format(fetched=fetched_mb))

    def _show_end(self, reason):
        self._set_running(False)
        self.progress.setRange(0, 100)
        self.progress.setValue(0 if reason else 100)
        if reason:
            self.status.setText(sentence(reason, **self._facts()))
        else:
            self.status.setText(tr("Installed: {packages}.").format(packages=", ".join(self.installation.installed)))
            self.installed.emit(self.requirements)

    def _facts(self):
        return {
            "python": python_executable(),
            "version": PYTHON,
            "folder": self.folder,
            "free": self._free(),
            "needed": size_text(self._estimated_size().room_mb),
            "package": pip_log.package_not_found(self.log.toPlainText()),
        }

    def _free(self):
        return size_text(free_bytes(self.folder) // MB)

    def _set_running(self, running):
        for widget in (self.index, self.cpu_only):
            widget.setEnabled(not running)
        self.install.setEnabled(not running and bool(self.requirements))
        self.cancel.setEnabled(running)
        self.progress.setVisible(running)

    def _copy_log(self):
        QApplication.clipboard().setText(self.log.toPlainText())

    def reject(self):
        """Close, by Escape too; a running installation goes on only if the user says so."""
        if self.installation is not None and self.installation.running:
            question = tr("The installation is still running. Stop it? Nothing downloaded so far will be kept.")
            if QMessageBox.question(self, self.windowTitle(), question) != QMessageBox.StandardButton.Yes:
                return
            self.installation.cancel()
        super().reject()

    def stop(self):
        """For the end of the plugin: no question."""
        if self.installation is not None:
            self.installation.cancel_and_wait()


def label(text="", bold=False):
    """A QLabel whose `text` wraps and can be selected, in `bold` type or not."""
    widget = QLabel(text)
    widget.setWordWrap(True)
    widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = widget.font()
    font.setBold(bold)
    widget.setFont(font)
    return widget


def link(text, address):
    """A QLabel with a `text` that opens an `address` in the browser when it is pressed."""
    widget = QLabel(f'<a href="{address}">{text}</a>')
    widget.setOpenExternalLinks(True)
    widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    return widget


def button(text, pressed):
    """A QPushButton labelled `text` that calls `pressed()`; Enter in another widget does not press it."""
    widget = QPushButton(text)
    widget.setAutoDefault(False)
    widget.clicked.connect(lambda: pressed())
    return widget
