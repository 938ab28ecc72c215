# SPDX-License-Identifier: GPL-2.0-or-later
"""Make resources/models/mineral_map.model3: from a scene and labels to a pruned model, its map and its accuracy.

Run it with the Python of the checkout after a change of the algorithms: .venv/bin/python scripts/make_model3.py
"""

import os
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "resources" / "models" / "mineral_map.model3"
INPUTS_X, STEPS_X, OUTPUTS_X = 160, 520, 880  # three columns, read downwards
ROW = 110

HELP = {
    "ALG_DESC": "Makes a mineral map from a hyperspectral scene and a few places where the mineral is known: draws "
    "samples, trains a neural network, prunes it with C-APoZ (Deng et al. 2022), maps the scene with the smaller "
    "network and compares the map with the test samples. To change the other settings, edit a copy in the "
    "model designer.",
    "ALG_CREATOR": "Mineral Prune team",
    "scene": "A reflectance raster with wavelengths.",
    "labels": "Where the mineral is known: a raster of class numbers (0: unknown), polygons or points.",
    "class_field": "For polygons and points, the field with the mineral. Empty: the field 'mineral', or else 'class'.",
    "train_per_class": "Training pixels of each class: one number for all, or by name: muscovite=400, halloysite=240.",
    "validation_per_class": "Validation pixels of each class, which choose the best epoch and guide the pruning.",
    "test_per_class": "Test pixels of each class, which are used once, at the end, to assess the map.",
    "features": "What the network is given of each spectrum.",
    "hidden_units": "Neurons of the hidden layer before pruning, such as 30. Two layers: 64,32.",
    "seed": "The same seed and input give the same result, bit for bit.",
    "map:mineral_map": "GeoTIFF of class numbers, with a style file (.qml) beside it.",
    "prune:pruned_model": "The smaller model (.safetensors), for other scenes from the same sensor.",
    "prune:pruning_report": "What was removed in each round, and the controls.",
    "assess:accuracy_report": "The map compared with the test samples, mineral by mineral.",
}


def main():
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(ROOT))
    from mineral_prune_plugin.provider import MineralPruneProvider

    provider = MineralPruneProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    if not make_model().toFile(str(PLACE)):
        sys.exit(f"{PLACE} could not be written.")
    print(PLACE)
    application.exitQgis()


def make_model():
    """The QgsProcessingModelAlgorithm; the provider must be registered."""
    model = QgsProcessingModelAlgorithm("Mineral map from scene and labels", "Mineral Prune")
    add_inputs(model)
    scene, samples = given("scene"), made_by("samples", "OUTPUT")
    counts = {f"{split}_PER_CLASS": given(f"{split.lower()}_per_class") for split in ("TRAIN", "VALIDATION", "TEST")}
    fields = {"LABELS": given("labels"), "CLASS_FIELD": given("class_field")}
    add_step(model, "samples", "drawsamples", "Draw samples", 1, INPUT=scene, SEED=given("seed"), **fields, **counts)
    network = {"FEATURES": given("features"), "HIDDEN_UNITS": given("hidden_units"), "SEED": given("seed")}
    add_step(model, "train", "trainmodel", "Train model", 2, INPUT=scene, SAMPLES=samples, **network)
    to_prune = {"INPUT": scene, "SAMPLES": samples, "MODEL": made_by("train", "MODEL"), "SEED": given("seed")}
    pruned = add_step(model, "prune", "prunemodel", "Prune model", 3, **to_prune)
    mapped = add_step(model, "map", "mapminerals", "Map minerals", 4, INPUT=scene, MODEL=made_by("prune", "OUTPUT"))
    assessed = add_step(model, "assess", "assessmap", "Assess map", 5, MAP=made_by("map", "OUTPUT"), SAMPLES=samples)
    add_output(pruned, "OUTPUT", "pruned_model", "Pruned model", 2.7)
    add_output(pruned, "REPORT", "pruning_report", "Pruning report", 3.3, mandatory=False)
    add_output(mapped, "OUTPUT", "mineral_map", "Mineral map", 4)
    add_output(assessed, "REPORT", "accuracy_report", "Accuracy report", 5, mandatory=False)
    for step in (pruned, mapped, assessed):
        model.setChildAlgorithm(step)
    model.setHelpContent(HELP)
    model.updateDestinationParameters()
    return model


def add_inputs(model):
    from mineral_prune_plugin.spectra.features import FEATURES

    raster, vector = QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorAnyGeometry
    whole = QgsProcessingParameterNumber.Type.Integer
    features = list(FEATURES)
    parameters = [
        QgsProcessingParameterRasterLayer("scene", "Hyperspectral raster (reflectance)"),
        QgsProcessingParameterMapLayer("labels", "Labels", types=[raster, vector]),
        QgsProcessingParameterString("class_field", "Field with the mineral", optional=True),
        QgsProcessingParameterString("train_per_class", "Training pixels per class", "100"),
        QgsProcessingParameterString("validation_per_class", "Validation pixels per class", "100"),
        QgsProcessingParameterString("test_per_class", "Test pixels per class", "240"),
        QgsProcessingParameterEnum("features", "Features of the spectrum", features, False, features[0], False, True),
        QgsProcessingParameterString("hidden_units", "Hidden units", "30"),
        QgsProcessingParameterNumber("seed", "Seed", whole, 1, False, 0, 2**31 - 1),
    ]
    for row, parameter in enumerate(parameters):
        component = QgsProcessingModelParameter(parameter.name())
        component.setDescription(parameter.description())
        component.setPosition(QPointF(INPUTS_X, ROW * (row + 0.5) * 6 / len(parameters)))
        model.addModelParameter(parameter, component)
    model.setParameterOrder([parameter.name() for parameter in parameters])


def add_step(model, name, algorithm, description, row, **sources):
    """Add an algorithm; gives it back for its outputs, to be set again once it has them."""
    step = QgsProcessingModelChildAlgorithm(f"mineralprune:{algorithm}")
    if step.algorithm() is None:
        sys.exit(f"The provider has no algorithm {algorithm}.")
    step.setChildId(name)
    step.setDescription(description)
    step.setPosition(QPointF(STEPS_X, ROW * row))
    for parameter, source in sources.items():
        step.addParameterSources(parameter, [source])
    model.addChildAlgorithm(step)
    return step


def add_output(step, output, name, description, row, mandatory=True):
    made = QgsProcessingModelOutput(name, description)
    made.setChildId(step.childId())
    made.setChildOutputName(output)
    made.setMandatory(mandatory)
    made.setPosition(QPointF(OUTPUTS_X, ROW * row))
    step.setModelOutputs({**step.modelOutputs(), name: made})


def given(name):
    return QgsProcessingModelChildParameterSource.fromModelParameter(name)


def made_by(step, output):
    return QgsProcessingModelChildParameterSource.fromChildOutput(step, output)


if __name__ == "__main__":
    if os.environ.get("QT_HASH_SEED") != "0":  # else Qt writes the attributes in random order; it is read at the start
        settings = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "QT_HASH_SEED": "0"}
        os.execve(sys.executable, [sys.executable, *sys.argv], settings)
    main()
