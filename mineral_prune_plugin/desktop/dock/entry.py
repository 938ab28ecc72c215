# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock's entry in the Plugins menu and the toolbar; the dock itself is made when it is first opened."""

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

from ...interface.qt_versions import QAction
from ...interface.translation import translate as tr

MENU = "Mineral Prune"
ICON = Path(__file__).parents[2] / "resources" / "icon.svg"


class DockEntry:
    """Made when QGIS has its window; `unload` takes everything away again."""

    def __init__(self, iface):
        self.iface = iface
        self.dock = None
        self.action = QAction(QIcon(str(ICON)), tr("Why this mineral?"), iface.mainWindow())
        self.action.setObjectName("MineralPruneWhy")
        self.action.setToolTip(tr("Mineral Prune: show the spectrum of a pixel, and why it gets its mineral"))
        self.action.triggered.connect(self.open)
        iface.addPluginToMenu(MENU, self.action)
        iface.addToolBarIcon(self.action)

    def open(self):
        if self.dock is None:
            from qgis.PyQt.QtCore import Qt  # here and below, for QGIS starts sooner without

            from .dock import WhyDock

            self.dock = WhyDock(self.iface)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.show()
        self.dock.raise_()
        self.dock.start()

    def unload(self):
        if self.dock is not None:
            self.dock.end()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        self.iface.removeToolBarIcon(self.action)
        self.iface.removePluginMenu(MENU, self.action)
        self.action.deleteLater()
