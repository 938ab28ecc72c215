# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels corrected by the scene: two minerals whose absorptions lie elsewhere in the scene than in the library."""

import numpy as np
import pytest

from mineral_prune_plugin.models.from_library import scene_labels
from mineral_prune_plugin.models.from_library.library_outputs import outputs_of
from mineral_prune_plugin.models.from_library.scene_labels import Background, Classes, SceneLabels, likeness_of
from mineral_prune_plugin.models.from_library.simulated_samples import BATCH, draw
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.simulation import endmembers
from mineral_prune_plugin.simulation.draws import Simulation
from mineral_prune_plugin.simulation.endmembers import Endmember
from mineral_prune_plugin.simulation.scene_sample import SceneSample
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings

UM = np.linspace(2.0, 2.3, 16)
NOISE = 0.004
PIXELS = 600  # of each mineral in the scene
LEFT, RIGHT = 2.12, 2.18  # centres in the library
MOVED = 0.028  # so far to the right lie both in the scene


def absorption(centre):
    return np.exp(-(((UM - centre) / 0.03) ** 2))


def pixels_at(centre, count, seed):
    """float32 (16, count): absorptions of various depths, in various light."""
    generator = np.random.default_rng(seed)
    depths, greys = generator.uniform(0.05, 0.2, count), generator.uniform(0.2, 0.5, count)
    spectra = greys * (1 - depths * absorption(centre)[:, None])
    return (spectra + NOISE * generator.standard_normal(spectra.shape)).astype(np.float32)


def simulation_of(pixels):
    """A Simulation of the two minerals and a surface in the light of a scene of these pixels."""
    continua = np.ones((16, 1), np.float32) * pixels.max(axis=0)
    made = []
    for name, role, centre in (
        ("left", endmembers.MINERAL, LEFT),
        ("right", endmembers.MINERAL, RIGHT),
        ("plastic", endmembers.SURFACE, 2.25),
    ):
        absorptions = absorption(centre)[None].astype(np.float32)
        made.append(Endmember(name, role, True, (name,), 1 - absorptions, absorptions))
    scene = SceneSample(pixels, continua, NOISE**2 * np.eye(16))
    return Simulation(tuple(made), scene, UM, SimulationSettings(draws=2_000, seed=3))


def teacher(reflectance):
    """Probabilities as a network that knows the library alone gives them: by the nearer of its two absorptions."""
    depths = -np.log(np.maximum(reflectance, 0.01))
    depths = depths - depths.mean(axis=0)
    margin = 40 * (absorption(RIGHT) - absorption(LEFT)) @ depths + 0.1
    right = 0.8 / (1 + np.exp(-margin))
    shares = np.full((reflectance.shape[1], 6), 0.05, np.float32)  # the four rejects have a fifth together
    shares[:, 0], shares[:, 1] = 0.8 - right, right
    return shares


@pytest.fixture(scope="module")
def simulation():
    both = (pixels_at(LEFT + MOVED, PIXELS, 1), pixels_at(RIGHT + MOVED, PIXELS, 2))
    return simulation_of(np.concatenate(both, axis=1))


@pytest.fixture(scope="module")
def draws(simulation):
    return draw(simulation, 100, None, silent())


def labels_of(simulation, draws):
    return SceneLabels(simulation, outputs_of(simulation), teacher, draws, simulation.draw_featureless(5_000))


@pytest.fixture(scope="module")
def labels(simulation, draws):
    return labels_of(simulation, draws)


def right_share(shares, mineral):
    return (shares[:, :2].argmax(axis=1) == mineral).mean()


def test_pixels_get_the_mineral_that_looks_so_in_the_scene(labels):
    others = [pixels_at(centre + MOVED, 500, 10) for centre in (LEFT, RIGHT)]
    before = np.mean([right_share(teacher(each), mineral) for mineral, each in enumerate(others)])
    after = np.mean([right_share(labels.of(each), mineral) for mineral, each in enumerate(others)])
    assert before < 0.9 and after > 0.97


def test_what_minerals_have_together_stays_and_rejects_keep_theirs(labels):
    pixels = pixels_at(2.17, 300, 11)
    before, after = teacher(pixels), labels.of(pixels)
    assert after.dtype == np.float32 and np.array_equal(after[:, 2:], before[:, 2:])
    assert np.allclose(after.sum(axis=1), 1, atol=1e-6)
    assert not np.allclose(after[:, :2], before[:, :2], atol=0.05)


def test_the_same_scene_gives_the_same_labels(simulation, draws, labels):
    pixels = pixels_at(2.17, 300, 12)
    assert np.array_equal(labels_of(simulation, draws).of(pixels), labels.of(pixels))


