# SPDX-License-Identifier: GPL-2.0-or-later
"""Draw README's picture from the results of `make demo`: the scene in false colour beside its mineral map."""

import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsMapRendererCustomPainterJob, QgsMapSettings, QgsRasterLayer
from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "build" / "plugins"))

from mineral_prune_plugin.interface.layer_styles import false_colour_styler  # noqa: E402
from mineral_prune_plugin.mapping.example_scene import SHOWN_BANDS  # noqa: E402

DEMO = ROOT / "build" / "demo"
PICTURE = ROOT / "docs" / "mineral_map.png"
WIDTH, GAP, LEGEND = 560, 16, 44  # pixels


def main():
    application = QgsApplication([], True)
    application.initQgis()
    scene = QgsRasterLayer(str(DEMO / "scene.tif"), "scene")
    false_colour_styler(*SHOWN_BANDS)(scene)
    minerals = QgsRasterLayer(str(DEMO / "mineral_map.tif"), "minerals")
    height = WIDTH * minerals.height() // minerals.width()
    picture = QImage(2 * WIDTH + GAP, height + LEGEND, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    for place, layer in enumerate((scene, minerals)):
        painter.drawImage(place * (WIDTH + GAP), 0, rendered(layer, QSize(WIDTH, height)))
    draw_legend(painter, minerals.renderer().classes(), height)
    painter.end()
    PICTURE.parent.mkdir(exist_ok=True)
    picture.save(str(PICTURE))
    print(PICTURE)


def rendered(layer, size):
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(size)
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.start()
    job.waitForFinished()
    painter.end()
    return image


def draw_legend(painter, classes, top):
    painter.setFont(QFont("sans-serif", 11))
    step = (2 * WIDTH + GAP) / len(classes)
    for place, entry in enumerate(classes):
        left = int(place * step)
        painter.fillRect(QRect(left, top + 14, 18, 18), entry.color)
        text = QRect(left + 24, top + 8, int(step), 30)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, entry.label)


main()
