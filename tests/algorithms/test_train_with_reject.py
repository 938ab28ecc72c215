# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from samples that leaves pixels unclassified which are unlike all of them, from training to comparison."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from mineral_prune_plugin.models.model_file import load

LEFT_OUT = 4  # calcite, of which the samples have none
FEW = {"EPOCHS": 300, "UNLABELLED": 500, "HIDDEN_UNITS": "16", "FEATURES": "normalised"}


@pytest.fixture(scope="module")
def trained(chain, tmp_path_factory):
    """(folder, samples of all minerals but one, results): the chain's scene, with the reject."""
    import processing

    folder = tmp_path_factory.mktemp("reject")
    every, samples = str(folder / "seven.gpkg"), str(folder / "six.gpkg")
    counts = {f"{split}_PER_CLASS": "20" for split in ("TRAIN", "VALIDATION", "TEST")}
    drawn = {"INPUT": chain.scene, "LABELS": chain.labels, **counts, "OUTPUT": every}
    processing.run("mineralprune:drawsamples", drawn)
    fewer = {"INPUT": every, "EXPRESSION": f'"class" <> {LEFT_OUT}', "OUTPUT": samples}
    processing.run("native:extractbyexpression", fewer)
    places = {"MODEL": str(folder / "model.safetensors"), "REPORT": str(folder / "report.html")}
    inputs = {"INPUT": chain.scene, "SAMPLES": samples, **FEW}
    result = processing.run("mineralprune:trainmodel", {**inputs, "REJECT": True, **places})
    processing.run("mineralprune:trainmodel", {**inputs, "MODEL": str(folder / "off.safetensors")})
    return folder, samples, result


def unclassified(class_map, labels):
    """(share of the left out mineral's pixels that are unclassified, share of the others')"""
    empty = class_map == 0
    return empty[labels == LEFT_OUT].mean(), empty[(labels != LEFT_OUT) & (labels > 0)].mean()


def test_the_mineral_without_samples_is_left_unclassified(trained, chain, run, read):
    folder, _, _ = trained
    place = str(folder / "map.tif")
    result = run("mapminerals", INPUT=chain.scene, MODEL=str(folder / "model.safetensors"), OUTPUT=place)
    unknown, known = unclassified(read(place), read(chain.labels))
    assert unknown > 0.8 and known < 0.2
    assert result["REJECTED"] == result["UNCLASSIFIED"] == (read(place) == 0).sum()
    run("mapminerals", INPUT=chain.scene, MODEL=str(folder / "off.safetensors"), OUTPUT=place)
    assert unclassified(read(place), read(chain.labels)) == (0, 0)


def test_the_file_says_that_the_reject_is_of_samples(trained):
    model = load(trained[0] / "model.safetensors")
    assert model.reject.of_samples and len(model.minerals) == 6 and LEFT_OUT not in {m.number for m in model.minerals}
    assert model.reject.occurring == ("other mineral", "no mineral", "featureless", "unlike")
    assert model.training["samples"] == {"train": 120, "validation": 120, "test": 120}
    assert model.training["unlabelled_pixels"] == 500


def test_the_report_says_what_is_named_and_what_is_lost(trained):
    report = re.sub("<[^>]*>", "", Path(trained[2]["REPORT"]).read_text(encoding="utf-8"))
    assert "What is left unclassified" in report and "another mineral of the library" in report
    lost = float(re.search(r"Of the 120 validation samples, ([\d.]+) % are left unclassified", report)[1])
    named = float(re.search(r"drawn at random from the scene, ([\d.]+) % get a mineral", report)[1])
    assert lost <= 10 and 40 < named < 95
    assert "any absorption" in report


def test_off_it_is_the_model_of_before(trained):
    model = load(trained[0] / "off.safetensors")
    assert model.reject is None and len(model.classes) == 6


def test_pruned_it_rejects_as_before(trained, chain, run, read):
    folder, samples, _ = trained
    few = {"UNITS": "10", "RETRAIN_EPOCHS": 100, "UNLABELLED": 500, "CONTROLS": False}
    inputs = {"INPUT": chain.scene, "SAMPLES": samples, "MODEL": str(folder / "model.safetensors")}
    result = run("prunemodel", **inputs, **few, OUTPUT=str(folder / "pruned.safetensors"))
    before, after = (load(folder / name) for name in ("model.safetensors", "pruned.safetensors"))
    assert after.network.hidden_units == (10,) and after.reject == before.reject and after.classes == before.classes
    assert trained[2]["OA"] - 15 < result["OA"] <= 100
    place = str(folder / "pruned.tif")
    run("mapminerals", INPUT=chain.scene, MODEL=str(folder / "pruned.safetensors"), OUTPUT=place)
    unknown, known = unclassified(read(place), read(chain.labels))
    assert unknown > 0.8 and known < 0.2


