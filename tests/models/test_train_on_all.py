# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from all samples, and its accuracy by models that have not met the polygon that they are asked about."""

from dataclasses import replace

import numpy as np
import pytest
from making import Watcher

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled, OneClassOnly
from mineral_prune_plugin.models.from_polygons.cross_validation import _chosen
from mineral_prune_plugin.models.from_polygons.fold_data import level
from mineral_prune_plugin.models.perceptron.forward import identified
from mineral_prune_plugin.models.train_model import Recipe
from mineral_prune_plugin.models.train_on_all import train_on_all
from mineral_prune_plugin.models.training_settings import TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.samples.folds import deal_folds
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra, Unlabelled

MINERALS = (with_colour(2, "alunite"), with_colour(3, "calcite"), with_colour(9, "kaolinite"))
SHAPES = np.array([[0.5, 0.2, 0.5, 0.5, 0.6], [0.5, 0.5, 0.2, 0.5, 0.6], [0.5, 0.5, 0.5, 0.2, 0.6]])
RECIPE = Recipe("reflectance", None, TrainingSettings(hidden=(10,), epochs=800, seed=3))


def spectra(polygons, shapes=SHAPES, unlike=0.0, pixels=8, splits=None):
    """Some pixels in each polygon of MINERALS by index. unlike : deviation of the spectra between polygons"""
    generator = np.random.default_rng(6)
    index, n = np.repeat(polygons, pixels), len(polygons) * pixels
    of_polygon = generator.normal(0, 1, (len(polygons), 5)) * unlike
    reflectance = shapes[index] + np.repeat(of_polygon, pixels, axis=0) + generator.normal(0, 0.01, (n, 5))
    groups = np.repeat([f"polygon {place}" for place in range(len(polygons))], pixels)
    classes = np.array([mineral.number for mineral in MINERALS], np.uint8)[index]
    splits = np.zeros(n, np.int8) if splits is None else np.repeat(splits, pixels).astype(np.int8)
    samples = Samples(np.arange(n), np.zeros(n, np.int64), classes, splits, MINERALS, groups)
    pixels_of_scene = np.clip(generator.uniform(0.1, 0.7, (5, 200)), 0.01, None).astype(np.float32)
    return SampleSpectra(samples, np.clip(reflectance, 0.01, None).T.astype(np.float32), Unlabelled(pixels_of_scene))


def trained(data, recipe=RECIPE, progress=None):
    folds = deal_folds(data.samples, recipe.settings.seed)
    return train_on_all(data, folds, recipe, "scene.tif", progress or silent())


def test_a_polygon_is_judged_by_models_that_have_not_met_it():
    """All polygons have their own spectrum and a mineral at random: who has met one knows it, who has not guesses."""
    data = spectra([0, 1, 2] * 4, shapes=np.full((3, 5), 0.5), unlike=0.1)
    model, _, left_out = trained(data)
    numbers = np.array([mineral.number for mineral in model.classes])
    known = numbers[identified(model.network, model.inputs_of(data.reflectance))]
    assert (known == data.samples.classes).mean() > 0.8
    assert (left_out.identified == left_out.reference).mean() < 0.6 and left_out.folds == 12


def test_pixels_of_the_polygon_itself_give_nothing_away():
    """The same where the scene's pixels are those around the polygons: they tell where spectra are, and no mineral."""
    data = spectra([0, 1, 2] * 4, shapes=np.full((3, 5), 0.5), unlike=0.1)
    around = np.repeat(data.reflectance, 20, axis=1)
    around = around + np.random.default_rng(8).normal(0, 0.01, around.shape)
    _, _, left_out = trained(replace(data, unlabelled=Unlabelled(np.clip(around, 0.01, None).astype(np.float32))))
    assert (left_out.identified == left_out.reference).mean() < 0.6 and left_out.folds == 12
    assert all(accuracy < 0.6 for _, accuracy in left_out.teachers)


def test_samples_of_every_split_are_learnt():
    data = spectra([0, 0, 1, 1, 2, 2], splits=[0, 0, 1, 1, 2, 2])
    model, _, left_out = trained(data)
    assert model.classes == MINERALS and (left_out.reference == left_out.identified).all()
    assert model.training["samples"] == {"train": 48, "validation": 0, "test": 0}
    assert model.training["learnt_from_all"] is True and model.training["validation_oa"] is None