def test_brightness_is_no_matter_and_of_depth_little_more_than_noise(simulation):
    background = Background(simulation.draw_featureless(5_000))
    depths = np.array([0.3, 0.6])
    bright = (0.6 * (1 - depths * absorption(2.15)[:, None])).astype(np.float32)
    directions = background.directions(np.concatenate([bright, bright / 3], axis=1))
    assert np.allclose(directions[:, :2], directions[:, 2:], atol=1e-5)
    assert np.allclose(np.linalg.norm(directions, axis=0), 1, atol=1e-5)
    assert directions[:, 0] @ directions[:, 1] > 0.98


def test_a_spectrum_like_those_without_absorptions_has_no_direction(simulation):
    slope = np.linspace(1, 1.5, 16, dtype=np.float32)[:, None]
    background = Background(simulation.draw_featureless(5_000) * slope)
    assert np.linalg.norm(background.directions(0.35 * slope)) < 1


def test_of_too_few_bands_the_labels_stay_as_they_are(simulation, draws, monkeypatch):
    monkeypatch.setattr(scene_labels, "FEWEST", 17)  # 16 bands have fewer directions
    labels = labels_of(simulation, draws)
    pixels = pixels_at(2.17, 50, 13)
    assert np.array_equal(labels.of(pixels), teacher(pixels))
    assert np.array_equal(labels.relabelled(draws).batch[1], draws.batch[1])


def test_a_background_that_never_varies_is_no_error(simulation, draws):
    flat = np.full((16, 50), 0.3, np.float32)
    labels = SceneLabels(simulation, outputs_of(simulation), teacher, draws, flat)
    pixels = pixels_at(2.17, 50, 14)
    assert np.array_equal(labels.of(pixels), teacher(pixels))


def test_simulated_minerals_get_the_labels_too_and_what_is_none_keeps_its_class(simulation, draws, labels):
    relabelled = labels.relabelled(draws)
    for reflectance, before, after in (
        (draws.batch[0], draws.batch[1], relabelled.batch[1]),
        (draws.validation.reflectance, draws.validation.classes, relabelled.validation.classes),
    ):
        mineral = before < 2
        assert np.array_equal(after[~mineral], before[~mineral])
        assert np.array_equal(after[mineral], labels.of(reflectance)[:, :2].argmax(axis=1)[mineral])
        assert (after != before).any()
    assert relabelled.test is draws.test and relabelled.training is draws.training


def test_labelled_samples_in_the_batch_keep_their_label(simulation, labels):
    of_right = pixels_at(RIGHT + MOVED, 3, 15), np.array([1, 1, 1], np.uint8)  # against all that is seen
    draws = draw(simulation, 100, of_right, silent())
    assert (labels.relabelled(draws).batch[1][BATCH:] == 0).all()


def test_labelled_samples_say_how_their_mineral_looks(simulation, draws):
    """What lies between the minerals is neither's, until samples say whose."""
    between = [pixels_at((LEFT + RIGHT) / 2 + MOVED, 60, seed) for seed in (16, 17)]
    shares = []
    for number in (1, 2):
        samples = between[0], np.full(60, number, np.uint8)
        labels = labels_of(simulation, draw(simulation, 100, samples, silent()))
        shares.append(right_share(labels.of(between[1]), 0))
    assert shares[0] > shares[1] + 0.15, shares


def test_a_mineral_that_no_pixel_shows_keeps_the_mean_of_the_library_and_the_shift_of_the_others():
    generator = np.random.default_rng(5)
    means, shift = np.array([[1.0, 0, 0], [0, 1.0, 0]]), np.array([0, 0, 0.5])
    library = [np.repeat(mean[:, None], 5_000, axis=1) + 0.1 * generator.normal(size=(3, 5_000)) for mean in means]
    sides = np.repeat(np.eye(2), 5_000, axis=0)
    library = Classes.of(np.concatenate(library, axis=1).astype(np.float32), sides)
    seen = means[0][:, None] + shift[:, None] + 0.1 * generator.normal(size=(3, 50_000))
    scene = Classes.of(seen.astype(np.float32), np.repeat([[1.0, 0.0]], 50_000, axis=0))
    likeness = likeness_of(scene, library)
    shifted = (means + shift).T
    assert (likeness.weights @ shifted + likeness.offsets).argmax(axis=0).tolist() == [0, 1]
    alone = likeness_of(Classes.of(np.zeros((3, 0), np.float32), np.zeros((0, 2))), library)
    assert (alone.weights @ means.T + alone.offsets).argmax(axis=0).tolist() == [0, 1]
    # Halfway between the two as they look in the scene neither is the likelier.
    halfway = likeness.weights @ shifted.mean(axis=1, keepdims=True) + likeness.offsets
    assert abs(halfway[0] - halfway[1]) < 0.1 * abs(np.subtract(*(likeness.weights @ shifted + likeness.offsets)[:, 0]))
