# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs that cannot or must not be written: a sentence, and nothing is touched."""

import os
from pathlib import Path

import pytest
from osgeo import gdal

ROWS = ("rrgg", "r.bg", "bbbg")
FEW = {"TRAIN_PER_CLASS": "2", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}
# algorithm -> its outputs; all of them are given, one of them wrong.
OUTPUTS = {
    "createexamplescene": {"OUTPUT": "scene.tif", "LABELS": "labels.tif"},
    "openproduct": {"OUTPUT": "opened.tif"},
    "drawsamples": {"OUTPUT": "samples.gpkg"},
    "trainmodel": {"MODEL": "model.safetensors", "REPORT": "report.html"},
    "trainfromlibrary": {"MODEL": "model.safetensors", "TABLE": "table.csv", "REPORT": "report.html"},
    "comparehiddensizes": {"TABLE": "table.csv", "REPORT": "report.html"},
    "prunemodel": {"OUTPUT": "model.safetensors", "TABLE": "table.csv", "REPORT": "report.html"},
    "trainsparsedensenet": {"MODEL": "model.safetensors", "TABLE": "table.csv", "REPORT": "report.html"},
    "mapminerals": {"OUTPUT": "map.tif", "CONFIDENCE": "confidence.tif", "SETTLED": "settled.tif"},
    "mapneurons": {"OUTPUT": "neurons.tif"},
    "exportonnx": {"OUTPUT": "model.onnx"},
    "explainpixels": {"TABLE": "table.csv", "REPORT": "report.html"},
    "assessmap": {"TABLE": "table.csv", "REPORT": "report.html"},
    "comparemodels": {"OUTPUT": "agreement.tif", "TABLE": "table.csv", "REPORT": "report.html"},
    "areas": {"TABLE": "table.csv", "SCENES": "scenes.csv", "REPORT": "report.html"},
    "tidymap": {"OUTPUT": "tidy.tif"},
    "mappolygons": {"OUTPUT": "polygons.gpkg"},
}
EVERY_OUTPUT = [(algorithm, name) for algorithm, outputs in OUTPUTS.items() for name in outputs]

every_output = pytest.mark.parametrize("algorithm, name", EVERY_OUTPUT, ids=str)


@pytest.fixture
def inputs(chain):
    """Inputs of a short run of an algorithm."""
    scene, samples = {"INPUT": chain.scene}, {"INPUT": chain.scene, "SAMPLES": chain.samples}
    return {
        "createexamplescene": {"WIDTH": 20, "HEIGHT": 20},
        "openproduct": scene,
        "drawsamples": {**scene, "LABELS": chain.labels, **FEW},
        "trainmodel": {**samples, "EPOCHS": 2},
        "trainfromlibrary": {**scene, "LIBRARY": chain.library, "RANGE": [2.1, 2.25], "EPOCHS": 2},
        "comparehiddensizes": {**samples, "SIZES": "3", "SEEDS": 1, "EPOCHS": 2},
        "prunemodel": {**samples, "MODEL": chain.model, "ITERATIONS": 1, "RETRAIN_EPOCHS": 1, "CONTROLS": False},
        "trainsparsedensenet": {**samples, "DEPTH": 2, "GROWTH": 2, "STAGES": 1, "EPOCHS": 2, "UNLABELLED": 0},
        "mapminerals": {**scene, "MODEL": chain.model},
        "mapneurons": {**scene, "MODEL": chain.model},
        "exportonnx": {"MODEL": chain.model},
        "explainpixels": {**scene, "MODEL": chain.model, "POINTS": chain.points},
        "assessmap": {"MAP": chain.map, "SAMPLES": chain.samples},
        "comparemodels": {**samples, "MODEL_A": chain.model, "MODEL_B": chain.deep_model},
        "areas": {"MAP": chain.map},
        "tidymap": {"MAP": chain.map},
        "mappolygons": {"MAP": chain.map},
    }


