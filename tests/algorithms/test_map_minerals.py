# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps of 3 x 4 pixels that can be checked by eye, by models whose weights are set by hand."""

import gc
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.models.perceptron.network import Perceptron
from mineral_prune_plugin.models.reject import OTHER_MINERAL, SURFACE, Reject

ROWS = ("rrgg", "r.bg", "bbbg")
CLASSES = [[1, 1, 2, 2], [1, 0, 3, 2], [3, 3, 3, 2]]
ROTATED = (500000.0, 17.3, 10.0, 4100000.0, 10.0, -17.3)


def test_the_map_names_the_brightest_band_of_each_pixel(run, paint, hand_model, read, tmp_path):
    result = run("mapminerals", INPUT=paint(*ROWS), MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert read(result["OUTPUT"]).tolist() == CLASSES
    assert (result["NO_DATA"], result["UNCLASSIFIED"]) == (1, 0)
    assert "CONFIDENCE" not in result


def test_a_bar_in_a_file_name_is_part_of_the_name(run, paint, hand_model, read, tmp_path):
    scene = Path(paint(*ROWS)).rename(tmp_path / "a|b.tif")
    run("mapminerals", INPUT=str(scene), MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert read(tmp_path / "map.tif").tolist() == CLASSES


@pytest.mark.parametrize("dropped", [np.nan, np.inf, -np.inf, -9999.0])
def test_pixels_without_a_spectrum_are_no_data_and_the_rest_is_mapped(run, paint, hand_model, read, tmp_path, dropped):
    scene = paint(*ROWS, no_data=-9999.0)
    dataset = gdal.Open(scene, gdal.GA_Update)
    dataset.GetRasterBand(2).WriteArray(np.array([[dropped]], dtype=np.float32), 3, 0)  # one band of one pixel
    dataset = None
    result = run("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert read(result["OUTPUT"]).tolist() == [[1, 1, 2, 0], *CLASSES[1:]]
    assert result["NO_DATA"] == 2


def test_the_map_says_what_it_is(run, paint, hand_model, tmp_path):
    scene = paint(*ROWS)
    run("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    class_map, source = gdal.Open(str(tmp_path / "map.tif")), gdal.Open(scene)
    band = class_map.GetRasterBand(1)
    band.GetMetadata()
    assert class_map.RasterCount == 1 and band.DataType == gdal.GDT_Byte and band.GetNoDataValue() == 0
    assert band.GetCategoryNames() == ["unclassified", "red", "green", "blue"]
    assert [band.GetColorTable().GetColorEntry(k) for k in (1, 2, 3)] == [
        (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255),
    ]  # fmt: skip
    assert class_map.GetGeoTransform() == source.GetGeoTransform()
    assert class_map.GetProjection() == source.GetProjection() != ""
    assert class_map.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"


@pytest.mark.parametrize("transform", [ROTATED, None], ids=["rotated", "none"])
def test_rotated_and_missing_georeference_are_kept(run, paint, hand_model, read, tmp_path, transform):
    scene = paint(*ROWS, transform=transform, epsg=32611 if transform else None)
    run("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    class_map = gdal.Open(str(tmp_path / "map.tif"))
    assert class_map.GetGeoTransform(can_return_null=True) == transform
    assert class_map.GetProjection() == gdal.Open(scene).GetProjection()
    assert read(tmp_path / "map.tif").tolist() == CLASSES


def test_the_style_lists_the_classes_of_the_model_only(run, paint, hand_model, tmp_path):
    from qgis.core import QgsRasterLayer

    run("mapminerals", INPUT=paint(*ROWS), MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    shown = QgsRasterLayer(str(tmp_path / "map.tif"), "map")  # QGIS loads the .qml beside it
    assert [(entry.value, entry.label, entry.color.name()) for entry in shown.renderer().classes()] == [
        (1, "red", "#ff0000"), (2, "green", "#00ff00"), (3, "blue", "#0000ff"),
    ]  # fmt: skip


def test_a_map_loaded_into_a_project_is_styled(qgis, paint, hand_model, tmp_path):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRasterLayer

    output, context = str(tmp_path / "map.tif"), QgsProcessingContext()
    details = QgsProcessingContext.LayerDetails("map", QgsProject.instance(), "OUTPUT")
    context.setLayersToLoadOnCompletion({output: details})
    parameters = {"INPUT": paint(*ROWS), "MODEL": hand_model(), "OUTPUT": output}
    processing.run("mineralprune:mapminerals", parameters, context=context)
    gc.collect()  # the styler must outlive the algorithm
    (tmp_path / "elsewhere").mkdir()
    plain = QgsRasterLayer(str((tmp_path / "map.tif").rename(tmp_path / "elsewhere" / "plain.tif")), "plain")
    assert len(plain.renderer().classes()) != 3 if plain.renderer().type() == "paletted" else True
    styler = context.layersToLoadOnCompletion()[output].postProcessor()
    styler.postProcessLayer(plain, context, QgsProcessingFeedback())
    assert [entry.label for entry in plain.renderer().classes()] == ["red", "green", "blue"]


def test_confidence_is_the_softmax_and_pixels_below_the_least_stay_unclassified(
    run, raster, hand_model, read, tmp_path
):
    scene = raster(np.array([[[0.5, 0.4, np.nan]], [[0.1, 0.4, 0.1]], [[0.1, 0.1, 0.1]]]))
    output, sureness = str(tmp_path / "map.tif"), str(tmp_path / "sure.tif")
    chosen = {"INPUT": scene, "MODEL": hand_model(), "OUTPUT": output, "CONFIDENCE": sureness}
    result = run("mapminerals", MIN_CONFIDENCE=0.6, **chosen)
    sure = np.exp(5) / (np.exp(5) + 2 * np.exp(1))  # logits are ten times the bands: 5, 1, 1 and 4, 4, 1
    torn = np.exp(4) / (2 * np.exp(4) + np.exp(1))
    assert read(output).tolist() == [[1, 0, 0]]
    np.testing.assert_allclose(read(sureness), [[sure, torn, -1]], rtol=1e-5)
    assert gdal.Open(sureness).GetRasterBand(1).GetNoDataValue() == -1
    assert (result["UNCLASSIFIED"], result["NO_DATA"]) == (1, 1)
    assert run("mapminerals", MIN_CONFIDENCE=0, **chosen)["UNCLASSIFIED"] == 0
    assert read(output).tolist() == [[1, 1, 0]]  # the first at a tie


def test_a_model_that_rejects_leaves_pixels_unclassified_and_says_why(qgis, paint, hand_model, read, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback, QgsRasterLayer

    class Log(QgsProcessingFeedback):
        lines = ()

        def pushInfo(self, line):  # noqa: N802, a name that QGIS gives
            self.lines += (line,)

    log, output, sureness = Log(False), str(tmp_path / "map.tif"), str(tmp_path / "sure.tif")
    model = hand_model(reject=Reject({2: SURFACE, 3: OTHER_MINERAL}))
    parameters = {"INPUT": paint(*ROWS), "MODEL": model, "OUTPUT": output, "CONFIDENCE": sureness}
    result = processing.run("mineralprune:mapminerals", parameters, feedback=log)
    assert read(output).tolist() == [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    assert (result["UNCLASSIFIED"], result["REJECTED"], result["NO_DATA"]) == (8, 8, 1)
    assert np.sign(read(sureness)).tolist() == [[1, 1, 0, 0], [1, -1, 0, 0], [0, 0, 0, 0]]
    assert [line for line in log.lines if " pixels" in line] == [
        "red: 3 pixels, 27.3 % of those with data, 0.0012 km2, mean confidence 1.00",
        "Unclassified (another mineral of the library): 4 pixels, 36.4 % of those with data",
        "Unclassified (vegetation, water, plastic or the like): 4 pixels, 36.4 % of those with data",
    ]
    shown, class_map = QgsRasterLayer(output, "map"), gdal.Open(output)
    assert [entry.label for entry in shown.renderer().classes()] == ["red"]
    band = class_map.GetRasterBand(1)
    band.GetMetadata()
    assert band.GetCategoryNames() == ["unclassified", "red"]


def test_a_model_of_minerals_alone_rejects_no_pixel(run, paint, hand_model, tmp_path):
    chosen = {"INPUT": paint(*ROWS), "MODEL": hand_model(), "OUTPUT": str(tmp_path / "map.tif")}
    result = run("mapminerals", MIN_CONFIDENCE=1, **chosen)
    assert (result["UNCLASSIFIED"], result["REJECTED"]) == (11, 0)


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0)])
def test_bands_are_met_by_wavelength_in_any_order(run, paint, hand_model, read, raster, tmp_path, order):
    shuffled = read(paint(*ROWS), band=None)[list(order)]
    scene = raster(shuffled, name="shuffled.tif", centres_um=[(2.1, 2.2, 2.3)[k] for k in order])
    run("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert read(tmp_path / "map.tif").tolist() == CLASSES


def test_a_virtual_raster_is_mapped_like_its_source(run, paint, hand_model, read, tmp_path):
    parts = [paint(*ROWS, name="left.tif"), paint(*ROWS, name="right.tif", transform=(500080, 20, 0, 4100000, 0, -20))]
    virtual = gdal.BuildVRT(str(tmp_path / "both.vrt"), parts)
    for k, wavelength in enumerate(("2.1", "2.2", "2.3"), start=1):
        virtual.GetRasterBand(k).SetMetadata({"wavelength": wavelength, "wavelength_units": "Micrometers"})
    virtual = None
    run("mapminerals", INPUT=str(tmp_path / "both.vrt"), MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif"))
    assert read(tmp_path / "map.tif").tolist() == [row + row for row in CLASSES]


def test_missing_bands_are_interpolated_when_asked(run, raster, hand_model, read, tmp_path):
    # Bands 2.18 and 2.22 stand for 2.2: their mean is the brightest of the first pixel, not of the second.
    values = np.array([[[0.4, 0.4]], [[0.2, 0.1]], [[0.9, 0.5]], [[0.1, 0.1]]])
    scene = raster(values, centres_um=(2.1, 2.18, 2.22, 2.3))
    output = str(tmp_path / "map.tif")
    run("mapminerals", INPUT=scene, MODEL=hand_model(), INTERPOLATE=True, OUTPUT=output)
    assert read(output).tolist() == [[2, 1]]


def test_paths_with_spaces_chinese_and_emoji(run, paint, hand_model, read, files, tmp_path):
    folder = tmp_path / "新 文件夹 🪨 'a' \"b\""
    folder.mkdir()
    scene = paint(*ROWS, name=f"{folder.name}/场景 🌋.tif")
    model = hand_model(name=f"{folder.name}/模型 ⛏.safetensors")
    run("mapminerals", INPUT=scene, MODEL=model, OUTPUT=str(folder / "矿物 图.tif"))
    assert read(folder / "矿物 图.tif").tolist() == CLASSES
    assert "矿物 图.qml" in files(folder)


def test_class_names_of_any_kind_reach_legend_and_style(run, paint, hand_model, tmp_path):
    from qgis.core import QgsRasterLayer

    names = ("<script>alert(1)</script>", "\"calcite\" & 'x'", "明矾石 🪨")
    run("mapminerals", INPUT=paint(*ROWS), MODEL=hand_model(minerals=names), OUTPUT=str(tmp_path / "map.tif"))
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    band = dataset.GetRasterBand(1)
    band.GetMetadata()
    assert band.GetCategoryNames()[1:] == list(names)
    shown = QgsRasterLayer(str(tmp_path / "map.tif"), "map")
    assert [entry.label for entry in shown.renderer().classes()] == list(names)


def test_a_new_map_is_not_shown_with_the_pyramids_and_statistics_of_an_old_one(
    run, paint, hand_model, raster, tmp_path
):
    old = raster(np.ones((600, 600)), name="map.tif", names=["none", "granite"])
    dataset = gdal.Open(old)
    dataset.BuildOverviews("NEAREST", [2, 4])  # beside the file, in map.tif.ovr
    dataset.GetRasterBand(1).GetStatistics(False, True)
    dataset = None
    assert Path(old + ".ovr").exists() and Path(old + ".aux.xml").exists()
    run("mapneurons", INPUT=paint(*ROWS), MODEL=hand_model(), OUTPUT=old)
    written = gdal.Open(old)
    band = written.GetRasterBand(1)
    assert band.GetOverviewCount() == 0
    assert "STATISTICS_MEAN" not in band.GetMetadata() and not band.GetCategoryNames()


def test_neurons_are_bands_with_a_name_and_zero_where_they_are_silent(run, raster, hand_model, tmp_path):
    # Neuron 0 sees band 1 less 0.4, neuron 2 of the second layer half of neuron 0.
    first = np.eye(3, dtype=np.float32)
    second = np.array([[0.5, 0, 0], [0, 1, 0]], dtype=np.float32)
    last = np.ones((3, 2), dtype=np.float32)
    biases = tuple(np.array(b, dtype=np.float32) for b in ([-0.4, 0, 0], [0, 0], [0, 0, 0]))
    model = hand_model(network=Perceptron((first, second, last), biases), pruning={"neurons": [[0, 1, 5], [2, 7]]})
    scene = raster(np.array([[[0.8, 0.3, np.nan]], [[0.1, 0.2, 0.1]], [[0.1, 0.1, 0.1]]]))
    run("mapneurons", INPUT=scene, MODEL=model, OUTPUT=str(tmp_path / "neurons.tif"))
    written = gdal.Open(str(tmp_path / "neurons.tif"))
    assert [written.GetRasterBand(k + 1).GetDescription() for k in range(5)] == [
        "layer 1 neuron 0: red", "layer 1 neuron 1: red", "layer 1 neuron 5: red", "layer 2 neuron 2: red",
        "layer 2 neuron 7: red",
    ]  # fmt: skip
    seen = [[[0.4, 0, -1]], [[0.1, 0.2, -1]], [[0.1, 0.1, -1]], [[0.2, 0, -1]], [[0.1, 0.2, -1]]]
    np.testing.assert_allclose(written.ReadAsArray(), seen, atol=1e-6)
    assert written.GetRasterBand(5).GetNoDataValue() == -1
    assert written.GetGeoTransform() == gdal.Open(scene).GetGeoTransform()
