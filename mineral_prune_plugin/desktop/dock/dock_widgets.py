# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the dock and where they stand; what they do is in dock.py."""

from qgis.core import QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...interface.translation import translate as tr
from .result_tables import class_list, neuron_list
from .spectrum_plot import SpectrumPlot

MODEL_FILES = "Mineral Prune model (*.safetensors)"
SPLITS = ("train", "validation", "test")


class DockWidgets(QWidget):
    """All of them, by name."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self._make_inputs()
        self._make_results()
        self._make_sampling()
        layout = QVBoxLayout(self)
        layout.addLayout(self._input_form())
        layout.addLayout(_row(self.pick, self.polygon, self.continuum, self.library))
        layout.addWidget(self.message)
        layout.addWidget(self.parts, 1)
        layout.addLayout(_row(self.pin, self.unpin, self.copy_table, self.copy_picture))
        layout.addLayout(self._sampling_form())

    def _make_inputs(self):
        self.raster = QgsMapLayerComboBox()
        self.raster.setObjectName("MineralPruneRaster")
        self.raster.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.raster.setAllowEmptyLayer(True)
        self.raster.setLayer(None)  # the box takes the first of the project, which may be a map
        self.model = QgsFileWidget()
        self.model.setObjectName("MineralPruneModel")
        self.model.setFilter(MODEL_FILES)
        self.model.lineEdit().setPlaceholderText(tr("optional: a model file, to see why"))
        self.interpolate = QCheckBox(tr("Interpolate missing bands"))
        self.pick = _tool(tr("Pick a pixel"), tr("Click on the map to see the spectrum of a pixel"))
        self.polygon = _tool(
            tr("Draw a polygon"),
            tr("Click the corners of a polygon, end it with the right button: the mean of its pixels"),
        )
        self.continuum = QCheckBox(tr("Without continuum"))
        self.library = QCheckBox(tr("Library spectrum"))
        self.library.setToolTip(tr("Lays the plugin's library spectrum of the mineral over the pixel's, as bright"))
        self.message = _text("MineralPruneMessage")

    def _make_results(self):
        self.plot = SpectrumPlot()
        self.verdict = _text("MineralPruneVerdict")
        self.classes, self.neurons = class_list(), neuron_list()
        self.tabs = QTabWidget()
        self.tabs.addTab(self.classes, tr("Classes"))
        self.tabs.addTab(self.neurons, tr("Neurons"))
        self.tabs.setMinimumHeight(110)
        below = QWidget()
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.verdict)
        layout.addWidget(self.tabs, 1)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.addWidget(self.plot)
        self.parts.addWidget(below)
        self.parts.setStretchFactor(0, 3)
        self.parts.setStretchFactor(1, 2)
        self.pin = _button(tr("Pin"), tr("Keep this spectrum in the plot"))
        self.unpin = _button(tr("Remove pins"), tr("Take the pinned spectra out of the plot"))
        self.copy_table = _button(tr("Copy as CSV"), tr("The spectra, and the shares of the bands, for a spreadsheet"))
        self.copy_picture = _button(tr("Copy as picture"), tr("The plot as it is shown"))

    def _make_sampling(self):
        # Before the box is made: it would already have chosen another layer, to be written to.
        QgsProject.instance().layersWillBeRemoved["QStringList"].connect(self._leave_samples)
        self.samples = QgsMapLayerComboBox()
        self.samples.setObjectName("MineralPruneSamples")
        self.samples.setFilters(QgsMapLayerProxyModel.Filter.PointLayer)
        self.samples.setAllowEmptyLayer(True, tr("a new layer of samples"))
        self.samples.setLayer(None)
        self.mineral = QComboBox()
        self.mineral.setObjectName("MineralPruneMineral")
        self.mineral.setEditable(True)
        self.mineral.lineEdit().setPlaceholderText(tr("mineral"))
        self.split = QComboBox()
        for split in SPLITS:
            self.split.addItem(tr(split), split)
        self.add = _button(tr("Add as sample"), tr("Adds the pixel, or the pixels of the polygon, to the layer"))

    def _leave_samples(self, identifiers):
        """Where the chosen layer is removed none is chosen. identifiers : of the layers that are removed"""
        chosen = self.samples.currentLayer()
        if chosen is not None and chosen.id() in identifiers:
            self.samples.setLayer(None)

    def _input_form(self):
        form = _form()
        form.addRow(tr("Raster"), self.raster)
        form.addRow(tr("Model"), self.model)
        form.addRow("", self.interpolate)
        return form

    def _sampling_form(self):
        form = _form()
        form.addRow(tr("Samples"), self.samples)
        row = QHBoxLayout()
        row.addWidget(self.mineral, 1)
        for widget in (self.split, self.add):
            row.addWidget(widget)
        form.addRow(tr("Mineral"), row)
        return form


def _form():
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _row(*widgets):
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row


def _text(name):
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _tool(text, tip):
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setCheckable(True)
    return button


def _button(text, tip):
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
