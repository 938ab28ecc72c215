# SPDX-License-Identifier: GPL-2.0-or-later
"""A sparse DenseNet through Processing: trained, mapped, compared; what needs a perceptron says so."""

import csv
from pathlib import Path

import numpy as np
import pytest

SHORT = {"PATCH_SIZE": 3, "DEPTH": 3, "GROWTH": 4, "STAGES": 2, "EPOCHS": 6, "UNLABELLED": 300, "TARGET": 50}


@pytest.fixture(scope="module")
def sparse(chain, tmp_path_factory):
    """(folder, results) of one run with all outputs."""
    import processing

    folder = tmp_path_factory.mktemp("sparse")
    outputs = {name: str(folder / file) for name, file in (("MODEL", "m.safetensors"), ("TABLE", "t.csv"))}
    outputs["REPORT"] = str(folder / "r.html")
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, **SHORT}
    return folder, processing.run("mineralprune:trainsparsedensenet", {**inputs, **outputs})


def test_its_numbers_are_those_of_its_table(sparse):
    folder, results = sparse
    with open(folder / "t.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["stage"] for row in rows] == ["0", "1", "2"]
    assert int(rows[-1]["inputs_read"]) < int(rows[0]["inputs_read"]) == int(rows[0]["inputs_all"])
    assert float(rows[-1]["parameter_compression"]) == pytest.approx(results["PARAMETER_COMPRESSION"], abs=0.01)
    assert float(rows[-1]["multiply_add_compression"]) == pytest.approx(results["MULTIPLY_ADD_COMPRESSION"], abs=0.01)
    assert float(rows[-1]["oa_after_percent"]) == pytest.approx(results["OA"], abs=0.01)
    assert 0 <= results["TEST_OA"] <= 100


def test_its_report_has_the_pictures(sparse):
    page = Path(sparse[1]["REPORT"]).read_text(encoding="utf-8")
    assert (
        page.count("<svg") == 3
        and page.count("data:image/png;base64,") == 1
        and "Which layer reads which" in page
        and "Test samples" in page
    )


def test_its_model_maps_a_scene(run, read, chain, sparse, tmp_path):
    model = sparse[1]["MODEL"]
    result = run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    found = read(result["OUTPUT"])
    assert found.shape == (50, 60) and result["NO_DATA"] == 0 and (found > 0).all()
    assessed = run("assessmap", MAP=result["OUTPUT"], SAMPLES=chain.samples, SPLIT="test")
    assert assessed["OA"] == pytest.approx(sparse[1]["TEST_OA"])


@pytest.mark.parametrize("first", ["sparse", "perceptron"])
def test_it_is_compared_with_a_perceptron(run, read, chain, sparse, tmp_path, first):
    models = [sparse[1]["MODEL"], chain.model][:: 1 if first == "sparse" else -1]
    outputs = {"OUTPUT": str(tmp_path / "agreement.tif"), "REPORT": str(tmp_path / "report.html")}
    named = dict(zip(("MODEL_A", "MODEL_B"), models))
    result = run("comparemodels", INPUT=chain.scene, SAMPLES=chain.samples, **named, **outputs)
    own = result["OA_A" if first == "sparse" else "OA_B"]
    assert own == pytest.approx(sparse[1]["TEST_OA"])
    assert result["AGREEMENT"] == pytest.approx(100 * np.mean(read(result["OUTPUT"]) != 255))
    page = Path(result["REPORT"]).read_text(encoding="utf-8")
    assert "sparse DenseNet" in page and page.count("data:image/png;base64,") == 3


@pytest.mark.parametrize("algorithm, output", [("prunemodel", "o.safetensors"), ("mapneurons", "o.tif")])
def test_what_needs_a_perceptron_says_so(refused, chain, sparse, tmp_path, algorithm, output):
    inputs = {"INPUT": chain.scene, "MODEL": sparse[1]["MODEL"], "OUTPUT": str(tmp_path / output)}
    if algorithm == "prunemodel":
        inputs["SAMPLES"] = chain.samples
    said = refused(algorithm, **inputs)
    assert "perceptron" in said and "sparse DenseNet" in said


@pytest.mark.parametrize(
    "name, value, facts",
    [
        ("PATCH_SIZE", 4, ("PATCH_SIZE", "odd", "4")),
        ("PATCH_SIZE", 17, ("PATCH_SIZE",)),
        ("DEPTH", 0, ("DEPTH",)),
        ("GROWTH", 65, ("GROWTH",)),
        ("TARGET", 99.5, ("TARGET",)),
        ("STAGES", 101, ("STAGES",)),
        ("EPOCHS", 0, ("EPOCHS",)),
    ],
)
def test_settings_that_cannot_be(refused, chain, tmp_path, name, value, facts):
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": str(tmp_path / "m.safetensors")}
    said = refused("trainsparsedensenet", **inputs, **{name: value})
    assert all(fact in said for fact in facts), said


def test_a_network_of_single_pixels_needs_no_neighbours(run, chain, tmp_path):
    inputs = {"INPUT": chain.scene, "SAMPLES": chain.samples, **SHORT, "PATCH_SIZE": 1, "UNLABELLED": 0}
    model = str(tmp_path / "m.safetensors")
    result = run("trainsparsedensenet", **inputs, MODEL=model)
    assert Path(model).exists() and 0 <= result["TEST_OA"] <= 100
    run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
