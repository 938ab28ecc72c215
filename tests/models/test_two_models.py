# SPDX-License-Identifier: GPL-2.0-or-later
"""Two models identify the same samples, each in the bands it needs."""

from dataclasses import replace

import numpy as np
import pytest
from making import Watcher, random_model, write_geotiff

from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.errors import Cancelled, ModelClassesDiffer, SamplesDoNotFitModel, SamplesWithoutSpectra
from mineral_prune_plugin.models.train_model import identify_samples
from mineral_prune_plugin.models.two_models import check_same_classes, identify_both, readers_for
from mineral_prune_plugin.notices import SamplesNoData
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.samples.samples import Samples, read_sample_spectra

UM = (2.0, 2.1, 2.2, 2.3)
WIDE = random_model(UM, hidden=(9,), numbers=(1, 2, 4), seed=3)
NARROW = random_model(UM[1:], hidden=(5, 4), numbers=(1, 2, 4), feature="asai", seed=8)


def scene(folder, gaps=()):
    """8 x 5 pixels of four bands. gaps : (band, row, column) that are not a number."""
    cube = np.random.default_rng(1).uniform(0.1, 0.9, (4, 5, 8)).astype(np.float32)
    for gap in gaps:
        cube[gap] = np.nan
    return describe(write_geotiff(folder / "scene.tif", cube, UM))


def samples(*pixels):
    """Samples at (column, row), every class and split in turn."""
    columns, rows = np.array(pixels, dtype=np.int64).T
    turn = np.arange(len(pixels)) % 3
    return Samples(columns, rows, np.array([1, 2, 4], np.uint8)[turn], turn.astype(np.int8)[::-1], WIDE.classes)


ALL = samples(*[(column, row) for row in range(5) for column in range(8)])


@pytest.mark.parametrize(
    "minerals, first, second",
    [
        (((1, "alunite"), (2, "kaolinite"), (4, "quartz")), "4 = calcite", "4 = quartz"),
        (((1, "alunite"), (2, "kaolinite")), "4 = calcite", "-"),
        (((1, "kaolinite"), (2, "alunite"), (4, "calcite"), (7, "opal")),
         "1 = alunite, 2 = kaolinite", "1 = kaolinite, 2 = alunite, 7 = opal"),
    ],
)  # fmt: skip
def test_models_of_other_minerals_are_refused(minerals, first, second):
    model = replace(WIDE, classes=tuple(with_colour(*mineral) for mineral in minerals))
    with pytest.raises(ModelClassesDiffer) as refused:
        check_same_classes(WIDE, model)
    assert refused.value.facts == {"first": first, "second": second}


def test_capitals_and_colours_are_no_matter():
    check_same_classes(WIDE, replace(WIDE, classes=tuple(replace(c, name=c.name.title()) for c in WIDE.classes)))
    check_same_classes(WIDE, replace(WIDE, classes=tuple(replace(c, colour="#000000") for c in WIDE.classes)))


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