def test_a_mineral_of_one_polygon_is_in_the_model_and_not_in_the_accuracy():
    model, _, left_out = trained(spectra([0, 0, 1, 1, 2]))
    assert model.classes == MINERALS and left_out.alone == MINERALS[2:]
    assert set(left_out.reference.tolist()) == {2, 3} and len(left_out.polygons) == 32


def test_one_seed_gives_one_model_and_one_accuracy():
    first, second = (trained(spectra([0, 0, 1, 1, 2, 2], unlike=0.05)) for _ in range(2))
    for weight, again in zip(first[0].network.weights, second[0].network.weights):
        np.testing.assert_array_equal(weight, again)
    np.testing.assert_array_equal(first[2].identified, second[2].identified)
    assert first[2].calibration == second[2].calibration and first[2].teachers == second[2].teachers


def test_without_unlabelled_pixels_the_samples_stand_for_them():
    data = spectra([0, 0, 1, 1, 2, 2])
    model, _, left_out = trained(SampleSpectra(data.samples, data.reflectance))
    assert (left_out.reference == left_out.identified).all() and model.training["unlabelled_pixels"] == 0


def test_minerals_that_no_plane_divides_are_labelled_by_networks():
    """Each of two minerals has two spectra, crosswise, so that both have one mean."""
    shapes = np.full((4, 5), 0.5)
    shapes[0, :2], shapes[1, 0], shapes[3, 1] = 0.2, 0.2, 0.2
    data = spectra([0, 1] * 10)
    reflectance = shapes[np.repeat(np.arange(20) % 4, 8)].T + np.random.default_rng(2).normal(0, 0.01, (5, 160))
    data = SampleSpectra(data.samples, reflectance.astype(np.float32), data.unlabelled)
    recipe = Recipe("reflectance", None, TrainingSettings(hidden=(10,), epochs=1000, seed=3))
    _, _, left_out = trained(data, recipe)
    shares = dict(left_out.teachers)
    assert left_out.teacher != "linear" and shares["networks"] > 0.95 and shares["linear"] < 0.7


@pytest.mark.parametrize(
    "right, kind",
    [
        ({"linear": [0.5, 0.5, 0.5, 0.5], "both": [0.6, 0.6, 0.5, 0.6], "networks": [0.5, 0.5, 0.5, 0.5]}, "both"),
        ({"linear": [0.5, 0.5, 0.5, 0.5], "both": [1.0, 0.2, 0.5, 0.5], "networks": [0.5, 0.5, 0.5, 0.5]}, "linear"),
        ({"linear": [0.5, 0.5, 0.5, 0.5], "both": [0.6, 0.6, 0.6, 0.6], "networks": [0.7, 0.7, 0.7, 0.7]}, "networks"),
        ({"linear": [0.5], "both": [0.9], "networks": [0.5]}, "linear"),
        ({"linear": [1.0, 1.0, 1.0, 1.0], "both": [1.0, 1.0, 1.0, 1.0], "networks": [1.0, 1.0, 1.0, 1.0]}, "linear"),
    ],
)
def test_networks_must_be_better_by_a_standard_error(right, kind):
    assert _chosen({name: np.array(values) for name, values in right.items()}) == kind


def test_folds_of_fewer_samples_meet_some_of_them_twice():
    first, second = level([np.arange(6) < 6, np.arange(6) < 3])
    assert first.tolist() == [0, 1, 2, 3, 4, 5] and len(second) == 6 and set(second.tolist()) == {0, 1, 2}


def test_one_mineral_cannot_be_told_from_others():
    data = spectra([0, 0, 0])
    with pytest.raises(OneClassOnly):
        trained(data)


def test_training_on_all_is_cancelled_at_once():
    watcher = Watcher(cancel_after=3)
    with pytest.raises(Cancelled):
        trained(spectra([0, 0, 1, 1]), progress=watcher.progress)


def test_a_scene_too_dark_for_logarithms_is_learnt_all_the_same():
    """Below the floor of logarithms all pixels are alike to half of the discriminants, which then tell nothing."""
    data, dark = spectra([0, 0, 1, 1, 2, 2]), np.float32(1e-5)
    scene = Unlabelled(data.unlabelled.reflectance * dark)
    _, _, left_out = trained(SampleSpectra(data.samples, data.reflectance * dark, scene))
    assert (left_out.reference == left_out.identified).all()


def test_cancelling_is_asked_at_every_fold_of_the_discriminants_too():
    watcher = Watcher(cancel_after=6)
    with pytest.raises(Cancelled):
        trained(spectra([0, 1, 2] * 4), progress=watcher.progress)
    assert watcher.shown == [0.0] * 6  # half of the folds: no network has begun
