# SPDX-License-Identifier: GPL-2.0-or-later
"""From a model file's content and sample spectra to a smaller model with its trace: bands first, then neurons."""

from dataclasses import replace

import numpy as np

from ..models.train_model import labelled_by, training_data
from ..threads import one_thread
from .controls import run_controls
from .loop import as_it_is, prune
from .prune_bands import Banded, prune_bands
from .pruning_notices import ControlsBegin
from .pruning_settings import ALL_BANDS
from .trace import as_document, original_neurons


def prune_model(model, spectra, settings, with_controls, progress, floored=None):
    """Prune a model on the samples it was trained on.

    model         : Model of a perceptron; as the teacher it gives unlabelled pixels the soft labels that the smaller
                    network, its student, learns
    spectra       : samples.samples.SampleSpectra in the model's bands
    settings      : PruningSettings
    with_controls : also train the controls of a pruned network
    progress      : bands first, then neurons, then controls
    floored       : function of (Model, the numbers of its bands among those of the spectra) that gives the Model with
                    the floor of its reject; None for a model without. Whatever is compared is compared with it
    returns       : (the smaller Model, Trace)
    errors        : those of `prune_bands` and `prune`
    """
    settings = replace(settings, simulated=model.reject is not None)
    with one_thread():
        spectra = labelled_by(model, spectra)
        if settings.bands == ALL_BANDS:
            return _prune_neurons(Banded(model, spectra), None, settings, with_controls, progress, floored)
        banded, bands = prune_bands(model, spectra, settings, progress.part(0.0, 0.4), floored)
        return _prune_neurons(banded, bands, settings, with_controls, progress.part(0.4, 1.0), floored)


def spectra_left(spectra, trace):
    """The sample spectra in the bands of the pruned model.

    spectra : SampleSpectra in the bands of the model that was pruned
    trace   : Trace of its run
    """
    return spectra if trace.bands is None else spectra.in_bands(bands_left(spectra, trace))


def bands_left(spectra, trace):
    """The bands of the pruned model, int64 (n,), numbered from 0 among those of the `spectra`.

    trace : as in `spectra_left`
    """
    return _numbers(spectra, trace.bands)


def _numbers(spectra, bands):
    """The bands of spectra that were not pruned, or those of the kept stage of a BandTrace; int64 (n,)."""
    return np.asarray(range(len(spectra.reflectance)) if bands is None else bands.kept_stage.bands, dtype=np.int64)


def _of_network(model, numbers, floored):
    """`floored` of a Perceptron in the place of the model's."""
    if floored is None:
        return as_it_is
    return lambda network: floored(replace(model, network=network), numbers).network


def _prune_neurons(banded, bands, settings, with_controls, progress, floored):
    model, spectra = banded
    of_network = _of_network(model, _numbers(spectra, bands), floored)
    data = training_data(spectra, model.preprocessing, model.classes)
    neurons = original_neurons(model.pruning, model.network.hidden_units)
    part = progress.part(0.0, 0.5 if with_controls else 1.0)
    result = prune(model.network, neurons, data, settings, part, of_network)
    trace = replace(result.trace, bands=bands)
    if with_controls:
        if trace.kept:
            progress.tell(ControlsBegin(kept=trace.kept, units="-".join(map(str, trace.kept_row.units))))
        epochs = _epochs_before(model, bands, trace.retrain_epochs)
        part = progress.part(0.5, 1.0)
        controls = run_controls(model.network, data, trace, settings, epochs, part, of_network)
        trace = replace(trace, controls=controls)
    # What polygons left out have said was said of the network before it was pruned.
    training = {name: value for name, value in model.training.items() if name != "left_out"}
    training["validation_oa"] = trace.kept_row.oa_after
    return replace(model, network=result.kept, training=training, pruning=as_document(trace)), trace


def _epochs_before(model, bands, a_round):
    """Epochs that the network has had when the first neuron goes. a_round : epochs of retraining after each round"""
    epochs = model.training.get("epochs")
    known = type(epochs) is int and 0 < epochs <= 100_000
    return (epochs if known else a_round) + (bands.kept if bands else 0) * a_round
