# SPDX-License-Identifier: GPL-2.0-or-later
"""The library that the plugin brings along: what each material must look like, and how near it is to its records."""

import csv
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from making import Watcher

from mineral_prune_plugin.errors import (
    LibraryNumberUnreadable,
    LibraryRowLength,
    LibraryTooShort,
    LibraryUnreadable,
)
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.spectra import scene
from mineral_prune_plugin.spectral_library import embedded
from mineral_prune_plugin.spectral_library.embedded import embedded_library, embedded_variants
from mineral_prune_plugin.spectral_library.matching import Mineral, match_records, parse_minerals, records_of
from mineral_prune_plugin.spectral_library.materials import MATERIALS, NO_MINERAL
from mineral_prune_plugin.spectral_library.read_library import read_library
from mineral_prune_plugin.spectral_library.resample import resample

NAMES = [material.name for material in MATERIALS]
VOCABULARY = tuple(Mineral(material.name, material.patterns) for material in MATERIALS)
VARIANTS = embedded_variants()
SWIR_UM, WHOLE_UM = (2.0, 2.48), (0.4, 2.5)

# Deepest absorption between 2.0 and 2.48 um, as manuals of short-wave infrared spectroscopy agree.
DEEPEST_UM = {
    "alunite": 2.168, "kaolinite": 2.206, "dickite": 2.18, "halloysite": 2.207, "muscovite": 2.203, "illite": 2.21,
    "paragonite": 2.19, "montmorillonite": 2.21, "nontronite": 2.29, "pyrophyllite": 2.167, "jarosite": 2.265,
    "calcite": 2.34, "dolomite": 2.32, "magnesite": 2.31, "talc": 2.315, "serpentine": 2.325, "chlorite": 2.33,
    "epidote": 2.34, "gibbsite": 2.27, "phlogopite": 2.325, "tremolite": 2.315, "vermiculite": 2.315,
    "saponite": 2.31, "beidellite": 2.18, "topaz": 2.085, "buddingtonite": 2.12, "zunyite": 2.135, "brucite": 2.317,
    "siderite": 2.33, "rhodochrosite": 2.36, "lepidolite": 2.197, "actinolite": 2.315, "hornblende": 2.325,
    "prehnite": 2.35, "tourmaline": 2.305, "chalcedony": 2.214,
}  # fmt: skip


def continuum_removed(um, spectrum, ends):
    """Wavelengths between two ends, and the spectrum there over its upper hull: by walking to the steepest point."""
    within = (um >= ends[0]) & (um <= ends[1])
    um, spectrum = um[within], spectrum[within]
    vertices = [0]
    while vertices[-1] < len(um) - 1:
        last = vertices[-1]
        rise = (spectrum[last + 1 :] - spectrum[last]) / (um[last + 1 :] - um[last])
        vertices.append(last + 1 + int(np.argmax(rise)))
    return um, spectrum / np.interp(um, um[vertices], spectrum[vertices])


def spectra_of(name, library=None):
    library = library or embedded_library()
    (mineral,) = parse_minerals(name)
    return library.reflectance[records_of(match_records(library.names, (mineral,), "", silent()), name)]


def at(spectrum, um):
    return np.interp(um, embedded.WAVELENGTHS_UM, spectrum)


def test_every_spectrum_is_reflectance_from_0_4_to_2_5_um():
    library = embedded_library()
    assert library.title == "embedded library" and len(set(library.names)) == len(library) > 250
    assert library.wavelengths_um[0] <= 0.40 and library.wavelengths_um[-1] >= 2.50
    assert library.reflectance.dtype == np.float32
    assert library.reflectance.shape == (len(library), len(library.wavelengths_um))
    assert library.reflectance.min() >= 0 and library.reflectance.max() <= 1


def test_every_material_finds_its_records_and_no_others():
    library, watcher = embedded_library(), Watcher()
    matches = match_records(library.names, VOCABULARY, library.title, watcher.progress)
    for name in NAMES:
        rows = records_of(matches, name)
        assert [library.names[row] for row in rows] == [f"{name} {number + 1}" for number in range(len(rows))] != []
    assert sum(len(records_of(matches, name)) for name in NAMES) == len(library)


