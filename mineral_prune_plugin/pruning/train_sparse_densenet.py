# SPDX-License-Identifier: GPL-2.0-or-later
"""From samples with their neighbourhoods to a sparse DenseNet: trained and pruned in one go (Wu et al. 2019)."""

import sys
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import torch

from ..models.densenet.batches import PatchSamples, patch_batches
from ..models.densenet.compact import compact
from ..models.densenet.cost import inputs_read, multiply_adds_of_a_pixel, parameters
from ..models.densenet.module import DenseNet
from ..models.densenet.patch_inputs import patch_inputs
from ..models.densenet.training import SparseTraining, Watched, evaluate, train
from ..models.model_file import Model
from ..models.preprocessing import Preprocessing
from ..models.train_model import (
    check_feature,
    class_indices,
    labelled_by_ensemble,
    mean_brightness,
    pixels_of_scene,
    preprocessing_of,
    tell_scale,
    trained_classes,
)
from ..models.training_scene import with_training_scene
from ..models.training_settings import TrainingSettings
from ..raster.patch_reader import Patches
from ..samples.samples import SPLITS
from ..threads import one_thread
from .channel_pruner import ChannelPruner, readings
from .criteria import CRITERIA
from .sparse_trace import SparseTrace, StageRow, sparse_document

CONTRIBUTION = CRITERIA["contribution"]
BATCH = 128  # patches a step
SCORED = 256  # validation patches on which zeros could be counted; contributions need none


def train_sparse_densenet(spectra, recipe, raster, progress):
    """Train a sparse DenseNet on the training samples; validation samples are monitored, and choose no epoch.

    spectra  : samples.samples.SampleSpectra with neighbourhoods of the settings' patch, of its unlabelled pixels too;
               the teacher of those is an ensemble of perceptrons, whose epochs the validation samples choose
    recipe   : models.train_model.Recipe with SparseSettings
    raster   : the raster's name, for errors
    progress : a fifth for the teacher, the rest for the DenseNet
    returns  : (Model, SparseTrace, History)
    errors   : SplitEmpty, OneClassOnly, ClassNotTrained, FeatureNeedsWavelengths, TooFewBands, TrainingDiverged,
               Cancelled
    """
    with one_thread():
        check_feature(spectra, recipe, raster)
        classes = trained_classes(spectra, raster)
        spectra = _soft_labelled(spectra, classes, recipe.settings, progress.part(0.0, 0.2))
        training_data = PatchTrainingData.of(spectra, recipe, classes)
        module, trace, history = train_sparse(training_data, recipe.settings, progress.part(0.2, 1.0))
        brightness = mean_brightness(spectra)
        tell_scale(brightness, raster, progress)
        record = _record(spectra, recipe, history, trace)
        network = compact(module)
        model = Model.of(network, training_data.preprocessing, brightness, classes, record, sparse_document(trace))
        return with_training_scene(model, pixels_of_scene(spectra)), trace, history


@dataclass(frozen=True)
class PatchTrainingData:
    """What a DenseNet is trained on and evaluated by.

    samples, validation : PatchSamples of the training and of the validation split
    unlabelled          : (PatchInputs, soft labels float32 (n, n_classes)), or None
    classes             : how many
    """

    samples: PatchSamples
    validation: PatchSamples
    unlabelled: object
    classes: int
    preprocessing: Preprocessing

    @classmethod
    def of(cls, spectra, recipe, classes):
        """From sample spectra.

        spectra : SampleSpectra with neighbourhoods, whose unlabelled pixels have soft labels
        recipe  : Recipe, of which feature and wavelengths matter
        classes : the MineralClasses, in the order of the logits
        """
        preprocessing = preprocessing_of(spectra, recipe.feature, recipe.wavelengths)
        indices = class_indices(classes)

        def inputs(patches):
            return patch_inputs(patches, preprocessing)

        def samples(split):
            patches, numbers = spectra.split_patches(split)
            return PatchSamples(inputs(patches), indices[numbers])

        pixels, unlabelled = spectra.unlabelled, None
        if pixels is not None:
            unlabelled = inputs(pixels.patches or Patches.single(pixels.reflectance)), pixels.probabilities
        return cls(samples("train"), samples("validation"), unlabelled, len(classes), preprocessing)


