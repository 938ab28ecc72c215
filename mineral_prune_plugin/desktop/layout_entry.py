# SPDX-License-Identifier: GPL-2.0-or-later
"""The entry in the Plugins menu that lays the chosen map out on a page, with legend, scale bar and date."""

from pathlib import Path

from qgis.core import Qgis, QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QIcon

from ..interface.qt_versions import QAction
from ..interface.translation import translate as tr

MENU = "Mineral Prune"
ICON = Path(__file__).parents[1] / "resources" / "icon.svg"


class LayoutEntry:
    """Made when QGIS has its window; `unload` takes everything away again."""

    def __init__(self, iface):
        self.iface = iface
        self.action = QAction(QIcon(str(ICON)), tr("Print layout of the map"), iface.mainWindow())
        self.action.setObjectName("MineralPruneLayout")
        self.action.triggered.connect(self.open)
        iface.addPluginToMenu(MENU, self.action)

    def open(self):
        """Add a layout of the active layer to the project and open it, to be changed, printed and exported."""
        layer = self.iface.activeLayer()
        if not isinstance(layer, QgsRasterLayer):
            sentence = tr("Choose a mineral map in the list of layers first, then 'Print layout of the map'.")
            self.iface.messageBar().pushMessage(MENU, sentence, Qgis.MessageLevel.Warning)
            return
        from ..interface.map_layout import map_layout  # here, for QGIS starts sooner without

        layout = map_layout(QgsProject.instance(), layer)
        QgsProject.instance().layoutManager().addLayout(layout)
        self.iface.openLayoutDesigner(layout)

    def unload(self):
        self.iface.removePluginMenu(MENU, self.action)
        self.action.deleteLater()
