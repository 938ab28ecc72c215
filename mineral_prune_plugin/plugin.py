# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin as QGIS starts and ends it, with a window or without."""

import signal
import sys
import threading

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication

from .interface.packages import PackagesPath
from .interface.translation import install_translation
from .provider import MineralPruneProvider


class MineralPrunePlugin:
    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self.translator = None
        self.notice = None
        self.why = None
        self.layouts = None
        self.named_maps = None
        self.packages_path = PackagesPath()
        end_at_interrupts()
        self.packages_path.join()  # here, for qgis_process too needs what the window's dialog installed

    def initProcessing(self):  # noqa: N802, the name that QGIS calls; qgis_process calls nothing else
        self.translator = install_translation()  # before the provider: parameters are described when they are made
        self.provider = MineralPruneProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):  # noqa: N802
        self.initProcessing()
        from .algorithms.named_maps import NamedMaps  # here, for qgis_process has no window
        from .desktop.dock.entry import DockEntry
        from .desktop.layout_entry import LayoutEntry
        from .desktop.packages_notice import PackagesNotice

        self.named_maps = NamedMaps(QgsProject.instance())
        self.why = DockEntry(self.iface)
        self.layouts = LayoutEntry(self.iface)
        self.notice = PackagesNotice(self.iface, self.packages_path)

    def unload(self):
        if self.named_maps is not None:
            self.named_maps.leave()
            self.named_maps = None
        if self.notice is not None:
            self.notice.unload()
            self.notice = None
        if self.why is not None:
            self.why.unload()
            self.why = None
        if self.layouts is not None:
            self.layouts.unload()
            self.layouts = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        self.packages_path.leave()
        _forget_modules()


def end_at_interrupts():
    """qgis_process ends at an interrupt while it starts, as programs do; once an algorithm runs it listens itself.

    Before that Python raises KeyboardInterrupt in whatever code of a plugin runs next, and QGIS's calls into Python
    (the list of algorithms, their parameters, their checks) print and forget it: the run went on to its end.
    """
    interactive = signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    if QgsApplication.platform() == "qgis_process" and not interactive and _in_main_thread():
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _in_main_thread():
    return threading.current_thread() is threading.main_thread()


def _forget_modules():
    """QGIS forgets the modules that it saw imported, but not their folders, which keep their modules alive."""
    modules = [name for name in sys.modules if name.startswith(f"{__package__}.")]
    for name in modules:
        del sys.modules[name]
