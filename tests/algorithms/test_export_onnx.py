# SPDX-License-Identifier: GPL-2.0-or-later
"""A model exported to ONNX gives, in onnxruntime, the map that the plugin gives."""

import hashlib
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load, save

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def exported(run, tmp_path):
    """Export a model: the session of onnxruntime that runs it."""

    def export(model, **parameters):
        output = str(tmp_path / "model.onnx")
        run("exportonnx", MODEL=model, OUTPUT=output, **parameters)
        return onnxruntime.InferenceSession(output, providers=["CPUExecutionProvider"])

    return export


def reflectance(scene, session):
    """float32 (n_bands, height, width), the bands that the metadata of a graph list."""
    wanted = json.loads(session.get_modelmeta().custom_metadata_map["mineral_prune"])["wavelengths_um"]
    dataset = gdal.Open(scene)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    centres = np.array([float(band.GetMetadataItem("wavelength")) for band in bands])
    chosen = [bands[int(np.abs(centres - um).argmin())] for um in wanted]
    return np.stack([band.ReadAsArray().astype(np.float32) * np.float32(band.GetScale() or 1) for band in chosen])


def classes_of(session, cube):
    """uint8 (height, width). cube : float32 (n_bands, height, width)"""
    (channels,) = session.run(None, {"reflectance": cube[None]})
    return channels[0].argmax(axis=0).astype(np.uint8)


@pytest.mark.parametrize("kind", ["model", "deep_model", "library_model"])
def test_onnxruntime_maps_the_example_scene_as_the_plugin_does(run, chain, read, exported, tmp_path, kind):
    model = getattr(chain, kind)
    mapped = run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    session = exported(model)
    expected = read(mapped["OUTPUT"])
    assert len(np.unique(expected)) > 2
    assert np.array_equal(classes_of(session, reflectance(chain.scene, session)), expected)


def test_a_densenet_that_was_trained_is_exported_with_its_halo(run, chain, read, exported, tmp_path):
    model, mapped = str(tmp_path / "dense.safetensors"), str(tmp_path / "map.tif")
    short = {"PATCH_SIZE": 5, "DEPTH": 4, "GROWTH": 4, "STAGES": 1, "EPOCHS": 6, "UNLABELLED": 100}
    run("trainsparsedensenet", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=model, **short)
    run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=mapped)
    session = exported(model)
    classes, expected = classes_of(session, reflectance(chain.scene, session)), read(mapped)
    assert (classes != expected).sum() <= 1  # a tie within rounding may go either way
    keys = exported(model, TILE_SIZE=50).get_modelmeta().custom_metadata_map
    assert json.loads(keys["mineral_prune"])["halo"] == 2 and keys["tiles_overlap"] == "8"


def test_raw_integers_need_no_more_than_the_scale_that_their_raster_states(run, chain, read, exported, tmp_path):
    session = exported(chain.library_model, SCALE=1e-4)
    raw = np.round(reflectance(chain.scene, session) * 1e4)
    mapped = run("mapminerals", INPUT=chain.scene, MODEL=chain.library_model, OUTPUT=str(tmp_path / "map.tif"))
    assert np.array_equal(classes_of(session, raw), read(mapped["OUTPUT"]))


def test_the_file_says_of_which_model_it_was_made_and_the_plugin_that_made_it(exported, chain):
    stated = json.loads(exported(chain.library_model).get_modelmeta().custom_metadata_map["mineral_prune"])
    model = Path(chain.library_model)
    assert stated["file"] == model.name and stated["sha256"] == hashlib.sha256(model.read_bytes()).hexdigest()
    assert f"version={stated['version']}\n" in (ROOT / "metadata.txt").read_text()
    loaded = load(model)
    assert [each["name"] for each in stated["classes"]] == [mineral.name for mineral in loaded.minerals]
    assert stated["reject"]["darkest"] == loaded.reject.darkest


def test_a_damaged_model_is_refused_and_no_file_is_left(refused, chain, tmp_path):
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(Path(chain.model).read_bytes()[:-7])
    said = refused("exportonnx", MODEL=str(damaged), OUTPUT=str(tmp_path / "model.onnx"))
    assert "damaged.safetensors" in said and "is not a usable model of this plugin" in said


def test_a_model_that_float32_cannot_compute_is_refused_in_a_sentence(refused, chain, tmp_path):
    loaded = load(chain.model)
    tiny = replace(loaded.standardisation, deviation=loaded.standardisation.deviation * np.float32(1e-32))
    save(replace(loaded, standardisation=tiny), tmp_path / "huge.safetensors")
    said = refused("exportonnx", MODEL=str(tmp_path / "huge.safetensors"), OUTPUT=str(tmp_path / "model.onnx"))
    assert "single precision" in said and said.endswith("Train the model again.")


def test_the_file_must_end_as_its_kind(refused, chain, tmp_path):
    assert ".onnx" in refused("exportonnx", MODEL=chain.model, OUTPUT=str(tmp_path / "model.safetensors"))


def test_without_onnx_the_algorithm_says_how_to_get_it(qgis, chain, tmp_path):
    """The process finds neither onnx nor torch, and torch is not needed."""
    places = ROOT / "tests" / "without_packages", ROOT / "build" / "plugins", os.environ.get("PYTHONPATH", "")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places)), "LC_ALL": "C.UTF-8"}
    command = ["qgis_process", "run", "mineralprune:exportonnx", "--", f"MODEL={chain.model}"]
    command += [f"OUTPUT={tmp_path / 'model.onnx'}"]
    without = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
    said = without.stdout + without.stderr
    assert without.returncode == 1 and "This needs onnx, which the Python of this QGIS lacks." in said
    assert "Install packages" in said and " onnx numpy==" in said and not list(tmp_path.iterdir())
    with_onnx = {**environment, "MINERAL_PRUNE_TEST_SHOWN": "onnx"}
    done = subprocess.run(command, env=with_onnx, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0 and (tmp_path / "model.onnx").exists(), done.stdout + done.stderr