def test_every_algorithm_and_output_is_here(qgis):
    from qgis.core import QgsApplication

    listed = QgsApplication.processingRegistry().providerById("mineralprune").algorithms()
    apart = ("mineralmap", "librarymap", "maparchive")  # the example models and archives have tests of their own
    algorithms = [made for made in listed if made.name() not in apart]
    found = {made.name(): {d.name() for d in made.destinationParameterDefinitions()} for made in algorithms}
    assert found == {algorithm: set(outputs) for algorithm, outputs in OUTPUTS.items()}


def places(tmp_path, algorithm, name, wrong):
    return {key: str(tmp_path / file) for key, file in OUTPUTS[algorithm].items()} | {name: str(wrong)}


@every_output
def test_a_folder_that_does_not_exist(refused, inputs, tmp_path, algorithm, name):
    missing = tmp_path / "no such folder" / OUTPUTS[algorithm][name]
    said = refused(algorithm, **inputs[algorithm], **places(tmp_path, algorithm, name, missing))
    assert "no such folder" in said and OUTPUTS[algorithm][name] in said


@every_output
def test_a_place_where_nobody_may_write(refused, inputs, tmp_path, algorithm, name):
    """/proc refuses even the superuser, whom permissions do not stop."""
    forbidden = Path("/proc") / OUTPUTS[algorithm][name]
    said = refused(algorithm, **inputs[algorithm], **places(tmp_path, algorithm, name, forbidden))
    assert str(forbidden) in said


@every_output
def test_what_cannot_be_written_is_said_before_the_work(run, inputs, tmp_path, algorithm, name):
    """Training, pruning and mapping take minutes: no progress is shown until every place was tried."""
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Watched(QgsProcessingFeedback):
        steps = 0

        def setProgress(self, percent):  # noqa: N802, the name that QGIS gives
            self.steps += 1

    for wrong in (tmp_path / "no such folder" / OUTPUTS[algorithm][name], Path("/proc") / OUTPUTS[algorithm][name]):
        feedback = Watched(False)
        parameters = {**inputs[algorithm], **places(tmp_path, algorithm, name, wrong)}
        with pytest.raises(QgsProcessingException, match=wrong.name):
            processing.run(f"mineralprune:{algorithm}", parameters, feedback=feedback)
        assert feedback.steps == 0


@every_output
def test_a_folder_in_the_place_of_the_file(refused, inputs, tmp_path, algorithm, name):
    (tmp_path / "taken" / OUTPUTS[algorithm][name] / "inside").mkdir(parents=True)
    taken = tmp_path / "taken" / OUTPUTS[algorithm][name]
    said = refused(algorithm, **inputs[algorithm], **places(tmp_path, algorithm, name, taken))
    assert str(taken) in said


@every_output
def test_a_name_that_is_longer_than_a_name_may_be(refused, inputs, tmp_path, algorithm, name):
    path = tmp_path / f"{'a' * 300}{Path(OUTPUTS[algorithm][name]).suffix}"
    said = refused(algorithm, **inputs[algorithm], **places(tmp_path, algorithm, name, path))
    assert str(path) in said and "could not be written (File name too long)" in said


@pytest.mark.parametrize("path", ["a" * 300 + "/x.tif", "a" * 20_000 + ".tif"], ids=("folder", "flood"))
def test_a_path_that_no_file_can_have_is_refused_in_a_sentence_that_can_be_read(refused, chain, tmp_path, path):
    said = refused("mapminerals", INPUT=chain.scene, MODEL=chain.model, OUTPUT=str(tmp_path / path))
    assert ("does not exist" in said or "could not be written" in said) and len(said) < 2500


@every_output
def test_a_file_name_that_ends_wrong(refused, inputs, tmp_path, algorithm, name):
    wrong = tmp_path / "output.xyz"
    said = refused(algorithm, **inputs[algorithm], **places(tmp_path, algorithm, name, wrong))
    assert f"output.xyz must end in {Path(OUTPUTS[algorithm][name]).suffix}" in said


