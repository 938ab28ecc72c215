# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside QGIS: from the example scene to a map and its accuracy, a picture of each step; the guide shows them."""

import os
import sys

sys.path.insert(0, os.environ["MINERAL_PRUNE_TOUR_CODE"])

import window  # noqa: E402
from processing.tools import dataobjects  # noqa: E402
from qgis.core import QgsApplication, QgsProject  # noqa: E402
from qgis.PyQt.QtCore import QPoint, Qt, QUrl  # noqa: E402
from qgis.PyQt.QtWebKitWidgets import QWebView  # noqa: E402
from qgis.PyQt.QtWidgets import QAction  # noqa: E402
from qgis.utils import iface  # noqa: E402

REPORT_WIDTH, REPORT_MARGIN = 1000, 12  # pixels
WIDTH_OF_DOCK = 460
YEARS = (2022, 2023, 2024)


def story():
    """returns : {step: seconds between Run and its result}"""
    _, toolbox = window.tidy_window()
    show_provider(toolbox)
    times = {}
    scene, labels = step_scene(times)
    samples = step_samples(scene, labels, times)
    model = step_train(scene, samples, times)
    pruned = step_prune(scene, samples, model, times)
    class_map = step_map(scene, pruned, times)
    step_why(scene, pruned)
    step_assess(class_map, samples, times)
    batch_picture(pruned)
    modeller_picture()
    return times


def show_provider(toolbox):
    """The plugin's group open, the others folded."""
    tree = toolbox.algorithmTree
    tree.collapseAll()
    toolbox.searchBox.setText("mineral")
    window.pause(0.6)
    tree.expandAll()


def show_only(*layers):
    tree = QgsProject.instance().layerTreeRoot()
    for node in tree.findLayers():
        node.setItemVisibilityChecked(node.layer() in layers)
        node.setExpanded(False)  # else what was expanded while it was empty stays shut
        node.setExpanded(node.layer() in layers)


def step_scene(times):
    dialog = window.open_dialog("createexamplescene")
    window.picture(dialog, "create_example_scene")
    results, times["createexamplescene"] = window.run(dialog)
    dialog.close()
    scene, labels = layer_of(results["OUTPUT"]), layer_of(results["LABELS"])
    show_only(scene)
    window.window_picture("scene")
    put_on_top(labels)
    show_only(scene, labels)
    window.window_picture("labels")
    return scene, labels


def layer_of(source):
    """The project's layer of a result: a path, or the id of a layer."""
    layers = QgsProject.instance().mapLayers()
    return layers.get(source) or next(one for one in layers.values() if one.source().split("|")[0] == source)


def put_on_top(layer):
    """QGIS 3.22 loads two rasters in no certain order."""
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(layer)
    root.insertChildNode(0, node.clone())
    root.removeChildNode(node)


def step_samples(scene, labels, times):
    dialog = window.open_dialog("drawsamples", INPUT=scene, LABELS=labels)
    window.picture(dialog, "draw_samples")
    results, times["drawsamples"] = window.run(dialog)
    dialog.close()
    samples = layer_of(results["OUTPUT"])
    put_on_top(samples)
    show_only(scene, samples)
    window.window_picture("samples")
    return samples


def step_train(scene, samples, times):
    places = {"MODEL": str(window.WORK / "model.safetensors"), "REPORT": str(window.WORK / "training.html")}
    dialog = window.open_dialog("trainmodel", (900, 760), INPUT=scene, SAMPLES=samples, **places)
    window.picture(dialog, "train_model")
    results, times["trainmodel"] = window.run(dialog)
    window.picture(dialog, "train_log")
    dialog.close()
    report_picture(results["REPORT"], "training_report", end=1)
    return results["MODEL"]


def step_prune(scene, samples, model, times):
    places = {"OUTPUT": str(window.WORK / "pruned.safetensors"), "REPORT": str(window.WORK / "pruning.html")}
    dialog = window.open_dialog("prunemodel", (900, 720), INPUT=scene, SAMPLES=samples, MODEL=model, **places)
    window.picture(dialog, "prune_model")
    results, times["prunemodel"] = window.run(dialog)
    dialog.close()
    report_picture(results["REPORT"], "pruning_report", end=2)
    report_picture(results["REPORT"], "pruning_controls", 4, end=5)
    return results["OUTPUT"]


