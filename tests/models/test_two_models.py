# SPDX-License-Identifier: GPL-2.0-or-later
"""Two models identify the same samples, each in the bands it needs."""

from dataclasses import replace

import numpy as np
import pytest
from densenets import patch_model
from making import Watcher, random_model, write_geotiff

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import (
    Cancelled,
    ModelClassesDiffer,
    SamplesDoNotFitModel,
    SamplesWithoutSpectra,
    ScaleDiffers,
)
from mineral_prune_plugin.models.model_notices import ModelsMatchedByName, SamplesOfOtherMinerals
from mineral_prune_plugin.models.reject import SURFACE, UNLIKE, Reject
from mineral_prune_plugin.models.train_model import identify_samples
from mineral_prune_plugin.models.two_models import (
    identify_both,
    minerals_of,
    readers_for,
    samples_of_both,
    with_common_numbers,
)
from mineral_prune_plugin.notices import SamplesNoData
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.samples.samples import Samples, read_sample_spectra

UM = (2.0, 2.1, 2.2, 2.3)
WIDE = random_model(UM, hidden=(9,), numbers=(1, 2, 4), seed=3)
NARROW = random_model(UM[1:], hidden=(5, 4), numbers=(1, 2, 4), feature="asai", seed=8)
PATCHES = patch_model(patch=5, seed=9)  # of the bands of WIDE
PATCHES = replace(PATCHES, network=replace(PATCHES.network, bias=np.zeros(3, np.float32)))  # else one class everywhere


def scene(folder, gaps=(), width=8, height=5, scale=1.0):
    """8 x 5 pixels of four bands. gaps : (band, row, column) that are not a number."""
    cube = (scale * np.random.default_rng(1).uniform(0.1, 0.9, (4, height, width))).astype(np.float32)
    for gap in gaps:
        cube[gap] = np.nan
    return describe(write_geotiff(folder / "scene.tif", cube, UM))


def samples(*pixels):
    """Samples at (column, row), every class and split in turn."""
    columns, rows = np.array(pixels, dtype=np.int64).T
    turn = np.arange(len(pixels)) % 3
    return Samples(columns, rows, np.array([1, 2, 4], np.uint8)[turn], turn.astype(np.int8)[::-1], WIDE.classes)


ALL = samples(*[(column, row) for row in range(5) for column in range(8)])


def named(*minerals, **changes):
    """WIDE with other classes."""
    return replace(WIDE, classes=tuple(with_colour(*mineral) for mineral in minerals), **changes)


def test_models_without_a_common_mineral_are_refused():
    with pytest.raises(ModelClassesDiffer) as refused:
        with_common_numbers(WIDE, named((1, "opal"), (2, "dickite"), (4, "quartz")), silent())
    assert refused.value.facts == {
        "first": "1 = alunite, 2 = kaolinite, 4 = calcite", "second": "1 = opal, 2 = dickite, 4 = quartz"
    }  # fmt: skip


@pytest.mark.parametrize(
    "minerals, numbers, first, second",
    [
        (((1, "Kaolinite"), (2, "Alunite"), (4, "Calcite")), [2, 1, 4], "-", "-"),
        (((1, "alunite"), (2, "kaolinite"), (4, "quartz")), [1, 2, 3], "4 = calcite", "4 = quartz"),
        (((1, "alunite"), (2, "kaolinite")), [1, 2], "4 = calcite", "-"),
        (((1, "kaolinite"), (2, "alunite"), (3, "opal"), (4, "calcite")), [2, 1, 3, 4], "-", "3 = opal"),
    ],
)
def test_minerals_of_the_same_name_get_the_same_number(watcher, minerals, numbers, first, second):
    before, after = with_common_numbers(WIDE, named(*minerals), watcher.progress)
    assert before is WIDE and [mineral.number for mineral in after.classes] == numbers
    assert [mineral.name for mineral in after.classes] == [name for _, name in minerals]
    (notice,) = watcher.notices_of(ModelsMatchedByName)
    assert (notice.facts["first"], notice.facts["second"]) == (first, second)


def test_equal_models_are_left_as_they_are_without_a_word(watcher):
    titled = replace(WIDE, classes=tuple(replace(c, name=c.name.title(), colour="#000000") for c in WIDE.classes))
    assert with_common_numbers(WIDE, titled, watcher.progress)[1] is titled and not watcher.notices


