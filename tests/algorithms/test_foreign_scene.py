# SPDX-License-Identifier: GPL-2.0-or-later
"""A map of a scene unlike the one that the model was trained on says so; of the same or a like one it says nothing."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from mineral_prune_plugin.models.model_file import load

FOREIGN = "differs from the scene that the model was trained on"
LESS = "of the scene that it was trained on: this scene has other minerals"


@pytest.fixture
def said(qgis, tmp_path):
    """What mapping a scene with a model says."""
    import processing
    from qgis.core import QgsProcessingFeedback

    def text(scene, model):
        feedback, place = QgsProcessingFeedback(False), str(tmp_path / "map.tif")
        inputs = {"INPUT": str(scene), "MODEL": str(model), "INTERPOLATE": True, "OUTPUT": place}
        processing.run("mineralprune:mapminerals", inputs, feedback=feedback)
        return feedback.textLog()

    return text


@pytest.fixture(scope="module")
def replica_model(qgis, cuprite, tmp_path_factory):
    """A model of the Cuprite replica, trained for a moment."""
    import processing

    folder = tmp_path_factory.mktemp("replica")
    scene, samples, model = str(cuprite / "cuprite_replica.int"), str(folder / "s.gpkg"), str(folder / "m.safetensors")
    few = {"TRAIN_PER_CLASS": "40", "VALIDATION_PER_CLASS": "20", "TEST_PER_CLASS": "0"}
    labels = str(cuprite / "cuprite_replica_labels.tif")
    processing.run("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": samples, **few})
    settings = {"EPOCHS": 5, "UNLABELLED": 2000}
    processing.run("mineralprune:trainmodel", {"INPUT": scene, "SAMPLES": samples, **settings, "MODEL": model})
    return model


def test_the_scene_itself_is_not_foreign(said, chain):
    for model in (chain.model, chain.library_model):
        assert FOREIGN not in said(chain.scene, model) and LESS not in said(chain.scene, model)


@pytest.mark.parametrize("scene", ["emit_crop", "avirisng_crop.img"])
def test_real_scenes_are_foreign_to_a_model_of_the_example(said, chain, real_scenes, scene):
    assert f"{Path(scene).name} {FOREIGN}" in said(real_scenes / scene, chain.model)


def test_the_replica_and_real_pixels_are_not_foreign_to_a_model_of_the_replica(said, replica_model, cuprite, raster):
    assert FOREIGN not in said(cuprite / "cuprite_replica.int", replica_model)
    table = np.loadtxt(cuprite / "real_pixels.csv", delimiter=",", skiprows=1, usecols=range(5, 55))
    scene = raster(table.T[:, None, :] / 1000, "real.tif", load(replica_model).wavelengths.centres_um)
    assert FOREIGN not in said(scene, replica_model)


def test_a_part_of_the_scene_is_not_foreign(said, chain, tmp_path):
    from osgeo import gdal

    gdal.Translate(str(tmp_path / "part.tif"), chain.scene, srcWin=[20, 10, 30, 30])
    assert FOREIGN not in said(tmp_path / "part.tif", chain.model)


def with_scene(path, place, **changes):
    """A copy of a model file whose record of its scene is changed; None removes it."""
    data = Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    document = json.loads(header["__metadata__"]["mineral_prune"])
    document.pop("checksum")
    document["scene"] = {**document["scene"], **changes} if changes else None
    header["__metadata__"]["mineral_prune"] = json.dumps(document)
    text = json.dumps(header).encode()
    Path(place).write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length :])
    return str(place)


def test_a_file_without_a_record_of_its_scene_maps_without_a_word(said, chain, real_scenes, tmp_path):
    old = with_scene(chain.model, tmp_path / "old.safetensors")
    assert load(old).scene is None
    assert FOREIGN not in said(real_scenes / "avirisng_crop.img", old)


def test_far_fewer_names_than_in_the_training_scene_are_told(said, chain, tmp_path):
    named = load(chain.library_model).scene.named
    assert 0 < named < 0.12
    for before, told in ((8 * named, True), (2 * named, False)):
        model = with_scene(chain.library_model, tmp_path / "m.safetensors", named=before)
        assert (LESS in said(chain.scene, model)) == told


def test_pruned_it_remembers_the_scene_in_its_own_bands(run, said, chain, real_scenes, tmp_path):
    place = str(tmp_path / "pruned.safetensors")
    few = {"ITERATIONS": 1, "RETRAIN_EPOCHS": 2, "CONTROLS": False, "BANDS": "20", "UNLABELLED": 200}
    run("prunemodel", INPUT=chain.scene, SAMPLES=chain.samples, MODEL=chain.model, **few, OUTPUT=place)
    assert len(load(place).scene.mean) == len(load(place).scene.deviation) == 20
    assert FOREIGN not in said(chain.scene, place) and FOREIGN in said(real_scenes / "avirisng_crop.img", place)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"mean": [0.1]}, "scene.mean"),
        ({"mean": ["a"] * 50}, "scene.mean"),
        ({"deviation": [0.0] * 50}, "scene.deviation"),
        ({"far": -1}, "scene.far"),
        ({"named": 1.5}, "scene.named"),
        ({"named": None}, "scene.named"),
    ],
)
def test_a_wrong_record_of_the_scene_is_refused(refused, chain, tmp_path, changes, named):
    model = with_scene(chain.model, tmp_path / "wrong.safetensors", **changes)
    assert named in refused("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
