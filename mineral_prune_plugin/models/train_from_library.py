# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from simulated spectra alone, or with a few labelled ones: it names minerals, and knows what it must not name.

An ensemble learns every material of the library as a class of its own. The network that is kept, its student, has an
output for each requested mineral and four for the rest: another mineral, no mineral, featureless, unlike all training.
It learns from the ensemble on simulated spectra and on pixels of the scene. So the fine distinctions cost nothing in a
map, and whatever the rest is, it competes as its best single material, not as a crowd.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..classes import MineralClass, with_colours
from ..samples.samples import SPLITS, Samples, SampleSpectra, Unlabelled
from ..simulation.endmembers import MINERAL
from ..simulation.endmembers import SURFACE as SURFACE_ROLE
from .model_file import Model
from .perceptron.forward import logits, probabilities
from .perceptron.training import SoftLabels, TrainingData, initial, train_many
from .preprocessing import Preprocessing
from .reject import FEATURELESS, OTHER_MINERAL, SURFACE, UNLIKE, Reject, storable
from .train_model import mean_brightness, preprocessing_of, record_of, training_data
from .training_settings import History, TrainingSettings

MEMBERS, MEMBER_SETTINGS = 3, TrainingSettings(hidden=(64,), epochs=1000)
BATCH = 1_000  # simulated spectra that every step sees; the others come in shares of as many
VALIDATION, TEST = 5_000, 10_000  # simulated spectra, drawn anew
TRAINING_STREAM, VALIDATION_STREAM, TEST_STREAM = range(3)
FEATURELESS_SPECTRA, NOT_NAMED = 20_000, 0.99  # a floor: that share of spectra without any absorption is not named
LABELLED = 500  # rows of a batch that labelled samples fill, by repetition, where they are fewer
REJECT_COLOUR = "#808080"


@dataclass(frozen=True)
class Outputs:
    """The outputs of the student.

    minerals : the MineralClasses of the requested minerals
    rejects  : of the four kinds of the rest, numbered after them
    kinds    : class number -> kind, of the rejects
    of       : int64 (n_fine,), the output of each class of the simulation
    """

    minerals: tuple[MineralClass, ...]
    rejects: tuple[MineralClass, ...]
    kinds: dict
    of: np.ndarray

    @property
    def classes(self):
        return (*self.minerals, *self.rejects)


def outputs_of(simulation):
    """The Outputs of a draws.Simulation."""
    names = [each.name for each in simulation.endmembers if each.role == MINERAL]
    minerals = with_colours(list(enumerate(names, start=1)))
    kinds = (OTHER_MINERAL, SURFACE, UNLIKE, FEATURELESS)
    rejects = tuple(MineralClass(len(names) + at, kind, REJECT_COLOUR) for at, kind in enumerate(kinds, start=1))
    place = {kind: len(names) + at for at, kind in enumerate(kinds)}
    fine = [
        at if each.role == MINERAL else place[SURFACE if each.role == SURFACE_ROLE else OTHER_MINERAL]
        for at, each in enumerate(simulation.endmembers)
    ]
    of = np.array([*fine, place[UNLIKE], place[FEATURELESS]])
    return Outputs(minerals, rejects, {reject.number: reject.name for reject in rejects}, of)


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
    """model   : with its reject
    history : History of its training
    spectra : SampleSpectra of the simulated spectra that it learnt from and was judged by
    """

    model: Model
    history: History
    spectra: SampleSpectra


def train_from_library(prepared, recipe, labelled, count, progress):
    """Train a model on simulated spectra.

    prepared : simulation.prepare.Prepared
    recipe   : LibraryRecipe
    labelled : samples.samples.SampleSpectra whose training samples are learnt beside, or None
    count    : pixels of the scene that the ensemble labels, 0 or above
    progress : reports and is asked to cancel
    returns  : LibraryTraining
    errors   : TrainingDiverged, Cancelled
    """
    simulation = prepared.simulation
    outputs = outputs_of(simulation)
    scene = simulation.scene.reflectance[:, :count], None if labelled is None else labelled.split("train")
    spectra = simulated_spectra(simulation, outputs, recipe, scene, progress.part(0.0, 0.8))
    preprocessing = preprocessing_of(spectra, recipe.feature, recipe.wavelengths)
    data = training_data(spectra, preprocessing, outputs.classes)
    start = initial(data.inputs.shape[1], recipe.settings.hidden, len(outputs.classes), recipe.settings.seed)
    (network,), (history,) = train_many([start], [data], recipe.settings, progress.part(0.8, 1.0))
    record = {**record_of(spectra, recipe.settings, history, max(history.validation_oa)), "simulated": True}
    model = Model.of(network, preprocessing, mean_brightness(spectra), outputs.classes, record)
    model = replace(model, reject=Reject(outputs.kinds, storable(recipe.minerals)))
    return LibraryTraining(with_featureless_floor(model, simulation), history, spectra)