def test_some_forty_minerals_and_what_must_not_be_taken_for_them():
    others = {material.name for material in MATERIALS if material.group == NO_MINERAL}
    assert others == {
        "green vegetation", "dry vegetation", "water", "snow", "plastic", "concrete", "asphalt", "quartz sand",
    }  # fmt: skip
    assert len(MATERIALS) - len(others) >= 40 and len(set(NAMES)) == len(NAMES)


def test_the_vocabulary_finds_the_records_of_splib07(libraries):
    (library,) = read_library(libraries / "s07_AV95_envi.sli")
    matches = match_records(library.names, VOCABULARY, library.title, silent())  # refuses a record of two materials
    chosen = {variant.record for variant in VARIANTS}
    assert chosen <= set(library.names)
    for variant in VARIANTS:
        assert variant.record in {library.names[row] for row in records_of(matches, variant.material)}


@pytest.mark.parametrize("name", DEEPEST_UM)
def test_the_deepest_absorption_lies_where_manuals_say(name):
    deepest = []
    for spectrum in spectra_of(name):
        um, removed = continuum_removed(embedded.WAVELENGTHS_UM, spectrum, SWIR_UM)
        deepest.append(um[removed.argmin()])
    assert np.median(deepest) == pytest.approx(DEEPEST_UM[name], abs=0.012)


def test_kaolinite_has_a_doublet():
    for spectrum in spectra_of("kaolinite"):
        um, removed = continuum_removed(embedded.WAVELENGTHS_UM, spectrum, (2.1, 2.25))
        depth = 1 - np.interp([2.163, 2.185, 2.207], um, removed)
        assert depth[0] > 1.02 * depth[1] and depth[2] > depth[0] > 0.05


def test_sodium_moves_alunites_absorption_at_1_48_um_to_longer_wavelengths():
    """From 1.478 um of potassium alunite to 1.496 um of sodium alunite."""
    centre = {}
    for variant in VARIANTS:
        (spectrum,) = embedded.spectra([variant], embedded.WAVELENGTHS_UM)
        um, removed = continuum_removed(embedded.WAVELENGTHS_UM, spectrum, (1.455, 1.55))
        centre[variant.record] = um[removed.argmin()]
    assert centre["Alunite GDS84 Na03 BECKa AREF"] == pytest.approx(1.478, abs=0.005)
    assert centre["Alunite GDS82 Na82 BECKb AREF"] == pytest.approx(1.494, abs=0.005)


def test_green_leaves_absorb_red_and_reflect_beyond():
    for spectrum in spectra_of("green vegetation"):
        assert at(spectrum, 0.68) < at(spectrum, 0.555) < 0.5 * at(spectrum, 0.80)
        assert at(spectrum, 1.45) < 0.6 * at(spectrum, 1.27)


def test_iron_absorbs_in_the_near_infrared_hematite_at_shorter_wavelengths_than_goethite():
    centres = {}
    for name in ("hematite", "goethite"):
        um_removed = [continuum_removed(embedded.WAVELENGTHS_UM, row, (0.75, 1.25)) for row in spectra_of(name)]
        centres[name] = np.median([um[removed.argmin()] for um, removed in um_removed])
    assert 0.84 < centres["hematite"] < 0.92 < centres["goethite"] < 1.0


def test_snow_is_dark_in_the_short_wave_infrared_and_water_everywhere():
    for spectrum in spectra_of("snow"):
        assert at(spectrum, 1.50) < 0.1 * at(spectrum, 0.50)
    for spectrum in spectra_of("water"):
        assert spectrum.max() < 0.1 and at(spectrum, 1.50) < 0.7 * at(spectrum, 0.50)


def test_at_the_bands_of_cuprite_nothing_is_missing_and_nothing_is_told():
    watcher = Watcher()
    bands = Wavelengths.from_um(scene.WAVELENGTHS_UM, scene.WIDTHS_UM)
    resampled = resample((embedded_library(),), bands, "scene", watcher.progress)
    assert resampled.reflectance.shape == (len(VARIANTS), 50) and np.isfinite(resampled.reflectance).all()
    assert watcher.notices == []


def test_no_sensor_is_sharper_than_the_library():
    watcher = Watcher()
    bands = Wavelengths.from_um(np.arange(0.402, 2.498, 0.1), np.full(21, 0.001))
    resample((embedded_library(),), bands, "scene", watcher.progress)
    assert watcher.notices == []


