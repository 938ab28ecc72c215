# SPDX-License-Identifier: GPL-2.0-or-later
"""The same network in other programs, a function a peer: (path of the cube, model, output) -> a callable, or Missing.

In-process peers work block by block, fed by GDAL's default read, and write the same GeoTIFF; each has the threads that
it takes by default.
"""

import os
import subprocess
import threading
from pathlib import Path
from shutil import which

import numpy as np
import torch
from osgeo import gdal, ogr

from mineral_prune_plugin.models.matmul import fastest_product
from mineral_prune_plugin.threads import one_thread

from .cubes import BANDS, CLASSES, rows

BLOCK = 256
PIECE = 16384  # pixels


class Missing(Exception):
    """The peer is not installed here."""


def blocks(path):
    """(column, row, width, height, raw values (BANDS, pixels)) of each block, by GDAL's default read."""
    dataset = gdal.Open(str(path))
    for row, column in (
        (y, x) for y in range(0, dataset.RasterYSize, BLOCK) for x in range(0, dataset.RasterXSize, BLOCK)
    ):
        width, height = min(BLOCK, dataset.RasterXSize - column), min(BLOCK, dataset.RasterYSize - row)
        raw = np.frombuffer(dataset.ReadRaster(column, row, width, height), np.int16)
        yield column, row, width, height, raw.reshape(BANDS, -1)


def gdal_read(path):
    """GDAL's default read alone."""
    return lambda: [None for _ in blocks(path)]


def gdal_threaded_read(path, threads):
    """GDAL's read of a compressed file with its decoder threads, in strips of tiles so that there is work for them."""

    def read():
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER, open_options=[f"NUM_THREADS={threads}"])
        for row in range(0, dataset.RasterYSize, BLOCK):
            dataset.ReadRaster(0, row, dataset.RasterXSize, min(BLOCK, dataset.RasterYSize - row))

    return read


