# SPDX-License-Identifier: GPL-2.0-or-later
"""The shim of qgis.core: layers are GDAL's files, every coordinate system is one and the same, nothing is stored."""

import os
from enum import Enum, Flag

from osgeo import gdal
from PyQt6.QtCore import QObject, QPointF, QSettings, pyqtSignal
from PyQt6.QtNetwork import QNetworkProxy

FOLDER = os.environ.get("MINERAL_PRUNE_QT6", "")


def __getattr__(name):
    """Any other class of QGIS can be imported, named and asked about, and not made."""
    if not name.startswith("Qgs"):
        raise AttributeError(name)

    def refuse(self, *arguments, **named):
        raise NotImplementedError(f"{name} is not in the shim: this cannot be tried without QGIS 4")

    return type(name, (), {"__init__": refuse})


class Qgis:
    QGIS_VERSION_INT, QGIS_VERSION = 40000, "4.0 (a shim)"
    MessageLevel = Enum("MessageLevel", "Info Warning Critical Success")


class QgsCsException(Exception):  # noqa: N818, QGIS's name
    pass


class QgsWkbTypes:
    GeometryType = Enum("GeometryType", "PointGeometry LineGeometry PolygonGeometry")


class QgsMapLayerProxyModel:
    Filter = Flag("Filter", "RasterLayer PointLayer")


class QgsPointXY(QPointF):
    pass


class QgsGeometry:
    def __init__(self, polygons):
        self.polygons = polygons

    @staticmethod
    def fromMultiPolygonXY(polygons):  # noqa: N802
        return QgsGeometry(polygons)


class QgsCoordinateReferenceSystem:
    WktVariant = Enum("WktVariant", "WKT_PREFERRED_GDAL")

    def isValid(self):  # noqa: N802
        return True

    def __eq__(self, other):
        return isinstance(other, QgsCoordinateReferenceSystem)


class QgsCoordinateTransform:
    def __init__(self, source, target, project):
        pass

    def transform(self, point):
        return QgsPointXY(point)


class QgsSettings(QSettings):
    def __init__(self):
        super().__init__(os.path.join(FOLDER, "settings.ini"), QSettings.Format.IniFormat)


class QgsApplication:
    @staticmethod
    def qgisSettingsDirPath():  # noqa: N802
        return FOLDER


class QgsNetworkAccessManager:
    proxy, excluded = QNetworkProxy(), []

    @classmethod
    def instance(cls):
        return cls

    @classmethod
    def fallbackProxy(cls):  # noqa: N802
        return cls.proxy

    @classmethod
    def excludeList(cls):  # noqa: N802
        return cls.excluded

    @classmethod
    def noProxyList(cls):  # noqa: N802
        return []


class QgsRasterLayer(QObject):
    willBeDeleted = pyqtSignal()  # noqa: N815

    def __init__(self, path, name):
        super().__init__()
        self._path, self._name = path, name

    def name(self):
        return self._name

    def id(self):
        return self._name

    def source(self):
        return self._path

    def providerType(self):  # noqa: N802
        return "gdal"

    def crs(self):
        return QgsCoordinateReferenceSystem()

    def dataProvider(self):  # noqa: N802
        return self

    def bandCount(self):  # noqa: N802
        return gdal.Open(self._path).RasterCount


class QgsProject(QObject):
    layersWillBeRemoved = pyqtSignal(["QStringList"], [list])  # noqa: N815, two overloads as QGIS has them
    layersAdded = pyqtSignal(list)  # noqa: N815
    _project = None

    def __init__(self):
        super().__init__()
        self.layers = {}

    @classmethod
    def instance(cls):
        cls._project = cls._project or cls()
        return cls._project

    def mapLayers(self):  # noqa: N802
        return dict(self.layers)

    def addMapLayer(self, layer):  # noqa: N802
        self.layers[layer.id()] = layer
        self.layersAdded.emit([layer])

    def removeMapLayer(self, layer):  # noqa: N802
        self.layersWillBeRemoved["QStringList"].emit([layer.id()])
        layer.willBeDeleted.emit()
        del self.layers[layer.id()]