def test_rejects_make_way_for_minerals(watcher):
    """Number 4 is calcite to the first model and a reject to the second, which has no calcite."""
    other = named((1, "kaolinite"), (2, "alunite"), (4, "calcite"), reject=Reject({4: UNLIKE}))
    after = with_common_numbers(WIDE, other, watcher.progress)[1]
    assert [mineral.number for mineral in after.classes] == [2, 1, 3] and after.reject.kinds == {3: UNLIKE}
    assert after.mapped_numbers.tolist() == [2, 1, 0]
    assert [m.number for m in minerals_of((WIDE, after))] == [1, 2, 4]


def test_models_of_the_same_minerals_may_reject_differently(watcher):
    rejecting = replace(WIDE, reject=Reject({4: SURFACE}))
    other = named((1, "alunite"), (2, "kaolinite"), (9, "anything else"), reject=Reject({9: UNLIKE}))
    assert with_common_numbers(rejecting, other, watcher.progress)[1] is other and not watcher.notices


def test_samples_of_minerals_that_one_model_lacks_are_left_out(watcher):
    models = with_common_numbers(WIDE, named((1, "kaolinite"), (2, "alunite"), (4, "quartz")), silent())
    kept = samples_of_both(models, ALL, watcher.progress)
    assert set(kept.classes.tolist()) == {1, 2} and len(kept) == (ALL.classes < 4).sum()
    assert [mineral.name for mineral in kept.minerals] == ["alunite", "kaolinite"]
    (notice,) = watcher.notices_of(SamplesOfOtherMinerals)
    assert notice.facts == {"samples": int((ALL.classes == 4).sum()), "minerals": "calcite"}


def test_samples_are_matched_by_name_too(watcher):
    numbered = replace(
        ALL, minerals=tuple(with_colour(*each) for each in ((1, "calcite"), (2, "Alunite"), (4, "kaolinite")))
    )
    kept = samples_of_both((WIDE, WIDE), numbered, watcher.progress)
    assert np.array_equal(kept.classes, np.array([0, 4, 1, 0, 2])[ALL.classes]) and not watcher.notices


def test_models_of_the_same_bands_share_a_reader(tmp_path):
    info = scene(tmp_path)
    first, second = readers_for((WIDE, replace(WIDE, feature="asai")), info)
    assert first is second
    first, second = readers_for((WIDE, NARROW), info)
    assert (first.selection.numbers, second.selection.numbers) == ((1, 2, 3, 4), (2, 3, 4))


@pytest.mark.parametrize("um", [(2.01, 2.1, 2.2, 2.3), (2.0, 2.1, 2.2, 2.3)])
def test_interpolated_bands_are_shared_only_where_they_are_made_alike(tmp_path, um):
    cube = np.random.default_rng(1).uniform(0.1, 0.9, (11, 2, 2)).astype(np.float32)
    info = describe(write_geotiff(tmp_path / "fine.tif", cube, np.linspace(1.98, 2.38, 11)))
    first, second = readers_for((WIDE, replace(random_model(um, numbers=(1, 2, 4)), feature="asai")), info, True)
    assert first.selection.numbers == second.selection.numbers
    assert (first is second) == (um == UM)


@pytest.mark.parametrize("models", [(WIDE, NARROW), (NARROW, WIDE), (WIDE, WIDE)], ids=["wide", "narrow", "same"])
def test_samples_are_identified_as_by_each_model_alone(tmp_path, models):
    readers = readers_for(models, scene(tmp_path))
    reference, *identified = identify_both(models, readers, ALL, silent())
    assert len(reference) == 40
    for model, reader, classes in zip(models, readers, identified):
        spectra = read_sample_spectra(reader, ALL, silent())
        alone = [identify_samples(model, spectra, split) for split in ("train", "validation", "test")]
        assert np.array_equal(reference, np.concatenate([truth for truth, _ in alone]))
        assert np.array_equal(classes, np.concatenate([names for _, names in alone]))


@pytest.mark.parametrize(
    "models", [(WIDE, PATCHES), (PATCHES, WIDE), (PATCHES, PATCHES)], ids=["pixel", "patch", "patches"]
)
def test_each_model_gets_the_neighbourhood_that_it_needs_of_a_shared_reader(tmp_path, models):
    readers = readers_for(models, scene(tmp_path))
    assert readers[0] is readers[1]
    _, *identified = identify_both(models, readers, ALL, silent())
    for model, reader, classes in zip(models, readers, identified):
        spectra = read_sample_spectra(reader, ALL, silent(), model.patch)
        alone = [identify_samples(model, spectra, split)[1] for split in ("train", "validation", "test")]
        assert np.array_equal(classes, np.concatenate(alone)) and len(set(classes)) > 1


