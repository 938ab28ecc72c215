# SPDX-License-Identifier: GPL-2.0-or-later
"""From a model file's content and sample spectra to a smaller model with its trace."""

from dataclasses import replace

from ..models.learning import training_data
from ..models.threads import one_thread
from .controls import run_controls
from .loop import prune
from .trace import as_document, original_neurons


def prune_model(model, spectra, settings, with_controls, progress):
    """Prune a model on the samples it was trained on.

    spectra       : raster.samples.SampleSpectra in the model's own bands
    settings      : PruningSettings
    with_controls : also run what must stand beside a pruned network
    returns       : (the smaller Model, Trace)
    errors        : NothingIdentified, Cancelled
    """
    with one_thread():
        return _prune_model(model, spectra, settings, with_controls, progress)


def _prune_model(model, spectra, settings, with_controls, progress):
    data = training_data(spectra, model.feature, model.wavelengths, model.standardisation, model.classes)
    neurons = original_neurons(model.pruning, model.network.hidden_units)
    result = prune(model.network, neurons, data, settings, progress.part(0.0, 0.5 if with_controls else 1.0))
    trace = result.trace
    if with_controls:
        epochs = model.training.get("epochs")
        known = type(epochs) is int and 0 < epochs <= 100_000
        controls = run_controls(
            model.network, data, trace, settings, epochs if known else settings.retrain_epochs, progress.part(0.5, 1.0)
        )
        trace = replace(trace, controls=controls)
    training = {**model.training, "validation_oa": trace.kept_row.oa_after}
    return replace(model, network=result.kept, training=training, pruning=as_document(trace)), trace
