# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock asks of a raster: a look at a pixel or over a polygon, with a model or without; its table."""

import csv
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import ROTATED, TRANSFORM, random_model, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import (
    BandsMissing,
    PlaceOutside,
    PolygonTooLarge,
    PolygonWithoutPixels,
    ScaleDiffers,
)
from mineral_prune_plugin.explaining.explored_scene import ExploredScene
from mineral_prune_plugin.explaining.library_spectra import library_spectrum
from mineral_prune_plugin.explaining.polygon_pixels import polygon_pixels
from mineral_prune_plugin.explaining.sentences import response, verdict, without_shares
from mineral_prune_plugin.explaining.spectra_table import spectra_table
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mineral_names import shown_name
from mineral_prune_plugin.models.model_file import save
from mineral_prune_plugin.models.reject import FEATURELESS, Reject
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.block_memory import BUDGET
from mineral_prune_plugin.raster.source import Grid

UM = (2.0, 2.1, 2.2, 2.3)
MODEL = replace(random_model(UM, hidden=(9,), numbers=(1, 2, 4, 200), seed=2), reject=Reject({200: FEATURELESS}))


@pytest.fixture(params=[TRANSFORM, ROTATED], ids=["north up", "rotated"])
def scene(request, tmp_path):
    cube = np.random.default_rng(0).uniform(0.05, 0.95, (4, 13, 17)).astype(np.float32)
    cube[:, 0, 0] = -9999
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, -9999.0, transform=request.param)
    scene = ExploredScene(str(path), "", BUDGET)
    yield scene
    scene.close()


@pytest.fixture
def model(tmp_path):
    save(MODEL, tmp_path / "model.safetensors")
    return str(tmp_path / "model.safetensors")


def corners(scene, left, top, right, bottom):
    """Map coordinates of a rectangle of pixels' edges, as two arrays."""
    columns = np.array([left, right, right, left]) - 0.5
    rows = np.array([top, top, bottom, bottom]) - 0.5
    return scene.info.grid.centres(columns, rows)


def test_a_look_at_a_place_is_the_pixel_there(scene):
    (x,), (y,) = scene.info.grid.centres([5], [7])
    look = scene.look_at(x, y)
    assert (look.columns.tolist(), look.rows.tolist()) == ([5], [7])
    np.testing.assert_array_equal(look.spectrum.reflectance, scene.spectra.of(5, 7).reflectance)
    assert (look.explanation, look.problem, look.of_polygon) == (None, None, False)


def test_a_look_beside_the_raster_is_refused(scene):
    (x,), (y,) = scene.info.grid.centres([-3], [7])
    with pytest.raises(PlaceOutside, match="scene.tif"):
        scene.look_at(x, y)


def test_a_polygon_is_the_pixels_whose_centres_it_holds(scene, model):
    scene.choose_model(model)
    look = scene.look_over(*corners(scene, 3, 2, 8, 6))
    pixels = set(zip(look.columns.tolist(), look.rows.tolist()))
    assert pixels == {(column, row) for column in range(3, 8) for row in range(2, 6)}
    values = np.stack([scene.spectra.of(*pixel).reflectance for pixel in pixels])
    np.testing.assert_allclose(look.spectrum.reflectance, values.mean(axis=0), rtol=1e-5)
    assert sum(count for _, count in look.tally) == 20 and look.explanation is not None


def test_the_tally_of_a_polygon_is_the_map_there(scene, model, tmp_path):
    map_minerals(MapJob(scene.info.path, MODEL, str(tmp_path / "map.tif")), silent())
    shown = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    scene.choose_model(model)
    look = scene.look_over(*corners(scene, 0, 0, 17, 13))
    tally = {0 if mineral is None else mineral.number: count for mineral, count in look.tally}
    numbers, counts = np.unique(shown, return_counts=True)
    assert tally == dict(zip(numbers.tolist(), counts.tolist()))
    assert look.spectrum.pixels == 17 * 13 - 1  # one has no data


@pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
def test_a_compressed_raster_is_opened_once_so_that_a_click_decodes_its_block_once(model, tmp_path, interleave):
    cube = np.random.default_rng(0).uniform(0.05, 0.95, (4, 20, 40)).astype(np.float32)
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE", f"INTERLEAVE={interleave}"]
    path = write_geotiff(tmp_path / "scene.tif", cube, UM, options=options)
    map_minerals(MapJob(str(path), MODEL, str(tmp_path / "map.tif")), silent())
    shown = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    scene = ExploredScene(str(path), "", BUDGET)
    scene.choose_model(model)
    for column, row in ((0, 0), (17, 3), (39, 19)):
        look = scene.look_at(*(float(value[0]) for value in scene.info.grid.centres([column], [row])))
        explanation = look.explanation
        number = 0 if explanation.reject_kind else explanation.classes[explanation.winner].number
        assert number == shown[row, column]
        np.testing.assert_array_equal(look.spectrum.reflectance, cube[:, row, column])
    if sys.platform == "linux":
        assert sum(os.path.realpath(handle) == str(path) for handle in Path("/proc/self/fd").iterdir()) == 1
    scene.close()


def test_a_polygon_of_one_pixel_is_that_pixel(scene, model):
    scene.choose_model(model)
    look = scene.look_over(*corners(scene, 4, 5, 5, 6))
    assert look.columns.tolist() == [4] and not look.of_polygon and look.tally == ()


