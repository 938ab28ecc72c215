# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model is pruned on: the samples it was trained on, or spectra simulated from its library."""

from dataclasses import replace
from functools import partial

from ..errors import SamplesNeeded
from ..models.compatibility import bands_for, check_brightness
from ..models.from_library.featureless_floor import SPECTRA, with_featureless_floor
from ..models.from_library.simulated_samples import spectra_to_prune
from ..models.from_samples.measured_reject import with_measured_reject
from ..models.from_samples.reject_outputs import outputs_of_model
from ..models.from_samples.spectra_beside import shuffled, with_rejects
from ..models.model_notices import (
    PolygonsDealtOtherwise,
    SamplesDealtOtherwise,
    SamplesLearntFrom,
    SamplesPerhapsLearntFrom,
)
from ..models.train_model import check_samples_fit, pixels_of_scene
from ..models.training_settings import SEED, UNLABELLED
from ..notices import LibraryNotUsed, LibraryTitleDiffers, SamplesNotUsed
from ..samples.dealing import dealing
from ..samples.polygon_samples import LEARN_AND_TEST, LEARNT
from ..simulation.prepare import prepare_simulation
from ..simulation.prepare_samples import simulation_beside
from ..simulation.simulation_settings import SimulationSettings
from .layers import described, training_spectra
from .library_file import library_file
from .sample_points import source_of_samples
from .sample_polygons import are_polygons


def spectra_of_samples(algorithm, parameters, context, model, progress):
    """(RasterInfo, SampleSpectra in the model's bands, a function of (Model, its bands) that measures its reject, or
    None of a model without, float32 (n_bands, n) of pixels of the scene).

    Beside the samples there are spectra of what the model rejects, simulated anew.

    algorithm, parameters, context : as QGIS hands them over
    model                          : Model that was trained on samples
    progress                       : reports and is told of samples left out
    errors                         : SamplesNeeded, SamplesDoNotFitModel, SplitEmpty, ScaleDiffers, those of reading
    """
    source = source_of_samples(algorithm, parameters, context)
    if source is None:
        raise SamplesNeeded()
    if library_file(algorithm, parameters, context):
        progress.tell(LibraryNotUsed())
    read = algorithm, parameters, context, partial(bands_for, model), progress.part(0.0, 0.6)
    info, selection, spectra = _read(read, source, model, progress)
    check_samples_fit(model, spectra.samples)
    check_brightness(model, spectra.reflectance, info.name)
    scene = pixels_of_scene(spectra)
    if model.reject is None:
        return info, spectra, None, scene
    seed = algorithm.parameterAsInt(parameters, SEED.name, context)
    simulation = simulation_beside(info, selection, spectra, seed, progress.part(0.6, 0.8))
    outputs = outputs_of_model(simulation, model)
    together, _ = with_rejects(spectra, simulation, outputs, progress.part(0.8, 1.0))
    known, floor = spectra.split("validation")[0], simulation.draw_featureless(SPECTRA)

    def floored(pruned, bands):
        return with_measured_reject(pruned, known[bands], floor[bands])

    return info, shuffled(together, seed), floored, scene


def _read(read, source, model, progress):
    """(RasterInfo, BandSelection, SampleSpectra) of the samples. read : of `training_spectra`; source : of SAMPLES"""
    purpose = _purpose(source, model, progress)
    info, selection, spectra = training_spectra(*read, purpose=purpose)
    if purpose is LEARNT or not _dealt_otherwise(model, spectra.samples):
        return info, selection, spectra
    if not are_polygons(source):
        progress.tell(SamplesDealtOtherwise(layer=source.sourceName()))
        return info, selection, spectra
    progress.tell(PolygonsDealtOtherwise(layer=source.sourceName()))
    return training_spectra(*read, purpose=LEARNT)


def _purpose(source, model, progress):
    """The Purpose of samples that are drawn of polygons: of those that the model has met none is a test."""
    if model.training.get("learnt_from_all"):
        progress.tell(SamplesLearntFrom(layer=source.sourceName()))
        return LEARNT
    if are_polygons(source) == bool(model.training.get("of_polygons")):
        return LEARN_AND_TEST
    progress.tell(SamplesPerhapsLearntFrom(layer=source.sourceName()))
    return LEARNT


def _dealt_otherwise(model, samples):
    """Whether a model was trained on other samples, or on the same in other splits. Of an old model nobody knows."""
    return model.training.get("dealing", model.training.get("of_polygons")) not in (None, False, dealing(samples))


def with_all_learnt(pruned, source, spectra):
    """The pruned Model with the record that it has met all samples of polygons, where none of them was for a test.

    source  : QgsProcessingFeatureSource of samples, or None
    spectra : SampleSpectra that it was pruned on
    """
    if source is None or not are_polygons(source) or spectra.split("test")[1].size:
        return pruned
    return replace(pruned, training={**pruned.training, "learnt_from_all": True})


def simulated_again(algorithm, parameters, context, model, progress):
    """(RasterInfo, SampleSpectra of simulated spectra, a function of (Model, its bands) that sets its floor, float32
    (n_bands, n) of pixels of the scene).

    algorithm, parameters, context : as QGIS hands them over
    model                          : Model that was trained from a library
    progress                       : reports and is told of what had to be assumed
    errors                         : LibraryDoesNotFitModel, ScaleDiffers, those of `prepare_simulation`
    """
    if algorithm.parameterAsSource(parameters, "SAMPLES", context) is not None:
        progress.tell(SamplesNotUsed())
    info = described(algorithm.raster, progress, algorithm.crs["INPUT"])
    path = library_file(algorithm, parameters, context)
    settings = SimulationSettings(seed=algorithm.parameterAsInt(parameters, SEED.name, context))
    request = path, model.reject.minerals
    selection = bands_for(model, info)
    progress.tell_all(selection.notices)
    prepared = prepare_simulation(info, selection, request, settings, progress.part(0.0, 0.5))
    title = model.training.get("library", prepared.library.title)
    if title != prepared.library.title:
        progress.tell(LibraryTitleDiffers(expected=str(title), found=prepared.library.title))
    count = algorithm.parameterAsInt(parameters, UNLABELLED.name, context)
    spectra = spectra_to_prune(prepared, model, count, progress.part(0.5, 1.0))
    check_brightness(model, prepared.simulation.scene.reflectance, info.name)
    floor = prepared.simulation.draw_featureless(SPECTRA)

    def floored(pruned, bands):
        return with_featureless_floor(pruned, floor[bands])

    return info, spectra, floored, prepared.simulation.scene.reflectance
