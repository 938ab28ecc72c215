# SPDX-License-Identifier: GPL-2.0-or-later
"""The example scene is the same for the same seed, however it is read, and holds enough of every mineral."""

import numpy as np
import pytest

from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.progress import Progress, silent
from mineral_prune_plugin.spectra import scene
from mineral_prune_plugin.spectra.minerals import MINERALS
from mineral_prune_plugin.spectra.scene import compose_scene
from mineral_prune_plugin.spectra.scene_settings import SceneSeedError, SceneSettings, SceneSizeError

SMALL = SceneSettings(seed=4, width=40, height=30)


@pytest.fixture(scope="module")
def default_scene():
    return compose_scene(SceneSettings(), silent())


def test_the_default_scene_has_the_size_and_bands_of_the_paper(default_scene):
    assert default_scene.labels.shape == (350, 400)
    assert default_scene.labels.dtype == np.uint8
    assert default_scene.wavelengths_um.shape == default_scene.widths_um.shape == (50,)
    assert (default_scene.wavelengths_um[0], default_scene.wavelengths_um[-1]) == (1.9908, 2.4790)
    assert np.all(np.diff(default_scene.wavelengths_um) == pytest.approx(0.010, abs=0.0002))


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_mineral_has_pixels_for_table_1_in_many_places(seed):
    labels = compose_scene(SceneSettings(seed=seed), silent()).labels
    blocks = labels[:340].reshape(17, 20, 20, 20)  # of 20 x 20 pixels
    for mineral in MINERALS.values():
        assert np.count_nonzero(labels == mineral.number) >= 900
        assert np.count_nonzero((blocks == mineral.number).sum(axis=(1, 3)) >= 20) >= 12
    assert 0.3 <= np.mean(labels > 0) <= 0.65


def test_the_zones_lie_in_order_around_the_centres(default_scene):
    height, width = default_scene.labels.shape
    row, column = np.indices((height, width))
    centres = [(share_x * width, share_y * height) for share_x, share_y in scene.CENTRES]
    distance = np.min([np.hypot(column - x, row - y) for x, y in centres], axis=0)
    typical = [
        np.median(distance[default_scene.labels == MINERALS[name].number])
        for name in ("chalcedony", "alunite", "kaolinite", "muscovite", "calcite")
    ]
    assert typical == sorted(typical)


def test_one_seed_gives_one_scene():
    first, second = (compose_scene(SMALL, silent()) for _ in range(2))
    assert first.labels.tobytes() == second.labels.tobytes()
    assert first.rows(0, 30).tobytes() == second.rows(0, 30).tobytes()


def test_another_seed_gives_another_scene():
    second_seed = SceneSettings(seed=5, width=40, height=30)
    assert not np.array_equal(compose_scene(SMALL, silent()).labels, compose_scene(second_seed, silent()).labels)


@pytest.mark.parametrize("step", [1, 7, 29])
def test_the_block_size_is_no_matter(step):
    small = compose_scene(SMALL, silent())
    blocks = [small.rows(start, min(start + step, 30)) for start in range(0, 30, step)]
    assert np.array_equal(np.concatenate(blocks, axis=1), small.rows(0, 30))


@pytest.mark.parametrize(("width", "height"), [(40, 30), (16, 16), (17, 60), (120, 16)])
def test_small_scenes_have_valid_spectra_and_several_minerals(width, height):
    small = compose_scene(SceneSettings(seed=1, width=width, height=height), silent())
    spectra = small.rows(0, height)
    assert spectra.shape == (50, height, width)
    assert spectra.dtype == np.int16
    assert small.labels.shape == (height, width)
    assert spectra.min() > 0 and spectra.max() <= scene.INTEGERS_PER_UNIT
    assert len(np.unique(small.labels)) >= 4


@pytest.mark.parametrize(
    ("name", "window_um", "expected_um"),
    [
        ("alunite", (2.12, 2.26), 2.165),
        ("kaolinite", (2.12, 2.26), 2.206),
        ("halloysite", (2.12, 2.26), 2.207),
        ("muscovite", (2.12, 2.26), 2.200),
        ("montmorillonite", (2.12, 2.26), 2.208),
        ("calcite", (2.26, 2.40), 2.340),
    ],
)
def test_labelled_pixels_are_darkest_where_their_mineral_absorbs(default_scene, name, window_um, expected_um):
    spectra = default_scene.rows(0, 350)[:, default_scene.labels == MINERALS[name].number]
    bands = default_scene.wavelengths_um
    within = (bands > window_um[0]) & (bands < window_um[1])
    assert bands[within][spectra[within].mean(axis=1).argmin()] == pytest.approx(expected_um, abs=0.015)


def test_neighbouring_bands_share_part_of_their_noise():
    """Badly corrected air shows in several bands at once; white noise alone would not correlate."""
    middle = compose_scene(SMALL, silent()).rows(0, 30).astype(float) / scene.INTEGERS_PER_UNIT
    rough = middle - 0.5 * (np.roll(middle, 1, axis=2) + np.roll(middle, -1, axis=2))
    water = rough[:2, :, 1:-1].reshape(2, -1)
    assert np.corrcoef(water)[0, 1] > 0.3


def test_progress_runs_from_nothing_to_all():
    shown = []
    compose_scene(SMALL, Progress(shown.append, lambda notice: None, lambda: False))
    assert shown[0] == 0 and shown[-1] == 1
    assert shown == sorted(shown)


def test_cancelling_raises_before_the_work_is_done():
    shown = []
    watching = Progress(shown.append, lambda notice: None, lambda: len(shown) == 3)
    with pytest.raises(Cancelled):
        compose_scene(SMALL, watching)
    assert len(shown) == 3


@pytest.mark.parametrize(("width", "height"), [(15, 100), (100, 0), (20_001, 16), (4000, 1001)])
def test_a_size_out_of_bounds_is_refused_with_its_facts(width, height):
    with pytest.raises(SceneSizeError) as refused:
        SceneSettings(width=width, height=height)
    assert (refused.value.facts["width"], refused.value.facts["height"]) == (width, height)
    assert refused.value.facts["most"] == 4_000_000


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_a_seed_out_of_bounds_is_refused_with_its_facts(seed):
    with pytest.raises(SceneSeedError) as refused:
        SceneSettings(seed=seed)
    assert refused.value.facts["seed"] == seed
