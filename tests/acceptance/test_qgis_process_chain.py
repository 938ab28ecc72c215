# SPDX-License-Identifier: GPL-2.0-or-later
"""The whole chain on real scenes, through qgis_process as a user types it."""

import json
import subprocess
from pathlib import Path

import pytest
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[2]
WRAPPER = ROOT / "scripts" / "in-env.sh"

SCENES = {
    "Cuprite replica": {
        "scene": "cuprite/cuprite_replica.int",
        "labels": "cuprite/cuprite_replica_labels.tif",
        "counts": ["TEST_PER_CLASS=400, halloysite=240, calcite=240, chalcedony=240"],
        "least_test_oa": 92.0,
        "minerals": ["muscovite", "kaolinite", "halloysite", "calcite", "montmorillonite", "alunite", "chalcedony"],
    },
    "Jasper Ridge": {
        "scene": "real_scenes/jasper_ridge.img",
        "labels": "real_scenes/jasper_ridge_labels.tif",
        "counts": ["TRAIN_PER_CLASS=50", "VALIDATION_PER_CLASS=50", "TEST_PER_CLASS=100"],
        "least_test_oa": 95.0,
        "minerals": ["tree", "water", "dirt", "road"],
    },
}


@pytest.fixture(params=SCENES)
def case(request, cuprite, real_scenes):
    return {**SCENES[request.param], "name": request.param, "data": cuprite.parent}


def test_chain_from_scene_to_assessed_map(case, tmp_path):
    scene, labels = case["data"] / case["scene"], case["data"] / case["labels"]
    samples, model, pruned, class_map = (
        tmp_path / name for name in ("samples.gpkg", "model.safetensors", "pruned.safetensors", "map.tif")
    )
    qgis_process("drawsamples", f"INPUT={scene}", f"LABELS={labels}", f"OUTPUT={samples}", *case["counts"])
    trained = qgis_process("trainmodel", f"INPUT={scene}", f"SAMPLES={samples}", f"MODEL={model}")
    smaller = qgis_process("prunemodel", f"INPUT={scene}", f"SAMPLES={samples}", f"MODEL={model}", f"OUTPUT={pruned}")
    qgis_process("mapminerals", f"INPUT={scene}", f"MODEL={pruned}", f"OUTPUT={class_map}")
    assessed = qgis_process("assessmap", f"MAP={class_map}", f"SAMPLES={samples}")
    tell(case["name"], trained, smaller)
    assert trained["TEST_OA"] >= case["least_test_oa"]
    assert smaller["UNIT_COMPRESSION"] > 1.5
    assert smaller["TEST_OA"] >= case["least_test_oa"] - 1.5
    assert assessed["OA"] == pytest.approx(smaller["TEST_OA"])  # the map says what the model says
    assert category_names(class_map)[1:] == case["minerals"]


def qgis_process(algorithm, *parameters):
    """The results of an algorithm run in a process of its own."""
    command = [str(WRAPPER), "qgis_process", "--json", "run", f"mineralprune:{algorithm}", "--", *parameters]
    completed = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert completed.returncode == 0, completed.stderr
    return json.loads(completed.stdout)["results"]


def tell(name, trained, smaller):
    print(
        f"\n{name}: test OA {trained['TEST_OA']:.2f} % unpruned, {smaller['TEST_OA']:.2f} % with "
        f"{smaller['UNIT_COMPRESSION']:.2f} times fewer hidden units"
    )


def category_names(path):
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    band.GetMetadata()
    return band.GetRasterCategoryNames()
