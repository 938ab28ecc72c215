# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin as QGIS starts and ends it, with a window or without."""

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from .algorithms.language import speak
from .provider import MineralPruneProvider


class MineralPrunePlugin:
    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self.translator = None

    def initProcessing(self):  # noqa: N802, the name that QGIS calls; qgis_process calls nothing else
        self.translator = speak()  # before the provider: parameters are described when they are made
        self.provider = MineralPruneProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):  # noqa: N802
        self.initProcessing()

    def unload(self):
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
