# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock "Why this mineral?" in a real QGIS window, as a person uses it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def files(qgis, tmp_path_factory):
    """A scene, a model of it and its map, samples, the same scene rotated, and models that do not do."""
    import processing
    from making import random_model
    from osgeo import gdal

    from mineral_prune_plugin.models.model_file import save

    folder = tmp_path_factory.mktemp("dock")
    names = ("scene.tif", "labels.tif", "samples.gpkg", "model.safetensors", "map.tif", "rotated.tif")
    scene, labels, samples, model, class_map, rotated = (str(folder / name) for name in names)
    few = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
    for algorithm, parameters in (
        ("createexamplescene", {"WIDTH": 60, "HEIGHT": 50, "OUTPUT": scene, "LABELS": labels}),
        ("drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": samples, **few}),
        ("trainmodel", {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 40, "HIDDEN_UNITS": "12", "MODEL": model}),
        ("mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": class_map}),
    ):
        processing.run(f"mineralprune:{algorithm}", parameters)
    copy = gdal.GetDriverByName("GTiff").CreateCopy(rotated, gdal.Open(scene))
    copy.SetGeoTransform((500_000.0, 16.0, 12.0, 4_160_000.0, 12.0, -16.0))
    del copy
    misfit, broken = str(folder / "misfit.safetensors"), folder / "broken.safetensors"
    save(random_model((0.5, 0.6, 0.7)), misfit)
    broken.write_bytes(Path(model).read_bytes()[:-100])
    chosen = {"scene": scene, "samples": samples, "model": model, "rotated": rotated, "misfit": misfit}
    chosen |= {"class map": class_map, "unitless": unitless(scene, str(folder / "unitless.tif"))}
    return {**chosen, "broken": str(broken), "map": gdal.Open(class_map).ReadAsArray()}


def unitless(scene, path):
    """A copy of a scene whose wavelengths have no unit."""
    from osgeo import gdal

    copy = gdal.GetDriverByName("GTiff").CreateCopy(path, gdal.Open(scene))
    for number in range(1, copy.RasterCount + 1):
        band = copy.GetRasterBand(number)
        band.SetMetadata({"wavelength": band.GetMetadataItem("wavelength")})
    return path


