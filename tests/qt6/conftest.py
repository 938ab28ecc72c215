# SPDX-License-Identifier: GPL-2.0-or-later
"""PyQt6 and a shim of QGIS, for `make test-qt6`; among the tests with QGIS and PyQt5 these are not collected."""

import os
import sys
import traceback
from pathlib import Path

import pytest

collect_ignore_glob = [] if "MINERAL_PRUNE_QT6" in os.environ else ["*"]
FILES = Path(os.environ.get("MINERAL_PRUNE_QT6", "."))
PICTURES = Path(os.environ.get("MINERAL_PRUNE_PICTURES", "."))


@pytest.fixture(scope="session")
def application():
    from PyQt6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(["tests"])


@pytest.fixture(autouse=True)
def _no_error_in_a_slot(application):
    """An exception in a slot ends a program of PyQt6; here it fails the test."""
    errors = []
    sys.excepthook = lambda *error: errors.append("".join(traceback.format_exception(*error)))
    yield
    application.processEvents()
    sys.excepthook = sys.__excepthook__
    assert not errors, "\n".join(errors)


@pytest.fixture
def iface(application):
    """The shim's window."""
    from qgis.core import QgsProject
    from qgis.gui import Interface

    QgsProject._project = None
    window = Interface()
    window.resize(1100, 760)
    window.show()
    yield window
    window.close()


@pytest.fixture
def scene(iface):
    """The layer of a raster that QGIS 3 made, in the project and active."""
    from qgis.core import QgsProject, QgsRasterLayer

    layer = QgsRasterLayer(str(FILES / "scene.tif"), "scene")
    QgsProject.instance().addMapLayer(layer)
    iface.active = layer
    return layer


@pytest.fixture
def picture(application):
    """Save a widget as it looks. It is no blank sheet."""

    def save(widget, name):
        application.processEvents()
        grabbed = widget.grab()
        image = grabbed.toImage()
        grabbed.save(str(PICTURES / f"{name}.png"))
        places = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
        assert len({image.pixel(*place) for place in places}) > 5
        return image

    return save


@pytest.fixture
def wait(application):
    """Let events happen until something is so."""
    import time

    def until(condition, seconds=120):
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, "it did not happen"
            application.processEvents()
            time.sleep(0.01)

    return until
