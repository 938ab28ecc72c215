# SPDX-License-Identifier: GPL-2.0-or-later
"""From a scene and a library to a map, without a label: what is named, what is not, and what is refused."""

import csv
from pathlib import Path

import numpy as np
import pytest
from making import write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load
from mineral_prune_plugin.spectra.hull import upper_hull
from mineral_prune_plugin.spectra.minerals import MINERALS

NAMES = tuple(mineral.name for mineral in MINERALS.values())
REQUEST = "; ".join(NAMES)
FLAT_ROWS = 16
QUICK = {"EPOCHS": 3, "UNLABELLED": 100}


def spectra_of(path):
    """(reflectance float32 (50, rows, columns), micrometres) of an example scene."""
    dataset = gdal.Open(path)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    um = np.array([float(band.GetMetadataItem("wavelength")) for band in bands])
    return dataset.ReadAsArray().astype(np.float32) * np.float32(1e-4), um


@pytest.fixture(scope="module")
def trained(qgis, tmp_path_factory):
    """The files and the results of a run; the first rows of the scene are its continuum and noise alone."""
    import processing

    folder = tmp_path_factory.mktemp("from_library")
    places = {name: str(folder / name) for name in ("whole.tif", "labels.tif", "scene.tif", "model.safetensors")}
    whole, labels, scene, model = places.values()
    processing.run("mineralprune:createexamplescene", {"WIDTH": 64, "HEIGHT": 64, "OUTPUT": whole, "LABELS": labels})
    cube, um = spectra_of(whole)
    rows = np.ascontiguousarray(cube[:, :FLAT_ROWS].reshape(len(um), -1))
    noise = np.random.default_rng(1).normal(0, 0.003, rows.shape)
    cube[:, :FLAT_ROWS] = (upper_hull(rows, um) + noise).reshape(len(um), FLAT_ROWS, -1)
    write_geotiff(scene, cube, um)
    files = {"MODEL": model, "TABLE": str(folder / "table.csv"), "REPORT": str(folder / "report.html")}
    result = processing.run(
        "mineralprune:trainfromlibrary", {"INPUT": scene, "MINERALS": REQUEST, "EPOCHS": 100, **files}
    )
    processing.run("mineralprune:mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": str(folder / "map.tif")})
    return folder, result


def test_the_model_names_the_minerals_of_the_request_and_rejects_the_rest(trained):
    folder, _ = trained
    model = load(folder / "model.safetensors")
    assert [(mineral.number, mineral.name) for mineral in model.minerals] == list(enumerate(NAMES, start=1))
    assert model.reject.kinds.keys() == {8, 9, 10, 11} and model.reject.minerals == REQUEST
    assert model.training["simulated"] is True and model.training["library"] == "embedded library"
    assert model.feature == "normalised" and model.bands == 50


def test_pixels_without_an_absorption_stay_unclassified(trained, read):
    folder, _ = trained
    class_map = read(folder / "map.tif")
    assert (class_map[:FLAT_ROWS] > 0).mean() < 0.02
    assert (class_map[FLAT_ROWS:] > 0).mean() > 0.3


