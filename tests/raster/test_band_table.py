# SPDX-License-Identifier: GPL-2.0-or-later
"""What rasters say of their bands: wavelengths in any unit, widths, bad bands, scale, offset and no-data values."""

import numpy as np
import pytest
from making import write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import (
    BandListLength,
    RasterHasNoBands,
    RasterIsComplex,
    RasterUnreadable,
    WavelengthsImplausible,
    WavelengthUnitUnknown,
)
from mineral_prune_plugin.models.perceptron.network import Standardisation
from mineral_prune_plugin.notices import UnitsDecidedByMagnitude
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.raster_notices import BandsWithoutWavelength, WavelengthsFromNames
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.spectra.features import compute

CUBE = np.full((3, 2, 2), 0.5, np.float32)


def bands_of(tmp_path, **header):
    return describe(write_envi(tmp_path / "cube.img", CUBE, **header)).bands


@pytest.mark.parametrize(
    ("unit", "numbers"),
    [
        ("Micrometers", [2.0, 2.1, 2.2]),
        ("micrometres", [2.0, 2.1, 2.2]),
        ("um", [2.0, 2.1, 2.2]),
        ("Microns", [2.0, 2.1, 2.2]),
        ("Nanometers", [2000, 2100, 2200]),
        ("nm", [2000, 2100, 2200]),
        ("Angstroms", [20000, 21000, 22000]),
        ("Millimeters", [0.002, 0.0021, 0.0022]),
        ("Wavenumber", [5000, 1e4 / 2.1, 1e4 / 2.2]),
    ],
)
def test_a_stated_unit_becomes_micrometres_without_a_remark(tmp_path, unit, numbers):
    info = describe(write_envi(tmp_path / "cube.img", CUBE, wavelength_units=unit, wavelength=numbers))
    assert info.bands.centres_um == pytest.approx([2.0, 2.1, 2.2], abs=1e-6)
    assert info.notices == ()


@pytest.mark.parametrize(
    ("numbers", "taken_as"), [([2.0, 2.1, 2.2], "micrometres"), ([2000, 2100, 2200], "nanometres")]
)
@pytest.mark.parametrize("header", [{}, {"wavelength_units": "Unknown"}])
def test_a_unit_that_is_not_stated_is_decided_by_magnitude_and_said(tmp_path, numbers, taken_as, header):
    info = describe(write_envi(tmp_path / "cube.img", CUBE, wavelength=numbers, fwhm=numbers, **header))
    assert info.bands.centres_um == pytest.approx([2.0, 2.1, 2.2])
    assert info.bands.widths_um == pytest.approx([2.0, 2.1, 2.2])
    (notice,) = info.notices
    assert isinstance(notice, UnitsDecidedByMagnitude)
    assert notice.facts == {"raster": "cube.img", "first": numbers[0], "last": numbers[2], "unit": taken_as}


def test_widths_have_the_unit_of_the_centres(tmp_path):
    bands = bands_of(tmp_path, wavelength_units="nm", wavelength=[2000, 2100, 2200], fwhm=[9, 10, 11])
    assert bands.widths_um == pytest.approx([0.009, 0.010, 0.011])


def test_a_width_in_wavenumbers_depends_on_where_it_stands(tmp_path):
    bands = bands_of(tmp_path, wavelength_units="cm-1", wavelength=[5000, 4000, 2500], fwhm=[10, 10, 10])
    ends = [(1e4 / (k - 5) - 1e4 / (k + 5)) for k in (5000, 4000, 2500)]
    assert bands.centres_um == pytest.approx([2.0, 2.5, 4.0])
    assert bands.widths_um == pytest.approx(ends, rel=1e-4)


def test_an_unknown_unit_is_refused(tmp_path):
    with pytest.raises(WavelengthUnitUnknown) as refused:
        bands_of(tmp_path, wavelength_units="furlongs", wavelength=[1, 2, 3], fwhm=[1, 1, 1])
    assert refused.value.facts == {"raster": "cube.img", "unit": "furlongs"}


