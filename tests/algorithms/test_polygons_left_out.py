# SPDX-License-Identifier: GPL-2.0-or-later
"""Train model where polygons are few: they are left out in turn, and the model learns from all samples."""

import re

import pytest

SIDES = [(0, "red"), (10, "green"), (20, "red"), (30, "green"), (40, "red"), (50, "green")]
FEW = {"TRAIN_PER_CLASS": "6", "VALIDATION_PER_CLASS": "6", "TEST_PER_CLASS": "6"}


def polygon(column):
    """A square of 6 x 6 pixels of 20 m in the first rows of the scene."""
    west, east, north, south = 500000 + 20 * column, 500000 + 20 * (column + 6), 4100000, 4100000 - 120
    return f"Polygon(({west} {north}, {east} {north}, {east} {south}, {west} {south}, {west} {north}))"


@pytest.fixture
def drawn(run, paint, layer, tmp_path):
    """Samples of polygons: (scene, path of the samples)."""

    def draw(sides=SIDES, split="random"):
        scene = paint(*["".join(name[0] * 10 for _, name in SIDES)] * 8)
        polygons = layer("Polygon", ["mineral:string"], [(polygon(column), name) for column, name in sides])
        samples = str(tmp_path / f"{split}.gpkg")
        run("drawsamples", INPUT=scene, LABELS=polygons, SPLIT=split, OUTPUT=samples, **FEW)
        return scene, samples

    return draw


@pytest.fixture
def trained(qgis, tmp_path):
    """Train on samples: (results, log, report, Model)."""
    import processing
    from qgis.core import QgsProcessingFeedback

    from mineral_prune_plugin.models.model_file import load

    def train(scene, samples, **parameters):
        feedback, report = QgsProcessingFeedback(False), tmp_path / "report.html"
        inputs = {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 400, "UNLABELLED": 50, **parameters}
        inputs.update(MODEL=str(tmp_path / "model.safetensors"), REPORT=str(report))
        results = processing.run("mineralprune:trainmodel", inputs, feedback=feedback)
        return results, feedback.textLog(), report.read_text("utf-8"), load(inputs["MODEL"])

    return train


def test_shared_polygons_are_left_out_in_turn_and_all_samples_are_learnt(drawn, trained):
    results, log, report, model = trained(*drawn())
    assert results["GROUPED_OA"] == 100 and results["OA"] is None and results["TEST_OA"] is None
    # Six trials that are all right: Wilson's interval from 61.0 %.
    assert "Overall accuracy on 6 polygons that were left out in turn: 100.0 % (95 % interval 61.0 to 100.0 %)" in log
    assert "has learnt from all 36 samples of random" in log and "set 'Accuracy from' to 'test samples'" in log
    assert "100.0 % of the pixels of 6 polygons (95 % interval: 61.0 to 100.0 %)." in report
    assert report.index("whole polygons left out") < report.index("Learning curve") and "Test samples" not in report
    assert model.training["learnt_from_all"] is True and model.training["samples"]["train"] == 36
    assert model.training["left_out"]["polygons"] == 6 and model.training["left_out"]["oa"] == 1
    assert model.training["test_oa" if "test_oa" in model.training else "validation_oa"] is None


def test_few_polygons_for_the_test_are_no_test(drawn, trained):
    scene, samples = drawn(split="blocks")
    assert trained(scene, samples)[0]["GROUPED_OA"] == 100
    apart = trained(scene, samples, ACCURACY="test samples")[0]
    assert apart["GROUPED_OA"] is None and apart["TEST_OA"] == 100


def test_a_mineral_of_a_single_polygon_is_named_and_not_judged(drawn, trained):
    results, log, report, model = trained(*drawn(SIDES[:3] + SIDES[4:5]))
    assert "have a single polygon, so the model shows them but their accuracy is unknown" in log
    assert re.search(r"overall accuracy: green\. Label a second polygon of each", log)
    assert "100.0 % of the pixels of 3 polygons" in report and "never left out" in report
    assert {mineral.name for mineral in model.minerals} == {"red", "green"}
    assert model.training["left_out"]["minerals"] == ["red"]