def test_what_is_too_dark_stays_unclassified_whatever_its_spectrum_looks_like(trained, read, run, tmp_path):
    """As water and deep shadow are: a tenth of the light and the same absorptions, to which the features are blind."""
    folder, _ = trained
    cube, um = spectra_of(str(folder / "scene.tif"))
    cube = gdal.Open(str(folder / "scene.tif")).ReadAsArray()
    cube[:, 20:40] *= np.float32(0.1)
    shadow = write_geotiff(tmp_path / "shadow.tif", cube, um)
    model = str(folder / "model.safetensors")
    result = run("mapminerals", INPUT=str(shadow), MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    before, after = read(folder / "map.tif"), read(tmp_path / "map.tif")
    lit = np.delete(np.arange(64), np.s_[20:40])
    assert load(model).reject.darkest == 0.05 and (before[20:40] > 0).mean() > 0.3
    assert not after[20:40].any() and np.array_equal(after[lit], before[lit])
    assert result["REJECTED"] == (after == 0).sum()


def test_named_pixels_are_what_the_labels_say(trained, read):
    """Without a single label; 1 in 7 by chance."""
    folder, result = trained
    class_map, labels = read(folder / "map.tif")[FLAT_ROWS:], read(folder / "labels.tif")[FLAT_ROWS:]
    named = (class_map > 0) & (labels > 0)
    assert named.sum() / (labels > 0).sum() > 0.6
    assert (class_map == labels)[named].mean() > 0.65
    assert 30 < result["SIMULATED_OA"] < 100 and 20 < result["NAMED"] < 80 and result["TEST_OA"] is None


def test_the_shares_that_are_stated_are_those_of_the_map(trained, read):
    folder, result = trained
    named = 100 * (read(folder / "map.tif") > 0).mean()
    assert result["NAMED"] == pytest.approx(named, abs=1.5)  # of 4000 of 4096 pixels
    assert 0 < result["SETTLED"] < 100
    assert load(folder / "model.safetensors").training["simulated_oa"] == pytest.approx(result["SIMULATED_OA"] / 100)


def test_the_table_lists_every_record_and_the_report_says_what_it_is_not(trained):
    folder, _ = trained
    with open(folder / "table.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["material"] for row in rows if row["role"] == "mineral"} == set(NAMES)
    assert {"mineral", "other mineral", "no mineral"} == {row["role"] for row in rows}
    report = (folder / "report.html").read_text("utf-8")
    assert "Accuracy on simulated spectra is not accuracy on the ground." in report
    assert "Counts of simulated spectra." in report and "Pixel counts." not in report
    assert "the share of the simulated spectra of a class" in report and "of the pixels of a class" not in report


def test_the_same_seed_gives_the_same_model(run, chain, tmp_path):
    places = [tmp_path / f"{name}.safetensors" for name in ("one", "two", "other")]
    for place, seed in zip(places, (5, 5, 6)):
        run("trainfromlibrary", INPUT=chain.scene, MINERALS=REQUEST, SEED=seed, **QUICK, MODEL=str(place))
    one, two, other = (place.read_bytes() for place in places)
    assert one == two != other


def test_the_log_warns_of_minerals_that_the_bands_cannot_tell(qgis, chain, tmp_path):
    """Five bands in which the kaolin minerals look alike, and calcite does not."""
    import processing
    from qgis.core import QgsProcessingFeedback

    class Log(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.warnings = []

        def pushWarning(self, text):  # noqa: N802, the name that QGIS gives
            self.warnings.append(text)

    cube, um = spectra_of(chain.scene)
    few = [int(np.abs(um - centre).argmin()) for centre in (2.10, 2.20, 2.25, 2.34, 2.40)]
    scene, log = str(write_geotiff(tmp_path / "scene.tif", cube[few], um[few])), Log()
    inputs = {"INPUT": scene, "MINERALS": "kaolinite; dickite; halloysite; calcite", "EPOCHS": 300, "UNLABELLED": 100}
    report = tmp_path / "report.html"
    places = {"MODEL": str(tmp_path / "model.safetensors"), "REPORT": str(report)}
    processing.run("mineralprune:trainfromlibrary", {**inputs, **places}, feedback=log)
    (missed,) = [text for text in log.warnings if "these minerals cannot be recognised" in text]
    assert sum(f"{name} (" in missed for name in ("kaolinite", "dickite", "halloysite")) >= 2
    assert "calcite" not in missed
    assert missed in report.read_text("utf-8")


def test_few_epochs_are_few_for_the_ensemble_too(qgis, chain, tmp_path):
    """The ensemble takes most of the time: at each of its epochs it asks whether to stop."""
    import processing
    from qgis.core import QgsProcessingFeedback

    class Counter(QgsProcessingFeedback):
        asked = 0

        def isCanceled(self):  # noqa: N802, the name that QGIS gives
            self.asked += 1
            return super().isCanceled()

    counter = Counter(False)
    inputs = {"INPUT": chain.scene, "MINERALS": REQUEST, **QUICK, "MODEL": str(tmp_path / "model.safetensors")}
    processing.run("mineralprune:trainfromlibrary", inputs, feedback=counter)
    assert 10 < counter.asked < 300


def test_points_are_learnt_beside_and_tested_once(run, chain, tmp_path):
    inputs = {"INPUT": chain.scene, "MINERALS": REQUEST, "EPOCHS": 60, "UNLABELLED": 500}
    report = tmp_path / "report.html"
    alone, beside = str(tmp_path / "alone.safetensors"), str(tmp_path / "beside.safetensors")
    assert run("trainfromlibrary", **inputs, MODEL=alone)["TEST_OA"] is None
    result = run("trainfromlibrary", **inputs, SAMPLES=chain.samples, MODEL=beside, REPORT=str(report))
    assert 35 < result["TEST_OA"] <= 100
    assert load(beside).training["test_oa"] == pytest.approx(result["TEST_OA"] / 100)
    assert "labelled samples of the scene beside them" in report.read_text("utf-8")
    accuracies = [run("assessmap", MAP=mapped(run, chain, model), SAMPLES=chain.samples, SPLIT="train")["OA"]
                  for model in (alone, beside)]  # fmt: skip
    assert accuracies[1] > accuracies[0]  # on the samples that it learnt


def mapped(run, chain, model):
    place = str(Path(model).with_suffix(".tif"))
    run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=place)
    return place


def test_points_have_the_class_of_their_name_whatever_their_number(run, samples, chain, tmp_path):
    """Numbers of the layer are its own: here muscovite is 7 and alunite 1."""
    labels = gdal.Open(chain.labels).ReadAsArray()
    rows = []
    for name, number, of_layer in (("muscovite", 1, 7), ("Alunite", 6, 1)):
        places = np.argwhere(labels == number)[::9][:12]
        rows += [
            (column, row, name, of_layer, "train" if at % 2 else "test") for at, (row, column) in enumerate(places)
        ]
    moved = write_copy(chain.scene, tmp_path / "moved.tif")
    result = run(
        "trainfromlibrary", INPUT=moved, MINERALS=REQUEST, EPOCHS=60, UNLABELLED=500, SAMPLES=samples(*rows),
        MODEL=str(tmp_path / "model.safetensors"),
    )  # fmt: skip
    assert result["TEST_OA"] > 40


def write_copy(source, path):
    """An example scene where `samples` lays its points."""
    cube, um = spectra_of(source)
    return str(write_geotiff(path, cube, um, transform=(500000.0, 20.0, 0.0, 4100000.0, 0.0, -20.0)))


def test_points_of_a_mineral_that_is_not_requested(refused, chain, tmp_path):
    said = refused(
        "trainfromlibrary", INPUT=chain.scene, MINERALS="kaolinite; alunite", SAMPLES=chain.samples, **QUICK,
        MODEL=str(tmp_path / "model.safetensors"),
    )  # fmt: skip
    assert "which is not among the minerals to identify (kaolinite, alunite)" in said


@pytest.fixture(scope="module")
def pruned(trained):
    """(folder, results of pruning without samples)"""
    import processing

    folder, _ = trained
    inputs = {"INPUT": str(folder / "scene.tif"), "MODEL": str(folder / "model.safetensors")}
    few = {"UNITS": "10", "RETRAIN_EPOCHS": 60, "CONTROLS": False, "REPORT": str(folder / "pruned.html")}
    result = processing.run("mineralprune:prunemodel", {**inputs, **few, "OUTPUT": str(folder / "pruned.safetensors")})
    return folder, result


def test_pruned_without_samples_it_is_smaller_and_rejects_as_before(pruned, read, run):
    folder, result = pruned
    before, after = load(folder / "model.safetensors"), load(folder / "pruned.safetensors")
    assert before.network.hidden_units == (30,) and after.network.hidden_units == (10,)
    assert after.reject == before.reject and after.classes == before.classes
    assert result["UNIT_COMPRESSION"] == pytest.approx(3.0)
    report = (folder / "pruned.html").read_text("utf-8")
    assert report.count("Counts of simulated spectra.") == 2 and "Pixel counts." not in report
    place = str(folder / "pruned.tif")
    run("mapminerals", INPUT=str(folder / "scene.tif"), MODEL=str(folder / "pruned.safetensors"), OUTPUT=place)
    class_map, labels = read(place), read(folder / "labels.tif")
    assert (class_map[:FLAT_ROWS] > 0).mean() < 0.02
    named = (class_map > 0) & (labels > 0)
    assert named[FLAT_ROWS:].sum() > 300 and (class_map == labels)[named].mean() > 0.55


def test_both_can_be_compared(pruned, run, chain, tmp_path):
    folder, _ = pruned
    models = {"MODEL_A": str(folder / "model.safetensors"), "MODEL_B": str(folder / "pruned.safetensors")}
    result = run("comparemodels", INPUT=chain.scene, SAMPLES=chain.samples, **models, OUTPUT=str(tmp_path / "both.tif"))
    assert 25 < result["OA_B"] <= 100 and 25 < result["OA_A"] <= 100
    assert 60 < result["AGREEMENT"] < 100


def test_bands_are_dropped_without_samples_too(run, chain, tmp_path):
    place = str(tmp_path / "pruned.safetensors")
    inputs = {"INPUT": chain.scene, "LIBRARY": chain.library, "MODEL": chain.library_model, "UNLABELLED": 100}
    few = {"ITERATIONS": 1, "RETRAIN_EPOCHS": 2, "CONTROLS": False, "BANDS": "20"}
    assert run("prunemodel", **inputs, **few, OUTPUT=place)["BANDS_LEFT"] == 20
    assert load(place).bands == 20 and load(place).reject == load(chain.library_model).reject
    result = run("mapminerals", INPUT=chain.scene, MODEL=place, OUTPUT=str(tmp_path / "map.tif"))
    assert result["REJECTED"] > 0


def test_a_model_of_samples_cannot_be_pruned_without_them(refused, chain, tmp_path):
    said = refused("prunemodel", INPUT=chain.scene, MODEL=chain.model, OUTPUT=str(tmp_path / "pruned.safetensors"))
    assert "This model was trained on samples, so pruning needs samples too." in said


def test_a_model_cannot_be_pruned_on_a_library_without_its_minerals(refused, chain, tmp_path, write_library):
    write_library(tmp_path / "other.csv", ("alunite", "calcite"))
    said = refused("prunemodel", INPUT=chain.scene, MODEL=chain.library_model, LIBRARY=str(tmp_path / "other.csv"),
                   OUTPUT=str(tmp_path / "pruned.safetensors"))  # fmt: skip
    assert "No spectrum of other.csv has a name that begins with muscovite" in said


def test_what_pruning_does_not_use_is_told(qgis, chain, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    few = {"RETRAIN_EPOCHS": 1, "ITERATIONS": 1, "CONTROLS": False, "UNLABELLED": 0}
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "LIBRARY": chain.library, **few}
    for model, words in (
        (chain.library_model, "the samples are not used."),
        (chain.model, "the spectral library is not used."),
    ):
        feedback, place = QgsProcessingFeedback(False), str(tmp_path / "pruned.safetensors")
        processing.run("mineralprune:prunemodel", {**inputs, "MODEL": model, "OUTPUT": place}, feedback=feedback)
        assert words in feedback.textLog()


# Bad input


@pytest.fixture
def said(refused, chain, tmp_path):
    """The sentence by which a run of these changes is refused."""

    def sentence(**changes):
        inputs = {"INPUT": chain.scene, "LIBRARY": chain.library, "MINERALS": REQUEST, **QUICK}
        return refused("trainfromlibrary", **{**inputs, "MODEL": str(tmp_path / "model.safetensors"), **changes})

    return sentence


def test_a_library_that_is_not_there(said, tmp_path):
    assert "no library.sli" in said(LIBRARY=str(tmp_path / "no library.sli"))


def test_a_text_that_is_no_library(said, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear colleague,\nthe spectra will follow.\n")
    assert "letter.txt is not a spectral library of a known format" in said(LIBRARY=str(tmp_path / "letter.txt"))


def test_a_mineral_without_a_record(said):
    assert "No spectrum of library.csv has a name that begins with topaz" in said(MINERALS="alunite; topaz")


def test_a_library_that_does_not_cover_the_bands(said, tmp_path):
    rows = ["wavelength (um),alunite 1"] + [f"{0.4 + 0.01 * row:.2f},{0.3 + 0.001 * row:.3f}" for row in range(60)]
    (tmp_path / "visible.csv").write_text("\n".join(rows) + "\n")
    text = said(LIBRARY=str(tmp_path / "visible.csv"), MINERALS="alunite")
    assert "No spectrum of visible.csv (0.400 to 0.990 um)" in text and "Choose another library or range." in text


def test_a_raster_without_wavelengths(said, chain, tmp_path):
    cube, _ = spectra_of(chain.scene)
    assert "bare.tif states no wavelengths of its bands" in said(INPUT=str(write_geotiff(tmp_path / "bare.tif", cube)))


def test_minerals_of_the_short_wave_infrared_in_a_scene_of_the_visible(said, tmp_path):
    um = np.linspace(0.45, 0.7, 26)
    cube = np.random.default_rng(1).uniform(0.2, 0.4, (26, 20, 20)).astype(np.float32)
    scene = str(write_geotiff(tmp_path / "visible.tif", cube, um))
    text = said(INPUT=scene, LIBRARY="", MINERALS="calcite")
    assert "calcite has no absorption deeper than 5 % between 0.450 and 0.700 um in embedded library" in text


def test_widths_of_zero(said, chain, tmp_path):
    cube, um = spectra_of(chain.scene)
    scene = write_envi(tmp_path / "scene.img", cube, wavelength=um, wavelength_units="Micrometers", fwhm=[0.0] * 50)
    assert "scene.img gives a width (FWHM) of 0 um" in said(INPUT=str(scene))


def test_a_scene_in_radiance(said, chain, tmp_path):
    cube, um = spectra_of(chain.scene)
    air = 1 - 0.3 * np.exp(-(((um - 2.06) / 0.012) ** 2))
    scene = write_geotiff(tmp_path / "radiance.tif", cube * air[:, None, None].astype(np.float32), um)
    assert "radiance.tif looks like radiance, not reflectance" in said(INPUT=str(scene))


def test_a_scene_in_percent(said, chain, tmp_path):
    cube, um = spectra_of(chain.scene)
    scene = write_geotiff(tmp_path / "percent.tif", 100 * cube, um)
    assert "the values of percent.tif have a mean of" in said(INPUT=str(scene))


@pytest.mark.parametrize(
    "text, words",
    [
        ("= alunite", "'= alunite' is not"),
        ("alunite, calcite", "'alunite, calcite' is not"),
        ("mica = illite = muscovite", "is not"),
        ("alunite; ALUNITE", "'alunite' is named twice"),
    ],
)
def test_minerals_that_cannot_be_read(said, text, words):
    assert words.lower() in said(MINERALS=text).lower()


def test_an_output_over_the_library(said, tmp_path, write_library):
    write_library(tmp_path / "library.csv", NAMES)
    path = str(tmp_path / "library.csv")
    assert "library.csv" in said(LIBRARY=path, TABLE=path) and "is an input of this run" in said(
        LIBRARY=path, TABLE=path
    )


def test_a_scene_that_is_scaled_to_be_dark_is_said_to_be_dark(run, told, chain, raster, tmp_path):
    """As by a scale factor that is ten times too small: no mineral can be told, and nothing else is the reason."""
    from osgeo import gdal

    scene = gdal.Open(chain.scene)
    centres = [float(scene.GetRasterBand(k + 1).GetMetadataItem("wavelength")) for k in range(scene.RasterCount)]
    few = {"LIBRARY": chain.library, "MINERALS": "alunite; kaolinite", "EPOCHS": 2, "UNLABELLED": 50}
    few["MODEL"] = str(tmp_path / "model.safetensors")
    for factor, dark in ((1e-5, True), (1e-4, False)):
        run("trainfromlibrary", INPUT=raster(scene.ReadAsArray() * factor, centres_um=centres), **few)
        sentence = "100 % of the pixels of scene.tif that were looked at are darker than a reflectance of 0.05"
        assert (sentence in told()) == dark and (dark or "darker than" not in told())
