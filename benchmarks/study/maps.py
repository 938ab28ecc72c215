# SPDX-License-Identifier: GPL-2.0-or-later
"""What pruning does to the maps of one seed, made by the plugin: the paper's Figs. 5 (hidden neurons) and 7 (maps)."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from osgeo import gdal

from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.neurons import NeuronJob, map_neurons
from mineral_prune_plugin.models.train_model import Recipe, identify_samples, train_model
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.prune_model import prune_model
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings

from .design import PROTOCOLS, SCENE
from .samples import draw

SEED = 1
ACROSS = 10  # neurons a row


def draw_maps(scene, labels, feature, lengths, folder):
    """Write maps.png and neurons.png into `folder`: the unpruned network, and what prunemodel keeps by default."""
    protocol = next(one for one in PROTOCOLS if one.name == SCENE)
    own = draw(scene, labels, protocol, feature, SEED)
    recipe = Recipe(feature, own.blank.wavelengths, TrainingSettings(epochs=lengths.epochs, seed=SEED))
    whole, _ = train_model(own.spectra, recipe, "scene", silent())
    settings = PruningSettings(retrain_epochs=lengths.retrain_epochs, seed=SEED)
    pruned, _ = prune_model(whole, own.spectra, settings, False, silent())
    models = {"unpruned": whole, "pruned": pruned}
    titles = {name: _title(name, model, own.spectra) for name, model in models.items()}
    with TemporaryDirectory() as temporary:
        maps = {titles[name]: _map(scene, model, temporary, name) for name, model in models.items()}
        neurons = {titles[name]: _neurons(scene, model, temporary, name) for name, model in models.items()}
    reference = gdal.Open(str(labels)).ReadAsArray()
    _draw_maps({"labels of the scene": reference, **maps}, whole.classes, Path(folder) / "maps.png")
    _draw_neurons(neurons, Path(folder) / "neurons.png")


def _title(name, model, spectra):
    reference, said = identify_samples(model, spectra, "test")
    units = sum(model.network.hidden_units)
    return f"{name}: {units} hidden units, {100 * (reference == said).mean():.2f} % of the test pixels"


def _map(scene, model, folder, name):
    path = str(Path(folder) / f"{name}.tif")
    map_minerals(MapJob(raster=str(scene), model=model, output=path), silent())
    return gdal.Open(path).ReadAsArray()


def _neurons(scene, model, folder, name):
    path = str(Path(folder) / f"{name}_neurons.tif")
    map_neurons(NeuronJob(raster=str(scene), model=model, output=path), silent())
    return gdal.Open(path).ReadAsArray()


def _draw_maps(maps, classes, path):
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    colours = np.full((256, 3), 1.0)
    for mineral in classes:
        colours[mineral.number] = [int(mineral.colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    figure, axes = _sheet(1, len(maps), (5 * len(maps), 5))
    for panel, (title, numbers) in zip(axes[0], maps.items()):
        panel.imshow(numbers, cmap=ListedColormap(colours), vmin=0, vmax=255, interpolation="nearest")
        panel.set_title(title, fontsize=9)
    handles = [Patch(color=mineral.colour, label=mineral.name) for mineral in classes]
    axes[0][-1].legend(handles=handles, loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _draw_neurons(neurons, path):
    rows = {title: -(-len(bands) // ACROSS) for title, bands in neurons.items()}
    figure, axes = _sheet(sum(rows.values()), ACROSS, (1.5 * ACROSS, 1.5 * sum(rows.values())))
    first = 0
    for title, bands in neurons.items():
        axes[first][0].set_title(title, fontsize=9, loc="left").set_in_layout(False)
        for place, values in enumerate(bands):
            axes[first + place // ACROSS][place % ACROSS].imshow(values, cmap="viridis")
        first += rows[title]
    figure.savefig(path, dpi=60, metadata={"Software": None})


def _sheet(rows, columns, size):
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    for panel in axes.flat:
        panel.set_axis_off()
    return figure, axes