def test_pruning_a_model_that_has_met_its_test_samples_gives_no_test_accuracy(drawn, trained, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    scene, samples = drawn()
    model = trained(scene, samples)[0]["MODEL"]
    feedback = QgsProcessingFeedback(False)
    pruning = {"INPUT": scene, "SAMPLES": samples, "MODEL": model, "ITERATIONS": 1, "RETRAIN_EPOCHS": 5}
    pruning.update(UNLABELLED=0, CONTROLS=False, OUTPUT=str(tmp_path / "pruned.safetensors"))
    results = processing.run("mineralprune:prunemodel", pruning, feedback=feedback)
    assert results["TEST_OA"] is None
    assert "The model has learnt from all of its samples" in feedback.textLog()


def test_a_map_by_such_a_model_is_not_assessed_on_these_samples_without_a_word(drawn, trained, tmp_path):
    import processing
    from qgis.core import QgsProcessingFeedback

    def assessed(**parameters):
        feedback = QgsProcessingFeedback(False)
        assert processing.run("mineralprune:assessmap", parameters, feedback=feedback)["OA"] == 100
        return feedback.textLog()

    scene, samples = drawn()
    model, map_, tidied = trained(scene, samples)[0]["MODEL"], str(tmp_path / "map.tif"), str(tmp_path / "tidied.tif")
    processing.run("mineralprune:mapminerals", {"INPUT": scene, "MODEL": model, "OUTPUT": map_})
    processing.run("mineralprune:tidymap", {"MAP": map_, "SMALLEST": 2, "OUTPUT": tidied})
    for file in (map_, tidied):
        log = assessed(MAP=file, SAMPLES=samples)
        assert "learnt from all of its samples, test samples too. If random holds the same" in log
    assert "learnt from all" in assessed(MAP=map_, REFERENCE=tidied)
    apart = trained(scene, samples, ACCURACY="test samples")[0]["MODEL"]
    processing.run("mineralprune:mapminerals", {"INPUT": scene, "MODEL": apart, "OUTPUT": map_})
    assert "learnt from all" not in assessed(MAP=map_, SAMPLES=samples)


OUTCROPS = [(2, "red"), (14, "green"), (24, "red"), (36, "green"), (46, "red"), (58, "green")]


@pytest.fixture
def outcrops(run, paint, layer, tmp_path):
    """Samples of four labelled points on each of six outcrops: (scene, path of the samples)."""

    def draw(**parameters):
        scene = paint(*["".join(name[0] * 10 for _, name in SIDES)] * 8)
        places = [
            (column + step, row, name) for column, name in OUTCROPS for step, row in ((0, 1), (1, 1), (0, 4), (1, 6))
        ]
        points = [(f"Point({500010 + 20 * column} {4099990 - 20 * row})", name) for column, row, name in places]
        labels = layer("Point", ["mineral:string"], points, name="field points")
        samples = str(tmp_path / "points.gpkg")
        run("drawsamples", INPUT=scene, LABELS=labels, OUTPUT=samples, **FEW, **parameters)
        return scene, samples

    return draw


def test_labelled_points_of_an_outcrop_are_left_out_together(outcrops, trained, told):
    scene, samples = outcrops()
    assert "The labelled points of field points form 6 clusters" in told(remarks=True)
    results, log, _, model = trained(scene, samples)
    assert results["GROUPED_OA"] == 100 and model.training["left_out"]["polygons"] == 6
    assert "come from 6 clusters of labelled points, which count as polygons" in log
    assert model.training["samples"]["train"] == 24


def test_a_test_within_clusters_of_training_points_is_said_to_flatter(outcrops, trained):
    log = trained(*outcrops(), ACCURACY="test samples")[1]
    assert re.search("[0-9]+ of the [0-9]+ test samples of points come from clusters of labelled points", log)


def test_points_in_blocks_are_kept_apart_by_blocks(outcrops, trained, told):
    scene, samples = outcrops(SPLIT="blocks", BLOCK_SIZE=10)
    assert "clusters" not in told(remarks=True)
    assert trained(scene, samples)[0]["TEST_OA"] == 100


def test_samples_that_name_no_polygon_cannot_be_left_out(chain, refused, tmp_path):
    asked = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": str(tmp_path / "m.safetensors")}
    sentence = refused("trainmodel", ACCURACY="polygons", **asked)
    assert "must say in the field 'group' which polygon it comes from" in sentence and "samples" in sentence


def test_single_polygons_cannot_be_left_out(drawn, refused, tmp_path):
    scene, samples = drawn(SIDES[:2])
    asked = {"INPUT": scene, "SAMPLES": samples, "MODEL": str(tmp_path / "m.safetensors")}
    assert "has a single polygon, so none can be left out" in refused("trainmodel", ACCURACY="polygons", **asked)


def test_a_reject_is_judged_by_test_samples(chain, refused, tmp_path):
    asked = {"INPUT": chain.scene, "SAMPLES": chain.samples, "MODEL": str(tmp_path / "m.safetensors")}
    sentence = refused("trainmodel", ACCURACY="polygons", REJECT=True, **asked)
    assert "Choose 'automatic' or 'test samples' under 'Accuracy from'" in sentence