def bare_loop(path, model, threads):
    """Bytes of a file as pixels, converted, multiplied twice, the largest found: nothing is checked or written.

    What reading and arithmetic take, in the same pieces and by the same products as the plugin's map.
    """
    layers = [
        torch.from_numpy(np.resize(weight, (-(-len(weight) // 8) * 8, size)).astype(np.float32))
        for weight, size in zip(model.network.weights, (BANDS, 32))
    ]  # of padded sizes; the values do not matter
    product, pieces = fastest_product(), os.path.getsize(path) // (2 * BANDS * PIECE)

    def work(start):
        raw, values = np.empty((PIECE, BANDS), np.int16), np.empty((PIECE, BANDS), np.float32)
        with one_thread(), open(path, "rb", buffering=0) as file:
            for piece in range(start, pieces, threads):
                file.seek(piece * raw.nbytes)
                file.readinto(raw)
                np.copyto(values, raw)
                hidden = product(torch.from_numpy(values), layers[0], None, True)
                product(layers[1], hidden).numpy().max(axis=0)

    def run():
        workers = [threading.Thread(target=work, args=(start,)) for start in range(threads)]
        for thread in workers:
            thread.start()
        for thread in workers:
            thread.join()

    return run


def onnxruntime_map(path, model, output):
    """onnxruntime, the model as an ONNX graph of Gemm and Relu."""
    try:
        import onnxruntime
        from onnx import TensorProto, helper, numpy_helper
    except ImportError as error:
        raise Missing(str(error)) from error
    nodes, tensors, value = [], [], "x"
    for index, (weight, bias) in enumerate(zip(model.network.weights, model.network.biases)):
        tensors += [numpy_helper.from_array(weight, f"w{index}"), numpy_helper.from_array(bias, f"b{index}")]
        nodes.append(helper.make_node("Gemm", [value, f"w{index}", f"b{index}"], [f"y{index}"], transB=1))
        value = f"y{index}"
        if index < len(model.network.weights) - 1:
            nodes.append(helper.make_node("Relu", [value], [f"r{index}"]))
            value = f"r{index}"
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", BANDS])
    got = helper.make_tensor_value_info(value, TensorProto.FLOAT, ["n", CLASSES])
    graph = helper.make_graph(nodes, "perceptron", [given], [got], tensors)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    return lambda: _map(path, model, output, lambda inputs: session.run(None, {"x": inputs})[0].argmax(axis=1))


def sklearn_map(path, model, output):
    """scikit-learn's MLPClassifier with the model's weights."""
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError as error:
        raise Missing(str(error)) from error
    network = MLPClassifier(hidden_layer_sizes=model.network.hidden_units, max_iter=1)
    generator = np.random.default_rng(0)
    network.fit(generator.normal(size=(CLASSES, BANDS)).astype(np.float32), np.arange(CLASSES))
    network.coefs_ = [weight.T.copy() for weight in model.network.weights]
    network.intercepts_ = [bias.copy() for bias in model.network.biases]
    return lambda: _map(path, model, output, network.predict)


def _map(path, model, output, identify):
    """Block by block: raw values -> standardised inputs -> `identify` -> class GeoTIFF."""
    source = gdal.Open(str(path))
    options = ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1"]
    size = source.RasterXSize, source.RasterYSize
    written = gdal.GetDriverByName("GTiff").Create(str(output), *size, 1, gdal.GDT_Byte, options=options)
    mean, deviation = model.standardisation.mean, model.standardisation.deviation
    for column, row, width, height, raw in blocks(path):
        inputs = np.ascontiguousarray(raw.T, np.float32)
        inputs *= np.float32(1e-4)
        inputs -= mean
        inputs /= deviation
        classes = (identify(inputs) + 1).astype(np.uint8)
        written.WriteRaster(column, row, width, height, classes.tobytes())
    written = None


def numba_hull(values, place):
    """Andrew's monotone chain, compiled, one thread. values : float32 (n, BANDS). A callable that gives the hulls."""
    try:
        from numba import njit
    except ImportError as error:
        raise Missing(str(error)) from error

    @njit(nogil=True)
    def chain(values, place, hulls):
        vertices = np.empty(len(place), np.int64)
        for pixel in range(len(values)):
            y, count = values[pixel], 0
            for band in range(len(place)):
                while count > 1:
                    a, b = vertices[count - 2], vertices[count - 1]
                    if (y[b] - y[a]) * (place[band] - place[a]) > (y[band] - y[a]) * (place[b] - place[a]):
                        break
                    count -= 1
                vertices[count] = band
                count += 1
            for edge in range(count - 1):
                a, b = vertices[edge], vertices[edge + 1]
                slope = (y[b] - y[a]) / (place[b] - place[a])
                for band in range(a, b):
                    hulls[pixel, band] = y[a] + slope * (place[band] - place[a])
            hulls[pixel, -1] = y[-1]
        return hulls

    hulls = np.empty_like(values)
    return lambda: chain(values, place.astype(np.float32), hulls)


def otb_commands(path, folder):
    """Commands that train OTB's perceptron (untimed) and map with it (timed)."""
    if which("otbcli_ImageClassifier") is None:
        raise Missing("otbcli_ImageClassifier is not on the path (apt-get install otb-bin)")
    samples, model = _samples(folder), folder / "otb.model"
    fields = [f"band_{index}" for index in range(BANDS)]
    train = ["otbcli_TrainVectorClassifier", "-io.vd", samples, "-feat", *fields, "-cfield", "class"]
    train += ["-classifier", "ann", "-classifier.ann.sizes", "30", "-io.out", str(model)]
    subprocess.run(train, check=True, capture_output=True)  # noqa: S603
    return ["otbcli_ImageClassifier", "-in", str(path), "-model", str(model), "-out", str(folder / "otb.tif"), "uint8"]


def _samples(folder):
    """A GeoPackage of 700 points with a field a band and a class."""
    path = Path(folder) / "samples.gpkg"
    path.unlink(missing_ok=True)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("samples", geom_type=ogr.wkbPoint)
    for index in range(BANDS):
        layer.CreateField(ogr.FieldDefn(f"band_{index}", ogr.OFTReal))
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    spectra = rows(0, 1, 700)[:, 0].T
    layer.StartTransaction()
    for place, spectrum in enumerate(spectra):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({place} 0)"))
        for index, value in enumerate(spectrum):
            feature.SetField(f"band_{index}", float(value))
        feature.SetField("class", place % CLASSES + 1)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    dataset = None
    return str(path)
