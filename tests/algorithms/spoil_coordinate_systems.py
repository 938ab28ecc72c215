# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples drawn after QGIS's cache of coordinate systems was spoilt: prints what their layer says of itself.

argv: scene, labels, where to write the samples. A thread makes the scene's coordinate system, this one uses it, that
one ends: from then on the cache hands out a system that is valid and has no definition.
"""

import sys
import threading

from osgeo import gdal
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsVectorLayer
from qgis.PyQt.QtCore import QThread


class Worker(QThread):
    def __init__(self, wkt):
        super().__init__()
        self.wkt, self.made, self.used = wkt, threading.Event(), threading.Event()

    def run(self):
        QgsCoordinateReferenceSystem.fromWkt(self.wkt).toWkt()
        self.made.set()
        self.used.wait()


def spoil(wkt):
    worker = Worker(wkt)
    worker.start()
    worker.made.wait()
    QgsCoordinateReferenceSystem.fromWkt(wkt).toWkt()
    worker.used.set()
    worker.wait()


def main(scene, labels, output):
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(f"{QgsApplication.pkgDataPath()}/python/plugins")
    import processing
    from processing.core.Processing import Processing

    from mineral_prune_plugin.provider import MineralPruneProvider

    Processing.initialize()
    provider = MineralPruneProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    spoil(gdal.Open(scene).GetProjection())
    counts = {f"{split}_PER_CLASS": "2" for split in ("TRAIN", "VALIDATION", "TEST")}
    processing.run("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": output, **counts})
    layer = QgsVectorLayer(output)
    print(layer.featureCount(), "samples in", layer.crs().authid() or layer.crs().toProj() or "no coordinate system")


main(*sys.argv[1:])