def test_polygons_that_hold_nothing_or_too_much_are_refused(scene):
    x, y = corners(scene, 3, 2, 8, 6)
    with pytest.raises(PolygonWithoutPixels):
        scene.look_over(x + 1e6, y)
    with pytest.raises(PolygonTooLarge, match="20000"):
        polygon_pixels(Grid(9000, 9000, (0, 1, 0, 0, 0, -1), "", True), [0, 9000, 9000, 0], [0, 0, -9000, -9000])


def test_a_concave_polygon_leaves_its_notch_out():
    grid = Grid(9, 9, (0, 1, 0, 0, 0, -1), "", True)
    x, y = [0, 6, 6, 4, 4, 2, 2, 0], [0, 0, -6, -6, -2, -2, -6, -6]  # a gate
    columns, rows = polygon_pixels(grid, x, y)
    inside = set(zip(columns.tolist(), rows.tolist()))
    assert inside == {(c, r) for c in range(6) for r in range(6) if r < 2 or c not in (2, 3)}


def test_a_model_that_does_not_fit_leaves_the_spectra(scene, tmp_path):
    save(random_model((0.5, 0.6, 0.7)), tmp_path / "misfit.safetensors")
    with pytest.raises(BandsMissing):
        scene.choose_model(str(tmp_path / "misfit.safetensors"))
    (x,), (y,) = scene.info.grid.centres([5], [7])
    look = scene.look_at(x, y)
    assert not look.spectrum.empty and look.explanation is None and look.problem is None


def test_values_in_another_unit_are_a_problem_and_no_explanation(scene, tmp_path):
    save(replace(MODEL, brightness=4000.0), tmp_path / "other.safetensors")
    scene.choose_model(str(tmp_path / "other.safetensors"))
    (x,), (y,) = scene.info.grid.centres([5], [7])
    look = scene.look_at(x, y)
    assert isinstance(look.problem, ScaleDiffers) and look.explanation is None and not look.spectrum.empty


def test_a_pixel_without_data_has_no_explanation(scene, model):
    scene.choose_model(model)
    (x,), (y,) = scene.info.grid.centres([0], [0])
    look = scene.look_at(x, y)
    assert look.spectrum.empty and look.explanation is None and look.problem is None


def test_the_table_has_a_row_a_band_and_the_shares_where_the_model_has_bands(scene):
    spectra = [("a", scene.spectra.of(1, 1)), ("b", scene.spectra.of(2, 2))]
    text = spectra_table(spectra, np.array([2.1, 2.3, 2.9]), np.array([0.5, -1.5, 7.0]))
    headings, *rows = csv.reader(text.splitlines())
    assert headings == ["wavelength_um", "reflectance a", "continuum removed a", "reflectance b",
                        "continuum removed b", "share b (logits)"]  # fmt: skip
    assert [row[0] for row in rows] == ["2", "2.1", "2.2", "2.3"]
    assert [row[5] for row in rows] == ["", "0.5", "", "-1.5"]
    np.testing.assert_allclose([float(row[3]) for row in rows], spectra[1][1].reflectance, rtol=1e-5)


def test_the_library_spectrum_of_a_mineral_is_as_bright_as_the_pixel():
    um, pixel = np.linspace(2.0, 2.6, 61), np.full(61, 0.3)
    values = library_spectrum("Kaolinite", um, pixel)
    known = np.isfinite(values)
    assert known.tolist() == (um <= 2.51).tolist() and values[known].mean() == pytest.approx(0.3)
    assert um[known][values[known][:30].argmin()] == pytest.approx(2.2, abs=0.015)
    assert library_spectrum("unobtainium", um, pixel) is None
    assert library_spectrum("kaolinite", um, np.full(61, np.nan)) is None


def test_what_is_said_of_an_explanation(scene, model):
    scene.choose_model(model)
    said = {}
    for column in range(1, 17):
        explanation = scene.explainer.explain(column, 5)
        said[bool(explanation.reject_kind)] = verdict(explanation, str), explanation
    text, explanation = said[True]
    assert text.startswith("Left unclassified: absorptions too shallow, or too dark (probability ")
    assert f"The likeliest mineral is {explanation.classes[explanation.rival].name} (" in text
    text, explanation = said[False]
    name = explanation.classes[explanation.winner].name
    assert text.startswith(f"The map shows {name} (probability ") and " logits behind." in text
    assert verdict(explanation, str, of_mean=True).startswith(f"The model takes the mean spectrum for {name} (")
    in_chinese = verdict(explanation, lambda text: "zh-CN" if text == "en" else text)
    assert in_chinese.startswith(f"The map shows {shown_name(name, 'zh')} (probability ") and "（" in in_chinese
    neuron = explanation.decided.neurons[0]
    words = response(neuron, scene.explainer.places, False, str)
    assert words.split(", ")[0] in (f"high at {UM[neuron.bands[0]]:.3f} um", f"low at {UM[neuron.bands[0]]:.3f} um")


def test_where_no_bands_are_said_to_have_decided_it_is_said_why(scene, model, monkeypatch):
    scene.choose_model(model)
    explanation = scene.explainer.explain(5, 5)
    assert without_shares(explanation, str) == ""
    assert "neighbourhood" in without_shares(replace(explanation, decided=None), str)
    monkeypatch.setattr("mineral_prune_plugin.explaining.explanation.MOST_NEURONS", 8)  # the model has 9
    unexplained = scene.explainer.explain(5, 5)
    assert unexplained.decided.bands is None and len(unexplained.decided.neurons) == 9
    assert "more than 2048 hidden neurons" in without_shares(unexplained, str)
    assert unexplained.logits.tolist() == explanation.logits.tolist()
