# SPDX-License-Identifier: GPL-2.0-or-later
"""The facts at the top of a report: the data, the model and how it was trained."""

from ..models.densenet.cost import parameters
from ..models.densenet.network import DenseNetwork
from ..samples.samples import SPLITS
from .numbers import NONE, fixed, units_text


def data_facts(model, raster, tr=str):
    """(label, value) pairs on what a `model` was trained on; `raster` is shown as it stands, labels through `tr`."""
    samples = model.training.get("samples", {})
    return [
        (tr("Raster"), raster),
        (tr("Feature of the spectrum"), model.feature),
        (tr("Bands"), bands_text(model, tr)),
        (tr("Samples"), ", ".join(f"{tr(split)} {samples[split]}" for split in SPLITS if split in samples)),
        (tr("Unlabelled pixels used in training"), str(model.training.get("unlabelled_pixels", 0))),
        *_apart_facts(model.training.get("test_apart"), tr),
        *reject_facts(model, tr),
    ]


def _apart_facts(apart, tr):
    """How far test samples lie from training samples: what their accuracy is worth."""
    if apart is None:
        return []
    facts = [
        (
            tr("Distance from a test sample to the nearest training sample, median (pixels)"),
            fixed(apart["median_pixels"], 1),
        )
    ]
    if apart["shared"] is not None:
        share = tr("{shared} of {test}").format(shared=apart["shared"], test=apart["test"])
        facts.insert(0, (tr("Test samples in a polygon or block that also holds training samples"), share))
    return facts


def model_facts(model, raster, tr=str):
    """(label, value) pairs on a `model`, its size, and the `raster` it was trained on; labels through `tr`."""
    return [*data_facts(model, raster, tr), *size_facts(model, tr)]


def reject_facts(model, tr=str):
    """A list of the (label, value) pair on what a `model` leaves unclassified, through `tr`; empty without a reject."""
    return [] if model.reject is None else [(tr("Left unclassified"), _kinds_text(model, tr))]


def _kinds_text(model, tr):
    return NONE if model.reject is None else "; ".join(tr(meaning) for meaning in model.reject.meanings)


def size_facts(model, tr=str):
    """(label, value) pairs on how large a `model` is; labels through `tr`."""
    network = model.network
    if isinstance(network, DenseNetwork):
        numbers = parameters(network)
        return _sizes(densenet_text(network, tr), numbers, numbers * network.weight.itemsize, tr)
    layers = "-".join(map(str, (model.bands, *network.hidden_units, len(model.classes))))
    return _sizes(layers, network.parameters, network.weight_bytes, tr)


def _sizes(layers, numbers, size, tr=str):
    return [(tr("Network"), layers), (tr("Parameters"), str(numbers)), (tr("Size of the weights (bytes)"), str(size))]


def densenet_text(network, tr=str):
    """ "sparse DenseNet of 4-4 layers, patches of 5 x 5 pixels", of a DenseNetwork `network`, through `tr`."""
    layers = "-".join(str(len(block)) for block in network.blocks)
    sentence = tr("sparse DenseNet with {layers} layers, patches of {side} x {side} pixels")
    return sentence.format(layers=layers, side=network.patch)


def compared_facts(first, second, tr=str):
    """(label, value of the model `first`, value of `second`) triples: inputs and sizes; labels through `tr`."""
    labels = (tr("Feature of the spectrum"), tr("Bands"), tr("Hidden units"))
    values = [(model.feature, bands_text(model, tr), _units(model.network)) for model in (first, second)]
    pairs = zip(size_facts(first, tr), size_facts(second, tr))
    sizes = ((label, value, value_of_second) for (label, value), (_, value_of_second) in pairs)
    kinds = [_kinds_text(model, tr) for model in (first, second)]
    unclassified = [(tr("Left unclassified"), *kinds)] if {*kinds} != {NONE} else []
    return [*zip(labels, *values), *sizes, *unclassified]


def _units(network):
    return NONE if isinstance(network, DenseNetwork) else units_text(network.hidden_units)


def training_facts(model, tr=str):
    """(label, value) pairs on how a `model` was trained; labels through `tr`."""
    record = model.training
    return [
        (tr("Epochs trained, epoch kept"), f"{record['epochs']}, {record['kept_epoch']}"),
        (tr("Seed"), str(record["seed"])),
        (tr("Versions"), ", ".join(f"{name} {version}" for name, version in record["versions"].items())),
    ]


def bands_text(model, tr=str):
    """ "50, 1.991 to 2.479 um", the bands of a `model`, through `tr`."""
    if model.wavelengths is None:
        return str(model.bands)
    first, last = model.wavelengths.centres_um[0], model.wavelengths.centres_um[-1]
    return tr("{bands}, {first:.3f} to {last:.3f} um").format(bands=model.bands, first=first, last=last)
