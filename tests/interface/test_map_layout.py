# SPDX-License-Identifier: GPL-2.0-or-later
"""The print layout of a map, drawn by QGIS's own exporter."""

import re
from datetime import date

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsLayoutExporter, QgsProject, QgsRasterLayer

from mineral_prune_plugin.interface.map_layout import map_layout

COLOURS = {1: (213, 94, 0), 2: (86, 180, 233), 3: (0, 158, 115)}


@pytest.fixture
def project(qgis):
    project = QgsProject.instance()
    yield project
    project.clear()


UTM = 32611, (484000, 20, 0, 4158400, 0, -20)
DEGREES = 4326, (-117.2, 0.01, 0, 60.1, 0, -0.01)


def class_map(folder, name, minerals=("alunite", "kaolinite", "calcite"), place=UTM):
    """A map of 30 x 20 pixels, a stripe a class, as a layer; place : (EPSG code or None, transform)"""
    epsg, transform = place
    path = str(folder / "map.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 30, 20, 1, gdal.GDT_Byte)
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform(transform)
    band, table = dataset.GetRasterBand(1), gdal.ColorTable()
    for number in range(1, len(minerals) + 1):
        table.SetColorEntry(number, (*COLOURS.get(number, (10, 10, number)), 255))
    band.SetColorTable(table)
    band.SetCategoryNames(["", *minerals])
    band.WriteArray(np.repeat([[1, 2, 3]], 10, axis=0).repeat(10, axis=1).repeat(2, axis=0).astype(np.uint8))
    del band, dataset
    from qgis.core import QgsPalettedRasterRenderer

    layer = QgsRasterLayer(path, name)
    classes = [
        QgsPalettedRasterRenderer.Class(number, _colour(number), mineral)
        for number, mineral in enumerate(minerals, start=1)
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    return layer


def _colour(number):
    from qgis.PyQt.QtGui import QColor

    return QColor(*COLOURS.get(number, (10, 10, number)))


def items(layout):
    return {item.id(): item for item in layout.items() if hasattr(item, "id") and item.id()}


def test_a_layout_has_title_map_legend_scale_bar_and_date(project, tmp_path):
    layer = class_map(tmp_path, "The hill")
    project.addMapLayer(layer)
    layout = map_layout(project, layer)
    shown = items(layout)
    assert {"title", "map", "legend", "scale bar", "north", "origin"} <= set(shown)
    assert layout.name() == "The hill" == shown["title"].currentText()
    assert shown["map"].extent().contains(layer.extent()) and shown["map"].crs() == layer.crs()
    legend = shown["legend"].model().layerLegendNodes(shown["legend"].model().rootGroup().children()[0])
    assert [node.data(0) for node in legend] == ["alunite", "kaolinite", "calcite"]
    assert "WGS 84 / UTM zone 11N (EPSG:32611)" in shown["origin"].currentText()
    assert f"Date: {date.today().isoformat()}" in shown["origin"].currentText()
    assert shown["scale bar"].unitLabel() == "m"


def test_the_exporter_draws_the_map_in_its_colours_and_nothing_runs_off_the_page(project, tmp_path):
    layer = class_map(tmp_path, "The hill")
    project.addMapLayer(layer)
    layout = map_layout(project, layer)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 60
    done = QgsLayoutExporter(layout).exportToImage(str(tmp_path / "page.png"), settings)
    assert done == QgsLayoutExporter.ExportResult.Success
    picture = gdal.Open(str(tmp_path / "page.png")).ReadAsArray()[:3].reshape(3, -1)
    for colour in COLOURS.values():
        assert (picture == np.array(colour)[:, None]).all(axis=0).sum() > 5_000  # a third of the map, and its square
    page = layout.pageCollection().page(0).rect()
    for name, item in items(layout).items():
        place = item.mapRectToScene(item.rect())
        assert page.contains(place), f"{name}: {place}"


@pytest.mark.parametrize("place, metres", [(UTM, 20), (DEGREES, 0.01 * 111_320 * np.cos(np.radians(60)))])
def test_the_scale_bar_is_as_long_on_the_page_as_it_says(project, tmp_path, place, metres):
    layer = class_map(tmp_path, "The hill", place=place)
    project.addMapLayer(layer)
    project.setCrs(layer.crs())  # without one QGIS has no ellipsoid
    project.setEllipsoid("EPSG:7030")
    layout = map_layout(project, layer)
    bar, shown = items(layout)["scale bar"], items(layout)["map"]
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 254  # ten pixels a millimetre
    QgsLayoutExporter(layout).exportToImage(str(tmp_path / "page.png"), settings)
    grey = gdal.Open(str(tmp_path / "page.png")).ReadAsArray()[:3].max(axis=0)
    place = bar.mapRectToScene(bar.rect())
    part = grey[int(place.top() * 10) : int(place.bottom() * 10), int(place.left() * 10) : int(place.right() * 10)]
    longest = max(max(map(len, "".join("x" if dark else " " for dark in row < 60).split()), default=0) for row in part)
    unit = {"m": 1, "km": 1000}[bar.unitLabel()]
    # The frame of the bar is as long as all of its segments.
    said = bar.unitsPerSegment() * bar.numberOfSegments() * unit
    width_mm = shown.rect().width() * layer.extent().width() / shown.extent().width()
    assert said == pytest.approx(longest / 10 / width_mm * 30 * metres, rel=0.03)


def test_a_map_that_lies_nowhere_has_no_scale_bar(project, tmp_path):
    layer = class_map(tmp_path, "The hill", place=(None, UTM[1]))
    project.addMapLayer(layer)
    layout = map_layout(project, layer)
    shown = items(layout)
    assert "scale bar" not in shown and "Coordinate system: not known" in shown["origin"].currentText()


def test_degrees_have_no_scale_bar_where_the_project_measures_without_an_ellipsoid(project, tmp_path):
    layer = class_map(tmp_path, "The hill", place=DEGREES)
    project.addMapLayer(layer)
    project.setEllipsoid("NONE")
    layout = map_layout(project, layer)
    shown = items(layout)
    assert "scale bar" not in shown and "No scale bar: the project has no ellipsoid" in shown["origin"].currentText()
    layer = class_map(tmp_path, "In metres")
    project.addMapLayer(layer)
    layout = map_layout(project, layer)
    assert "scale bar" in items(layout)


def test_a_map_of_sixty_minerals_keeps_its_legend_on_the_page(project, tmp_path):
    layer = class_map(tmp_path, "Many", [f"mineral of a long name {number}" for number in range(1, 61)])
    project.addMapLayer(layer)
    layout = map_layout(project, layer)
    shown = items(layout)
    legend = shown["legend"]
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 60
    QgsLayoutExporter(layout).exportToImage(str(tmp_path / "page.png"), settings)  # which gives the legend its size
    place, arrow = (item.mapRectToScene(item.rect()) for item in (legend, shown["north"]))
    assert place.bottom() <= arrow.top() and place.right() <= 297


@pytest.mark.parametrize(
    "count, name, pages",
    [(255, "mineral of a long name", 2), (120, "a name " * 40, 3), (255, "x" * 70, 3), (18, "x", 1)],
)
def test_no_mineral_of_a_long_legend_runs_off_its_page_or_is_lost(project, tmp_path, count, name, pages):
    layer = class_map(tmp_path, "Many", [f"{number} {name}" for number in range(1, count + 1)])
    project.addMapLayer(layer)
    layout = map_layout(project, layer)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 60
    QgsLayoutExporter(layout).exportToImage(str(tmp_path / "page.png"), settings)  # which gives legends their size
    assert layout.pageCollection().pageCount() == pages
    shown, listed = items(layout), []
    for page in range(pages):
        legend = shown[f"legend {page + 1}" if page else "legend"]
        place, sheet = legend.mapRectToScene(legend.rect()), layout.pageCollection().page(page)
        paper = sheet.mapRectToScene(sheet.rect())
        assert paper.contains(place) and (page or place.bottom() <= shown["north"].mapRectToScene(0, 0, 1, 1).top())
        (node,) = legend.model().rootGroup().children()
        listed += [each.data(0) for each in legend.model().layerLegendNodes(node)]
        if page < pages - 1:
            told = shown[f"legend goes on {page + 2}"]
            assert told.currentText() == f"The legend goes on on page {page + 2}."
            below = told.mapRectToScene(told.rect())
            assert paper.contains(below) and below.top() >= place.bottom()
    assert [int(text.split()[0]) for text in listed] == list(range(1, count + 1))


def test_a_layer_s_name_computes_nothing_and_a_second_layout_gets_a_number(project, tmp_path):
    layer = class_map(tmp_path, "A [% 1 + 1 %] map")
    project.addMapLayer(layer)
    first = map_layout(project, layer)
    assert re.search(r"1 \+ 1", items(first)["title"].currentText())
    project.layoutManager().addLayout(first)
    assert map_layout(project, layer).name() == "A [% 1 + 1 %] map (2)"