@pytest.mark.parametrize(
    ("unit", "numbers"),
    [("Micrometers", [2000, 2100, 2200]), ("Nanometers", [2.0, 2.1, 2.2]), ("Wavenumber", [0, 1, 2])],
)
def test_wavelengths_that_cannot_be_in_the_stated_unit_are_refused(tmp_path, unit, numbers):
    with pytest.raises(WavelengthsImplausible) as refused:
        bands_of(tmp_path, wavelength_units=unit, wavelength=numbers)
    assert refused.value.facts == {
        "raster": "cube.img", "first": numbers[0], "last": numbers[2], "unit": unit.lower()
    }  # fmt: skip


@pytest.mark.parametrize("key", ["wavelength", "fwhm", "bbl"])
@pytest.mark.parametrize("entries", [2, 4])
def test_a_list_of_another_length_than_the_bands_is_refused(tmp_path, key, entries):
    header = {"wavelength": [2.0, 2.1, 2.2], "wavelength_units": "um", key: [2.0, 2.1, 2.2, 2.3][:entries]}
    with pytest.raises(BandListLength) as refused:
        bands_of(tmp_path, **header)
    assert refused.value.facts == {"raster": "cube.img", "key": key, "expected": 3, "found": entries}


def test_the_bad_band_list_marks_bands_as_bad(tmp_path):
    assert bands_of(tmp_path, bbl=[1, 0, 1]).good.tolist() == [True, False, True]
    assert bands_of(tmp_path).good.tolist() == [True, True, True]


def test_a_raster_that_states_no_wavelengths_has_none(tmp_path):
    bands = bands_of(tmp_path, bbl=[1, 1, 1])
    assert not bands.has_wavelengths
    assert bands.wavelengths([1, 2]) is None


