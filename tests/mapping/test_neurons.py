# SPDX-License-Identifier: GPL-2.0-or-later
"""The outputs of hidden neurons, on a network whose answer is known beforehand."""

import traceback
from dataclasses import replace
from pathlib import Path

import numpy as np
from making import random_model, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.mapping.neurons import NeuronJob, map_neurons, neuron_outputs
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.raster.geotiff import AT_ONCE
from mineral_prune_plugin.raster.spectrum_reader import Spectra


def two_neurons():
    """Neurons that put out x and -x for the reflectance x of the only band."""
    weights = np.array([[1], [-1]], np.float32), np.zeros((3, 2), np.float32)
    network = Perceptron(weights, (np.zeros(2, np.float32), np.zeros(3, np.float32)))
    plain = Standardisation(np.zeros(1, np.float32), np.ones(1, np.float32))
    return replace(random_model((2.0,), hidden=(2,)), network=network, standardisation=plain)


def spectra(*values):
    reflectance = np.array([values], np.float32)
    return Spectra(reflectance, np.isfinite(reflectance[0]))


def test_neurons_put_out_what_is_above_zero():
    assert neuron_outputs(two_neurons(), spectra(3, np.nan, -2)).tolist() == [[3, -1, 0], [0, -1, 2]]


def test_neurons_have_no_output_where_there_is_no_data():
    assert neuron_outputs(two_neurons(), spectra(np.nan)).tolist() == [[-1], [-1]]


def test_many_neurons_are_written_with_a_look_whether_to_go_on_between_some_and_the_next(tmp_path):
    looks = []

    def cancelled():
        looks.append(traceback.extract_stack()[-3].name)  # who looks
        return False

    path = write_geotiff(tmp_path / "scene.tif", np.full((4, 64, 512), 0.4, np.float32))
    job = NeuronJob(path, random_model(None, (300,)), str(tmp_path / "neurons.tif"))
    map_neurons(job, Progress(lambda done: None, lambda notice: None, cancelled))
    assert looks.count("write") >= 300 * 64 * 512 * 4 // AT_ONCE  # wherever its windows end


def test_no_block_of_the_output_is_compressed_twice_however_long_the_rows_are(tmp_path):
    """A row of tiles of all neurons would take 1.2 GB: what is written a second time leaves a hole in the file."""
    row = np.random.default_rng(0).integers(1, 9_000, (8, 1, 40_000)).astype(np.int16)
    options = "INTERLEAVE=BAND", "COMPRESS=DEFLATE", "BLOCKYSIZE=1"
    raster = str(write_geotiff(tmp_path / "rows.tif", np.repeat(row, 3, axis=1), options=options, scale=1e-4))
    neurons = str(tmp_path / "neurons.tif")
    map_neurons(NeuronJob(raster, random_model(None, (30,), bands=8), neurons), silent())
    written = ["COMPRESS=DEFLATE", "PREDICTOR=3", "INTERLEAVE=BAND", "BLOCKYSIZE=1"]
    gdal.Translate(str(tmp_path / "copy.tif"), neurons, creationOptions=written).FlushCache()
    assert Path(neurons).stat().st_size < 1.05 * (tmp_path / "copy.tif").stat().st_size
