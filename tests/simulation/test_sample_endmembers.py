# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples as endmembers, and which materials of a library they are."""

import numpy as np
import pytest

from mineral_prune_plugin.classes import with_colours
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra
from mineral_prune_plugin.simulation.endmembers import MINERAL, others_of
from mineral_prune_plugin.simulation.sample_endmembers import RECORDS, endmembers_of_samples, materials_of
from mineral_prune_plugin.spectral_library.embedded import embedded_library
from mineral_prune_plugin.spectral_library.resample import resample

UM = Wavelengths.from_um(np.arange(2.0, 2.48, 0.01).tolist(), [0.01] * 48)


@pytest.fixture(scope="module")
def library():
    return resample((embedded_library(),), UM, "scene", silent())


@pytest.fixture(scope="module")
def others(library):
    return others_of(library, known=())


def samples_of(library, records, names):
    """Twelve noisy training pixels of a record for each class, of very different brightness."""
    generator = np.random.default_rng(0)
    brightness = generator.uniform(0.2, 1.5, (len(records), 12, 1))
    noisy = np.concatenate(
        [
            library.reflectance[library.names.index(record)] * scale * (1 + generator.normal(0, 0.01, (12, 48)))
            for record, scale in zip(records, brightness)
        ]
    )
    count = len(noisy)
    numbers = np.repeat(np.arange(1, len(records) + 1, dtype=np.uint8), 12)
    nowhere = np.zeros(count, np.int64)
    samples = Samples(nowhere, nowhere, numbers, np.zeros(count, np.int8), with_colours(enumerate(names, 1)))
    return SampleSpectra(samples, np.ascontiguousarray(noisy.T, dtype=np.float32))


def of(library, records, names):
    return endmembers_of_samples(samples_of(library, records, names), UM.array(), 1)


def test_a_class_has_the_absorptions_of_its_samples_with_less_noise(library, others):
    (endmember,) = of(library, ["alunite 1"], ["my alunite"])
    record = next(other for other in others if other.name == "alunite").absorptions[0]
    assert endmember.role == MINERAL and endmember.absorptions.shape == (RECORDS, 48)
    assert np.abs(endmember.absorptions - record).mean() < 0.01  # of a single pixel: the hull lies above its noise
    assert (endmember.absorptions >= 0).all()


@pytest.mark.parametrize(
    ("name", "materials"),
    [
        ("alunite", {"alunite"}),
        ("Alunite + Kaolinite", {"alunite", "kaolinite"}),
        ("sericite (drill core)", {"muscovite"}),
        ("white mica", {"muscovite", "illite", "paragonite", "lepidolite"}),
        ("Quartz", {"quartz sand"}),
    ],
)
def test_a_class_that_names_a_material_is_it(library, others, name, materials):
    known, taken = materials_of(of(library, ["alunite 1"], [name]), others)
    assert known == materials and not taken


@pytest.mark.parametrize("name", ["class 1", "明矾石", "sandy alunites"])
def test_a_class_of_another_name_is_what_its_spectra_resemble(library, others, name):
    known, taken = materials_of(of(library, ["alunite 1"], [name]), others)
    assert "alunite" in known and len(known) < 8 and "calcite" not in known
    assert set(taken[name]) == known


def test_without_a_library_there_is_nothing_to_take_it_for(library):
    assert materials_of(of(library, ["alunite 1"], ["class 1"]), ()) == (set(), {})


def test_classes_without_training_samples_are_none(library):
    spectra = samples_of(library, ["alunite 1", "calcite 1"], ["alunite", "calcite"])
    spectra.samples.splits[spectra.samples.classes == 2] = 1
    assert [each.name for each in endmembers_of_samples(spectra, UM.array(), 1)] == ["alunite"]
