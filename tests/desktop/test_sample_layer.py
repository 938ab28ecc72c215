# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels that the dock adds to layers of samples of other programs."""

import numpy as np
import pytest
from making import wkt
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer, QgsWkbTypes

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import LayerNotWritable

TRANSFORM = (500_000.0, 20.0, 0.0, 4_100_000.0, 0.0, -20.0)
FIELDS = "field=mineral:string&field=class:{kind}&field=split:string"


@pytest.fixture
def scene(qgis, tmp_path):
    """4 x 4 pixels of 3 bands."""
    from mineral_prune_plugin.explaining.explored_scene import ExploredScene

    path = str(tmp_path / "scene.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 4, 4, 3, gdal.GDT_Float32)
    dataset.SetGeoTransform(TRANSFORM)
    dataset.SetProjection(wkt(32611))
    dataset.WriteArray(np.full((3, 4, 4), 0.3, np.float32))
    del dataset
    scene = ExploredScene(path, "", 2**30)
    yield scene
    scene.close()


def samples(kind="integer", geometry="Point", there=(("alunite", 1), ("opal", 2)), place="POINT(500010 4099990)"):
    """A layer with a sample of each mineral in the first pixel."""
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:32611&{FIELDS.format(kind=kind)}", "samples", "memory")
    features = []
    for mineral, number in there:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([mineral, str(number) if kind == "string" else number, "train"])
        feature.setGeometry(QgsGeometry.fromWkt(place))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def added(layer, scene, name, number=1):
    """(mineral, class, kind of geometry) of the sample that is added at the last pixel."""
    from mineral_prune_plugin.desktop.dock.sample_layer import add_samples

    look, crs = scene.look_at(500_070, 4_099_930), QgsCoordinateReferenceSystem("EPSG:32611")
    assert add_samples(layer, scene, look, with_colour(number, name), "train", crs) == (1, 0)
    *_, feature = layer.getFeatures()
    kind = QgsWkbTypes.displayString(feature.geometry().wkbType())
    return feature["mineral"], str(feature["class"]), kind


@pytest.mark.parametrize("kind", ["integer", "double", "string"])
def test_a_new_mineral_gets_a_free_number_whatever_kind_of_field_holds_them(scene, kind):
    mineral, number, _ = added(samples(kind), scene, "calcite")
    assert (mineral, float(number)) == ("calcite", 3)


def test_a_mineral_is_written_as_the_layer_writes_it(scene):
    """Training refuses two spellings of one number."""
    assert added(samples(), scene, "Opal", 7)[:2] == ("opal", "2")


def test_a_name_as_a_chinese_legend_shows_it_is_written_as_the_data_has_it(scene):
    assert added(samples(), scene, "蛋白石（opal）", 7)[:2] == ("opal", "2")
    assert added(samples(), scene, "方解石（calcite）")[:2] == ("calcite", "3")
    own = samples(there=(("蛋白石（opal）", 4),))
    assert added(own, scene, "蛋白石（opal）")[:2] == ("蛋白石（opal）", "4")


@pytest.mark.parametrize("geometry", ["Point", "PointZ", "MultiPoint", "MultiPointZ", "PointM"])
def test_a_sample_has_the_kind_of_geometry_of_its_layer(scene, geometry):
    assert added(samples(geometry=geometry, there=()), scene, "opal")[2] == geometry


def test_a_layer_that_is_read_only_in_the_project_stays_as_it_is(scene):
    layer = samples()
    layer.setReadOnly(True)
    with pytest.raises(LayerNotWritable):
        added(layer, scene, "opal")
    assert layer.featureCount() == 2