@pytest.mark.parametrize(("second", "shown"), [(NARROW, [0, 0.5]), (WIDE, [0])], ids=["other_bands", "same_bands"])
def test_a_scene_is_read_once_for_all_bands_that_are_shared_and_progress_goes_half_by_half(tmp_path, second, shown):
    """The scene is a block: each reading reports once, at its start."""
    watcher, models = Watcher(), (WIDE, second)
    identify_both(models, readers_for(models, scene(tmp_path)), ALL, watcher.progress)
    assert watcher.shown == shown


def test_progress_goes_on_evenly_from_block_to_block(tmp_path):
    """800 rows are several blocks of the file; a sample in each row."""
    watcher, models = Watcher(), (WIDE, NARROW)
    column = samples(*[(3, row) for row in range(800)])
    identify_both(models, readers_for(models, scene(tmp_path, height=800)), column, watcher.progress)
    half = len(watcher.shown) // 2
    assert half > 1 and watcher.shown[:half] == pytest.approx([share - 0.5 for share in watcher.shown[half:]])
    assert watcher.shown[0] == 0 and watcher.shown == sorted(watcher.shown) and watcher.shown[half - 1] < 0.5


def test_no_two_pixels_of_a_wide_scene_are_taken_for_each_other(tmp_path):
    """WIDE lacks the data of (64, 0); its neighbours by any count, (0, 1) and (63, 1) among them, stay."""
    readers = readers_for((WIDE, NARROW), scene(tmp_path, gaps=[(0, 0, 64)], width=70, height=3))
    everywhere = samples(*[(column, row) for row in range(3) for column in range(70)])
    reference, wide, narrow = identify_both((WIDE, NARROW), readers, everywhere, silent())
    assert len(reference) == len(wide) == len(narrow) == 209


@pytest.mark.parametrize("strange", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_scene_in_other_units_than_those_of_either_model_is_refused(tmp_path, strange):
    models = [
        replace(model, brightness=model.brightness * (1e4 if model is strange else 1)) for model in (WIDE, NARROW)
    ]
    with pytest.raises(ScaleDiffers) as refused:
        identify_both(models, readers_for(models, scene(tmp_path)), ALL, silent())
    assert (refused.value.facts["raster"], refused.value.facts["expected"]) == ("scene.tif", 4000)


def test_a_sample_without_data_for_one_model_is_left_out_for_both(tmp_path):
    readers = readers_for((WIDE, NARROW), scene(tmp_path, gaps=[(0, 0, 0), (0, 2, 3)]))  # the band of WIDE alone
    watcher = Watcher()
    reference, wide, narrow = identify_both((WIDE, NARROW), readers, ALL, watcher.progress)
    assert len(reference) == len(wide) == len(narrow) == 38
    assert [notice.facts["samples"] for notice in watcher.notices_of(SamplesNoData)] == [2]
    swapped = identify_both((NARROW, WIDE), readers[::-1], ALL, silent())
    assert all(np.array_equal(*pair) for pair in zip(swapped, (reference, narrow, wide)))


def test_samples_that_never_have_data_for_both_are_refused(tmp_path):
    models = (WIDE, random_model(UM[1:], numbers=(1, 2, 4)))
    readers = readers_for(models, scene(tmp_path, gaps=[(0, 0, 0), (0, 0, 1)]))
    with pytest.raises(SamplesWithoutSpectra):
        identify_both(models, readers, samples((0, 0), (1, 0)), silent())


def test_samples_of_another_mineral_are_refused(tmp_path):
    strangers = replace(samples((0, 0)), minerals=(with_colour(1, "quartz"),))
    with pytest.raises(SamplesDoNotFitModel):
        identify_both((WIDE, NARROW), readers_for((WIDE, NARROW), scene(tmp_path)), strangers, silent())


def test_cancelling_raises(tmp_path):
    with pytest.raises(Cancelled):
        identify_both((WIDE, NARROW), readers_for((WIDE, NARROW), scene(tmp_path)), ALL, Watcher(0).progress)
