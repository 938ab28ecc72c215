# SPDX-License-Identifier: GPL-2.0-or-later
"""prunemodel with BANDS: the model reads fewer bands, and maps of it are what it says they are."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load


@pytest.fixture
def pruned(run, chain, tmp_path):
    """Prune the chain's model: gives (results, the model, rows of the table)."""

    def prune(bands, name="pruned", **changes):
        parameters = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": chain.model, "ITERATIONS": 2}
        parameters.update(RETRAIN_EPOCHS=30, BANDS=bands, OUTPUT=str(tmp_path / f"{name}.safetensors"))
        parameters.update(TABLE=str(tmp_path / f"{name}.csv"), REPORT=str(tmp_path / f"{name}.html"))
        result = run("prunemodel", **{**parameters, **changes})
        with open(result["TABLE"], encoding="utf-8", newline="") as file:
            return result, load(result["OUTPUT"]), list(csv.DictReader(file))

    return prune


def identified(model, scene):
    """What a model says of every pixel, from the scene's bands at the model's own wavelengths."""
    from mineral_prune_plugin.models.perceptron.forward import logits
    from mineral_prune_plugin.spectra.features import compute

    cube = gdal.Open(scene).ReadAsArray().astype(np.float32) / 10_000
    bands = numbers_of(model, scene)
    reflectance = cube[np.array(bands) - 1].reshape(len(bands), -1)
    features = compute(model.feature, reflectance, model.wavelengths.array())
    classes = np.array([mineral.number for mineral in model.classes])
    chosen = classes[logits(model.network, model.standardisation.apply(features)).argmax(axis=1)]
    return chosen.reshape(cube.shape[1:])


def numbers_of(model, scene):
    """The scene's bands, from 1, that have exactly the model's wavelengths."""
    dataset = gdal.Open(scene)
    centres = [float(dataset.GetRasterBand(k + 1).GetMetadataItem("wavelength")) for k in range(dataset.RasterCount)]
    return [centres.index(centre) + 1 for centre in model.wavelengths.centres_um]


