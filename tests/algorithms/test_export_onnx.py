# SPDX-License-Identifier: GPL-2.0-or-later
"""A model exported to ONNX gives, in onnxruntime, the map that the plugin gives."""

import json

import numpy as np
import onnxruntime
import pytest
from osgeo import gdal


@pytest.fixture
def exported(run, tmp_path):
    """Export a model: the session of onnxruntime that runs it."""

    def export(model, **parameters):
        output = str(tmp_path / "model.onnx")
        run("exportonnx", MODEL=model, OUTPUT=output, **parameters)
        return onnxruntime.InferenceSession(output, providers=["CPUExecutionProvider"])

    return export


def reflectance(scene, session):
    """float32 (n_bands, height, width), the bands that the metadata of a graph list."""
    wanted = json.loads(session.get_modelmeta().custom_metadata_map["mineral_prune"])["wavelengths_um"]
    dataset = gdal.Open(scene)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    centres = np.array([float(band.GetMetadataItem("wavelength")) for band in bands])
    chosen = [bands[int(np.abs(centres - um).argmin())] for um in wanted]
    return np.stack([band.ReadAsArray().astype(np.float32) * np.float32(band.GetScale() or 1) for band in chosen])


def classes_of(session, cube):
    """uint8 (height, width). cube : float32 (n_bands, height, width)"""
    (channels,) = session.run(None, {"reflectance": cube[None]})
    return channels[0].argmax(axis=0).astype(np.uint8)


@pytest.mark.parametrize("kind", ["model", "deep_model", "library_model"])
def test_onnxruntime_maps_the_example_scene_as_the_plugin_does(run, chain, read, exported, tmp_path, kind):
    model = getattr(chain, kind)
    mapped = run("mapminerals", INPUT=chain.scene, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    session = exported(model)
    expected = read(mapped["OUTPUT"])
    assert len(np.unique(expected)) > 2
    assert np.array_equal(classes_of(session, reflectance(chain.scene, session)), expected)
