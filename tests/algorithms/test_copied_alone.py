# SPDX-License-Identifier: GPL-2.0-or-later
"""A map of which only the .tif was copied keeps its names and colours, in QGIS and for every algorithm."""

import csv
import shutil

import pytest
from qgis.core import QgsProject, QgsRasterLayer

from mineral_prune_plugin.algorithms.named_maps import NamedMaps
from mineral_prune_plugin.mapping.map_confusion import map_classes


@pytest.fixture
def alone(chain, tmp_path):
    """The map of the chain, in a folder of its own without the files beside it."""
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.copy(chain.map, folder / "copy.tif")
    assert [path.name for path in folder.iterdir()] == ["copy.tif"]
    return folder / "copy.tif"


@pytest.fixture
def project():
    """QGIS's project, with what the plugin does to layers in it while QGIS has a window."""
    named_maps = NamedMaps(QgsProject.instance())
    yield QgsProject.instance()
    named_maps.leave()
    QgsProject.instance().removeAllMapLayers()


def legend(layer):
    return [(int(each.value), each.label, each.color.name().upper()) for each in layer.renderer().classes()]


def test_the_file_alone_states_names_and_colours(alone, chain):
    assert map_classes(alone) == map_classes(chain.map) and len(map_classes(alone)) == 7


def test_qgis_shows_them(alone, chain, project):
    layer = QgsRasterLayer(str(alone), "copy")
    project.addMapLayer(layer)
    assert legend(layer) == [(each.number, each.name, each.colour) for each in map_classes(chain.map)]


def test_a_layer_that_is_shown_faintly_stays_faint(alone, project):
    """As it comes from a project that was saved without the plugin."""
    layer = QgsRasterLayer(str(alone), "copy")
    layer.renderer().setOpacity(0.4)
    project.addMapLayer(layer)
    assert layer.renderer().opacity() == 0.4 and legend(layer)[0][1] != "1"


def test_a_legend_that_has_names_is_left_as_it_is(chain, project):
    layer = QgsRasterLayer(chain.map, "map")  # with its style beside it
    before = legend(layer)
    project.addMapLayer(layer)
    assert legend(layer) == before and before[0][1] == map_classes(chain.map)[0].name


def test_a_map_that_is_no_file_here_is_not_opened_again(alone, project):
    """One on the network would keep the window waiting."""
    from osgeo import gdal

    gdal.FileFromMemBuffer("/vsimem/copy.tif", alone.read_bytes())
    layer = QgsRasterLayer("/vsimem/copy.tif", "copy")
    before = legend(layer)
    project.addMapLayer(layer)
    assert legend(layer) == before and before[1][1] == "1"
    project.removeAllMapLayers()
    gdal.Unlink("/vsimem/copy.tif")


def test_names_that_the_user_wrote_into_the_legend_stay(alone, project):
    from qgis.core import QgsPalettedRasterRenderer

    layer = QgsRasterLayer(str(alone), "copy")
    classes = layer.renderer().classes()
    classes[1].label = "mine"
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    project.addMapLayer(layer)
    assert [each.label for each in layer.renderer().classes()] == [each.label for each in classes]


def test_a_raster_without_names_and_other_layers_are_left_as_they_are(raster, layer, project):
    import numpy as np

    plain = QgsRasterLayer(raster(np.array([[1, 2]]), name="plain.tif", dtype=np.uint8, centres_um=None), "plain")
    project.addMapLayers([plain, layer("Point", [], [])])
    assert plain.renderer().type() == "singlebandgray"


def test_other_algorithms_read_them(run, alone, chain, tmp_path):
    for name, path in (("copy", str(alone)), ("map", chain.map)):
        run("assessmap", MAP=path, SAMPLES=chain.samples, TABLE=str(tmp_path / f"{name}.csv"))
    assert (tmp_path / "copy.csv").read_text("utf-8") == (tmp_path / "map.csv").read_text("utf-8")
    run("areas", MAP=str(alone), TABLE=str(tmp_path / "areas.csv"))
    with open(tmp_path / "areas.csv", encoding="utf-8", newline="") as file:
        named = {row["mineral"] for row in csv.DictReader(file)}
    assert named == {mineral.name for mineral in map_classes(chain.map)} | {"unclassified or no data"}
    run("tidymap", MAP=str(alone), OUTPUT=str(tmp_path / "tidy.tif"))
    assert map_classes(tmp_path / "tidy.tif") == map_classes(chain.map)


def test_names_that_gdal_knows_come_first(alone):
    """They are what QGIS shows, and who renames a class with GDAL has it renamed."""
    from osgeo import gdal

    dataset = gdal.Open(str(alone))
    dataset.GetRasterBand(1).GetMetadata()
    dataset.GetRasterBand(1).SetCategoryNames(["", "renamed"])
    dataset = None
    assert [mineral.name for mineral in map_classes(alone)] == ["renamed"]


def test_names_of_strangers_within_a_file_are_names_of_classes_only(raster, tmp_path):
    import numpy as np
    from osgeo import gdal

    path = raster(np.array([[1, 2]]), name="odd.tif", dtype=np.uint8, centres_um=None)
    band = (dataset := gdal.Open(path, gdal.GA_Update)).GetRasterBand(1)
    band.SetMetadata({"class_name_0": "a", "class_name_256": "b", "class_name_07": "c", "class_name_2": " x  y "})
    del band, dataset
    assert [(mineral.number, mineral.name) for mineral in map_classes(path)] == [(2, "x y")]
