# SPDX-License-Identifier: GPL-2.0-or-later
"""What each hidden neuron sees: a raster with a band a neuron (Deng 2022, Fig. 5)."""

from dataclasses import dataclass

import numpy as np

from ..errors import SceneWithoutData
from ..models.meeting import bands_for, check_brightness
from ..models.model_file import Model
from ..models.threads import one_thread
from ..pruning.trace import original_neurons
from ..raster.geotiff import Layout, geotiff
from ..raster.outputs import refuse_input_as_output, whole
from ..raster.reading import SpectrumReader
from ..raster.source import describe, files_of
from .kernel import NO_OUTPUT, neuron_outputs


@dataclass(frozen=True)
class NeuronJob:
    raster: str
    model: Model
    output: str
    interpolate: bool = False


def map_neurons(job, progress):
    """Write the outputs of all hidden neurons after ReLU; returns their names. Errors as `map_minerals`."""
    refuse_input_as_output(job.output, *files_of(job.raster))
    info = describe(job.raster)
    for notice in info.notices:
        progress.tell(notice)
    reader = SpectrumReader(info, bands_for(job.model, info, job.interpolate))
    names = neuron_names(job.model)
    layout = Layout(info.grid, np.float32, names, no_data=NO_OUTPUT)
    with one_thread(), whole(job.output) as output, geotiff(output, layout) as raster:
        if not _write_windows(job.model, reader, raster, progress):
            raise SceneWithoutData(raster=info.name, pixels=info.grid.width * info.grid.height)
    return names


def neuron_names(model):
    """ "layer 1 neuron 17" for each hidden neuron, by its number before pruning, from 0."""
    layers = original_neurons(model.pruning, model.network.hidden_units)
    return tuple(
        f"layer {layer} neuron {neuron}" for layer, neurons in enumerate(layers, start=1) for neuron in neurons
    )


def _write_windows(model, reader, raster, progress):
    """The number of valid pixels."""
    valid = 0
    windows = reader.windows()
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        spectra = reader.read(window)
        if not valid and spectra.valid.any():
            check_brightness(model, spectra.reflectance, reader.info.name)
        raster.write(window, neuron_outputs(model, spectra))
        valid += int(spectra.valid.sum())
    return valid
