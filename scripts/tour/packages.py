# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS whose Python lacks torch: the message bar, and the dialog behind its button."""

import os
import sys

sys.path.insert(0, os.environ["MINERAL_PRUNE_TOUR_CODE"])

import window  # noqa: E402
from qgis.PyQt.QtWidgets import QPushButton  # noqa: E402
from qgis.utils import iface, plugins  # noqa: E402


def story():
    window.tidy_window(["Layers"])
    window.picture(iface.mainWindow(), "packages_bar", 340)
    notice = plugins["mineral_prune_plugin"].notice
    notice.bar.findChild(QPushButton).click()
    window.wait(notice.dialog.isVisible)
    window.picture(notice.dialog, "packages_dialog")
    return {}


window.tell(story)
