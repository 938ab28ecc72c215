# SPDX-License-Identifier: GPL-2.0-or-later
"""The raster of settled pixels: those whose class survives redraws of noise and dilution."""

import numpy as np
import pytest

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.models.model_file import load
from mineral_prune_plugin.progress import silent


@pytest.fixture
def scene(raster):
    """60 x 40 pixels of three noisy bands: left clearly red, right green by a hair; a gap in a corner."""
    generator = np.random.default_rng(5)
    red, green = np.full((40, 30), 0.8), np.full((40, 30), 0.502)
    bands = [np.hstack([red, np.full((40, 30), 0.5)]), np.hstack([0.4 * red, green]), np.full((40, 60), 0.3)]
    values = np.array(bands) + generator.normal(0, 0.004, (3, 40, 60))
    values[:, :3, :3] = -1
    return raster(values, no_data=-1)


def mapped(run, tmp_path, scene, model, **options):
    places = {"OUTPUT": str(tmp_path / "map.tif"), "SETTLED": str(tmp_path / "settled.tif")}
    return run("mapminerals", INPUT=scene, MODEL=model, **places, **options)


def test_clear_pixels_are_settled_and_doubtful_ones_are_not(run, scene, hand_model, read, files, tmp_path):
    from osgeo import gdal

    result = mapped(run, tmp_path, scene, hand_model())
    settled, classes = read(result["SETTLED"]), read(result["OUTPUT"])
    assert (settled[:3, :3] == 255).all() and (settled == 255).sum() == 9
    assert (settled[5:, :30] == 1).all() and (classes[5:, :30] == 1).all()
    assert 0.2 < (settled[:, 30:] == 0).mean() < 1
    assert gdal.Open(result["SETTLED"]).GetRasterBand(1).GetNoDataValue() == 255
    assert "settled.qml" in files(tmp_path)


def test_the_map_is_the_same_with_and_without_it(run, scene, hand_model, read, tmp_path):
    both = read(mapped(run, tmp_path, scene, hand_model())["OUTPUT"])
    result = run("mapminerals", INPUT=scene, MODEL=hand_model(), OUTPUT=str(tmp_path / "alone.tif"))
    assert np.array_equal(read(result["OUTPUT"]), both) and "SETTLED" not in result


def test_unclassified_pixels_are_not_settled(run, scene, hand_model, read, tmp_path):
    result = mapped(run, tmp_path, scene, hand_model(), MIN_CONFIDENCE=0.9)
    settled, classes = read(result["SETTLED"]), read(result["OUTPUT"])
    assert result["UNCLASSIFIED"] > 500 and not (settled[classes == 0] == 1).any()
    assert (settled[5:, :30] == 1).all()


def test_the_log_counts_them(qgis, scene, hand_model, read, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    feedback, place = QgsProcessingFeedback(False), str(tmp_path / "settled.tif")
    inputs = {"INPUT": scene, "MODEL": hand_model(), "OUTPUT": str(tmp_path / "map.tif"), "SETTLED": place}
    processing.run("mineralprune:mapminerals", inputs, feedback=feedback)
    count = (read(place) == 1).sum()
    assert f"Settled: {count} of the {60 * 40 - 9} pixels with a mineral" in feedback.textLog()


def test_threads_are_no_matter_and_rejects_are_not_settled(chain, read, tmp_path):
    model, seen = load(chain.library_model), []
    for workers in (1, 3):
        places = [str(tmp_path / f"{name}{workers}.tif") for name in ("map", "settled")]
        result = map_minerals(MapJob(chain.scene, model, places[0], settled=places[1], workers=workers), silent())
        classes, settled = (read(place) for place in places)
        assert set(np.unique(settled)) <= {0, 1} and not settled[classes == 0].any()
        assert 0 < settled.sum() == result.settled_pixels < (classes > 0).sum()
        seen.append(settled)
    assert np.array_equal(*seen)


def test_a_model_of_neighbourhoods_is_refused(refused, chain, tmp_path):
    from densenets import patch_model

    from mineral_prune_plugin.models.model_file import save

    model = patch_model(patch=3, seed=1)
    save(model, tmp_path / "dense.safetensors")
    said = refused("mapminerals", INPUT=chain.scene, MODEL=str(tmp_path / "dense.safetensors"), INTERPOLATE=True,
                   OUTPUT=str(tmp_path / "map.tif"), SETTLED=str(tmp_path / "settled.tif"))  # fmt: skip
    assert "'Settled pixels' (SETTLED) needs a perceptron" in said
