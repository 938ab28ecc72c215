# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate systems of rasters as QGIS's objects."""

from qgis.core import QgsCoordinateReferenceSystem


def coordinate_system(wkt):
    """The QgsCoordinateReferenceSystem of a definition, an invalid one where `wkt` is "".

    Once a thread has ended whose system another thread uses, QGIS's cache hands out one that is valid and named and
    has no definition: files written with it have no coordinate system, and nothing is converted to it.
    """
    if not wkt:
        return QgsCoordinateReferenceSystem()
    system = QgsCoordinateReferenceSystem.fromWkt(wkt)
    if system.isValid() and not system.toWkt():
        QgsCoordinateReferenceSystem.invalidateCache()
        system = QgsCoordinateReferenceSystem.fromWkt(wkt)
    return system