def test_a_geotiff_states_wavelengths_widths_and_bad_bands_in_its_bands_metadata(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", CUBE)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number, good in enumerate((1, 1, 0), start=1):
        entries = {"WAVELENGTH": f"{2000 + 100 * number}", "wavelength_units": "nm", "FWHM": "10", "bbl": str(good)}
        dataset.GetRasterBand(number).SetMetadata(entries)
    dataset = None
    bands = describe(path).bands
    assert bands.centres_um == pytest.approx([2.1, 2.2, 2.3])
    assert bands.widths_um == pytest.approx([0.01, 0.01, 0.01])
    assert bands.good.tolist() == [True, True, False]
    assert bands.wavelengths([2, 1]).centres_um == pytest.approx((2.2, 2.1))


def test_the_imagery_domain_is_always_in_micrometres_and_speaks_first(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", CUBE, um=(1.0, 1.1, 1.2))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number in (1, 2, 3):
        entries = {"CENTRAL_WAVELENGTH_UM": str(2 + number / 10), "FWHM_UM": "0.02"}
        dataset.GetRasterBand(number).SetMetadata(entries, "IMAGERY")
    dataset = None
    bands = describe(path).bands
    assert bands.centres_um == pytest.approx([2.1, 2.2, 2.3])
    assert bands.widths_um == pytest.approx([0.02] * 3)


def test_a_band_without_a_wavelength_is_not_chosen(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", CUBE, um=(2.0, 2.1, 2.2))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(2).SetMetadata({"wavelength": "n/a"})
    dataset = None
    info = describe(path)
    assert np.isnan(info.bands.centres_um[1])
    assert choose_bands(info.bands, info.name).numbers == (1, 3)


def test_bands_that_are_switched_off_have_wavelength_0_and_are_left_out(tmp_path):
    header = {"wavelength_units": "Nanometers", "wavelength": [2000, 0, 2200], "fwhm": [9, 0, 9]}
    info = describe(write_envi(tmp_path / "cube.img", CUBE, **header))
    assert choose_bands(info.bands, info.name).numbers == (1, 3)
    assert info.bands.wavelengths([1, 3]).widths_um == pytest.approx((0.009, 0.009))
    (notice,) = info.notices
    assert isinstance(notice, BandsWithoutWavelength) and notice.facts["shown"] == "2"
    assert describe(write_envi(tmp_path / "cube.img", CUBE, **header, bbl=[1, 0, 1])).notices == ()  # that says it


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_a_unit_is_understood_in_either_encoding_of_the_micro_sign(tmp_path, encoding):
    path = write_envi(tmp_path / "cube.img", CUBE, wavelength_units="\u00b5m", wavelength=[2.0, 2.1, 2.2])
    header = path.with_suffix(".hdr")
    header.write_bytes(header.read_text(encoding="utf-8").encode(encoding))
    info = describe(path)
    assert info.bands.centres_um == pytest.approx([2.0, 2.1, 2.2]) and info.notices == ()


@pytest.mark.parametrize(
    "names",
    [
        ["band 1 (1990.000 Nanometers)", "band 2 (2000.000 Nanometers)", "band 3 (2010.000 Nanometers)"],
        ["1.99 um", "B2 2.00 \u00b5m", "x [2.01 microns]"],
        ["1990nm", "b: 2000nm 10 m", "2010nm/swir"],
    ],
)
def test_wavelengths_that_stand_in_names_alone_are_used_and_said(tmp_path, names):
    info = describe(write_envi(tmp_path / "cube.img", CUBE, band_names=names))
    assert info.bands.centres_um == pytest.approx([1.99, 2.0, 2.01])
    (notice,) = info.notices
    assert isinstance(notice, WavelengthsFromNames)
    assert (notice.facts["first"], notice.facts["last"]) == pytest.approx((1.99, 2.01))


@pytest.mark.parametrize(
    "names", [["B2 10 m", "B3 10 m", "B4 20m"], ["490 nm", "red", "nir"], ["1", "2", "3"], ["x490nm"] * 3]
)
def test_other_numbers_in_names_are_no_wavelengths(tmp_path, names):
    info = describe(write_envi(tmp_path / "cube.img", CUBE, band_names=names))
    assert not info.bands.has_wavelengths and info.notices == ()


def test_stated_wavelengths_rule_over_names(tmp_path):
    header = {"wavelength_units": "um", "wavelength": [2.0, 2.1, 2.2], "band_names": ["1 nm", "400 nm", "500 nm"]}
    info = describe(write_envi(tmp_path / "cube.img", CUBE, **header))
    assert info.bands.centres_um == pytest.approx([2.0, 2.1, 2.2]) and info.notices == ()


def first_spectrum(path):
    info = describe(path)
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    return reader.read(next(iter(reader.windows()))).reflectance[:, 0]


def test_the_reflectance_scale_factor_divides(tmp_path):
    path = write_envi(tmp_path / "cube.img", np.full((3, 2, 2), 2500, np.uint16), reflectance_scale_factor=5000)
    assert describe(path).bands.scale_stated
    assert first_spectrum(path) == pytest.approx([0.5] * 3)


def test_data_gain_and_offset_values_count_band_by_band(tmp_path):
    header = {"data_gain_values": [0.1, 0.01, 0.001], "data_offset_values": [0, 0.5, 1]}
    path = write_envi(tmp_path / "cube.img", np.full((3, 2, 2), 4, np.int16), **header)
    assert first_spectrum(path) == pytest.approx([0.4, 0.54, 1.004])


def test_gdals_scale_and_offset_are_applied(tmp_path):
    path = write_geotiff(tmp_path / "cube.tif", np.full((3, 2, 2), 3000, np.int16), scale=1e-4, offset=0.05)
    assert first_spectrum(path) == pytest.approx([0.35] * 3)


@pytest.mark.parametrize("factor", ["0", "-5000", "nan", "none"])
def test_a_scale_factor_that_is_no_positive_number_is_not_used(tmp_path, factor):
    path = write_envi(tmp_path / "cube.img", CUBE, reflectance_scale_factor=factor)
    assert not describe(path).bands.scale_stated
    assert first_spectrum(path) == pytest.approx([0.5] * 3)


def test_no_data_values_are_known(tmp_path):
    path = write_envi(tmp_path / "cube.img", CUBE, data_ignore_value=-9999)
    assert describe(path).bands.no_data == (-9999, -9999, -9999)


def test_what_is_no_raster_is_refused_with_its_name(tmp_path):
    (tmp_path / "notes.tif").write_text("no raster")
    for path in (tmp_path / "notes.tif", tmp_path / "missing.tif"):
        with pytest.raises(RasterUnreadable) as refused:
            describe(path)
        assert refused.value.facts["raster"] == str(path)
        assert refused.value.facts["reason"]


def test_complex_numbers_are_refused(tmp_path):
    write_geotiff(tmp_path / "complex.tif", np.ones((1, 2, 2), np.complex64))
    with pytest.raises(RasterIsComplex) as refused:
        describe(tmp_path / "complex.tif")
    assert refused.value.facts == {"raster": "complex.tif"}


def test_a_container_of_several_rasters_has_no_bands_of_its_own(tmp_path):
    single = gdal.Open(str(write_geotiff(tmp_path / "one.tif", np.ones((1, 8, 8), np.uint8))))
    for table in ("first", "second"):
        options = [f"RASTER_TABLE={table}", "APPEND_SUBDATASET=YES"]
        gdal.GetDriverByName("GPKG").CreateCopy(str(tmp_path / "both.gpkg"), single, options=options)
    with pytest.raises(RasterHasNoBands) as refused:
        describe(tmp_path / "both.gpkg")
    assert refused.value.facts == {"raster": "both.gpkg"}


# The real scenes.


def all_spectra(path):
    info = describe(path)
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    return info, np.concatenate([reader.read(window).reflectance for window in reader.windows()], axis=1)


def test_emit_states_no_unit_and_has_244_good_bands(real_scenes):
    info, spectra = all_spectra(real_scenes / "emit_crop")
    assert [type(notice) for notice in info.notices] == [UnitsDecidedByMagnitude]
    assert info.notices[0].facts["unit"] == "nanometres"
    assert info.bands.centres_um[0] == pytest.approx(0.3810055927)
    assert spectra.shape == (244, 100)
    assert np.isfinite(spectra).all() and 0 < spectra.mean() < 1


def test_avirisng_is_read_in_a_rotated_grid(real_scenes):
    info, spectra = all_spectra(real_scenes / "avirisng_crop.img")
    assert info.notices == () and len(info.bands.good) == 432 and not info.bands.good.all()
    assert info.grid.georeferenced and info.grid.geotransform[2] != 0
    assert np.isfinite(spectra).all() and 0 < spectra.mean() < 1


def test_the_avirisng_no_data_crop_has_not_one_valid_pixel(real_scenes):
    _, spectra = all_spectra(real_scenes / "avirisng_nodata_crop.img")
    assert np.isnan(spectra).all()


def test_jasper_ridge_has_scale_5000_and_no_georeference(real_scenes):
    info, spectra = all_spectra(real_scenes / "jasper_ridge.img")
    raw = gdal.Open(str(real_scenes / "jasper_ridge.img")).ReadAsArray()
    assert not info.grid.georeferenced and info.grid.wkt == ""
    assert spectra.shape == (198, 10_000)
    valid = np.isfinite(spectra).all(axis=0)
    assert valid.mean() > 0.99
    assert np.allclose(spectra[:, valid], raw.reshape(198, -1)[:, valid] / 5000, rtol=1e-6)


@pytest.mark.parametrize("feature", ["continuum", "asai"])
def test_rounding_of_the_hull_of_jasper_ridge_is_no_feature(real_scenes, feature):
    info, spectra = all_spectra(real_scenes / "jasper_ridge.img")
    values = compute(feature, spectra[:, np.isfinite(spectra).all(axis=0)], info.bands.centres_um)
    inputs = Standardisation.of(values).apply(values)
    assert np.abs(inputs[:, [0, -1]]).max() < 1e-5
    assert inputs[:, 1:-1].std(axis=0).min() > 0.99
