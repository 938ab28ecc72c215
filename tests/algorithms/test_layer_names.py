# SPDX-License-Identifier: GPL-2.0-or-later
"""What the toolbox adds to the project is called after the file that the user named, else after the output."""

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingOutputLayerDefinition, QgsProject


@pytest.fixture(params=[True, False], ids=["file names preferred", "output names preferred"])
def loaded(qgis, request):
    """Names of the layers that a run adds to a project as the dialog adds them, under either setting of QGIS."""
    import processing
    from processing.core.ProcessingConfig import ProcessingConfig
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsApplication, QgsProcessingFeedback

    key = ProcessingConfig.PREFER_FILENAME_AS_LAYER_NAME  # its text changed with QGIS's versions
    before = ProcessingConfig.getSetting(key)
    ProcessingConfig.setSettingValue(key, request.param)

    def run(algorithm, outputs, **parameters):
        project, context, feedback = QgsProject(), QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(project)
        for name, path in outputs.items():
            parameters[name] = QgsProcessingOutputLayerDefinition(path, project)
        made = QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{algorithm}")
        processing.run(made, parameters, context=context, feedback=feedback)
        handleAlgorithmResults(made, context, feedback)
        return sorted(layer.name() for layer in project.mapLayers().values())

    yield run
    ProcessingConfig.setSettingValue(key, before)


def test_a_map_is_called_after_its_file(loaded, chain, tmp_path):
    outputs = {"OUTPUT": str(tmp_path / "cuprite 2026.tif"), "CONFIDENCE": str(tmp_path / "sure.tif")}
    assert loaded("mapminerals", outputs, INPUT=chain.scene, MODEL=chain.model) == ["cuprite 2026", "sure"]


def test_samples_are_called_after_their_file(loaded, chain, tmp_path):
    few = {"TRAIN_PER_CLASS": "5", "VALIDATION_PER_CLASS": "5", "TEST_PER_CLASS": "5"}
    names = loaded(
        "drawsamples", {"OUTPUT": str(tmp_path / "drawn.gpkg")}, INPUT=chain.scene, LABELS=chain.labels, **few
    )
    assert names == ["drawn"]


@pytest.mark.parametrize("loaded", [False], indirect=True)
def test_a_step_of_a_model_keeps_the_name_of_the_output(loaded, chain):
    """QGIS names the files of its steps, in its temporary folder."""
    from qgis.core import QgsProcessingUtils

    path = QgsProcessingUtils.generateTempFilename("OUTPUT.tif")
    assert loaded("mapminerals", {"OUTPUT": path}, INPUT=chain.scene, MODEL=chain.model) == ["Mineral map"]


@pytest.mark.parametrize("loaded", [False], indirect=True)
def test_a_temporary_map_keeps_the_name_of_the_output(loaded, chain):
    names = loaded("mapminerals", {"OUTPUT": "TEMPORARY_OUTPUT"}, INPUT=chain.scene, MODEL=chain.model)
    assert names == ["Mineral map"]
