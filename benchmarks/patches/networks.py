# SPDX-License-Identifier: GPL-2.0-or-later
"""The networks of a seed: perceptrons and DenseNets that learn from the same samples and unlabelled pixels."""

from dataclasses import replace

from benchmarks.study.design import PROTOCOLS, SCENE
from benchmarks.study.samples import draw
from mineral_prune_plugin.models.densenet.batches import patch_batches
from mineral_prune_plugin.models.densenet.compact import compact
from mineral_prune_plugin.models.densenet.cost import multiply_adds_of_a_pixel, parameters
from mineral_prune_plugin.models.densenet.module import DenseNet
from mineral_prune_plugin.models.densenet.training import SparseTraining, train
from mineral_prune_plugin.models.perceptron.training import initial
from mineral_prune_plugin.models.perceptron.training import train as train_perceptron
from mineral_prune_plugin.models.train_model import Recipe, identify_samples, preprocessing_of, training_data
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.pruning.criteria import CRITERIA
from mineral_prune_plugin.pruning.prune_model import prune_model
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings
from mineral_prune_plugin.pruning.train_sparse_densenet import BATCH, PatchTrainingData, train_sparse
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.patch_reader import read_patches
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.unlabelled import with_patches

FEATURE = "normalised"
PERCEPTRONS = ("perceptron reflectance", "perceptron normalised")
PRUNED = tuple(f"{name}, pruned" for name in PERCEPTRONS)
DENSENETS = ("dense", "sparse", "random", "scratch")
ARMS = (*PERCEPTRONS, *PRUNED, *DENSENETS)


class Samples:
    """The samples of a seed with their neighbourhoods, and the networks that were trained on them so far."""

    def __init__(self, arguments, split, seed):
        self.seed, self._made = seed, {}
        epochs = {"epochs": arguments.epochs} if arguments.epochs else {}
        self.settings = SparseSettings(seed=seed, **epochs)
        self.training = TrainingSettings(seed=seed, **epochs)
        self.pruning = PruningSettings(seed=seed, **({"retrain_epochs": arguments.epochs} if epochs else {}))
        protocol = replace(next(one for one in PROTOCOLS if one.name == SCENE), split=split)
        drawn = draw(arguments.scene, arguments.labels, protocol, FEATURE, seed)
        self.blank, self.spectra = drawn.blank, _with_neighbourhoods(arguments.scene, drawn.spectra, self.settings)

    def run(self, arm):
        """((parameters, multiply-adds of a pixel), (validation, test) accuracies from 0 to 1)."""
        model = self.model(arm)
        judged = [identify_samples(model, self.spectra, split) for split in ("validation", "test")]
        network = model.network
        if arm in DENSENETS:
            cost = parameters(network), multiply_adds_of_a_pixel(network)
        else:
            cost = network.parameters, sum(weight.size for weight in network.weights)
        return cost, [float((said == known).mean()) for known, said in judged]

    def model(self, arm):
        if arm not in self._made:
            self._made[arm] = self._densenet(arm) if arm in DENSENETS else self._perceptron(arm)
        return self._made[arm]

    def _perceptron(self, arm):
        if arm in PRUNED:
            model = self.model(PERCEPTRONS[PRUNED.index(arm)])
            return prune_model(model, self.spectra, self.pruning, False, silent())[0]
        feature = arm.split()[1]
        blank = self.blank
        preprocessing = preprocessing_of(self.spectra, feature, blank.wavelengths)
        data = training_data(self.spectra, preprocessing, blank.classes)
        start = initial(data.inputs.shape[1], self.training.hidden, len(blank.classes), self.seed)
        network, _ = train_perceptron(start, data, self.training, silent())
        return replace(blank, network=network, feature=feature, standardisation=preprocessing.standardisation)

    def _densenet(self, arm):
        patch_data = PatchTrainingData.of(
            self.spectra, Recipe(FEATURE, self.blank.wavelengths, None), self.blank.classes
        )
        if arm == "scratch":
            module = self._from_scratch(patch_data)
        else:
            settings = replace(self.settings, target=0.0) if arm == "dense" else self.settings
            criterion = {"criterion": CRITERIA["random"]} if arm == "random" else {}
            module, _, _ = train_sparse(patch_data, settings, silent(), **criterion)
        if arm == "sparse":
            self.masks = [convolution.on.clone() for convolution in module.convolutions()]
        return replace(self.blank, network=compact(module))

    def _from_scratch(self, patch_data):
        self.model("sparse")
        inputs = patch_data.samples.inputs.values.shape[1]
        module = DenseNet(self.settings.architecture(inputs, patch_data.classes), self.seed + 1000)
        for convolution, on in zip(module.convolutions(), self.masks):
            convolution.keep(on)
        source = patch_batches(patch_data.samples, patch_data.classes, patch_data.unlabelled, BATCH, self.seed + 1000)
        train(module, source, SparseTraining(self.settings.epochs), silent())
        return module


def _with_neighbourhoods(scene, spectra, settings):
    info = describe(scene)
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    samples = spectra.samples
    patches = read_patches(reader, samples.columns, samples.rows, settings.patch, silent())
    others = with_patches(reader, spectra.unlabelled, settings.patch, silent())
    return replace(spectra, patches=patches, unlabelled=others)
