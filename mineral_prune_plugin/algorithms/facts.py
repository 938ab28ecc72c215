# SPDX-License-Identifier: GPL-2.0-or-later
"""The facts that open a report: what went in and how it was done."""

from .translation import translate as tr


def data_facts(model, raster):
    """(label, value) pairs on what a model was trained on."""
    from ..raster.samples import SPLITS

    samples = model.training.get("samples", {})
    return [
        (tr("Raster"), raster),
        (tr("Feature of the spectrum"), model.feature),
        (tr("Bands"), bands_text(model)),
        (tr("Samples"), ", ".join(f"{tr(split)} {samples[split]}" for split in SPLITS if split in samples)),
        (tr("Unlabelled pixels learnt from in training"), str(model.training.get("unlabelled_pixels", 0))),
    ]


def model_facts(model, raster):
    """(label, value) pairs on a model and what it was trained on."""
    return [*data_facts(model, raster), *size_facts(model)]


def size_facts(model):
    """(label, value) pairs on how large a model is."""
    return [
        (tr("Network"), "-".join(map(str, (model.bands, *model.network.hidden_units, len(model.classes))))),
        (tr("Parameters"), str(model.network.parameters)),
        (tr("Bytes of weights"), str(model.network.weight_bytes)),
    ]


def compared_facts(first, second):
    """(label, value of one model, value of the other) triples: what they see and how large they are."""
    from ..reports.numbers import units_text

    labels = (tr("Feature of the spectrum"), tr("Bands"), tr("Hidden units"))
    values = [(model.feature, bands_text(model), units_text(model.network.hidden_units)) for model in (first, second)]
    sizes = [(label, one, other) for (label, one), (_, other) in zip(size_facts(first), size_facts(second))]
    return [*zip(labels, *values), *sizes]


def training_facts(model):
    """(label, value) pairs on how a model was trained."""
    record = model.training
    return [
        (tr("Epochs trained, epoch kept"), f"{record['epochs']}, {record['kept_epoch']}"),
        (tr("Seed"), str(record["seed"])),
        (tr("Versions"), ", ".join(f"{name} {version}" for name, version in record["versions"].items())),
    ]


def bands_text(model):
    """ "50, 1.991 to 2.479 um"."""
    if model.wavelengths is None:
        return str(model.bands)
    first, last = model.wavelengths.centres_um[0], model.wavelengths.centres_um[-1]
    return tr("{bands}, {first:.3f} to {last:.3f} um").format(bands=model.bands, first=first, last=last)
