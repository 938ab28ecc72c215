# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from simulated spectra, alone or with a few labelled ones, that knows what it must not name.

An ensemble learns every material of the library as a class of its own. The network that is kept, its student, has an
output for each requested mineral and four for the rest: another mineral, no mineral, unlike all training, featureless.
It learns from the ensemble, on simulated spectra and on pixels of the scene: fine distinctions cost a map nothing.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..samples.samples import SampleSpectra
from ..simulation.endmembers import MINERAL
from .darkness import darkest_for, judged_bands
from .from_library.featureless_floor import SPECTRA, with_featureless_floor
from .from_library.library_outputs import outputs_of, pooled
from .from_library.scene_labels import SceneLabels
from .from_library.simulated_samples import as_samples, draw
from .model_file import Model
from .perceptron.forward import probabilities
from .perceptron.training import SoftLabels, TrainingData, initial, train_many
from .preprocessing import Preprocessing
from .reject import Reject, storable
from .train_model import record_of, training_data
from .training_scene import with_training_scene
from .training_settings import History, TrainingSettings

MEMBERS, MEMBER_SETTINGS = 3, TrainingSettings(hidden=(64,), epochs=1000)


@dataclass(frozen=True)
class LibraryRecipe:
    """What kind of model to train.

    feature     : a name of FEATURES
    wavelengths : Wavelengths of the scene's bands
    settings    : TrainingSettings of the network that is kept
    minerals    : the request, as text; "" for what the library has
    """

    feature: str
    wavelengths: object
    settings: TrainingSettings
    minerals: str


@dataclass(frozen=True)
class LibraryTraining:
    """model       : with its reject
    history     : History of its training
    spectra     : SampleSpectra of the simulated spectra that it learnt from and is judged by
    test_depths : float32 (n_test,), of the deepest absorption of the class's material, 1 - reflectance / continuum
    """

    model: Model
    history: History
    spectra: SampleSpectra
    test_depths: np.ndarray


def train_from_library(prepared, recipe, labelled, count, progress):
    """Train a model on simulated spectra.

    prepared : simulation.prepare.Prepared
    recipe   : LibraryRecipe
    labelled : samples.samples.SampleSpectra whose training samples are learnt beside, or None
    count    : pixels of the scene that the ensemble labels, 0 or above
    progress : reports and is asked to cancel
    returns  : LibraryTraining
    errors   : TooManyMinerals, TrainingDiverged, Cancelled
    """
    simulation, outputs = prepared.simulation, outputs_of(prepared.simulation)
    samples = None if labelled is None else labelled.split("train")
    draws = draw(simulation, count, samples, progress.part(0.0, 0.1))
    preprocessing = Preprocessing(recipe.feature, recipe.wavelengths).fitted(draws.training.reflectance)
    teacher = _teacher(simulation, draws, preprocessing, recipe.settings, progress.part(0.1, 0.8))
    floor = simulation.draw_featureless(SPECTRA)
    if count:
        labels = SceneLabels(simulation, outputs, teacher, draws, floor)
        draws, teacher = labels.relabelled(draws), labels.of
    spectra = as_samples(draws, outputs, teacher(draws.rest), simulation.settings.seed)
    data = training_data(spectra, preprocessing, outputs.classes)
    start = initial(data.inputs.shape[1], recipe.settings.hidden, len(outputs.classes), recipe.settings.seed)
    (network,), (history,) = train_many([start], [data], recipe.settings, progress.part(0.8, 1.0))
    record = record_of(spectra, recipe.settings, history, max(history.validation_oa))
    record.update(simulated=True, library=prepared.library.title)
    brightness = float(draws.training.reflectance.mean())
    model = Model.of(network, preprocessing, brightness, outputs.classes, record)
    reject = Reject(outputs.kinds, storable(recipe.minerals), _darkest(prepared, samples))
    model = replace(model, reject=reject)
    model = with_featureless_floor(model, floor)
    model = with_training_scene(model, simulation.scene.reflectance)
    return LibraryTraining(model, history, spectra, draws.test.depths)


def _darkest(prepared, samples):
    """Of `darkness.darkest_for`, by the records of the requested minerals and the samples beside them, if there are."""
    groups = [each.reflectance.T for each in prepared.simulation.endmembers if each.role == MINERAL]
    centres = prepared.wavelengths.array()
    return darkest_for(groups if samples is None else [*groups, samples[0]], judged_bands(centres, len(centres)))


def _teacher(simulation, draws, preprocessing, student, progress):
    """A function of reflectance, float32 (n_bands, n), that gives probabilities of the outputs, float32 (n, n_outputs):
    the mean of networks that learnt all classes of the Draws.

    student : TrainingSettings of the network that is kept
    """
    count, training, rest = simulation.featureless + 1, draws.training, slice(draws.simulated, None)
    data = TrainingData(
        preprocessing.inputs(draws.batch[0]),
        draws.batch[1],
        preprocessing.inputs(draws.validation.reflectance),
        draws.validation.classes,
        SoftLabels(
            preprocessing.inputs(training.reflectance[:, rest]),
            np.eye(count, dtype=np.float32)[training.classes[rest]],
        ),
    )
    seeds = [[simulation.settings.seed, member] for member in range(MEMBERS)]
    starts = [initial(data.inputs.shape[1], MEMBER_SETTINGS.hidden, count, seed) for seed in seeds]
    settings = replace(MEMBER_SETTINGS, epochs=min(MEMBER_SETTINGS.epochs, student.epochs))
    members, _ = train_many(starts, [data] * MEMBERS, settings, progress)
    outputs = outputs_of(simulation)

    def probabilities_of(reflectance):
        inputs = preprocessing.inputs(reflectance)
        return pooled(sum(probabilities(member, inputs) for member in members) / MEMBERS, outputs)

    return probabilities_of
