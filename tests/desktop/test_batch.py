# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's own batch dialog over folders of scenes: one is broken, one is masked."""

from pathlib import Path

import numpy as np
import pytest
from making import LAYOUTS, random_model
from osgeo import gdal

from mineral_prune_plugin.models.model_file import load, save

ROOT = Path(__file__).resolve().parents[2]
UM = (2.0, 2.1, 2.2, 2.3)


@pytest.fixture
def batch(in_window):
    """Run `algorithm` on rows of {parameter: value} until the last row's `destination` is there; the log's text."""

    def run_batch(algorithm, rows, destination):
        orders = {"algorithm": f"mineralprune:{algorithm}", "rows": rows, "destination": destination}
        return in_window("run_batch.py", **orders)["log"]

    return run_batch


def test_a_scene_that_fails_names_itself_and_the_others_go_on(batch, tmp_path):
    cube = np.random.default_rng(1).uniform(0.1, 0.7, (4, 20, 30)).astype(np.float32)
    scenes = []
    for name in ("first", "broken", "last"):
        (tmp_path / name).mkdir()
        scenes.append(LAYOUTS["gtiff_band"](tmp_path / name, cube, UM).rename(tmp_path / f"{name} scene.tif"))
    scenes[1].write_text("no raster")
    model = str(tmp_path / "model.safetensors")
    save(random_model(), model)
    maps = [tmp_path / f"map of {scene.name}" for scene in scenes]
    rows = [{"INPUT": str(scene), "MODEL": model, "OUTPUT": str(output)} for scene, output in zip(scenes, maps)]
    log = batch("mapminerals", rows, "OUTPUT")
    assert [path.exists() for path in maps] == [True, False, True], log
    assert any("broken scene.tif" in line and "cannot be read as a raster" in line for line in log.splitlines()), log


def test_a_model_from_a_library_does_not_learn_from_masked_pixels(qgis, run, batch, tmp_path):
    """What a mask hides is what no data hides: the same networks, to the last bit, out of one batch."""
    whole, masked, emptied = (tmp_path / f"{name}.tif" for name in ("whole", "masked", "emptied"))
    run("createexamplescene", WIDTH=48, HEIGHT=48, OUTPUT=str(whole), LABELS=str(tmp_path / "labels.tif"))
    left_half = np.zeros((48, 48), bool)
    left_half[:, :24] = True
    gdal.Translate(str(masked), str(whole), noData="none")
    gdal.Translate(str(emptied), str(whole), noData=-9999, outputType=gdal.GDT_Int16)
    _spoil(masked, left_half, 9000)
    _spoil(emptied, left_half, -9999)
    dataset = gdal.Open(str(masked), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(left_half, 0, 255).astype(np.uint8))
    dataset = None
    models = [tmp_path / f"{scene.stem}.safetensors" for scene in (masked, emptied)]
    few = {"MINERALS": "alunite; kaolinite; calcite", "EPOCHS": 3, "UNLABELLED": 100}
    rows = [{"INPUT": str(scene), **few, "MODEL": str(model)} for scene, model in zip((masked, emptied), models)]
    log = batch("trainfromlibrary", rows, "MODEL")
    assert all(path.exists() for path in models), log
    behind_mask, behind_no_data = (load(path).network for path in models)
    assert all(np.array_equal(*pair) for pair in zip(behind_mask.weights, behind_no_data.weights))
    assert all(np.array_equal(*pair) for pair in zip(behind_mask.biases, behind_no_data.biases))


def _spoil(path, where, value):
    """Write `value` over every band of the pixels `where` (height, width)."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    cube = dataset.ReadAsArray()
    cube[:, where] = value
    dataset.WriteArray(cube)
