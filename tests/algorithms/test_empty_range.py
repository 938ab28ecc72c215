# SPDX-License-Identifier: GPL-2.0-or-later
"""Wavelengths that the dialog leaves empty can be copied, saved and run again; QGIS itself writes [nan,nan]."""

import pytest
from qgis.core import QgsApplication, QgsProcessingContext

RANGED = ("trainmodel", "trainfromlibrary", "comparehiddensizes", "trainsparsedensenet")


def algorithm_of(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"mineralprune:{name}")


@pytest.fixture
def in_dialog(qgis):
    """The value that a parameter has in its dialog or in a row of a batch, after it was set to something."""
    from qgis.gui import QgsGui, QgsProcessingGui

    def value(definition, kind, set_to):
        context = QgsProcessingContext()
        wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(
            definition, getattr(QgsProcessingGui, kind)
        )
        widget = wrapper.createWrappedWidget(context)
        wrapper.setParameterValue(set_to, context)
        shown = wrapper.parameterValue()
        del widget
        return shown

    return value


@pytest.mark.parametrize("kind", ["Standard", "Batch"])
@pytest.mark.parametrize("name", RANGED)
def test_what_the_dialog_leaves_empty_is_none_in_python(in_dialog, name, kind):
    algorithm = algorithm_of(name)
    empty = in_dialog(algorithm.parameterDefinition("RANGE"), kind, None)
    command = algorithm.asPythonCommand({"RANGE": empty}, QgsProcessingContext())
    assert eval(command.partition(", ")[2][:-1]) == {"RANGE": None}
    set_range = in_dialog(algorithm.parameterDefinition("RANGE"), kind, [1.99, 2.48])
    command = algorithm.asPythonCommand({"RANGE": set_range}, QgsProcessingContext())
    assert eval(command.partition(", ")[2][:-1]) == {"RANGE": [1.99, 2.48]}


def test_the_copied_command_runs(in_dialog, chain, tmp_path):
    algorithm, model = algorithm_of("trainmodel"), tmp_path / "model.safetensors"
    empty = in_dialog(algorithm.parameterDefinition("RANGE"), "Standard", None)
    parameters = {"INPUT": chain.scene, "SAMPLES": chain.samples, "EPOCHS": 1, "UNLABELLED": 0, "MODEL": str(model)}
    command = algorithm.asPythonCommand({**parameters, "RANGE": empty}, QgsProcessingContext())
    exec(f"import processing\n{command}", {})
    assert model.exists()


def test_a_saved_batch_table_is_loaded_again(in_dialog, chain):
    """QGIS's batch panel saves `valueAsPythonString` and evaluates it as it loads the table."""
    algorithm = algorithm_of("trainmodel")  # held, for its definitions die with it
    definition = algorithm.parameterDefinition("RANGE")
    saved = definition.valueAsPythonString(in_dialog(definition, "Batch", None), QgsProcessingContext())
    assert eval(saved) is None and in_dialog(definition, "Batch", eval(saved)) == in_dialog(definition, "Batch", None)
    assert definition.checkValueIsAcceptable(None)