def train_sparse(training_data, settings, progress, criterion=CONTRIBUTION):
    """Train a DenseNet and drop inputs on the way.

    training_data : PatchTrainingData
    settings      : SparseSettings
    progress      : reports each epoch and is asked to cancel
    criterion     : of pruning.criteria; inputs of its highest scores are dropped
    returns       : (the trained DenseNet module, SparseTrace, History)
    errors        : TrainingDiverged, NothingIdentified, Cancelled
    """
    values = training_data.samples.inputs.values
    module = DenseNet(settings.architecture(values.shape[1], training_data.classes), settings.seed)
    source = patch_batches(training_data.samples, training_data.classes, training_data.unlabelled, BATCH, settings.seed)
    stages = settings.stages if settings.target else 0
    recorder = _Recorder(module, training_data.validation, settings, criterion)
    training = SparseTraining(settings.epochs, stages=max(1, settings.stages))
    watched = Watched(training_data.validation, recorder.prune if stages else lambda stage: None)
    history = train(module, source, training, progress, watched)
    return module, recorder.finished(history), history


class _Recorder:
    """Drops inputs at each stage, and records what is left."""

    def __init__(self, module, validation, settings, criterion):
        images = validation.inputs.take(np.arange(min(SCORED, len(validation.inputs))))
        targets = validation.targets[: len(images)]
        share = Fraction(str(settings.target)) / 100  # exactly: 93.6 / 100 falls short of 0.936 in floating point
        self._pruner = ChannelPruner(module, images, targets, share, settings.stages, criterion, settings.seed)
        self._module, self._validation, self._settings = module, validation, settings
        self._schedule = SparseTraining(settings.epochs, stages=settings.stages)
        self._rows, self._dense = [self._row(0, None)], None

    def prune(self, stage):
        self._close_row(self._accuracy())
        self._dense = self._dense or readings(self._module)
        self._pruner(stage)
        self._rows.append(self._row(stage, self._accuracy()))

    def finished(self, history):
        self._close_row(history.validation_oa[-1])
        sparse = readings(self._module)
        settings = self._settings
        return SparseTrace(
            settings.target, settings.stages, settings.seed, tuple(self._rows), self._dense or sparse, sparse
        )

    def _row(self, stage, oa):
        network = compact(self._module)
        inputs = (convolution.on.shape[1] for convolution in self._module.convolutions())
        return {
            "stage": stage,
            "epoch": self._schedule.end_of(stage) if stage else 0,
            "inputs": inputs_read(network),
            "all_inputs": sum(inputs),
            "parameters": parameters(network),
            "multiply_adds": multiply_adds_of_a_pixel(network),
            "oa_before": oa,
        }

    def _close_row(self, oa):
        self._rows[-1] = StageRow(**self._rows[-1], oa_after=oa)

    def _accuracy(self):
        return evaluate(self._module, self._validation.batches(0))[1]


def _soft_labelled(spectra, classes, settings, progress):
    """The SampleSpectra with the soft labels of an ensemble of perceptrons on its unlabelled pixels."""
    if spectra.unlabelled is None or spectra.unlabelled.probabilities is not None:
        return spectra
    return labelled_by_ensemble(spectra, classes, TrainingSettings(seed=settings.seed), progress)


def _record(spectra, recipe, history, trace):
    """How the model was trained, for people who read its file."""
    settings = recipe.settings
    return {
        "depth": settings.depth,
        "growth": settings.growth,
        "epochs": history.epochs[-1],
        "kept_epoch": history.kept_epoch,
        "seed": settings.seed,
        "unlabelled_pixels": 0 if spectra.unlabelled is None else spectra.unlabelled.reflectance.shape[1],
        "samples": {name: int(count) for name, count in zip(SPLITS, spectra.samples.counts().sum(axis=1))},
        "validation_oa": trace.rows[-1].oa_after,
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    }
