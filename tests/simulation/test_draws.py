# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulated spectra of two minerals, another one and a surface, on a scene of grey pixels."""

from dataclasses import replace

import numpy as np
import pytest
from making import Watcher

from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.simulation.draws import CHUNK, Simulation
from mineral_prune_plugin.simulation.endmembers import MINERAL, OTHER_MINERAL, SURFACE, Endmember
from mineral_prune_plugin.simulation.scene_sample import SceneSample
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings
from mineral_prune_plugin.spectra.hull import upper_hull

BANDS = 25
UM = np.linspace(2.0, 2.48, BANDS)
PLAIN = SimulationSettings(partners=0.0, slope=0.0, bend=0.0, featureless=0.0, unlike=0.0)


def endmember(name, role, band, common=True, records=1):
    absorptions = np.zeros((records, BANDS), np.float32)
    absorptions[:, band] = 0.3
    return Endmember(name, role, common, (name,) * records, 1 - absorptions, absorptions)


ENDMEMBERS = (
    endmember("alunite", MINERAL, 5),
    endmember("calcite", MINERAL, 15, records=3),
    endmember("kaolinite", OTHER_MINERAL, 10),
    endmember("topaz", OTHER_MINERAL, 12, common=False),
    endmember("water", SURFACE, 20),
)


def scene(noise=0.0):
    grey = np.linspace(0.2, 0.6, 50, dtype=np.float32) * np.ones((BANDS, 1), np.float32)
    return SceneSample(grey, grey, np.eye(BANDS) * noise**2)


def simulation(settings=PLAIN, noise=0.0, **changes):
    return Simulation(ENDMEMBERS, scene(noise), UM, replace(settings, **changes))


def relative(drawn):
    """float (n_bands, n): reflectance by its hull."""
    return drawn.reflectance / upper_hull(drawn.reflectance, UM)


def test_the_same_seed_gives_the_same_bytes():
    first, again = (simulation(SimulationSettings(), 0.01).draw(300, 0, silent()) for _ in range(2))
    for name in ("reflectance", "classes", "depths"):
        assert getattr(first, name).tobytes() == getattr(again, name).tobytes(), name
    assert first.reflectance.shape == (BANDS, 300) and first.reflectance.dtype == np.float32
    assert first.classes.dtype == np.int64 and first.depths.dtype == np.float32


def test_another_stream_or_seed_gives_others():
    drawn = [simulation(seed=seed).draw(300, stream, silent()).classes for seed, stream in ((1, 0), (1, 1), (2, 0))]
    assert not any(np.array_equal(drawn[a], drawn[b]) for a, b in ((0, 1), (0, 2), (1, 2)))


def test_a_longer_run_begins_with_the_same():
    short, long = (simulation(SimulationSettings(), 0.01).draw(count, 0, silent()) for count in (CHUNK, CHUNK + 7))
    assert np.array_equal(long.reflectance[:, :CHUNK], short.reflectance)
    assert np.array_equal(long.classes[:CHUNK], short.classes) and len(long.classes) == CHUNK + 7
    assert not np.array_equal(long.reflectance[:, CHUNK:], short.reflectance[:, :7])


def test_classes_are_drawn_by_their_weights():
    settings = SimulationSettings()
    drawn = simulation(settings).draw(20_000, 0, silent())
    weights = np.array([1, 1, settings.common, settings.rare, settings.surface, settings.unlike])
    expected = [*weights / weights.sum() * (1 - settings.featureless), settings.featureless]
    shares = np.bincount(drawn.classes, minlength=7) / 20_000
    assert shares == pytest.approx(expected, abs=0.008)
    assert simulation(settings).featureless == 6


def test_absorptions_are_as_deep_as_they_are_drawn():
    """Alone and without noise: at the place of the class's absorption, and flat elsewhere."""
    drawn = simulation().draw(2_000, 0, silent())
    shown = 1 - relative(drawn)
    places = np.array([5, 15, 10, 12, 20])[drawn.classes]
    assert shown[places, np.arange(2_000)] == pytest.approx(drawn.depths, abs=1e-5)
    shown[places, np.arange(2_000)] = 0
    assert np.abs(shown).max() < 1e-5
    least, most = PLAIN.depths
    assert least <= drawn.depths.min() < 1.05 * least and 0.95 * most < drawn.depths.max() <= most
    assert np.median(drawn.depths) == pytest.approx(np.sqrt(least * most), rel=0.07)


