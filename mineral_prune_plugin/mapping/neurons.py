# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs of the hidden neurons as a raster with a band for each (Deng 2022, Fig. 5)."""

from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from ..errors import SceneWithoutData
from ..models.compatibility import SAMPLE, BrightnessCheck, bands_for
from ..models.model_file import Model, check_perceptron
from ..open_blas import fastest_product
from ..outputs import whole
from ..progress import awaited
from ..pruning.trace import original_neurons
from ..raster.band_data import MANY, tell_gaps
from ..raster.block_memory import BUDGET
from ..raster.cache import small_cache
from ..raster.geotiff import TILE, Layout, geotiff
from ..raster.piece_readers import Source
from ..raster.source import describe
from ..raster.spectrum_reader import SpectrumReader
from ..raster.windows import BUDGET_BYTES, Plan, plan
from ..threads import one_thread
from .map_memory import FLOAT, MapMemory
from .neuron_response import NeuronResponse
from .workers import AHEAD, in_order

SIDES = TILE, 128, 64, 32, 16  # of tiles
ROOM = 0.25  # share of the memory for blocks of the output that wait until they are full
NO_OUTPUT = -1.0  # of no-data pixels; after ReLU a neuron's output is never negative


@dataclass(frozen=True)
class NeuronJob:
    """What to map.

    workers : threads that compute; 0 is one for each core
    wkt, memory : as of `raster.source.describe`
    """

    raster: str
    model: Model
    output: str
    interpolate: bool = False
    workers: int = 0
    wkt: str = ""
    memory: int = BUDGET


def map_neurons(job, progress):
    """Write the outputs of all hidden neurons after ReLU.

    job      : NeuronJob
    progress : receives the raster's notices, reports each window and is asked to cancel
    returns  : the names of the bands: each neuron, and what it responds to
    errors   : PerceptronNeeded, those of `map_minerals`
    """
    check_perceptron(job.model)
    info = awaited(lambda: describe(job.raster, job.wkt, job.memory), progress)
    progress.tell_all(info.notices)
    selection = bands_for(job.model, info, job.interpolate)
    progress.tell_all(selection.notices)
    work = _Work.of(job, Source(info, selection, layout=None))
    source, names = work.source, neuron_names(job.model)
    layout = Layout(info.grid, np.float32, names, no_data=NO_OUTPUT, tile=_tile(len(names)), strip=work.strip)
    with one_thread(), small_cache(work.cache), whole(job.output, progress) as file, geotiff(file, layout) as raster:
        response, pixels = NeuronResponse(job.model), info.grid.width * info.grid.height
        valid = _write_windows(job.model, work, raster, response, progress)
        if valid < pixels * (1 - MANY):
            tell_gaps(info, source.selection, progress)
        if not valid:
            raise SceneWithoutData(raster=info.name, pixels=pixels)
        names = response.names(names)
        raster.describe_bands(names)
    return names


def neuron_names(model):
    """ "layer 1 neuron 17" for each hidden neuron, by its number before pruning, from 0."""
    layers = original_neurons(model.pruning, model.network.hidden_units)
    return tuple(
        f"layer {layer} neuron {neuron}" for layer, neurons in enumerate(layers, start=1) for neuron in neurons
    )


@dataclass(frozen=True)
class _Work:
    """What is read and how it is shared out.

    windows : the plan; workers : threads; cache : bytes of GDAL's block cache; strip : as of `geotiff.Layout`
    """

    source: Source
    windows: Plan
    workers: int
    cache: int
    strip: int

    @classmethod
    def of(cls, job, source):
        """The _Work of a NeuronJob and its Source. Errors: MapNeedsMemory."""
        windows, memory = _plan(source, job.model)
        workers = min(job.workers or memory.workers(source), len(windows))
        strip, written = _written_in_parts(windows, sum(job.model.network.hidden_units), source.info.memory)
        return cls(source, windows, workers, memory.cache(source, windows, workers, written), strip)


def _plan(source, model):
    """(The plan of windows, its MapMemory): of a pixel the spectrum, and the outputs by layer, together and waiting."""
    grid, bands, tile = source.info.grid, len(source.selection.numbers), _tile(sum(model.network.hidden_units))
    block = source.info.block if tile == TILE else (tile, tile)  # tiles written in parts are compressed again and again
    size = FLOAT * (3 * bands + (2 + AHEAD) * sum(model.network.hidden_units))
    windows = plan(grid.width, grid.height, block, size, 4 * BUDGET_BYTES)
    return windows, MapMemory(size * windows[0].pixels, sum(weight.nbytes for weight in model.network.weights))


def _written_in_parts(windows, neurons, memory):
    """(rows of strips or 0 for tiles, bytes of the blocks that several windows fill): what must wait in the cache.

    Strips where a row of tiles would be too much: else each tile is compressed again for each window that it is in.
    """
    row, high, tile = FLOAT * neurons * windows.width, windows.window_height, _tile(neurons)
    if high % tile == 0 or high == windows.height:
        return 0, 0
    if row * tile <= memory * ROOM:
        return 0, row * tile
    return high, 0 if windows.window_width == windows.width else row * high


def _tile(neurons):
    """The side of the output's tiles: smaller for so many `neurons` that a tile of each would take much memory."""
    return next((side for side in SIDES if side**2 * FLOAT * neurons <= BUDGET_BYTES), SIDES[-1])


def _write_windows(model, work, raster, response, progress):
    """The number of valid pixels."""
    valid, brightness, source = 0, BrightnessCheck(model, work.source.info.name), work.source
    with in_order(work.windows, lambda: _running(model, source), work.workers, progress) as results:
        for window, (outputs, spectra) in results:
            brightness.add(spectra.first_valid(SAMPLE))
            raster.write(window, outputs, progress.raise_if_cancelled)
            response.add(outputs[:, spectra.valid])
            valid += int(spectra.valid.sum())
    brightness.finish()
    return valid


@contextmanager
def _running(model, source):
    """A function of (window, stopped) that gives the outputs of all neurons and the window's Spectra; for one thread.

    The outputs are written as they are, so unlike classes they need no more than float32, nor torch: compressing and
    writing so many bands takes longer.
    """
    reader = SpectrumReader(source.info, source.selection)

    def run(window, stopped):
        spectra = reader.read(window)
        return neuron_outputs(model, spectra), spectra

    yield run


def neuron_outputs(model, spectra):
    """The output of every hidden neuron after ReLU, layer after layer.

    model   : Model of a perceptron
    spectra : raster.spectrum_reader.Spectra of n_pixels
    returns : float32 (n_neurons, n_pixels), NO_OUTPUT where there is no data
    """
    outputs = np.full((sum(model.network.hidden_units), len(spectra.valid)), NO_OUTPUT, dtype=np.float32)
    if spectra.valid.any():
        outputs[:, spectra.valid] = _hidden_outputs(model.network, model.inputs_of(spectra.of_valid()).T)
    return outputs


def _hidden_outputs(network, values):
    """By numpy alone: float32 (n_inputs, n), standardised -> (n_neurons, n)."""
    outputs, product = [], fastest_product()
    for weight, bias in zip(network.weights[:-1], network.biases):
        values = product(weight, values)
        values += bias[:, None]
        outputs.append(np.maximum(values, 0, out=values))
    return np.concatenate(outputs)
