# SPDX-License-Identifier: GPL-2.0-or-later
"""An Explanation as two lists: the probability of each class, and what each neuron adds and responds to."""

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import QTreeWidget, QTreeWidgetItem

from ...explaining.sentences import neuron_label, response
from ...interface.mineral_legends import shown_mineral
from ...interface.translation import translate as tr

MOST_NEURONS = 40


def list_of(headings, name):
    """An empty list with `headings`, translated texts, called `name` by tests."""
    tree = QTreeWidget()
    tree.setObjectName(name)
    tree.setHeaderLabels(headings)
    tree.setRootIsDecorated(False)
    tree.setAlternatingRowColors(True)
    return tree


def class_list():
    return list_of([tr("Class"), tr("Probability (%)"), tr("On the map")], "MineralPruneClasses")


def neuron_list():
    headings = [tr("Neuron"), tr("Share (logits)"), tr("Output"), tr("Adds most to"), tr("Responds to")]
    return list_of(headings, "MineralPruneNeurons")


def fill_classes(tree, explanation):
    """Show the classes of an `explanation` in a `tree` of `class_list`, the likeliest first; none where it is None."""
    tree.clear()
    if explanation is None:
        return
    order = sorted(range(len(explanation.classes)), key=lambda place: -explanation.logits[place])
    for place in order:
        mineral, share = explanation.classes[place], explanation.probabilities[place]
        shown = tr("unclassified") if mineral.number in explanation.kinds else str(mineral.number)
        item = QTreeWidgetItem(tree, [shown_mineral(mineral.name), f"{100 * share:.2f}", shown])
        item.setIcon(0, _swatch(mineral.colour))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        if place == explanation.winner:
            _embolden(item, tree)
    _fit(tree)


def fill_neurons(tree, explanation, explainer):
    """Show the neurons of an `explanation` by an `explainer` in a `tree` of `neuron_list`; none where it is None."""
    tree.clear()
    if explanation is None:
        return
    for neuron in explanation.strongest_neurons(MOST_NEURONS):
        QTreeWidgetItem(
            tree,
            [
                neuron_label(neuron, tr),
                f"{neuron.share:+.2f}",
                f"{neuron.output:.3g}" if neuron.fires else tr("does not fire"),
                shown_mineral(explanation.classes[neuron.class_index].name),
                response(neuron, explainer.places, explainer.of_bands, tr),
            ],
        )
    _fit(tree)


def _swatch(colour):
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)


def _embolden(item, tree):
    font = tree.font()
    font.setBold(True)
    for column in range(tree.columnCount()):
        item.setFont(column, font)


def _fit(tree):
    for column in range(tree.columnCount() - 1):
        tree.resizeColumnToContents(column)
