# SPDX-License-Identifier: GPL-2.0-or-later
"""What reports say of where their numbers come from, through Processing."""

import re
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingUtils, QgsProject, QgsRasterLayer


@pytest.fixture
def text(tmp_path):
    """The words of a report."""

    def read(path):
        return re.sub("<[^>]*>", "|", re.sub("<style>.*?</style>", "", Path(path).read_text("utf-8"), flags=re.DOTALL))

    return read


def assess(run, chain, report, mapped):
    run("assessmap", MAP=mapped, SAMPLES=chain.samples, REPORT=str(report))
    return report.read_text("utf-8")


def test_a_report_on_a_map_names_its_scene_its_model_and_shows_it(run, chain, text, tmp_path):
    html = assess(run, chain, tmp_path / "a.html", chain.map)
    words = text(tmp_path / "a.html")
    assert "|scene.tif|" in words and "|map.tif|" in words and "|model.safetensors|" in words
    assert "Mineral Prune 0.1.0, QGIS 3." in words and "60 × 50 pixels of " in words and "EPSG:" in words
    assert "data:image/png;base64," in html and re.search(r"\|\d+ m\|", words)
    run("areas", MAP=chain.map, REPORT=str(tmp_path / "areas.html"))
    words = text(tmp_path / "areas.html")
    assert "|scene.tif|" in words and "The map shows minerals on " in words and " km2: mostly " in words


def test_a_temporary_raster_is_called_what_its_layer_is_called(run, chain, text, tmp_path):
    folder = Path(QgsProcessingUtils.tempFolder()) / "of_a_step"
    folder.mkdir(exist_ok=True)
    for suffix in ("", ".aux.xml"):
        if Path(chain.map + suffix).exists():
            (folder / f"OUTPUT.tif{suffix}").write_bytes(Path(chain.map + suffix).read_bytes())
    layer = QgsRasterLayer(str(folder / "OUTPUT.tif"), "The hill")
    QgsProject.instance().addMapLayer(layer)
    try:
        assess(run, chain, tmp_path / "a.html", layer)
        assert "|The hill|" in text(tmp_path / "a.html") and "OUTPUT.tif" not in text(tmp_path / "a.html")
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assess(run, chain, tmp_path / "b.html", str(folder / "OUTPUT.tif"))
    words = text(tmp_path / "b.html")
    assert "|temporary raster|" in words and "|scene.tif|" in words and "OUTPUT.tif" not in words


def test_a_tidied_map_still_names_its_scene(run, chain, text, tmp_path):
    run("tidymap", MAP=chain.map, SMALLEST=2, OUTPUT=str(tmp_path / "tidy.tif"))
    run("areas", MAP=str(tmp_path / "tidy.tif"), REPORT=str(tmp_path / "areas.html"))
    assert "|scene.tif|" in text(tmp_path / "areas.html")


def test_a_model_of_a_temporary_scene_is_reported_without_the_name_that_qgis_gave_it(run, chain, text, tmp_path):
    folder = Path(QgsProcessingUtils.tempFolder()) / "of_another_step"
    folder.mkdir(exist_ok=True)
    (folder / "OUTPUT.tif").write_bytes(Path(chain.scene).read_bytes())
    places = {"MODEL": str(tmp_path / "m.safetensors"), "REPORT": str(tmp_path / "t.html")}
    few = {"EPOCHS": 2, "HIDDEN_UNITS": "4", "UNLABELLED": 0}
    run("trainmodel", INPUT=str(folder / "OUTPUT.tif"), SAMPLES=chain.samples, **few, **places)
    words = text(tmp_path / "t.html")
    assert words.count("|temporary raster|") == 2 and "OUTPUT" not in words


def test_a_comparison_of_hidden_sizes_shows_the_scene_as_the_first_network_of_the_best_size_maps_it(
    run, chain, text, tmp_path
):
    report, few = tmp_path / "s.html", {"EPOCHS": 40, "SIZES": "1, 6", "SEEDS": 2, "UNLABELLED": 0}
    run("comparehiddensizes", INPUT=chain.scene, SAMPLES=chain.samples, REPORT=str(report), **few)
    words = text(report)
    assert report.read_text("utf-8").count("data:image/png;base64,") == 1
    assert "The highest mean accuracy, " in words and "is reached with 6 hidden units." in words
    assert "The map is that of the network of 6 hidden units with the first seed." in words


def test_a_training_report_shows_the_scene_as_the_model_maps_it(run, chain, text, tmp_path):
    report, model = tmp_path / "t.html", tmp_path / "m.safetensors"
    few = {"EPOCHS": 2, "HIDDEN_UNITS": "4", "UNLABELLED": 0}
    run("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=str(model), REPORT=str(report), **few)
    words = text(report)
    assert "data:image/png;base64," in report.read_text("utf-8") and "|m.safetensors|" in words
    assert "test samples are identified correctly (95 % interval: " in words


def test_a_report_whose_name_ends_in_pdf_is_one(run, chain, tmp_path):
    run("assessmap", MAP=chain.map, SAMPLES=chain.samples, REPORT=str(tmp_path / "a.pdf"))
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF-") and b"/Subtype /Image" in content
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_where_the_scene_cannot_be_drawn_the_report_says_why(run, paint, samples, text, tmp_path):
    """A tile of the middle is damaged, and no sample lies in it: the model is good, and its picture cannot be made."""
    whole, tiled = paint(*["rrrrggggbbbb" * 4] * 48), tmp_path / "tiled.tif"
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE"]
    gdal.Translate(str(tiled), whole, creationOptions=options)
    dataset = gdal.Open(str(tiled))
    offset = int(dataset.GetRasterBand(1).GetMetadataItem("BLOCK_OFFSET_1_1", "TIFF"))
    with open(tiled, "r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * 20)
    rows = [
        (4 * index + column, row, name, index + 1, split)
        for index, name in enumerate(("red", "green", "blue"))
        for row, split in enumerate(("train", "validation", "test"))
        for column in range(4)
    ]
    paths = {"MODEL": str(tmp_path / "model.safetensors"), "REPORT": str(tmp_path / "report.html")}
    run("trainmodel", INPUT=str(tiled), SAMPLES=samples(*rows), UNLABELLED=0, EPOCHS=20, **paths)
    words = text(tmp_path / "report.html")
    assert "There is no picture of the map: tiled.tif could not be read at row 0, column 0: " in words
    assert "data:image/png" not in Path(paths["REPORT"]).read_text("utf-8")