def drive(files, screen, folder, **more):
    """What was seen in a window, of which MINERAL_PRUNE_PICTURES may name a folder for pictures."""
    pictures = os.environ.get("MINERAL_PRUNE_PICTURES", "")
    orders = {name: value for name, value in files.items() if name != "map"}
    orders |= {"report": str(folder / "report.json"), "pictures": pictures, **more}
    (folder / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    variables = {**os.environ, "MINERAL_PRUNE_PROFILES": str(folder / "profile")}
    variables["MINERAL_PRUNE_TEST"] = str(folder / "orders.json")
    command = [ROOT / "scripts" / "in-env.sh", "env", f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", "qgis"]
    command += ["--nologo", "--noversioncheck", "--code", ROOT / "tests" / "desktop" / "drive_dock.py"]
    completed = subprocess.run([*map(str, command)], env=variables, capture_output=True, text=True, timeout=400)
    assert completed.returncode == 0, completed.stdout[-3000:] + completed.stderr[-3000:]
    seen = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert "failed" not in seen, seen["failed"]
    return seen


@pytest.fixture(scope="module")
def story(files, screen, tmp_path_factory):
    return drive(files, screen, tmp_path_factory.mktemp("story"))


def test_it_opens_from_the_menu_with_the_scene_and_the_tool_at_hand(story):
    assert story["opened"] == {"visible": True, "raster": "scene", "tool": True}


def test_a_click_shows_the_spectrum_and_absorptions_by_name(story):
    seen = story["without model"]
    assert seen["pixel"] == [20, 15, 1] and seen["curves"] == ["column 20, row 15"]
    assert seen["verdict"] == "" and seen["bars"] == 0 and "alunite" in seen["marks"]


def test_with_a_model_it_says_why(story, files):
    seen = story["with model"]
    assert story["model chosen"]["message"] == ""
    assert seen["verdict"].startswith(f"The map shows {seen['first class']} (probability")
    assert seen["bars"] == 50 and seen["neurons"] == 12
    assert {*story["pixels"]} == {"3,4", "30,20", "55,44", "41,8"}
    for place, number in story["pixels"].items():
        column, row = map(int, place.split(","))
        assert number == files["map"][row, column]


def test_spectra_are_pinned_shown_without_continuum_and_copied(story):
    seen = story["pinned"]
    assert seen["curves"][-3:] == ["column 41, row 8", "column 10, row 40", "column 12, row 11"]
    assert len(seen["curves"]) == 4 and seen["curves"][0].startswith("library: ")
    assert seen["beside"] == "Relative to the continuum"
    lines = story["table"].splitlines()
    assert len(lines) == 51 and lines[0].startswith("wavelength_um,") and "column 12, row 11 (logits)" in lines[0]
    assert len(story["unpinned"]["curves"]) == 1
    assert story["picture"][0] == story["picture"][1] > 200


def test_a_polygon_gives_the_mean_of_its_pixels(story):
    seen = story["polygon"]
    assert seen["pixel"][2] in range(20, 43) and seen["curves"] == [f"mean of {seen['pixel'][2]} pixels"]
    counts = dict(part.rsplit(" ", 1) for part in seen["verdict"].split(": ")[1].split(". ")[0].split(", "))
    assert sum(map(int, counts.values())) == seen["pixel"][2]
    assert "The model takes the mean spectrum for " in seen["verdict"]


def test_a_pixel_becomes_a_sample(story):
    first = story["sample"]
    (row,) = first["features"]
    assert row[0] == "jarosite" and row[2] == "train" and first["crs"] == "EPSG:32611"
    assert first["message"].startswith("Added to Samples as jarosite.") and "temporary" in first["message"]
    assert "has a sample of jarosite in this pixel already" in story["sample again"]["message"]
    assert story["sample again"]["features"] == 1
    second = story["second sample"][1]
    assert second[2] == "test" and second[0] != "jarosite" and second[1] != row[1]
    assert story["stored"] == [1, 1]


def test_what_cannot_be_is_said(story):
    assert story["outside"]["message"] == "That place lies outside scene.tif. Click on the raster."
    assert story["outside"]["pixel"] is None and story["outside"]["curves"] == []
    misfit = story["misfit"]
    assert misfit["message"].startswith("The model needs 3 bands from 0.500 to 0.700 um; scene.tif has 0 of them")
    assert misfit["curves"] == ["column 20, row 15"] and misfit["verdict"] == "" and misfit["bars"] == 0
    assert story["no file"]["message"] == "There is no file /no/such.safetensors."
    assert "broken.safetensors" in story["broken"]["message"]


def test_what_a_raster_leaves_open_is_said(story):
    assert story["unitless"]["message"].startswith("unitless.tif gives no unit for its wavelengths (1.99")


def test_another_coordinate_system_and_a_rotated_raster_are_no_matter(story, files):
    for name in ("other crs", "rotated"):
        assert story[name]["pixel"] == [30, 20, 1]
        assert story[name]["mapped"] == files["map"][20, 30]


def test_layers_may_go_while_they_are_looked_at(story):
    assert story["removed"]["pixel"] is None
    assert story["again"]["pixel"] == [20, 15, 1] and story["again"]["verdict"]
    assert story["cleared"]["scene"] and story["cleared"]["curves"] == []
    assert story["clicked on nothing"]["message"] == "Choose a raster first."


def test_samples_do_not_go_to_another_layer_when_theirs_is_removed(story):
    assert story["samples removed"] == ""


def test_nothing_of_it_is_left_when_the_plugin_goes(story):
    assert story["tool before"] == "PixelTool"
    assert story["unloaded"] == {"dock": False, "action": False, "tool": "QgsMapToolPan"}


def test_without_torch_spectra_are_shown_and_what_a_model_lacks_is_said(files, bare, screen, tmp_path):
    orders = {"scene": files["scene"], "model": files["model"], "report": str(tmp_path / "report.json"), "alone": True}
    (tmp_path / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    variables = {**bare, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    variables["MINERAL_PRUNE_TEST"] = str(tmp_path / "orders.json")
    command = ["qgis", "--nologo", "--noversioncheck", "--code", str(ROOT / "tests" / "desktop" / "drive_dock.py")]
    subprocess.run(command, env=variables, capture_output=True, timeout=120, check=True)
    seen = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert "failed" not in seen, seen["failed"]
    assert seen["spectrum"]["curves"] == ["column 20, row 15"] and not seen["spectrum"]["torch"]
    if seen["with model"]["verdict"]:
        pytest.skip("this QGIS has torch of its own")
    assert seen["with model"]["message"].startswith("This needs torch, safetensors, threadpoolctl")
    assert seen["with model"]["curves"] == ["column 20, row 15"] and seen["with model"]["verdict"] == ""
