# SPDX-License-Identifier: GPL-2.0-or-later
"""A trained model as one ONNX file: the scale, the features, the network and the reject in one graph.

The graph takes images, for that is what programs that tile a scene hand over, and what a network of neighbouring
pixels needs; a table of pixels is an image of one column. It has one output, of which the largest channel is the class:
Deepness takes a graph of one output alone, and whoever wants the class takes the argmax.
"""

from dataclasses import dataclass
from pathlib import Path

from ..errors import ModelNotExportable, TileTooSmall
from ..mapping.kernel.folding import SAFE, largest_input, standardised_layers
from ..mapping.kernel.inputs import MOST_OF_FEATURE
from ..models.densenet.network import DenseNetwork
from ..models.model_file import load
from ..models.model_file.container import sha256_of
from ..outputs import whole
from ..plugin_version import plugin_version
from ..progress import awaited
from .onnx_decision import channel_count, probabilities, usable
from .onnx_features import feature_of
from .onnx_graph import Graph, number
from .onnx_metadata import Origin, metadata
from .onnx_networks import densenet_logits, perceptron_logits, standardised


@dataclass(frozen=True)
class ExportJob:
    """model : path of the model file; output : of the ONNX file

    tile  : pixels a side of the images that the graph takes; 0 for any size
    scale : reflectance of an input of 1
    """

    model: str
    output: str
    tile: int = 0
    scale: float = 1.0


def export_model(job, progress):
    """Write the ONNX file.

    job      : ExportJob
    progress : reports and is asked to cancel
    errors   : ModelFileError, ModelNotExportable, TileTooSmall, those of `outputs.whole`
    """
    with whole(job.output, progress) as partial:
        notices = []
        model = awaited(lambda: load(job.model, notices.append), progress)
        progress.tell_all(notices)
        progress.step(0.3)
        path = Path(job.model)
        origin = Origin(path.name, sha256_of(path), plugin_version())
        made = awaited(lambda: onnx_model(model, origin, job.tile, job.scale), progress)
        progress.step(0.9)
        partial.write_bytes(made.SerializeToString(deterministic=True))
        progress.step(1)


def onnx_model(model, origin, tile=0, scale=1.0):
    """The onnx.ModelProto of a Model.

    model  : Model
    origin : onnx_metadata.Origin
    tile   : pixels a side of its images, 0 for any
    scale  : reflectance of an input of 1
    errors : ModelNotExportable, TileTooSmall
    """
    _require_room(model, tile)
    graph, largest = Graph(), largest_number(model)
    spectra = "reflectance" if scale == 1 else graph.add("Mul", "reflectance", number(scale))
    valid = usable(graph, spectra, largest)
    spectra = graph.add("Where", valid, spectra, number(1))
    centres = model.preprocessing.centres_um
    features = feature_of(graph, model.feature, spectra, centres, model.bands)
    if isinstance(model.network, DenseNetwork):
        inputs = standardised(graph, features, model.standardisation)
        logits = densenet_logits(graph, graph.add("Where", valid, inputs, number(0)), model.network)
    else:
        logits = perceptron_logits(graph, features, model)
    image = (tile or None,) * 2
    ends = ("reflectance", ("batch", model.bands, *image)), ("probabilities", ("batch", channel_count(model), *image))
    output = probabilities(graph, logits, spectra, valid, model)
    return graph.finished(output, ends, metadata(model, origin, tile, scale))


def _require_room(model, tile):
    """Beyond a tile pixels are mirrored, as far as it has some, and tiles overlap by these: less than by all."""
    least = 2 * (model.patch // 2) + 1
    if tile and tile < least:
        raise TileTooSmall(tile=tile, patch=model.patch, least=least)


def largest_number(model):
    """The size of reflectance up to which no sum of a `model` leaves float32. Errors: ModelNotExportable"""
    if isinstance(model.network, DenseNetwork):
        return SAFE
    largest = largest_input(standardised_layers(model))
    if largest < MOST_OF_FEATURE:
        raise ModelNotExportable()
    return min(largest, SAFE) if model.feature == "reflectance" else SAFE
