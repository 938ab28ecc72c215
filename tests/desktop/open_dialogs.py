# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside a QGIS with a window (`qgis --code`): opens the dialog of every algorithm, says so, and ends QGIS.

A raster is loaded first, as it would be: QGIS 3.22 crashed on a field parameter whose parent then was that raster.
"""

import os

import processing
from osgeo import gdal
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QTimer


def open_all():
    gdal.GetDriverByName("GTiff").Create("/vsimem/scene.tif", 4, 3, 2)
    QgsProject.instance().addMapLayer(QgsRasterLayer("/vsimem/scene.tif", "scene"))
    for algorithm in QgsApplication.processingRegistry().providerById("mineralprune").algorithms():
        dialog = processing.createAlgorithmDialog(algorithm.id(), {})
        dialog.show()
        QgsApplication.processEvents()
        print("opened", algorithm.id(), flush=True)
    os._exit(0)  # no question whether to save the project


QTimer.singleShot(0, open_all)
