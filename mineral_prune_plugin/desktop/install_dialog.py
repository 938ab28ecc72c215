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

from ..interface.packages import packages_folder, python_executable
from ..interface.translation import translate as tr
from . import pip_log
from .installation import Installation, Request
from .pip_command import index_address
from .proxy import qgis_proxy
from .requirements import lacking, size
from .staging import free_bytes
from .words import amount, sentence

MB = 10**6
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
        self.requirements = lacking(self.folder)
        self.installation = None
        self._make_widgets()
        self._lay_out()
        self._show_running(False)
        self._say_what_will_happen()

    def _make_widgets(self):
        self.index = QLineEdit()
        self.index.setPlaceholderText(tr("optional: an address, or the whole command from PyTorch's installation page"))
        self.index.textChanged.connect(self._say_what_will_happen)
        self.cpu_only = QCheckBox(tr("CPU build: stop before a CUDA build of several gigabytes is fetched"))
        self.cpu_only.setChecked(True)
        self.cpu_only.toggled.connect(self._say_what_will_happen)
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
            tr("{package} {version} or later").format(package=one.name, version=one.oldest) for one in self.requirements
        )
        form.addRow(tr("Packages"), label(names or tr("none: this QGIS has all of them")))
        form.addRow(tr("Size"), self.size)
        form.addRow(tr("Folder"), label(str(self.folder)))
        form.addRow(tr("Network"), label(self._network()))
        form.addRow(tr("Extra package index"), self.index)
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
            "Mineral Prune trains networks with Python packages that QGIS does not bring. They go into a folder of "
            "your profile, for the Python {version} of this QGIS alone; QGIS's own packages, numpy and GDAL among "
            "them, stay as they are."
        ).format(version=PYTHON)

    def _network(self):
        address = qgis_proxy().address
        if address:
            return tr("proxy {address}, as in QGIS's network settings").format(address=address)
        return tr("no proxy in QGIS's network settings")

    def _say_what_will_happen(self):
        """How large it will be, which the two choices change."""
        about = self._about()
        text = tr("about {download} to download, {disk} on disk; {free} are free there").format(
            download=amount(about.download_mb), disk=amount(about.disk_mb), free=self._free()
        )
        if self._torch_is_asked() and sys.platform == "linux" and not self.index.text():
            text += "\n" + tr(
                "On Linux, pip's usual index holds the CUDA build of torch. For the CPU build paste the address that "
                "PyTorch's installation page shows (Linux, Pip, CPU), unless pip is set up for it here."
            )
        self.size.setText(text)

    def _torch_is_asked(self):
        return any(one.name == "torch" for one in self.requirements)

    def _about(self):
        """The size; elsewhere than on Linux a CUDA build comes from an address of its own only."""
        elsewhere = sys.platform != "linux" and not index_address(self.index.text())
        return size(self.requirements, cuda=self._torch_is_asked() and not self.cpu_only.isChecked() and not elsewhere)

    def _install(self):
        text = self.index.text().strip()
        index = index_address(text)
        if text and not index:
            return self.status.setText(tr("There is no address in '{text}': it begins with https://").format(text=text))
        chosen = {"index": index, "cpu_only": self.cpu_only.isChecked(), "proxy": qgis_proxy()}
        self.installation = Installation(
            Request(python_executable(), self.requirements, self.folder, self._about(), **chosen), self
        )
        self.installation.said.connect(self.log.appendPlainText)
        self.installation.progressed.connect(self._show_progress)
        self.installation.ended.connect(self._show_end)
        self.log.clear()
        self.status.setText(tr("Asking for pip..."))
        self._show_running(True)
        self.installation.start()

    def _cancel(self):
        self.status.setText(tr("Cancelling..."))
        self.cancel.setEnabled(False)
        self.installation.cancel()

    def _show_progress(self, percent, fetched_mb):
        self.progress.setRange(0, 100 if percent >= 0 else 0)
        self.progress.setValue(percent)
        if percent < 0:
            self.status.setText(tr("Unpacking and trying the packages, which takes a minute or two..."))
        elif self.cancel.isEnabled():
            self.status.setText(tr("Downloading: {fetched} MB so far").format(fetched=fetched_mb))

    def _show_end(self, reason):
        self._show_running(False)
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
            "needed": amount(self._about().room_mb),
            "package": pip_log.package_not_found(self.log.toPlainText()),
        }

    def _free(self):
        return amount(free_bytes(self.folder) // MB)

    def _show_running(self, running):
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
            question = tr("The installation is still running. Stop it? Nothing that it fetched will be kept.")
            if QMessageBox.question(self, self.windowTitle(), question) != QMessageBox.StandardButton.Yes:
                return
            self.installation.cancel()
        super().reject()

    def stop(self):
        """For the end of the plugin: no question."""
        if self.installation is not None:
            self.installation.cancel_and_wait()


def label(text="", bold=False):
    made = QLabel(text)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = made.font()
    font.setBold(bold)
    made.setFont(font)
    return made


def button(text, pressed):
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: pressed())
    return made