def with_featureless_floor(model, simulation):
    """The Model with a bias by which a share of NOT_NAMED of spectra without any absorption gets no mineral's name.

    simulation : draws.Simulation, whose scene gives them brightness and noise
    """
    scores = logits(model.network, model.inputs_of(simulation.draw_featureless(FEATURELESS_SPECTRA)))
    place = next(at for at, each in enumerate(model.classes) if model.reject.kinds.get(each.number) == FEATURELESS)
    margin = scores[:, : len(model.minerals)].max(axis=1) - scores[:, place]
    biases = [bias.copy() for bias in model.network.biases]
    biases[-1][place] += max(0.0, float(np.quantile(margin, NOT_NAMED)))
    return replace(model, network=replace(model.network, biases=tuple(biases)))


def simulated_spectra(simulation, outputs, recipe, scene, progress):
    """SampleSpectra of simulated spectra, with the ensemble's soft labels of the rest and of pixels of the scene.

    simulation : draws.Simulation
    outputs    : its Outputs
    recipe     : LibraryRecipe
    scene      : (pixels of the scene, float32 (n_bands, n); labelled spectra and their class numbers, or None)
    progress   : reports and is asked to cancel
    errors     : TrainingDiverged, Cancelled
    """
    pixels, labelled = scene
    drawn = simulation.draw(simulation.settings.draws, TRAINING_STREAM, progress.part(0.0, 0.1))
    validation = simulation.draw(VALIDATION, VALIDATION_STREAM, progress.part(0.1, 0.12))
    test = simulation.draw(TEST, TEST_STREAM, progress.part(0.12, 0.14))
    batch, classes = drawn.reflectance[:, :BATCH], drawn.classes[:BATCH]
    if labelled is not None and len(labelled[1]):
        more, fine = _repeated(labelled, outputs)
        batch, classes = np.concatenate([batch, more], axis=1), np.concatenate([classes, fine])
    rest = np.concatenate([drawn.reflectance[:, BATCH:], pixels], axis=1)
    preprocessing = Preprocessing(recipe.feature, recipe.wavelengths).fitted(drawn.reflectance)
    members = _ensemble(preprocessing, (batch, classes), drawn, validation, simulation, progress.part(0.14, 1.0))
    inputs = preprocessing.inputs(rest)
    soft_labels = pooled(sum(probabilities(member, inputs) for member in members) / len(members), outputs)
    parts = ((batch, classes), (validation.reflectance, validation.classes), (test.reflectance, test.classes))
    spectra = _as_samples(parts, outputs)
    order = np.random.default_rng(simulation.settings.seed).permutation(rest.shape[1])
    return replace(spectra, unlabelled=Unlabelled(np.ascontiguousarray(rest[:, order]), soft_labels[order]))


def pooled(shares, outputs):
    """float32 (n, n_outputs): probabilities of the student's outputs, rows sum to 1.

    Where several classes make an output, its share is that of the likeliest of them.

    shares  : float32 (n, n_fine), of the classes of the simulation
    outputs : Outputs
    """
    result = np.zeros((len(shares), len(outputs.classes)), np.float32)
    for fine, output in enumerate(outputs.of):
        np.maximum(result[:, output], shares[:, fine], out=result[:, output])
    return result / result.sum(axis=1, keepdims=True)


def _ensemble(preprocessing, batch, drawn, validation, simulation, progress):
    """The members, each trained on every class of the simulation."""
    count = simulation.featureless + 1
    one_hot = np.eye(count, dtype=np.float32)[drawn.classes[BATCH:]]
    data = TrainingData(
        preprocessing.inputs(batch[0]),
        batch[1],
        preprocessing.inputs(validation.reflectance),
        validation.classes,
        SoftLabels(preprocessing.inputs(drawn.reflectance[:, BATCH:]), one_hot),
    )
    seeds = [[simulation.settings.seed, member] for member in range(MEMBERS)]
    starts = [initial(data.inputs.shape[1], MEMBER_SETTINGS.hidden, count, seed) for seed in seeds]
    return train_many(starts, [data] * MEMBERS, MEMBER_SETTINGS, progress)[0]


def _repeated(labelled, outputs):
    """Labelled spectra and their classes, repeated up to LABELLED rows."""
    reflectance, numbers = labelled
    place = {mineral.number: at for at, mineral in enumerate(outputs.minerals)}
    rows = np.tile(np.arange(len(numbers)), max(1, LABELLED // len(numbers)))
    return reflectance[:, rows], np.array([place[number] for number in numbers[rows].tolist()])


def _as_samples(parts, outputs):
    """SampleSpectra of the (reflectance, fine classes) of each split; they lie nowhere."""
    reflectance = np.concatenate([values for values, _ in parts], axis=1)
    numbers = np.array([each.number for each in outputs.classes], dtype=np.uint8)
    classes = np.concatenate([numbers[outputs.of[fine]] for _, fine in parts])
    splits = np.repeat(np.arange(len(SPLITS), dtype=np.int8), [len(fine) for _, fine in parts])
    nowhere = np.full(len(classes), -1, dtype=np.int64)
    return SampleSpectra(Samples(nowhere, nowhere, classes, splits, outputs.classes), np.ascontiguousarray(reflectance))
