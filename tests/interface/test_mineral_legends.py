# SPDX-License-Identifier: GPL-2.0-or-later
"""A Chinese legend shows the Chinese names of minerals, and nothing that matches classes by name is misled by it."""

import csv

import numpy as np
import pytest
from qgis.core import QgsPalettedRasterRenderer, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from mineral_prune_plugin.algorithms.named_maps import NamedMaps
from mineral_prune_plugin.colours import colour_of
from mineral_prune_plugin.interface.layer_styles import apply_style, map_styler, samples_style
from mineral_prune_plugin.mapping.map_confusion import map_classes
from mineral_prune_plugin.mineral_names import TABLE, data_name, shown_name
from mineral_prune_plugin.spectra.minerals import MINERALS
from mineral_prune_plugin.spectral_library.materials import MATERIALS

CHINESE = ["白云母（muscovite）", "高岭石（kaolinite）", "埃洛石（halloysite）", "方解石（calcite）"]
CHINESE += ["蒙脱石（montmorillonite）", "明矾石（alunite）", "玉髓（chalcedony）"]
FEW = {"TRAIN_PER_CLASS": "3", "VALIDATION_PER_CLASS": "3", "TEST_PER_CLASS": "3"}


@pytest.fixture
def project(qgis):
    """QGIS's project, with what the plugin does to layers in it while QGIS has a window."""
    named_maps = NamedMaps(QgsProject.instance())
    yield QgsProject.instance()
    named_maps.leave()
    QgsProject.instance().removeAllMapLayers()


@pytest.fixture
def chinese_map(chinese, chain, project):
    """The map of the chain as it stands in a Chinese QGIS."""
    layer = project.addMapLayer(QgsRasterLayer(chain.map, "map"))
    assert labels(layer) == CHINESE
    return layer