def test_a_partner_is_less_deep_than_the_material():
    drawn = simulation(partners=1.0, intimate=0.0, partner_depth=0.5).draw(2_000, 0, silent())
    shown = 1 - relative(drawn)
    places = np.array([5, 15, 10, 12, 20])
    order = np.sort(shown[places], axis=0)
    with_another = order[-2] > 1e-4
    assert 0.4 < with_another.mean() < 0.9  # the rest has a partner of its own kind
    own = shown[places[drawn.classes], np.arange(2_000)]
    assert own[with_another] == pytest.approx(drawn.depths[with_another], abs=1e-5)
    assert (order[-2] <= 0.5 * own + 1e-5).all()


def test_intimate_mixtures_are_not_areal_ones():
    areal, grains = (simulation(partners=1.0, intimate=share).draw(500, 0, silent()) for share in (0.0, 1.0))
    assert np.array_equal(areal.classes, grains.classes) and np.array_equal(areal.depths, grains.depths)
    assert np.abs(areal.reflectance - grains.reflectance).max() > 0.01
    shallow = areal.depths < 0.25  # deeper ones are bounded, as no material is black
    assert (grains.reflectance <= areal.reflectance + 1e-6)[:, shallow].all()


def test_featureless_spectra_have_no_absorption_and_the_scenes_brightness():
    featureless = simulation(noise=0.0).draw_featureless(400)
    assert featureless.shape == (BANDS, 400) and (featureless == featureless[:1]).all()
    assert 0.2 <= featureless.min() < 0.28 and 0.52 < featureless.max() <= 0.6001
    among = simulation(featureless=1.0).draw(100, 0, silent())
    assert (among.classes == simulation().featureless).all() and not among.depths.any()
    assert relative(among) == pytest.approx(1.0, abs=1e-6)


def test_noise_is_the_scenes_between_its_bounds():
    featureless = simulation(noise=0.01).draw_featureless(4_000)
    deviations = featureless.std(axis=0)
    assert np.median(deviations) == pytest.approx(0.01 * np.sqrt(0.63 * 1.41), rel=0.05)
    assert np.quantile(deviations, 0.02) < 0.0063 and np.quantile(deviations, 0.98) > 0.0135


def test_continua_are_tilted_and_bent_a_little():
    tilted, bent = simulation(slope=0.05).draw_featureless(2_000), simulation(bend=0.02).draw_featureless(2_000)
    assert np.std(np.log(tilted[-1] / tilted[BANDS // 2])) == pytest.approx(0.05, rel=0.1)
    assert np.std(np.log(bent[-1] / bent[BANDS // 2])) == pytest.approx(0.02, rel=0.1)
    assert np.log(bent[0] / bent[-1]) == pytest.approx(0.0, abs=1e-5)


def test_records_of_a_material_mix():
    """Three records with an absorption each: most spectra have more than one of them."""
    absorptions = np.zeros((3, BANDS), np.float32)
    absorptions[[0, 1, 2], [5, 10, 15]] = 0.2
    alunite = Endmember("alunite", MINERAL, True, ("1", "2", "3"), 1 - absorptions, absorptions)
    drawn = Simulation((alunite,), scene(), UM, PLAIN).draw(1_000, 0, silent())
    shown = (1 - relative(drawn))[[5, 10, 15]]
    assert shown.max(axis=0) == pytest.approx(drawn.depths, abs=1e-5)
    assert 0.5 < (np.sort(shown, axis=0)[1] > 0.1 * drawn.depths).mean() < 0.95


def test_it_can_be_cancelled_between_chunks():
    watcher = Watcher(cancel_after=2)
    with pytest.raises(Cancelled):
        simulation().draw(4 * CHUNK, 0, watcher.progress)
    assert watcher.shown == [0.0, 0.25]


def test_a_single_band_has_neither_tilt_nor_bend():
    alunite = Endmember("alunite", MINERAL, True, ("1",), np.ones((1, 1)), np.zeros((1, 1), np.float32))
    grey = np.full((1, 10), 0.4, np.float32)
    one = Simulation((alunite,), SceneSample(grey, grey, np.zeros((1, 1))), UM[:1], replace(PLAIN, slope=0.3))
    assert one.draw_featureless(5) == pytest.approx(0.4)
