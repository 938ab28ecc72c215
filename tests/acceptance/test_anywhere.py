# SPDX-License-Identifier: GPL-2.0-or-later
"""Paths of blanks, Chinese and emoji, and the packaged plugin in an empty profile: the chain runs there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[2]
PLACE = "field work 2026 \u77ff\u7269 \u5730\u8d28 \U0001f48e it's (1)"  # minerals, geology, a gem
FEW = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}


def steps(folder):
    """(algorithm, parameters) from a scene to an assessed map, every output in the folder."""

    def at(name):
        return str(folder / name)

    scene, samples = {"INPUT": at("scene \u77ff.tif")}, {"SAMPLES": at("samples \U0001f4cd.gpkg")}
    model, pruned = at("model \u6a21\u578b.safetensors"), at("pruned \u2702.safetensors")
    drawn = {**scene, "LABELS": at("labels \u6807.tif"), **FEW, "OUTPUT": samples["SAMPLES"]}
    fast = {"UNLABELLED": 100, **scene, **samples}
    smaller = {"ITERATIONS": 2, "RETRAIN_EPOCHS": 20, "OUTPUT": pruned, "TABLE": at("rows \u8868.csv")}
    class_map = {"OUTPUT": at("map \U0001f5fa.tif"), "CONFIDENCE": at("confidence \u5ea6.tif")}
    areas = {
        "CONFIDENCE": class_map["CONFIDENCE"],
        "TABLE": at("areas \u9762\u79ef.csv"),
        "SCENES": at("all \u666f.csv"),
    }
    return [
        ("createexamplescene", {"WIDTH": 60, "HEIGHT": 50, "OUTPUT": scene["INPUT"], "LABELS": drawn["LABELS"]}),
        ("drawsamples", drawn),
        ("trainmodel", {**fast, "EPOCHS": 60, "MODEL": model, "REPORT": at("report \u62a5\u544a.html")}),
        ("prunemodel", {**fast, "MODEL": model, **smaller, "REPORT": at("pruning \U0001f4c8.html")}),
        ("mapminerals", {**scene, "MODEL": pruned, **class_map}),
        ("mapneurons", {**scene, "MODEL": pruned, "OUTPUT": at("neurons \U0001f9e0.tif")}),
        ("exportonnx", {"MODEL": pruned, "OUTPUT": at("graph \u56fe.onnx")}),
        ("explainpixels", {**scene, "MODEL": pruned, "POINTS": samples["SAMPLES"], "REPORT": at("why \u56e0.html")}),
        ("comparemodels", {**scene, **samples, "MODEL_A": model, "MODEL_B": pruned, "OUTPUT": at("agree \u540c.tif")}),
        ("tidymap", {"MAP": class_map["OUTPUT"], "OUTPUT": at("tidy \u6574.tif")}),
        ("mappolygons", {"MAP": at("tidy \u6574.tif"), "OUTPUT": at("polygons \u9762.gpkg")}),
        (
            "areas",
            {**areas, "MAP": class_map["OUTPUT"], "POLYGONS": at("polygons \u9762.gpkg"), "NAME_FIELD": "mineral"},
        ),
        ("assessmap", {"MAP": class_map["OUTPUT"], **samples, "REPORT": at("accuracy \u7cbe\u5ea6.html")}),
    ]


def check(results, folder):
    """Every file that was named is there, no other was left, and the map has minerals."""
    named = {str(value) for one in results for value in one.values() if str(folder) in str(value)}
    assert len(named) >= len(results) and [path for path in named if not Path(path).exists()] == []
    stems = {Path(path).stem for path in named}
    assert {path.name.split(".")[0] for path in folder.iterdir()} == stems
    assert gdal.Open(str(folder / "map \U0001f5fa.tif")).ReadAsArray().max() > 0


def test_in_this_process(run, tmp_path):
    folder = tmp_path / PLACE
    folder.mkdir()
    results = [run(algorithm, **parameters) for algorithm, parameters in steps(folder)]
    check(results, folder)
    assert results[-1]["OA"] > 100 / 7  # better than chance, after a training this short


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The environment of a QGIS whose empty profile, in such a folder too, got the plugin's zip as a user's does."""
    profile = tmp_path_factory.mktemp("home") / PLACE
    subprocess.run([ROOT / "scripts" / "stage.sh"], check=True)
    packed = [sys.executable, ROOT / "scripts" / "package.py", "--into", profile]
    archive = subprocess.run(packed, capture_output=True, text=True, check=True).stdout.strip()
    plugins = profile / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "zipfile", "-e", archive, plugins], check=True)
    for version in (3, 4):
        settings = profile / "profiles" / "default" / "QGIS" / f"QGIS{version}.ini"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text("[PythonPlugins]\nmineral_prune_plugin=true\n")
    script = 'eval "$(scripts/env.sh)"; unset QGIS_PLUGINPATH; env -0'
    exports = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    variables = dict(line.split("=", 1) for line in exports.split("\0") if "=" in line)
    return {**variables, "QGIS_CUSTOM_CONFIG_PATH": str(profile), "LC_ALL": "C.UTF-8"}


def test_as_installed_from_the_zip_into_an_empty_profile(installed, tmp_path):
    folder = tmp_path / PLACE
    folder.mkdir()
    needed = ("createexamplescene", "drawsamples", "trainmodel", "prunemodel", "mapminerals")
    check([qgis_process(installed, folder, *step) for step in steps(folder) if step[0] in needed], folder)


def qgis_process(environment, folder, algorithm, parameters):
    """The results of an algorithm in a process of its own; the plugin is the installed one, not this checkout."""
    command = ["qgis_process", "--json", "run", f"mineralprune:{algorithm}", "--"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["results"]
