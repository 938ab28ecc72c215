# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model is pruned on: the samples it was trained on, or spectra simulated from its library."""

from functools import partial

from ..errors import SamplesNeeded
from ..models.compatibility import bands_for, check_brightness
from ..models.from_library.featureless_floor import SPECTRA, with_featureless_floor
from ..models.from_library.simulated_samples import spectra_to_prune
from ..models.train_model import check_samples_fit, trained_classes
from ..models.training_settings import SEED, UNLABELLED
from ..notices import LibraryNotUsed, LibraryTitleDiffers, SamplesNotUsed
from ..simulation.prepare import prepare_simulation
from ..simulation.simulation_settings import SimulationSettings
from .layers import described, training_spectra


def spectra_of_samples(algorithm, parameters, context, model, progress):
    """(RasterInfo, SampleSpectra in the model's bands, None: there is no floor).

    algorithm, parameters, context : as QGIS hands them over
    model                          : Model without a reject
    progress                       : reports and is told of samples left out
    errors                         : SamplesNeeded, SamplesDoNotFitModel, SplitEmpty, ScaleDiffers, those of reading
    """
    source = algorithm.parameterAsSource(parameters, "SAMPLES", context)
    if source is None:
        raise SamplesNeeded()
    if algorithm.parameterAsFile(parameters, "LIBRARY", context):
        progress.tell(LibraryNotUsed())
    info, _, spectra = training_spectra(algorithm, parameters, context, partial(bands_for, model), progress)
    check_samples_fit(model, spectra.samples)
    trained_classes(spectra, source.sourceName())
    check_brightness(model, spectra.reflectance, info.name)
    return info, spectra, None


def simulated_again(algorithm, parameters, context, model, progress):
    """(RasterInfo, SampleSpectra of simulated spectra, a function of (Model, its bands) that sets its floor).

    algorithm, parameters, context : as QGIS hands them over
    model                          : Model with a reject
    progress                       : reports and is told of what had to be assumed
    errors                         : LibraryDoesNotFitModel, ScaleDiffers, those of `prepare_simulation`
    """
    if algorithm.parameterAsSource(parameters, "SAMPLES", context) is not None:
        progress.tell(SamplesNotUsed())
    info = described(algorithm.raster, progress, algorithm.crs["INPUT"])
    path = algorithm.parameterAsFile(parameters, "LIBRARY", context)
    settings = SimulationSettings(seed=algorithm.parameterAsInt(parameters, SEED.name, context))
    request = path, model.reject.minerals
    selection = bands_for(model, info)
    for notice in selection.notices:
        progress.tell(notice)
    prepared = prepare_simulation(info, selection, request, settings, progress.part(0.0, 0.5))
    title = model.training.get("library", prepared.library.title)
    if title != prepared.library.title:
        progress.tell(LibraryTitleDiffers(expected=str(title), found=prepared.library.title))
    count = algorithm.parameterAsInt(parameters, UNLABELLED.name, context)
    spectra = spectra_to_prune(prepared, model, count, progress.part(0.5, 1.0))
    check_brightness(model, prepared.simulation.scene.reflectance, info.name)
    floor = prepared.simulation.draw_featureless(SPECTRA)
    return info, spectra, lambda pruned, bands: with_featureless_floor(pruned, floor[bands])
