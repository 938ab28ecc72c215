# SPDX-License-Identifier: GPL-2.0-or-later
"""Make the example models of resources/models: from a scene, and labels or a library, to a pruned model and its map.

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
    QgsProcessingParameterFile,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRange,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "models"
INPUTS_X, STEPS_X, OUTPUTS_X = 160, 520, 880  # three columns, read downwards
ROW = 110

LIBRARY_HELP = {
    "ALG_DESC": "Makes a mineral map from a hyperspectral scene and a spectral library, without a single labelled "
    "pixel: trains a neural network on spectra simulated from the library, prunes it with C-APoZ (Deng et al. 2022) "
    "on such spectra, and maps the scene with the smaller network, which leaves pixels unclassified that it must not "
    "name. To change the other settings, edit a copy in the model designer.",
    "ALG_CREATOR": "Mineral Prune team",
    "scene": "A reflectance raster with wavelengths.",
    "library": "Reference spectra: an ENVI library (.sli), USGS splib07 or ECOSTRESS text, or a table (.csv). Empty: "
    "the library of the plugin.",
    "minerals": "Minerals to identify, such as: alunite; kaolinite; muscovite = muscovite, illite. Empty: the common "
    "minerals of alteration and weathering that the library has.",
    "wavelengths": "Bands outside this range are not used. Empty: all good bands.",
    "hidden_units": "Neurons of the hidden layer before pruning, such as 30. Two layers: 64,32.",
    "seed": "The same seed and input give the same result, bit for bit.",
    "map:library_map": "GeoTIFF of class numbers, with a style file (.qml) beside it.",
    "prune:pruned_model": "The smaller model (.safetensors), for other scenes from the same sensor.",
    "train:training_report": "The reference spectra of each mineral, and which minerals cannot be told apart.",
    "prune:pruning_report": "What was removed in each round, and the controls.",
}
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
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in MODELS.items():
        if not make().toFile(str(FOLDER / name)):
            sys.exit(f"{FOLDER / name} could not be written.")
        print(FOLDER / name)
    application.exitQgis()


def make_mineral_map():
    """The QgsProcessingModelAlgorithm from a scene and labels; the provider must be registered."""
    model = QgsProcessingModelAlgorithm("Mineral map from scene and labels", "Mineral Prune")
    add_inputs(model, label_inputs())
    scene, samples = given("scene"), made_by("samples", "OUTPUT")
    counts = {f"{split}_PER_CLASS": given(f"{split.lower()}_per_class") for split in ("TRAIN", "VALIDATION", "TEST")}
    fields = {"LABELS": given("labels"), "CLASS_FIELD": given("class_field")}
    add_step(model, "samples", "drawsamples", "Draw samples", 1, INPUT=scene, SEED=given("seed"), **fields, **counts)
    network = {"FEATURES": given("features"), "HIDDEN_UNITS": given("hidden_units"), "SEED": given("seed")}
    apart = QgsProcessingModelChildParameterSource.fromStaticValue("test samples")  # pruning and map are tested too
    add_step(model, "train", "trainmodel", "Train model", 2, INPUT=scene, SAMPLES=samples, ACCURACY=apart, **network)
    to_prune = {"INPUT": scene, "SAMPLES": samples, "MODEL": made_by("train", "MODEL"), "SEED": given("seed")}
    pruned = add_step(model, "prune", "prunemodel", "Prune model", 3, **to_prune)
    mapped = add_step(model, "map", "mapminerals", "Map minerals", 4, INPUT=scene, MODEL=made_by("prune", "OUTPUT"))
    assessed = add_step(model, "assess", "assessmap", "Assess map", 5, MAP=made_by("map", "OUTPUT"), SAMPLES=samples)
    add_output(pruned, "OUTPUT", "pruned_model", "Pruned model", 2.7)
    add_output(pruned, "REPORT", "pruning_report", "Pruning report", 3.3, mandatory=False)
    add_output(mapped, "OUTPUT", "mineral_map", "Mineral map", 4)
    add_output(assessed, "REPORT", "accuracy_report", "Accuracy report", 5, mandatory=False)
    return finished(model, (pruned, mapped, assessed), HELP)


def make_library_map():
    """The QgsProcessingModelAlgorithm from a scene and a spectral library; the provider must be registered."""
    model = QgsProcessingModelAlgorithm("Mineral map from scene and spectral library", "Mineral Prune")
    add_inputs(model, library_inputs())
    scene = {"INPUT": given("scene")}
    simulated = {"LIBRARY": given("library"), "SEED": given("seed")}
    network = {"MINERALS": given("minerals"), "RANGE": given("wavelengths"), "HIDDEN_UNITS": given("hidden_units")}
    title = "Train from spectral library"
    trained = add_step(model, "train", "trainfromlibrary", title, 1.5, **scene, **simulated, **network)
    to_prune = {**scene, **simulated, "MODEL": made_by("train", "MODEL")}
    pruned = add_step(model, "prune", "prunemodel", "Prune model", 3, **to_prune)
    mapped = add_step(model, "map", "mapminerals", "Map minerals", 4.5, **scene, MODEL=made_by("prune", "OUTPUT"))
    add_output(trained, "REPORT", "training_report", "Training report", 1.5, mandatory=False)
    add_output(pruned, "OUTPUT", "pruned_model", "Pruned model", 2.7)
    add_output(pruned, "REPORT", "pruning_report", "Pruning report", 3.3, mandatory=False)
    add_output(mapped, "OUTPUT", "library_map", "Mineral map", 4.5)
    return finished(model, (trained, pruned, mapped), LIBRARY_HELP)


MODELS = {"mineral_map.model3": make_mineral_map, "library_map.model3": make_library_map}


def finished(model, steps, words):
    """The model with the outputs of its `steps`, which were added after them, and its help."""
    for step in steps:
        model.setChildAlgorithm(step)
    model.setHelpContent(words)
    model.updateDestinationParameters()
    return model


def label_inputs():
    from mineral_prune_plugin.spectra.features import FEATURES

    raster, vector = QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorAnyGeometry
    features = list(FEATURES)
    return [
        scene_input(),
        QgsProcessingParameterMapLayer("labels", "Labels", types=[raster, vector]),
        QgsProcessingParameterString("class_field", "Field with the mineral", optional=True),
        QgsProcessingParameterString("train_per_class", "Training pixels per class", "100"),
        QgsProcessingParameterString("validation_per_class", "Validation pixels per class", "100"),
        QgsProcessingParameterString("test_per_class", "Test pixels per class", "240"),
        QgsProcessingParameterEnum("features", "Features of the spectrum", features, False, features[0], False, True),
        *network_inputs(),
    ]


def library_inputs():
    from mineral_prune_plugin.algorithms.parameters import LIBRARY_FILES

    file, real = QgsProcessingParameterFile.Behavior.File, QgsProcessingParameterNumber.Type.Double
    return [
        scene_input(),
        QgsProcessingParameterFile("library", "Spectral library", file, "", None, True, LIBRARY_FILES),
        QgsProcessingParameterString("minerals", "Minerals to identify", "", True, True),
        QgsProcessingParameterRange("wavelengths", "Wavelengths (micrometres)", real, None, True),
        *network_inputs(),
    ]


def scene_input():
    return QgsProcessingParameterRasterLayer("scene", "Hyperspectral raster (reflectance)")


def network_inputs():
    whole = QgsProcessingParameterNumber.Type.Integer
    return [
        QgsProcessingParameterString("hidden_units", "Hidden units", "30"),
        QgsProcessingParameterNumber("seed", "Seed", whole, 1, False, 0, 2**31 - 1),
    ]


def add_inputs(model, parameters):
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
