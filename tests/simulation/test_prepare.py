# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster and a library, made ready: which bands are used, and what is told of those that are not."""

import numpy as np
import pytest
from making import Watcher, write_geotiff

from mineral_prune_plugin.notices import BandsWithoutSpectra, SurfacesNotCovered
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.simulation.endmembers import SURFACE
from mineral_prune_plugin.simulation.prepare import prepare_simulation
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings

MINERALS = "alunite; calcite"


@pytest.fixture
def prepared(tmp_path):
    """The Prepared of a scene at some bands with a library of alunite and calcite there, and the Watcher."""

    def prepare(scene_um, library_um):
        noise = np.random.default_rng(1).normal(0, 0.002, (len(scene_um), 20, 20))
        write_geotiff(tmp_path / "scene.tif", (0.5 + noise).astype(np.float32), scene_um)
        rows = [["wavelength (um)", "alunite 1", "calcite 1"]]
        for place, um in enumerate(library_um):
            rows.append([f"{um:.4f}", *(str(0.3 if place == deep else 0.6) for deep in (2, 4))])
        library = tmp_path / "mine.csv"
        library.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
        info, watcher = describe(str(tmp_path / "scene.tif")), Watcher()
        request = str(library), MINERALS
        settings = SimulationSettings(seed=1)
        selection = choose_bands(info.bands, info.name)
        return prepare_simulation(info, selection, request, settings, watcher.progress), watcher

    return prepare


def surfaces(prepared):
    return [each.name for each in prepared.simulation.endmembers if each.role == SURFACE]


def test_surfaces_that_a_library_lacks_come_with_the_plugin(prepared):
    um = np.linspace(2.0, 2.4, 9)
    made, watcher = prepared(um, um)
    assert "green vegetation" in surfaces(made)
    assert not watcher.notices_of(SurfacesNotCovered)


@pytest.mark.parametrize("um", [np.linspace(2.3, 2.7, 9), np.linspace(3.0, 3.4, 9)], ids=["partly", "wholly"])
def test_bands_beyond_the_plugins_own_spectra_are_used_and_the_missing_surfaces_told(prepared, um):
    made, watcher = prepared(um, um)
    assert len(made.wavelengths) == 9 and surfaces(made) == []
    assert not watcher.notices_of(BandsWithoutSpectra)
    assert watcher.notices_of(SurfacesNotCovered)[0].facts["library"] == "mine.csv"


def test_bands_that_no_spectrum_covers_are_left_out_and_told(prepared):
    made, watcher = prepared(np.linspace(1.8, 2.4, 13), np.linspace(2.0, 2.4, 9))
    assert made.wavelengths.centres_um[0] == pytest.approx(2.0) and made.selection.numbers == tuple(range(5, 14))
    assert watcher.notices_of(BandsWithoutSpectra)[0].facts["bands"] == 4
