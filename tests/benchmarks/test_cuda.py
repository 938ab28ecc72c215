# SPDX-License-Identifier: GPL-2.0-or-later
"""The script for a machine with a card: tried on the processor, in small; cut off, failing and going on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cuda import LIMITS
from benchmarks.map.cubes import bench_model, rows
from benchmarks.on_card.maps import compared, gaps_of, kernels_of, of_twins
from benchmarks.on_card.page import TITLES, page
from benchmarks.on_card.record import DONE, FAILED, STOPPED, Record, read

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """(folder, its record) of all sections."""
    folder = tmp_path_factory.mktemp("cuda")
    cuda(folder)
    return folder, read(folder / "cuda.json")


def cuda(folder, *arguments, code=0):
    command = [sys.executable, "-m", "benchmarks.cuda", "--device", "cpu", "--out", str(folder / "cuda.json")]
    return run([*command, "--folder", str(folder), *arguments], code)


def run(command, code=0, **variables):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **variables})
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_all_sections_together_take_under_eight_minutes():
    assert sum(LIMITS.values()) < 480 and set(LIMITS) == set(TITLES)


def test_every_section_of_a_trial_is_done_and_the_page_shows_it(tried):
    folder, record = tried
    assert {name: section["status"] for name, section in record["sections"].items()} == dict.fromkeys(LIMITS, DONE)
    cuda(folder, "--page")
    text = (folder / "cuda.md").read_text(encoding="utf-8")
    assert "A trial of the script on the processor" in text and "not whole" not in text and "**no**" not in text
    assert all(f"## {title}" in text for title in TITLES.values())


def test_the_cards_code_gives_the_processors_bytes_of_arrays_and_of_files(tried):
    tables = tried[1]["sections"]["bytes"]["tables"]
    arrays, files = tables["Classes of arrays in memory"], tables["Maps of files"]
    assert len(arrays) == 2 * 4 * 3 and {row["differing"] for row in arrays} == {0}
    assert all(row["same as numpy"] and row["same as torch"] for row in arrays)
    assert all(row["settled in float64, card"] > 0 for row in arrays if "near ties" in row["model"])
    assert len(files) == 2 * (2 * 4 + 1) and all(row["same bytes"] for row in files)
    assert {row["model"] for row in files} >= {"DenseNet", "asai, 64-32"}


def test_a_card_that_is_wrong_is_counted_with_the_gap_between_its_best_two_classes(monkeypatch):
    """A kernel of another network, in place of the card's."""
    from benchmarks.on_card import maps

    model, raw = bench_model(), rows(0, 40, 40)
    wrong = kernels_of(of_twins(model), 0.0, "cpu")["card"]
    monkeypatch.setattr(maps, "kernels_of", lambda *parts: {**kernels_of(*parts), "card": wrong})
    row = compared(model, 0.0, raw, "cpu", "", "band")
    assert not row["same as torch"] and not row["same as numpy"] and 0 < row["differing"] < row["pixels"]
    gaps = gaps_of(model, raw.reshape(50, -1))
    assert 0.1 * gaps.max() < row["largest gap of these"] <= gaps.max()


def test_a_gap_is_the_best_logit_less_the_next():
    model, raw = bench_model(), rows(0, 3, 4)
    inputs = (raw.reshape(50, -1) * 1e-4 - 0.45) / 0.17
    hidden = np.maximum(model.network.weights[0] @ inputs + model.network.biases[0][:, None], 0)
    logits = np.sort(model.network.weights[1] @ hidden + model.network.biases[1][:, None], axis=0)
    np.testing.assert_allclose(gaps_of(model, raw.reshape(50, -1)), logits[-1] - logits[-2], atol=1e-4)


def test_perceptrons_are_said_to_stay_on_the_processor_and_densenets_are_compared(tried):
    sections = tried[1]["sections"]
    assert "on the processor" in sections["perceptrons"]["notes"][0]
    assert len(sections["perceptrons"]["tables"]["The plugin, on the processor"]) == 2
    compared_logits = sections["patches"]["tables"]["The trained network, and its compact form on the processor"]
    assert [row["differing"] for row in compared_logits] == [0, 0]
    assert all(row["largest difference of logits"] < 1e-4 for row in compared_logits)
    (row,) = sections["patches"]["tables"]["Training and pruning"]
    read_inputs, all_inputs = map(int, row["inputs read"].split(" of "))
    assert read_inputs < 0.4 * all_inputs


def test_what_is_done_is_not_run_again_and_networks_that_are_there_stay(tried, tmp_path):
    record = json.loads((tried[0] / "cuda.json").read_text(encoding="utf-8"))
    images = record["sections"]["images"]
    rows_there = images["tables"]["Networks"]
    images["tables"]["Networks"], images["status"] = rows_there[:2], "to be continued"
    (tmp_path / "cuda.json").write_text(json.dumps(record), encoding="utf-8")
    told = cuda(tmp_path, "--sections", "bytes", "images")
    assert "bytes: done before" in told and told.count("'arm'") == len(rows_there) - 2
    found = read(tmp_path / "cuda.json")["sections"]["images"]
    assert found["status"] == DONE and found["state"] == images["state"]
    assert found["tables"]["Networks"][:2] == rows_there[:2]
    errors = [[row["error, %"] for row in rows] for rows in (found["tables"]["Networks"], rows_there)]
    assert errors[0] == errors[1]  # the same seeds


def test_a_section_that_fails_has_its_traceback_on_the_page_and_the_next_is_run(tmp_path):
    told = cuda(tmp_path, "--sections", "images", "perceptrons", "--images", str(tmp_path / "missing.npz"))
    sections = read(tmp_path / "cuda.json")["sections"]
    assert sections["images"]["status"] == FAILED and sections["perceptrons"]["status"] == DONE
    text = page(read(tmp_path / "cuda.json"))
    assert "FileNotFoundError" in told and "FileNotFoundError" in text and "not whole: failed" in text


def test_a_section_whose_time_is_over_keeps_what_it_measured(tmp_path):
    cuda(tmp_path, "--sections", "patches", "--limit", "0.01")
    section = read(tmp_path / "cuda.json")["sections"]["patches"]
    assert section["status"] == STOPPED and "Ended from outside" in section["traceback"]
    record = Record(tmp_path / "cuda.json", "patches")
    record.row("Table", a=1, b=True, c=None)
    record.row("Table", a=2.5, b=False)
    text = page(read(tmp_path / "cuda.json"))
    assert "| 1 | yes | - |" in text and "| 2.5 | **no** | - |" in text and "not whole: stopped" in text


def test_without_gdal_classes_are_compared_and_maps_of_files_are_said_to_be_missing(tmp_path):
    options = ["--device", "cpu", "--out", str(tmp_path / "cuda.json"), "--folder", str(tmp_path)]
    hidden = "import sys; sys.modules['osgeo'] = None; from benchmarks.cuda import main; main()"
    for name in ("bytes", "speed"):
        run([sys.executable, "-c", hidden, *options, "--limit", "60", "--inside", name])
        section = read(tmp_path / "cuda.json")["sections"][name]
        assert section["status"] == DONE and any("GDAL is missing" in note for note in section["notes"])
        assert len(section["tables"]) == 1


def test_without_a_card_or_without_results_the_script_says_so_and_writes_nothing(tmp_path):
    command = [sys.executable, "-m", "benchmarks.cuda", "--out", str(tmp_path / "cuda.json")]
    assert "finds no CUDA device" in run(command, 1, CUDA_VISIBLE_DEVICES="")
    assert "no results" in run([*command, "--page"], 1) and not list(tmp_path.iterdir())
