# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on a model and a scene that it has not met, and on classes that are matched by name."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class SceneForeign(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The light or the ground of {raster} differs from the scene that the model was trained on (its mean spectrum "
        "lies {shift:.1f} standard deviations from that scene's), so minerals may well be wrong: train a model on this "
        "scene, or check the map where you know the minerals.",
    )


class SceneNamedLess(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model names {found:.0f} % of the pixels of {raster} that were looked at, but {expected:.0f} % of the "
        "scene that it was trained on: this scene has other minerals, or other light.",
    )


class SceneDark(Notice):
    """dark : percent of its pixels; limit : reflectance"""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{dark:.0f} % of the pixels of {raster} that were looked at are darker than a reflectance of {limit:g}: too "
        "dark for minerals to be told, they get none. If the ground is not as dark as that, the scale factor of the "
        "raster is wrong, or its values are not reflectance.",
    )


class ClassesMatchedByName(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Map and reference number their classes differently, so classes were matched by name (number in the reference "
        "= number in the map): {matched}. Only the map has {first}; only the reference has {second}.",
    )


class ModelsMatchedByName(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The models number their minerals differently or have different ones, so they were matched by name: {matched}. "
        "Only model A has {first}; only model B has {second}.",
    )


class SamplesOfOtherMinerals(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{samples} samples of {minerals} are left out, for not both models identify these minerals."
    )


class ModelUnchecked(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{model} was saved by an earlier version, without a checksum: whether the file has been changed since is not "
        "known.",
    )


class PolygonsLeftOut(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Overall accuracy on {polygons} polygons that were left out in turn: {oa:.1f} % (95 % interval {low:.1f} to "
        "{high:.1f} %). It holds for places like the polygons of {layer}.",
    )


class LearntFromAllSamples(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model that is written has learnt from all {samples} samples of {layer}, those for validation and test "
        "too: accuracies on them, as of 'Assess map' or 'Compare models', are no test of it.",
    )


class TestSaysLittle(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The test samples of {layer} lie in polygons that also hold training samples, or in few polygons, so polygons "
        "are left out in turn instead. To keep the test samples apart, set 'Accuracy from' to 'test samples'.",
    )


class MineralsOfOnePolygon(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "These minerals of {layer} have a single polygon, so the model shows them but their accuracy is unknown and "
        "not part of the overall accuracy: {minerals}. Label a second polygon of each.",
    )


class ComparedOnLearnt(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{models} learnt from all samples, test samples too. If {layer} holds the same, its accuracy here is too high.",
    )


class MapOfLearntSamples(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model of {map} learnt from all of its samples, test samples too. If {layer} holds the same, the accuracy "
        "here is too high.",
    )


class SamplesLearntFrom(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model has learnt from all of its samples. If {layer} holds the same, the validation accuracies of the "
        "pruning are too high, and there is no test accuracy.",
    )


class SamplesPerhapsLearntFrom(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained on polygons and is pruned on points, or the other way round, so it may have learnt from "
        "any pixel of {layer}: accuracies on them may be too high. Prune it on the samples that it was trained on.",
    )


class PolygonsDealtOtherwise(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The labelled pixels of {layer} are not those that the model was trained on, so it may have learnt from any of "
        "them: accuracies on them may be too high, and there is no test accuracy. Prune it on the polygons and the "
        "raster that it was trained on.",
    )


class SamplesDealtOtherwise(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The samples of {layer}, or their splits, are not those that the model was trained on, so it may have learnt "
        "from some of them: accuracies on them may be too high. Prune it on the samples that it was trained on.",
    )


class AccuracyOfTest(Notice):
    """samples : how many; oa, low, high : percent"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Overall accuracy on {samples} test samples: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %).",
    )


class AccuracyOfValidation(Notice):
    """As of AccuracyOfTest."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "There are no test samples. Overall accuracy on {samples} validation samples, which also chose the network, so "
        "it is too high: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %).",
    )


class AccuracySimulated(Notice):
    """As of AccuracyOfTest."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Overall accuracy on {samples} simulated test spectra: {oa:.1f} % (95 % interval {low:.1f} to {high:.1f} %).",
    )


class WeakestMineral(Notice):
    """share : percent of its samples; other : what most of the rest is taken for"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Weakest: {mineral}, of which {share:.0f} % is identified; it is most often taken for {other}.",
    )


class WeakestUnclassified(Notice):
    """share : percent of its samples"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Weakest: {mineral}, of which {share:.0f} % is identified; it is most often left unclassified.",
    )


class TestApart(Notice):
    """median : pixels from a test sample to the nearest training sample"""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Half of the test samples lie within {median:.1f} pixels of a training sample: the accuracy holds for places "
        "as close to known ones, and is lower farther away.",
    )