@pytest.mark.parametrize(
    "algorithm, first, second",
    [
        ("createexamplescene", "OUTPUT", "LABELS"),
        ("mapminerals", "OUTPUT", "CONFIDENCE"),
        ("prunemodel", "TABLE", "REPORT"),
        ("comparehiddensizes", "TABLE", "REPORT"),
        ("assessmap", "TABLE", "REPORT"),
        ("comparemodels", "TABLE", "REPORT"),
        ("trainmodel", "MODEL", "REPORT"),
    ],
)
def test_one_file_for_two_outputs(refused, inputs, tmp_path, algorithm, first, second):
    chosen = places(tmp_path, algorithm, second, tmp_path / OUTPUTS[algorithm][first])
    said = refused(algorithm, **inputs[algorithm], **chosen)
    assert OUTPUTS[algorithm][first] in said and ("two outputs" in said or "must end in" in said)


@pytest.mark.parametrize("algorithm, name", [("mapminerals", "OUTPUT"), ("mapminerals", "CONFIDENCE"),
                                             ("mapneurons", "OUTPUT")])  # fmt: skip
@pytest.mark.parametrize("link", [False, True], ids=["itself", "link"])
def test_the_output_is_the_input(refused, paint, hand_model, tmp_path, algorithm, name, link):
    scene = paint(*ROWS)
    if link:
        os.link(scene, tmp_path / "link.tif")
    outputs = places(tmp_path, algorithm, name, tmp_path / "link.tif" if link else scene)
    said = refused(algorithm, INPUT=scene, MODEL=hand_model(), **outputs)
    assert Path(outputs[name]).name in said and "input of this run. Choose another" in said


@pytest.mark.parametrize("algorithm", ["mapminerals", "mapneurons", "comparemodels"])
def test_the_output_is_what_a_virtual_input_reads(refused, inputs, paint, hand_model, tmp_path, algorithm):
    scene, virtual = paint(*ROWS), str(tmp_path / "virtual.vrt")
    gdal.Translate(virtual, scene, format="VRT")
    sentence = refused(algorithm, **{**inputs[algorithm], "INPUT": virtual, "OUTPUT": scene})
    assert "scene.tif" in sentence and "input of this run" in sentence


@pytest.mark.parametrize("name", ["samples.gpkg", "samples.shp", "samples.geojson"])
def test_samples_are_not_drawn_onto_their_labels(refused, layer, paint, tmp_path, name):
    from qgis.core import QgsProject, QgsVectorFileWriter

    labels = layer("Point", ["mineral:string"], [("Point(500010 4099990)", "red"), ("Point(500030 4099990)", "red")])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON"}[name.split(".")[1]]
    path = str(tmp_path / name)
    QgsVectorFileWriter.writeAsVectorFormatV3(labels, path, QgsProject.instance().transformContext(), options)
    counts = {"TRAIN_PER_CLASS": "1", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "0"}
    said = refused("drawsamples", INPUT=paint(*ROWS), LABELS=path, OUTPUT=path, **counts)
    assert name in said and "input of this run" in said


def test_a_table_is_not_written_onto_the_samples(refused, inputs, chain, tmp_path):
    samples = str(tmp_path / "samples.csv")
    options = gdal.VectorTranslateOptions(format="CSV", layerCreationOptions=["GEOMETRY=AS_XY", "CREATE_CSVT=YES"])
    gdal.VectorTranslate(samples, chain.samples, options=options)
    for algorithm in ("assessmap", "comparehiddensizes", "prunemodel", "comparemodels"):
        chosen = {**inputs[algorithm], "SAMPLES": samples, "TABLE": samples}
        chosen |= {"OUTPUT": str(tmp_path / "pruned.safetensors")} if algorithm == "prunemodel" else {}
        said = refused(algorithm, **chosen)
        assert "samples.csv" in said and "input of this run" in said, algorithm
