# SPDX-License-Identifier: GPL-2.0-or-later
"""A spectral library can be given as a path or as a layer that is open in QGIS; never is another taken for it."""

import pytest

from mineral_prune_plugin.models.model_file import load

# Few bands: simulating a library's spectra takes most of the time.
QUICK = {"MINERALS": "alunite; calcite; kaolinite", "RANGE": [2.1, 2.25], "EPOCHS": 3, "UNLABELLED": 50}


@pytest.fixture
def opened(qgis, chain):
    """The library, a table, as layers of the project: by OGR and as delimited text."""
    from qgis.core import QgsProject, QgsVectorLayer

    layers = [
        QgsVectorLayer(chain.library, "table", "ogr"),
        QgsVectorLayer(f"file://{chain.library}?type=csv&geomType=none", "text", "delimitedtext"),
    ]
    assert all(layer.isValid() for layer in layers)
    QgsProject.instance().addMapLayers(layers)
    yield layers
    QgsProject.instance().clear()


def test_an_open_layer_is_the_file_that_it_shows(run, chain, opened, tmp_path):
    place = str(tmp_path / "model.safetensors")
    for value in (opened[0], opened[0].id(), "table", opened[1], "text", f"file://{chain.library}"):
        run("trainfromlibrary", INPUT=chain.scene, LIBRARY=value, **QUICK, MODEL=place)
        assert load(place).training["library"] == "library.csv", value


def test_a_model_is_pruned_with_a_library_that_is_open(run, chain, opened, tmp_path):
    few = {"ITERATIONS": 1, "RETRAIN_EPOCHS": 1, "CONTROLS": False, "UNLABELLED": 50}
    place = str(tmp_path / "pruned.safetensors")
    run("prunemodel", INPUT=chain.scene, MODEL=chain.library_model, LIBRARY=opened[0], **few, OUTPUT=place)
    assert load(place).minerals == load(chain.library_model).minerals


def test_an_open_library_is_not_replaced_by_an_output(refused, chain, opened):
    said = refused("trainfromlibrary", INPUT=chain.scene, LIBRARY=opened[0], **QUICK, TABLE=chain.library,
                   MODEL="TEMPORARY_OUTPUT")  # fmt: skip
    assert "library.csv" in said and "input of this run" in said


def test_what_is_no_file_and_no_layer_is_refused(refused, chain, tmp_path):
    said = refused("trainfromlibrary", INPUT=chain.scene, LIBRARY="no such layer", **QUICK,
                   MODEL=str(tmp_path / "model.safetensors"))  # fmt: skip
    assert "The spectral library no such layer cannot be read" in said


def test_a_scene_may_be_a_layer_and_have_a_mask(run, chain, read, tmp_path):
    """Masked pixels are neither learnt from nor mapped, settled or not."""
    import numpy as np
    from osgeo import gdal
    from qgis.core import QgsRasterLayer

    scene, model = str(tmp_path / "masked.tif"), str(tmp_path / "model.safetensors")
    gdal.Translate(scene, chain.scene)
    dataset = gdal.Open(scene, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = np.full((dataset.RasterYSize, dataset.RasterXSize), 255, np.uint8)
    mask[:, :30] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    dataset = None
    layer = QgsRasterLayer(scene, "masked scene")
    run("trainfromlibrary", INPUT=layer, LIBRARY=chain.library, **QUICK, MODEL=model)
    places = {"OUTPUT": str(tmp_path / "map.tif"), "SETTLED": str(tmp_path / "settled.tif")}
    assert run("mapminerals", INPUT=layer, MODEL=model, **places)["NO_DATA"] == 30 * 50
    assert not read(places["OUTPUT"])[:, :30].any()
    assert np.array_equal(read(places["SETTLED"]) == 255, mask == 0)
