# SPDX-License-Identifier: GPL-2.0-or-later
"""What the window says while packages are missing: one sentence with two buttons, and an entry in the Plugins menu."""

import importlib

from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtWidgets import QPushButton

from ..interface.qt_versions import QAction
from ..interface.translation import translate as tr
from .requirements import missing

MENU = "Mineral Prune"
SILENT = "mineral_prune/no_packages_notice"


class PackagesNotice:
    """Made when QGIS has its window; `unload` takes everything away again."""

    def __init__(self, iface, packages_path):
        self.iface = iface
        self.packages_path = packages_path
        self.bar = None
        self.dialog = None
        self.action = QAction(tr("Install packages..."), iface.mainWindow())
        self.action.triggered.connect(self.open_dialog)
        iface.addPluginToMenu(MENU, self.action)
        if missing() and not QgsSettings().value(SILENT, False, type=bool):
            self._show_bar()

    def _show_bar(self):
        names = ", ".join(requirement.name for requirement in missing())
        text = tr("Training needs {packages}; maps by perceptrons do not.").format(packages=names)
        self.bar = self.iface.messageBar().createMessage(MENU, text)
        button = QPushButton(tr("Install..."), self.bar)
        button.clicked.connect(self.open_dialog)
        self.bar.layout().addWidget(button)
        never = QPushButton(tr("Do not show again"), self.bar)
        never.setObjectName("never")
        never.clicked.connect(self._never_again)
        self.bar.layout().addWidget(never)
        self.bar.destroyed.connect(self._forget_bar)  # the user closes it: QGIS deletes it
        self.iface.messageBar().pushWidget(self.bar, Qgis.MessageLevel.Warning, 0)

    def _never_again(self):
        """The menu still has the entry, and each algorithm still names what it lacks."""
        QgsSettings().setValue(SILENT, True)
        self._remove_bar()

    def _forget_bar(self):
        self.bar = None

    def _remove_bar(self):
        if self.bar is not None:
            self.iface.messageBar().popWidget(self.bar)
            self.bar = None

    def open_dialog(self):
        from .install_dialog import InstallDialog  # here, for QGIS starts sooner without it

        if self.dialog is None or not self.dialog.isVisible():
            self._close_dialog()
            self.dialog = InstallDialog(self.iface.mainWindow())
            self.dialog.installed.connect(self._use_what_was_installed)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _use_what_was_installed(self, requirements):
        """The algorithms find the packages from here on; they ask for them each time they open."""
        from .installation import restart_needed

        self.packages_path.join()
        importlib.invalidate_caches()
        self._remove_bar()
        if restart_needed(requirements, self.dialog.folder):
            text = tr("The packages are installed. Restart QGIS, which still has older ones loaded.")
        else:
            text = tr("The packages are installed; all algorithms can be used now, without a restart.")
        self.iface.messageBar().pushMessage(MENU, text, Qgis.MessageLevel.Success)

    def _close_dialog(self):
        if self.dialog is not None:
            self.dialog.stop()
            self.dialog.hide()
            self.dialog.deleteLater()
            self.dialog = None

    def unload(self):
        self._close_dialog()
        self._remove_bar()
        self.iface.removePluginMenu(MENU, self.action)
        self.action.deleteLater()