@pytest.mark.parametrize("feature", ["reflectance", "asai"])
def test_a_model_of_twelve_bands_maps_scenes_that_have_no_others(run, chain, pruned, read, tmp_path, feature):
    trained = str(tmp_path / "model.safetensors")
    run("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, FEATURES=feature, EPOCHS=60, MODEL=trained)
    result, model, rows = pruned("12", MODEL=trained)
    assert result["BANDS_LEFT"] == model.bands == len(set(numbers_of(model, chain.scene))) == 12
    few, class_map, other_map = (str(tmp_path / name) for name in ("few.tif", "map.tif", "other_map.tif"))
    run("mapminerals", INPUT=chain.scene, MODEL=result["OUTPUT"], OUTPUT=class_map)
    assert np.array_equal(read(class_map), identified(model, chain.scene))
    gdal.Translate(few, chain.scene, bandList=numbers_of(model, chain.scene))
    assert gdal.Open(few).RasterCount == 12
    run("mapminerals", INPUT=few, MODEL=result["OUTPUT"], OUTPUT=other_map)
    assert np.array_equal(read(other_map), read(class_map))
    assert run("assessmap", MAP=class_map, SAMPLES=chain.samples)["OA"] == pytest.approx(result["TEST_OA"])


def test_the_table_tells_the_stages_before_the_iterations(pruned, chain):
    result, model, rows = pruned("12")
    stages = [row for row in rows if row["band_stage"]]
    rounds = [row for row in rows if row["iteration"]]
    assert rows == stages + rounds and [row["band_stage"] for row in stages] == [str(k) for k in range(len(stages))]
    assert [int(row["bands"]) for row in stages][0 :: len(stages) - 1] == [50, 12]
    assert {row["bands"] for row in rounds} == {"12"}
    assert int(stages[0]["parameters"]) == load(chain.model).network.parameters
    assert stages[0]["parameter_compression"] == "1.00" and stages[0]["oa_before_retraining_percent"] == ""
    assert rounds[0]["parameters"] == stages[-1]["parameters"]
    (kept,) = [row for row in rows if row["kept"] == "yes"]
    assert int(kept["parameters"]) == model.network.parameters
    assert kept["parameter_compression"] == f"{result['PARAMETER_COMPRESSION']:.2f}"
    assert f"{result['OA']:.2f}" == kept["oa_after_retraining_percent"]


def test_the_report_shows_the_bands_that_stay(pruned, tmp_path):
    _, model, _ = pruned("12")
    page = (tmp_path / "pruned.html").read_text(encoding="utf-8")
    assert "A map reads 12 bands instead of 50." in page and "diagnostic absorption" in page
    assert all(f"{centre:.4f}" in page for centre in model.wavelengths.centres_um)
    pruned("all", "whole")
    page = (tmp_path / "whole.html").read_text(encoding="utf-8")
    assert "A map reads" not in page and "diagnostic absorption" not in page


def test_all_bands_are_as_if_nothing_were_said(run, chain, pruned, tmp_path):
    pruned("all", "one")
    silent_one = str(tmp_path / "two.safetensors")
    run("prunemodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=chain.model, ITERATIONS=2, RETRAIN_EPOCHS=30,
        OUTPUT=silent_one)  # fmt: skip
    assert (tmp_path / "one.safetensors").read_bytes() == Path(silent_one).read_bytes()
    result, model, rows = pruned(50, "three")  # a number, not a text, and as many as there are
    assert result["BANDS_LEFT"] == model.bands == 50 and len([row for row in rows if row["band_stage"]]) == 1


def test_automatic_stays_within_the_tolerance_of_the_best_stage(pruned):
    result, model, rows = pruned("automatic", TOLERANCE=3)
    stages = {int(row["bands"]): float(row["oa_after_retraining_percent"]) for row in rows if row["band_stage"]}
    assert min(stages) == 1
    assert result["BANDS_LEFT"] == min(bands for bands, oa in stages.items() if oa >= max(stages.values()) - 3 - 1e-6)


def test_the_same_run_gives_the_same_files(pruned, tmp_path):
    for name in ("one", "two"):
        pruned("9", name)
    for ending in (".safetensors", ".csv"):
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()
    pages = [(tmp_path / f"{name}.html").read_text("utf-8") for name in ("one", "two")]
    minute = r"\d{4}-\d\d-\d\d \d\d:\d\d"  # a report says when it was made, and of which file
    assert [len(re.findall(minute, page)) for page in pages] == [1, 1] and "one.safetensors" in pages[0]
    first, second = (re.sub(minute, "", page) for page in pages)
    assert first.replace("one.safetensors", "two.safetensors") == second


def test_a_model_of_few_bands_is_pruned_again_onto_itself(pruned, chain, tmp_path):
    _, first, _ = pruned("12")
    path = str(tmp_path / "pruned.safetensors")
    result, second, rows = pruned("5", MODEL=path)
    assert result["BANDS_LEFT"] == 5 and rows[0]["bands"] == "12"
    assert set(second.wavelengths.centres_um) < set(first.wavelengths.centres_um)
    result, third, _ = pruned("all", MODEL=path)
    assert third.wavelengths == second.wavelengths and result["BANDS_LEFT"] == 5


@pytest.mark.parametrize(
    "bands, facts",
    [
        ("abc", ("'all', 'automatic'", "'abc'")),
        ("", ("'all', 'automatic'", "''")),
        ("1e9", ("'all', 'automatic'", "'1e9'")),
        ("12.5", ("'all', 'automatic'", "'12.5'")),
        ("0", ("from 1 to 65536 bands", "0 was given")),
        ("-3", ("from 1 to 65536 bands", "-3 was given")),
        ("51", ("from 1 to 50 for this model", "'reflectance'", "51 was given")),
    ],
)
def test_bands_that_cannot_be_left(refused, chain, tmp_path, bands, facts):
    said = refused(
        "prunemodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=chain.model, BANDS=bands,
        OUTPUT=str(tmp_path / "pruned.safetensors"),
    )  # fmt: skip
    assert "BANDS" in said and all(fact in said for fact in facts), said


def test_a_model_without_wavelengths_cannot_lose_bands(run, refused, raster, samples, tmp_path):
    values = np.random.default_rng(0).uniform(0.2, 0.8, (4, 4, 3))
    scene = raster(values, centres_um=None)
    rows = [(column, row, name, column + 1, split) for column, name in enumerate(("a", "b", "c"))
            for row, split in enumerate(("train", "train", "validation", "test"))]  # fmt: skip
    inputs = {"INPUT": scene, "SAMPLES": samples(*rows)}
    model = str(tmp_path / "model.safetensors")
    run("trainmodel", **inputs, EPOCHS=5, MODEL=model)
    said = refused("prunemodel", **inputs, MODEL=model, BANDS="2", OUTPUT=str(tmp_path / "pruned.safetensors"))
    assert "trained without wavelengths" in said and "'Bands to keep' (BANDS) to 'all'" in said


@pytest.mark.parametrize("step", [1, 4, 40, 80])
def test_a_cancelled_run_leaves_nothing(qgis, chain, tmp_path, files, step):
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Impatient(QgsProcessingFeedback):
        """Cancels after some reports of progress."""

        seen = 0

        def setProgress(self, percent):  # noqa: N802, a name that QGIS gives
            self.seen += 1
            if self.seen >= step:
                self.cancel()

    parameters = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": chain.model, "BANDS": "12"}
    parameters.update(OUTPUT=str(tmp_path / "a.safetensors"), TABLE=str(tmp_path / "a.csv"))
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run("mineralprune:prunemodel", parameters, feedback=Impatient(False))
    assert files(tmp_path) == []


def test_a_map_reads_no_other_band(run, chain, pruned, read, tmp_path):
    result, model, _ = pruned("12")
    others = sorted(set(range(1, 51)) - set(numbers_of(model, chain.scene)))
    broken, whole_map, broken_map = (str(tmp_path / name) for name in ("broken.tif", "whole.tif", "map.tif"))
    dataset = gdal.GetDriverByName("GTiff").CreateCopy(broken, gdal.Open(chain.scene))
    for number in others:
        band = dataset.GetRasterBand(number)
        band.WriteArray(np.full((50, 60), -32_000, np.int16))
    dataset = band = None
    run("mapminerals", INPUT=chain.scene, MODEL=result["OUTPUT"], OUTPUT=whole_map)
    run("mapminerals", INPUT=broken, MODEL=result["OUTPUT"], OUTPUT=broken_map)
    assert np.array_equal(read(whole_map), read(broken_map))
