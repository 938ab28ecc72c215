# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings and model files that cannot be used: each a sentence with its facts, before any work is done."""

import json
import struct
from pathlib import Path

import pytest
from qgis.core import QgsApplication

from mineral_prune_plugin.models.model_file import load

BOUNDS = {
    ("createexamplescene", "WIDTH"): (15, 20001),
    ("createexamplescene", "HEIGHT"): (15, 20001),
    ("createexamplescene", "SEED"): (-1,),
    ("drawsamples", "BLOCK_SIZE"): (0, 100001),
    ("trainmodel", "EPOCHS"): (0, 100001, "many"),
    ("comparehiddensizes", "SEEDS"): (0, 1001),
    ("trainmodel", "UNLABELLED"): (-1, 1000001),
    ("prunemodel", "UNLABELLED"): (-1,),
    ("prunemodel", "ITERATIONS"): (0, 1001),
    ("prunemodel", "RETRAIN_EPOCHS"): (-1, 100001, "many", "nan"),
    ("prunemodel", "TOLERANCE"): (-0.1, 100.1),
    ("mapminerals", "MIN_CONFIDENCE"): (-0.1, 1.1),
}
CHOICES = [
    ("trainmodel", "FEATURES"), ("comparehiddensizes", "FEATURES"), ("prunemodel", "CRITERION"), ("prunemodel", "KEEP"),
    ("assessmap", "SPLIT"), ("drawsamples", "SPLIT"), ("comparemodels", "SPLIT"),
]  # fmt: skip


@pytest.fixture
def inputs(chain, tmp_path):
    """All that an algorithm needs; one entry is then replaced by a wrong one."""
    samples = {"INPUT": chain.scene, "SAMPLES": chain.samples}
    return {
        "createexamplescene": {"OUTPUT": str(tmp_path / "scene.tif"), "LABELS": str(tmp_path / "labels.tif")},
        "drawsamples": {"INPUT": chain.scene, "LABELS": chain.labels, "OUTPUT": str(tmp_path / "samples.gpkg")},
        "trainmodel": {**samples, "MODEL": str(tmp_path / "model.safetensors")},
        "comparehiddensizes": {**samples, "TABLE": str(tmp_path / "table.csv")},
        "prunemodel": {**samples, "MODEL": chain.model, "OUTPUT": str(tmp_path / "pruned.safetensors")},
        "trainfromlibrary": {"INPUT": chain.scene, "MODEL": str(tmp_path / "model.safetensors")},
        "mapminerals": {"INPUT": chain.scene, "MODEL": chain.model, "OUTPUT": str(tmp_path / "map.tif")},
        "mapneurons": {"INPUT": chain.scene, "MODEL": chain.model, "OUTPUT": str(tmp_path / "neurons.tif")},
        "explainpixels": {"INPUT": chain.scene, "MODEL": chain.model, "POINTS": chain.points},
        "assessmap": {"MAP": chain.map, "SAMPLES": chain.samples, "TABLE": str(tmp_path / "table.csv")},
        "comparemodels": {**samples, "MODEL_A": chain.model, "MODEL_B": chain.model},
    }


@pytest.mark.parametrize(
    "algorithm, name, value", [(*key, value) for key, values in BOUNDS.items() for value in values]
)
def test_numbers_out_of_bounds(refused, inputs, algorithm, name, value):
    said = refused(algorithm, **{**inputs[algorithm], name: value})
    assert name in said or str(value) in said  # QGIS's words, or ours


@pytest.mark.parametrize("epochs", [None, "", " "])
@pytest.mark.parametrize("units, expected", [("rule", 1000), ("11", 2000)])
def test_epochs_that_are_not_set_are_those_of_the_data_and_not_none_at_all(run, inputs, epochs, units, expected):
    few = {"UNITS": units, "UNLABELLED": 50, "CONTROLS": False, "RETRAIN_EPOCHS": epochs}
    run("prunemodel", **{**inputs["prunemodel"], **few})
    assert load(inputs["prunemodel"]["OUTPUT"]).pruning["retrain_epochs"] == expected


@pytest.mark.parametrize("algorithm, name", CHOICES)
def test_choices_that_are_none(refused, inputs, algorithm, name):
    made = QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")
    label = made.parameterDefinition(name).description()
    said = refused(algorithm, **{**inputs[algorithm], name: "nonsense"})
    assert said.startswith(f"'{label}' cannot be nonsense."), said