def step_map(scene, model, times):
    dialog = window.open_dialog("mapminerals", INPUT=scene, MODEL=model)
    window.picture(dialog, "map_minerals")
    results, times["mapminerals"] = window.run(dialog)
    dialog.close()
    class_map = layer_of(results["OUTPUT"])
    show_only(class_map)
    window.window_picture("map")
    return class_map


def step_why(scene, model):
    """The dock on a pixel of the scene, where else the toolbox stands."""
    show_only(scene)
    main = iface.mainWindow()
    main.findChild(QAction, "MineralPruneWhy").trigger()
    _, dock = window.tidy_window(("Layers", "MineralPruneWhyDock"))
    main.resizeDocks([dock], [WIDTH_OF_DOCK], Qt.Orientation.Horizontal)
    dock.widgets.raster.setLayer(scene)
    dock.widgets.model.setFilePath(model)
    dock.look_at(iface.mapCanvas().extent().center())
    window.window_picture("why_this_mineral")
    dock.close()
    window.tidy_window()


def step_assess(class_map, samples, times):
    place = str(window.WORK / "accuracy.html")
    dialog = window.open_dialog("assessmap", MAP=class_map, SAMPLES=samples, REPORT=place)
    window.picture(dialog, "assess_map")
    results, times["assessmap"] = window.run(dialog)
    dialog.close()
    window.window_picture("results_viewer")
    report_picture(results["REPORT"], "accuracy_report")


def report_picture(path, name, first=0, end=None):
    """The report from its heading `first` up to its heading `end`, or to its end; numbered from 0."""
    view = QWebView()
    view.resize(REPORT_WIDTH, 800)
    frame = view.page().mainFrame()
    frame.setScrollBarPolicy(Qt.Orientation.Vertical, Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    loaded = []
    view.loadFinished.connect(loaded.append)
    view.load(QUrl.fromLocalFile(str(path)))
    view.show()
    window.wait(lambda: loaded)
    tops = [heading.geometry().top() for heading in frame.findAllElements("h1, h2").toList()]
    tops.append(frame.contentsSize().height())
    top, bottom = tops[first], tops[-1 if end is None else end]
    view.resize(REPORT_WIDTH, bottom - top)
    window.pause()
    frame.setScrollPosition(QPoint(0, top - REPORT_MARGIN))
    window.picture(view, name)
    view.close()


def batch_picture(model):
    """A row a scene, as they would come year after year."""
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("mineralprune:mapminerals")
    dialog = BatchAlgorithmDialog(algorithm, iface.mainWindow())
    panel = dialog.mainWidget()
    panel.addRow(len(YEARS) - panel.batchRowCount())
    for row, year in enumerate(YEARS):
        values = {"INPUT": f"scene_{year}.tif", "MODEL": model, "OUTPUT": f"map_{year}.tif"}
        for name, value in values.items():
            set_in_batch(panel, row, name, value)
    for column in (0, 1):
        panel.tblParameters.setColumnWidth(column, 340)  # pixels: room for the names
    dialog.show()
    dialog.resize(1250, 420)
    window.picture(dialog, "batch")
    dialog.close()


def set_in_batch(panel, row, name, value):
    column = panel.parameter_to_column[name]
    wrapper = panel.wrappers[row][column]
    if wrapper is None:  # an output has a plain widget
        panel.tblParameters.cellWidget(row + 1, column).setValue(str(window.WORK / value))
    else:
        wrapper.setParameterValue(str(window.WORK / value), dataobjects.createContext())


def modeller_picture():
    from processing.modeler.ModelerDialog import ModelerDialog

    dialog = ModelerDialog()
    dialog.loadModel(window.ORDERS["model3"])
    dialog.show()
    dialog.resize(1280, 800)
    window.pause()
    view = dialog.view()
    view.fitInView(view.scene().itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
    window.picture(dialog, "model_designer")
    dialog.hide()


window.tell(story)
