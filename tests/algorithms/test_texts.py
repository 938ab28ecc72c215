# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile texts as values: one readable sentence, by the parameter's label."""

import pytest

from mineral_prune_plugin.errors import OutputFailed, TextUnreadable
from mineral_prune_plugin.errors.wording import LONGEST
from mineral_prune_plugin.notices import SamplesOutside


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udcff"], ids=ascii)
@pytest.mark.parametrize(
    "name, label", [("LIBRARY", "Spectral library"), ("MINERALS", "Minerals"), ("MODEL", "Trained model")]
)
def test_what_no_file_can_hold_is_refused_by_the_label(refused, chain, tmp_path, text, name, label):
    given = {"INPUT": chain.scene, "LIBRARY": chain.library, "MODEL": str(tmp_path / "m.safetensors")}
    given[name] = f"{tmp_path}/{text}.safetensors" if name == "MODEL" else text
    sentence = refused("trainfromlibrary", **given)
    assert f"{label}" in sentence and "no file can hold" in sentence and sentence.isprintable()


@pytest.mark.parametrize("value", ["no such file.tif", "<b>x</b>", "a\nb", "%1 {}", "\u202egpj.exe"], ids=ascii)
@pytest.mark.parametrize(
    "name, label", [("INPUT", "Hyperspectral raster"), ("SAMPLES", "Samples (points or polygons)")]
)
def test_a_layer_that_is_not_there_is_called_by_its_label(refused, chain, tmp_path, value, name, label):
    given = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": str(tmp_path / "m.safetensors"), name: value}
    sentence = refused("trainmodel", **given)
    assert sentence.startswith(f"'{label}") and sentence.endswith(".") and sentence.isprintable()


def test_a_choice_that_is_none_is_called_by_its_label(refused, chain):
    sentence = refused("assessmap", MAP=chain.map, SAMPLES=chain.samples, SPLIT="x\u200by")
    assert "cannot be x\\u200by" in sentence and "SPLIT" not in sentence


def test_facts_are_shown_on_one_line_of_a_length_that_can_be_read():
    text = "one\ntwo\u2028three\x07\u202e\ud800 {0} %1"
    for shown in (str(OutputFailed(output=text, reason=text)), str(SamplesOutside(samples=3, layer=text))):
        assert shown.isprintable() and "one two three\\x07\\u202e\\ud800 {0} %1" in shown
    assert len(str(TextUnreadable(parameter="p", text="y" * 20_000))) < LONGEST + 200


def test_a_layer_whose_name_no_file_can_hold_is_reported_by_its_code(run, chain, tmp_path):
    from qgis.core import QgsVectorLayer

    samples, report = QgsVectorLayer(chain.samples, "field \ud800", "ogr"), tmp_path / "report.html"
    run("assessmap", MAP=chain.map, SAMPLES=samples, REPORT=str(report))
    assert "field \\ud800" in report.read_text(encoding="utf-8")