def test_each_spectrum_states_its_record_and_the_errors_of_its_fit():
    for variant in VARIANTS:
        assert variant.record and 0 < variant.rms <= variant.largest_error
        assert 0 < variant.rms_swir < 0.02 and 0.01 < variant.brightness <= 1
        assert 4 <= len(variant.absorptions) <= 32
    assert np.median([variant.rms_swir for variant in VARIANTS]) < 0.0025
    assert np.quantile([variant.rms_swir for variant in VARIANTS], 0.9) < 0.005


def test_each_spectrum_is_as_close_to_its_record_as_it_states(libraries):
    (library,) = read_library(libraries / "s07_AV95_envi.sli")
    bands = (library.wavelengths_um >= 0.39) & (library.wavelengths_um <= 2.51)
    um = library.wavelengths_um[bands]
    target = Wavelengths.from_um(um, library.widths_um[bands])
    models = resample((embedded_library(),), target, "AVIRIS", silent()).reflectance.astype(np.float64)
    for variant, model in zip(VARIANTS, models):
        record = library.reflectance[library.names.index(variant.record), bands].astype(np.float64)
        there = np.isfinite(record)
        for ends, stated in ((SWIR_UM, variant.rms_swir), (WHOLE_UM, variant.rms)):
            pair = [continuum_removed(um[there], spectrum[there], ends)[1] for spectrum in (model, record)]
            error = pair[0] - pair[1]
            assert np.sqrt(np.mean(error**2)) == pytest.approx(stated, abs=2e-4), variant.name
        assert np.abs(error).max() == pytest.approx(variant.largest_error, abs=1e-3), variant.name
        assert np.sqrt(np.mean((model - record)[there] ** 2)) < 0.01, variant.name  # of reflectance, brightness too


def test_reading_takes_a_moment():
    times = []
    for _ in range(3):
        embedded_library.cache_clear()
        began = time.process_time()
        embedded_library()
        times.append(time.process_time() - began)
    assert min(times) < 0.15  # 0.05 on a quiet machine


def test_nobody_changes_the_library_that_all_share():
    assert embedded_library() is embedded_library()
    with pytest.raises(ValueError, match="read-only"):
        embedded_library().reflectance[0, 0] = 0


def test_the_tables_are_small_and_hold_no_spectrum():
    tables = [Path(embedded.FOLDER) / name for name in (embedded.ABSORPTIONS, embedded.VARIANTS)]
    assert sum(table.stat().st_size for table in tables) < 400_000
    assert max(len(row) for table in tables for row in csv.reader(table.open(encoding="utf-8"))) <= 7


@pytest.fixture
def tables(tmp_path):
    """A function that changes a line of a table in a copy of both, and gives the folder."""
    for name in (embedded.ABSORPTIONS, embedded.VARIANTS):
        shutil.copy(Path(embedded.FOLDER) / name, tmp_path)

    def changed(name, line, text):
        path = tmp_path / name
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[line - 1 : line] = [text] if text else []
        path.write_text("\n".join(lines), encoding="utf-8")
        return tmp_path

    return changed


@pytest.mark.parametrize("cell", ["0", "-0.1", "nan", "inf", "", "0,1x"])
def test_a_number_that_is_none_or_not_above_zero_is_refused(tables, cell):
    with pytest.raises(LibraryNumberUnreadable) as caught:
        embedded_variants(tables("absorptions.csv", 3, f'muscovite,1,2.2,0.05,"{cell}"'))
    assert caught.value.facts == {"library": "absorptions.csv", "line": 3, "text": cell}


@pytest.mark.parametrize("line, text", [(4, "muscovite,1,2.2,0.05"), (1, "mineral,variant,centre_um,width_um,depth")])
def test_a_row_or_a_header_of_other_columns_is_refused(tables, line, text):
    with pytest.raises(LibraryRowLength) as caught:
        embedded_variants(tables("absorptions.csv", line, text))
    assert caught.value.facts["line"] == line


def test_a_variant_without_absorptions_and_absorptions_without_a_variant_are_refused(tables):
    with pytest.raises(LibraryTooShort):
        embedded_variants(tables("variants.csv", 2, ""))
    with pytest.raises(LibraryTooShort):
        embedded_variants(tables("variants.csv", 2, "unheard of,1,Record,0.5,0.1,0.1,0.1"))


def test_a_table_that_is_gone_is_told(tmp_path):
    with pytest.raises(LibraryUnreadable):
        embedded_variants(tmp_path)