@pytest.mark.parametrize("minerals, most", [("a" * 201 + " = alunite", 200), ("alunite" + ", alunite" * 2300, 20000)])
def test_minerals_that_no_model_file_takes(refused, inputs, minerals, most):
    minerals = minerals.replace("alunite,", "alunite = alunite,", 1)
    assert str(most) in refused("trainfromlibrary", **{**inputs["trainfromlibrary"], "MINERALS": minerals})


def test_a_scene_of_too_many_pixels(refused, inputs):
    said = refused("createexamplescene", **inputs["createexamplescene"], WIDTH=4000, HEIGHT=4000)
    assert "4000 x 4000" in said or "16000000" in said


@pytest.mark.parametrize(
    "text, facts",
    [
        ("0", ("from 1 to 4096 units", "0 was given")),
        ("-1", ("from 1 to 4096 units", "-1 was given")),
        ("9999999", ("from 1 to 4096 units", "9999999 was given")),
        ("30,0", ("from 1 to 4096 units", "0 was given")),
        ("1,1,1,1,1,1,1,1,1", ("from 1 to 8 layers", "9 was given")),
        ("1e3", ("like '30'", "'1e3'")),
        ("30.5", ("like '30'", "'30.5'")),
        ("thirty", ("like '30'", "'thirty'")),
        ("64-32", ("like '30'", "'64-32'")),
        ("", ("like '30'", "''")),
        (" , ", ("like '30'", "','")),
    ],
)
def test_hidden_units_that_are_none(refused, inputs, text, facts):
    said = refused("trainmodel", **inputs["trainmodel"], HIDDEN_UNITS=text)
    assert "HIDDEN_UNITS" in said and all(fact in said for fact in facts), said


@pytest.mark.parametrize("text", ["", "many", "5, x", "1e3", "5.5", "-5", "5-", "5--6", "-", "0", "5, 99999", "²"])
def test_sizes_that_are_none(refused, inputs, text):
    said = refused("comparehiddensizes", **inputs["comparehiddensizes"], SIZES=text)
    assert f"'{text}'" in said or "from 1 to 4096 units" in said, said


def test_seeds_that_run_out(refused, inputs):
    said = refused("comparehiddensizes", **inputs["comparehiddensizes"], SIZES="2", EPOCHS=1, SEED=2**31 - 1, SEEDS=2)
    assert "SEED" in said and str(2**31) in said


# Model files: what each abuse is rejected for is tested in tests/models; here, that every algorithm says it.


def truncated(data):
    return data[: len(data) // 2]


def foreign(data):
    header = json.dumps({"weight": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    return struct.pack("<Q", len(header)) + header + b"\0\0\0\0"


def of_a_later_schema(data):
    return data.replace(b'\\"schema\\": 1', b'\\"schema\\": 9')


def with_a_lying_size(data):
    return struct.pack("<Q", 2**40) + data[8:]


def pickled(data):
    return b"\x80\x04K\x01."


def empty(data):
    return b""


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons", "explainpixels", "prunemodel"])
@pytest.mark.parametrize("abuse", [truncated, foreign, of_a_later_schema, with_a_lying_size, pickled, empty])
def test_a_model_file_that_is_none(refused, inputs, chain, tmp_path, algorithm, abuse):
    data = Path(chain.model).read_bytes()
    path = tmp_path / "model 1.safetensors"
    path.write_bytes(abuse(data))
    assert path.read_bytes() != data
    said = refused(algorithm, **{**inputs[algorithm], "MODEL": str(path)})
    assert said.startswith(f"{path} is not a usable model of this plugin: ")
    assert " should be " in said and ", and is " in said


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons", "prunemodel"])
@pytest.mark.parametrize("kind, found", [("folder", "Is a directory"), ("missing", "No such file or directory")])
def test_a_model_that_is_a_folder_or_missing(refused, inputs, tmp_path, algorithm, kind, found):
    place = tmp_path / "model.safetensors"
    if kind == "folder":
        place.mkdir()
    said = refused(algorithm, **{**inputs[algorithm], "MODEL": str(place)})
    assert str(place) in said and found in said


@pytest.mark.parametrize(
    "units, facts",
    [
        ("many", ("UNITS", "many")),
        ("0", ("UNITS", "0")),
        ("13", ("UNITS", "12", "13")),
        ("5,5", ("UNITS", "12", "5, 5")),
    ],
)
def test_hidden_units_that_cannot_be_left(refused, inputs, units, facts):
    said = refused("prunemodel", **inputs["prunemodel"], UNITS=units)
    assert all(fact in said for fact in facts), said