def labels(layer):
    return [entry.label for entry in layer.renderer().classes()]


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_mineral_of_the_scene_and_the_library_has_its_chinese_name():
    with open(TABLE, encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    names = [row["name"] for row in table]
    assert len(set(names)) == len(names) == len({row["chinese"] for row in table})
    assert {*MINERALS, *(material.name for material in MATERIALS)} <= set(names)
    assert all(row["name"] == row["name"].strip().lower() and not row["chinese"].isascii() for row in table)


def test_a_chinese_name_has_the_colour_of_its_mineral():
    for name in MINERALS:
        chinese = shown_name(name, "zh").partition("（")[0]
        assert colour_of(chinese) == colour_of(name)


@pytest.mark.parametrize("name", ["alunite", "Alunite", "green vegetation"])
def test_a_shown_name_leads_back_to_that_of_the_data(name):
    assert shown_name(name, "zh-CN").endswith(f"（{name}）") and data_name(shown_name(name, "zh-CN")) == name
    assert shown_name(name, "en") == name == data_name(name)


@pytest.mark.parametrize("text", ["明矾石", "明矾石（白色）", "高岭石（alunite）", "west（3）", "（alunite）", ""])
def test_other_names_are_nobody_elses(text):
    assert shown_name(text, "zh-CN") == text == data_name(text)


def test_the_file_and_its_style_keep_the_names_of_the_data(chinese, run, chain, tmp_path):
    path = tmp_path / "map.tif"
    run("mapminerals", INPUT=chain.scene, MODEL=chain.model, OUTPUT=str(path))
    assert map_classes(path) == map_classes(chain.map)
    assert 'label="alunite"' in path.with_suffix(".qml").read_text(encoding="utf-8")
    assert any(remark.startswith("明矾石（alunite）") for remark in run.remarks)
    layer = QgsRasterLayer(str(path), "map")
    map_styler(str(path.with_suffix(".qml")))(layer)
    assert labels(layer) == CHINESE


def test_areas_of_a_map_with_a_chinese_legend_are_those_of_its_minerals(chinese_map, run, told, chain, tmp_path):
    tables = [tmp_path / "layer.csv", tmp_path / "file.csv"]
    for table, class_map in zip(tables, (chinese_map.id(), chain.map)):
        run("areas", MAP=class_map, TABLE=str(table))
        assert told() == ""
    assert rows(tables[0]) == rows(tables[1]) and "alunite" in {row["mineral"] for row in rows(tables[0])}


def test_it_is_assessed_as_map_and_as_reference(chinese_map, run, told, chain, project, tmp_path):
    reference = project.addMapLayer(QgsRasterLayer(chain.labels, "labels"))
    assert labels(reference) == CHINESE
    tables = [tmp_path / "layers.csv", tmp_path / "files.csv"]
    pairs = (chinese_map.id(), reference.id()), (chain.map, chain.labels)
    for table, (class_map, labelled) in zip(tables, pairs):
        run("assessmap", MAP=class_map, REFERENCE=labelled, TABLE=str(table))
        assert told() == ""
    assert tables[0].read_text("utf-8") == tables[1].read_text("utf-8")
    assert "alunite" in tables[0].read_text("utf-8") and "明矾石" not in tables[0].read_text("utf-8")


def test_it_is_tidied_by_either_name(chinese_map, run, told, tmp_path):
    changes = ["明矾石（alunite）", "", "#112233", "kaolinite", "白云母（muscovite）", ""]
    path = str(tmp_path / "tidy.tif")
    run("tidymap", MAP=chinese_map.id(), CLASSES=changes, OUTPUT=path)
    assert told() == ""
    assert [mineral.name for mineral in map_classes(path)] == [
        "muscovite",
        "halloysite",
        "calcite",
        "montmorillonite",
        "alunite",
        "chalcedony",
    ]
    assert [mineral.colour for mineral in map_classes(path) if mineral.name == "alunite"] == ["#112233"]


def test_its_polygons_and_samples_have_the_names_of_the_data(chinese_map, run, told, chain, tmp_path):
    polygons, samples = str(tmp_path / "polygons.gpkg"), str(tmp_path / "samples.gpkg")
    run("mappolygons", MAP=chinese_map.id(), OUTPUT=polygons)
    run("drawsamples", INPUT=chain.scene, LABELS=chinese_map.id(), OUTPUT=samples, **FEW)
    assert told() == ""
    for path in (polygons, samples):
        layer = QgsVectorLayer(path, "made")
        assert {feature["mineral"] for feature in layer.getFeatures()} <= {each.name for each in map_classes(chain.map)}
    run("trainmodel", INPUT=chain.scene, SAMPLES=samples, EPOCHS=2, MODEL=str(tmp_path / "model.safetensors"))


def test_samples_show_chinese_labels_of_values_that_stay(chinese, chain, project):
    for style in ("", samples_style(map_classes(chain.map))):
        layer = QgsVectorLayer(chain.samples, "samples")
        if style:
            apply_style(layer, style)
        else:
            project.addMapLayer(layer)
        shown = {entry.value(): entry.label() for entry in layer.renderer().categories()}
        assert shown["alunite"] == "明矾石（alunite）" and len(shown) == 7


def test_a_project_that_was_saved_in_chinese_is_english_again(chain, project):
    layer = QgsRasterLayer(chain.map, "map")
    classes = layer.renderer().classes()
    for entry in classes:
        entry.label = shown_name(entry.label, "zh-CN")
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    project.addMapLayer(layer)
    assert labels(layer) == list(MINERALS)


def test_a_map_that_is_written_again_is_chinese_again(chinese, run, chain, project, tmp_path):
    path = str(tmp_path / "map.tif")
    for _ in range(2):
        run("mapminerals", INPUT=chain.scene, MODEL=chain.model, OUTPUT=path)
        layer = project.addMapLayer(QgsRasterLayer(path, "map"))
    assert [labels(each) for each in project.mapLayers().values()] == [CHINESE, CHINESE]
    assert layer.isValid()


@pytest.fixture
def cover(raster, project):
    """A layer of two classes that others have made, with names in its file and in its legend."""

    def layer(*names):
        path = raster(np.array([[1, 2, 1]]), name="cover.tif", dtype=np.uint8, centres_um=None, names=["", *names])
        made = QgsRasterLayer(path, "cover")
        entries = [
            QgsPalettedRasterRenderer.Class(k, QColor(shade), name)
            for k, shade, name in zip((1, 2), ("blue", "red"), names)
        ]
        made.setRenderer(QgsPalettedRasterRenderer(made.dataProvider(), 1, entries))
        return project.addMapLayer(made)

    return layer


def test_legends_of_others_stay_as_they_are(chinese, cover):
    assert labels(cover("water", "snow")) == ["water", "snow"]


def test_a_class_whose_file_has_the_chinese_name_too_keeps_it(chinese, cover, run, told, tmp_path):
    table = tmp_path / "areas.csv"
    run("areas", MAP=cover("明矾石（alunite）", "calcite").id(), TABLE=str(table))
    assert [row["mineral"] for row in rows(table)][:2] == ["明矾石（alunite）", "calcite"]