def test_pruning_it_needs_the_samples(trained, chain, refused, tmp_path):
    model = str(trained[0] / "model.safetensors")
    said = refused("prunemodel", INPUT=chain.scene, MODEL=model, OUTPUT=str(tmp_path / "pruned.safetensors"))
    assert "pruning needs samples too" in said


def test_it_is_compared_with_the_model_that_names_all(trained, chain, run, read, tmp_path):
    folder, samples, _ = trained
    models = {"MODEL_A": str(folder / "model.safetensors"), "MODEL_B": str(folder / "off.safetensors")}
    result = run("comparemodels", INPUT=chain.scene, SAMPLES=samples, **models, OUTPUT=str(tmp_path / "both.tif"))
    maps = []
    for name in ("model", "off"):
        place = str(tmp_path / f"{name}.tif")
        run("mapminerals", INPUT=chain.scene, MODEL=str(folder / f"{name}.safetensors"), OUTPUT=place)
        maps.append(read(place))
    assert (maps[0] == 0).sum() > 100  # where one rejects, they differ
    assert result["AGREEMENT"] == pytest.approx(100 * (maps[0] == maps[1]).mean())
    assert result["OA_A"] == pytest.approx(trained[2]["TEST_OA"])


def test_its_map_is_assessed_with_unclassified_pixels_apart(trained, chain, run, tmp_path):
    folder, samples, _ = trained
    place, table = str(tmp_path / "map.tif"), tmp_path / "table.csv"
    run("mapminerals", INPUT=chain.scene, MODEL=str(folder / "model.safetensors"), OUTPUT=place)
    run("assessmap", MAP=place, SAMPLES=samples, TABLE=str(table))
    rows = dict(line.split(",")[1:3] for line in table.read_text(encoding="utf-8").splitlines() if line.startswith(","))
    assert 0 <= int(rows["unclassified"]) <= 24


def test_a_scene_without_wavelengths_is_told_and_has_fewer_kinds(chain, qgis, tmp_path):
    import processing
    from osgeo import gdal
    from qgis.core import QgsProcessingFeedback

    scene, place = str(tmp_path / "bare.tif"), str(tmp_path / "model.safetensors")
    values = gdal.Open(chain.scene)
    bare = gdal.GetDriverByName("GTiff").Create(scene, values.RasterXSize, values.RasterYSize, values.RasterCount, 6)
    bare.SetGeoTransform(values.GetGeoTransform())
    bare.SetProjection(values.GetProjection())
    scale = values.GetRasterBand(1).GetScale() or 1
    bare.WriteArray(values.ReadAsArray().astype(np.float32) * np.float32(scale))
    bare = None
    feedback = QgsProcessingFeedback(False)
    inputs = {"INPUT": scene, "SAMPLES": chain.samples, **FEW, "EPOCHS": 5, "REJECT": True, "MODEL": place}
    processing.run("mineralprune:trainmodel", inputs, feedback=feedback)
    assert "bare.tif gives no wavelengths, or none at which the plugin's own spectra" in feedback.textLog()
    assert load(place).reject.occurring == ("featureless", "unlike")


def test_the_same_seed_gives_the_same_file(trained, chain, run, tmp_path):
    places = [str(tmp_path / name) for name in ("a.safetensors", "b.safetensors")]
    for place in places:
        run("trainmodel", INPUT=chain.scene, SAMPLES=trained[1], **{**FEW, "EPOCHS": 5}, REJECT=True, MODEL=place)
    first, second = (Path(place).read_bytes() for place in places)
    assert first == second


def test_numbers_that_leave_no_room_for_rejects_are_refused(chain, refused, tmp_path):
    import processing

    high = str(tmp_path / "high.gpkg")
    settings = {"FIELD_NAME": "class", "FIELD_TYPE": 1, "FIELD_LENGTH": 10, "FORMULA": '"class" + 247'}
    processing.run("native:fieldcalculator", {"INPUT": chain.samples, **settings, "OUTPUT": high})
    said = refused("trainmodel", INPUT=chain.scene, SAMPLES=high, **FEW, REJECT=True,
                   MODEL=str(tmp_path / "model.safetensors"))  # fmt: skip
    assert "the largest class number may be 251; the samples have 254" in said


def test_the_reject_stands_under_advanced_and_is_off(qgis):
    from qgis.core import QgsApplication, QgsProcessingParameterDefinition

    algorithm = QgsApplication.processingRegistry().algorithmById("mineralprune:trainmodel")
    reject = algorithm.parameterDefinition("REJECT")
    assert reject.defaultValue() is False
    assert reject.flags() & QgsProcessingParameterDefinition.FlagAdvanced


def test_the_document_of_the_file_has_no_text_of_minerals(trained):
    data = (trained[0] / "model.safetensors").read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    document = json.loads(header["__metadata__"]["mineral_prune"])
    assert document["schema"] == 5 and document["reject"]["minerals"] is None
