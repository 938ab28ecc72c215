# SPDX-License-Identifier: GPL-2.0-or-later
"""The minerals of the example scene absorb where their publications say."""

import numpy as np
import pytest

from mineral_prune_plugin.spectra import minerals
from mineral_prune_plugin.spectra.minerals import MINERALS
from mineral_prune_plugin.spectra.scene import WAVELENGTHS_UM, WIDTHS_UM

FINE_UM = np.arange(1.99, 2.48, 0.0005)

# What field manuals of short-wave infrared spectroscopy agree on, restated here from none of the plugin's tables.
DEEPEST_UM = {
    "muscovite": 2.20,
    "kaolinite": 2.206,
    "halloysite": 2.207,
    "calcite": 2.34,
    "montmorillonite": 2.21,
    "alunite": 2.165,
    "chalcedony": 2.215,
}


def continuum_removed(wavelengths_um, spectrum):
    """The spectrum over its upper hull; the hull by walking to the steepest next point."""
    vertices = [0]
    while vertices[-1] < len(spectrum) - 1:
        last = vertices[-1]
        rise = (spectrum[last + 1 :] - spectrum[last]) / (wavelengths_um[last + 1 :] - wavelengths_um[last])
        vertices.append(last + 1 + int(np.argmax(rise)))
    return spectrum / np.interp(wavelengths_um, wavelengths_um[vertices], spectrum[vertices])


@pytest.mark.parametrize("name", MINERALS)
def test_the_deepest_absorption_lies_where_it_was_published(name):
    removed = continuum_removed(WAVELENGTHS_UM, minerals.reflectance(MINERALS[name], WAVELENGTHS_UM, WIDTHS_UM))
    assert WAVELENGTHS_UM[removed.argmin()] == pytest.approx(DEEPEST_UM[name], abs=0.015)
    assert MINERALS[name].diagnostic.centre_um == pytest.approx(DEEPEST_UM[name], abs=0.015)


def depth_at(name, wavelength_um):
    removed = continuum_removed(FINE_UM, minerals.reflectance(MINERALS[name], FINE_UM))
    return 1 - np.interp(wavelength_um, FINE_UM, removed)


def test_kaolinite_has_a_doublet_and_halloysite_a_shoulder():
    between = 0.5 * (2.162 + 2.206)
    assert depth_at("kaolinite", 2.165) > depth_at("kaolinite", between)
    assert depth_at("halloysite", 2.165) < depth_at("halloysite", between)


def test_muscovite_has_the_bands_at_2350_and_2440_nm_that_montmorillonite_lacks():
    assert depth_at("muscovite", 2.35) > 0.08
    assert depth_at("muscovite", 2.44) > 0.04
    assert depth_at("montmorillonite", 2.35) < 0.04
    assert depth_at("montmorillonite", 2.44) < 0.04


@pytest.mark.parametrize("name", MINERALS)
def test_every_absorption_is_physical_and_names_its_source(name):
    mineral = MINERALS[name]
    assert mineral.name == name
    assert 0 < mineral.brightness < 1
    centres = [absorption.centre_um for absorption in mineral.absorptions]
    assert centres == sorted(centres)
    assert centres[0] >= 1.99 and centres[-1] <= 2.48
    for absorption in mineral.absorptions + mineral.wings:
        assert 0 < absorption.depth < 1 and absorption.width_um > 0
        assert any(character.isdigit() for character in absorption.source)


def test_the_minerals_are_numbered_as_the_class_maps_are():
    numbers = [mineral.number for mineral in MINERALS.values()]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert list(MINERALS) == [
        "muscovite", "kaolinite", "halloysite", "calcite", "montmorillonite", "alunite", "chalcedony",
    ]  # fmt: skip


def test_wide_bands_blur_an_absorption_but_keep_its_area():
    calcite = MINERALS["calcite"]
    far_um = np.arange(1.0, 4.0, 0.001)
    sharp, blurred = (minerals.absorbance(calcite, far_um, width) for width in (0.0, 0.05))
    assert blurred.max() < sharp.max()
    assert blurred.sum() == pytest.approx(sharp.sum(), rel=1e-6)


def test_the_host_rock_is_no_class_and_nearly_featureless():
    assert minerals.HOST_ROCK.number == 0
    assert minerals.HOST_ROCK.name not in MINERALS
    assert continuum_removed(FINE_UM, minerals.reflectance(minerals.HOST_ROCK, FINE_UM)).min() > 0.95
