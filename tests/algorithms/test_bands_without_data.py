# SPDX-License-Identifier: GPL-2.0-or-later
"""Models meet rasters whose bands without data, or of zeros, are others than those of the training raster."""

import numpy as np
import pytest

SIDE, NO_DATA = 18, -1.0
STRIPES = np.repeat([1, 2, 3], 6)


def cube(dead=(), seed=1):
    """Five bands of three vertical stripes of minerals: bands 1, 2 and 5 are bright in one stripe each; `dead` : bands,
    from 1, that hold no data."""
    values = np.full((5, SIDE, SIDE), 0.2) + 0.05 * np.arange(5)[:, None, None]
    for index, band in enumerate((0, 1, 4)):
        values[band, :, 6 * index : 6 * index + 6] = 0.8
    values += np.random.default_rng(seed).normal(0, 0.01, values.shape)
    values[[band - 1 for band in dead]] = NO_DATA
    return values


@pytest.fixture
def scene(raster):
    return lambda name, dead=(), **kind: raster(cube(dead), name=name, no_data=NO_DATA, centres_um=None, **kind)


@pytest.mark.parametrize("algorithm", ["trainmodel", "trainsparsedensenet"])
def test_a_model_knows_which_bands_were_left_out(run, refused, raster, scene, points, read, tmp_path, algorithm):
    """By order alone the bands 1, 2, 3 and 4 would be taken for 1, 2, 4 and 5, and the map would be wrong."""
    model, pruned, output = (str(tmp_path / name) for name in ("a.safetensors", "b.safetensors", "map.tif"))
    settings = {"trainmodel": {"HIDDEN_UNITS": "12"}, "trainsparsedensenet": {"PATCH_SIZE": 1, "DEPTH": 4, "GROWTH": 4}}
    few = {"UNLABELLED": 0, "EPOCHS": 100, **settings[algorithm]}
    first = scene("first.tif", dead=[3])
    run(algorithm, INPUT=first, SAMPLES=points, FEATURES="reflectance", MODEL=model, **few)
    if algorithm == "trainmodel":
        shared = {"INPUT": first, "SAMPLES": points, "UNLABELLED": 0, "CONTROLS": False, "RETRAIN_EPOCHS": 2}
        run("prunemodel", **shared, MODEL=model, ITERATIONS=1, OUTPUT=pruned)
        model = pruned
    for other in (first, scene("whole.tif"), raster(cube()[[0, 1, 3, 4]], name="four.tif", centres_um=None)):
        run("mapminerals", INPUT=other, MODEL=model, OUTPUT=output)
        assert (read(output) == STRIPES).mean() > 0.95, other
    said = refused("mapminerals", INPUT=scene("other.tif", dead=[5]), MODEL=model, OUTPUT=str(tmp_path / "none.tif"))
    assert "4 of 5 bands (without 3)" in said and "other.tif has 5 bands" in said and "cannot be used: 5." in said


def shadow(dark=0.0):
    """Three bands of a small clip in shadow, the second of them `dark` throughout."""
    values = np.random.default_rng(2).uniform(0.02, 0.05, (3, 8, 8))
    values[2] += 0.2
    values[1] = dark
    return values


def test_a_band_that_is_zero_in_a_small_clip_is_what_was_measured(run, raster, hand_model, read, tmp_path):
    output = str(tmp_path / "map.tif")
    run("mapminerals", INPUT=raster(shadow()), MODEL=hand_model(), OUTPUT=output)
    assert (read(output) == 3).all()
    (warning,) = [text for text in run.warnings if "0 at all pixels" in text]
    assert "1 bands" in warning and "2.200 um" in warning


@pytest.mark.parametrize("kind", [{"dark": 0.0, "no_data": 0}, {"dark": np.nan, "no_data": None}])
def test_a_band_without_data_in_a_small_clip_is_refused(raster, hand_model, refused, tmp_path, kind):
    clip = raster(shadow(kind["dark"]), no_data=kind["no_data"])
    assert "missing: 2.200 um" in refused(
        "mapminerals", INPUT=clip, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif")
    )


def test_a_band_that_is_zero_in_a_whole_scene_is_dead(raster, hand_model, refused, tmp_path):
    scene = raster(np.tile(shadow(), (1, 9, 9)))
    assert "missing: 2.200 um" in refused(
        "mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "map.tif")
    )
