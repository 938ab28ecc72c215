# SPDX-License-Identifier: GPL-2.0-or-later
"""Places between the canvas and a raster, whose coordinate systems may differ."""

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject

MOST_OUTLINED = 200  # pixels of a polygon
CORNERS = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))  # of a pixel, from its centre


def in_raster(points, canvas, layer):
    """(x, y) in the coordinate system of a raster layer.

    points : QgsPointXY of the canvas
    canvas : QgsMapCanvas
    layer  : QgsRasterLayer
    errors : QgsCsException
    """
    transform = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance())
    converted = [transform.transform(QgsPointXY(point)) for point in points]
    return [(point.x(), point.y()) for point in converted]


def outlines(look, grid, canvas, layer):
    """Rings of QgsPointXY of the canvas around the pixels of a Look; none where they cannot be converted.

    look          : Look
    grid          : Grid of its raster
    canvas, layer : as of `in_raster`
    """
    transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    rings = []
    for column, row in list(zip(look.columns, look.rows))[:MOST_OUTLINED]:
        x, y = grid.centres([column + dx for dx, _ in CORNERS], [row + dy for _, dy in CORNERS])
        try:
            rings.append([transform.transform(QgsPointXY(*place)) for place in zip(x.tolist(), y.tolist())])
        except QgsCsException:
            return []
    return rings
