# SPDX-License-Identifier: GPL-2.0-or-later
"""A header that was corrected rules over the copy of it that QGIS or GDAL left beside the data."""

import numpy as np
import pytest
from making import write_envi
from osgeo import gdal

from mineral_prune_plugin.raster.band_matching import BandSelection, choose_bands
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.piece_readers import Source
from mineral_prune_plugin.raster.raster_notices import HeaderDiffersFromCopy
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.windows import Window

CUBE = np.full((3, 2, 2), 0.5, np.float32)
OLD = {"wavelength_units": "Nanometers", "wavelength": [2040, 2140, 2240], "fwhm": [9, 9, 9], "bbl": [1, 1, 1]}


def seen_by_gdal(path, wavelengths_um=()):
    """Leave NAME.aux.xml beside a raster, as QGIS does when it looks at one. wavelengths_um : what GDAL 3.10 adds."""
    dataset = gdal.Open(str(path))
    dataset.GetRasterBand(1).ComputeStatistics(False)
    for number, um in enumerate(wavelengths_um, start=1):
        dataset.GetRasterBand(number).SetMetadataItem("CENTRAL_WAVELENGTH_UM", str(um), "IMAGERY")
    dataset = None
    assert path.with_name(path.name + ".aux.xml").exists()


@pytest.fixture
def corrected(tmp_path):
    """RasterInfo of a raster that GDAL has seen with the entries `old` and whose header now has `new`."""

    def info(old, new, cube=CUBE):
        (tmp_path / "cube.img.aux.xml").unlink(missing_ok=True)
        path = write_envi(tmp_path / "cube.img", cube, **old)
        seen_by_gdal(path)
        write_envi(path, cube, **new)
        return describe(path)

    return info


def differing(info):
    """The entries that the notice names; "" without a notice."""
    notices = [notice for notice in info.notices if isinstance(notice, HeaderDiffersFromCopy)]
    assert all(notice.facts["copy"] == "cube.img.aux.xml" for notice in notices)
    return ", ".join(notice.facts["entries"] for notice in notices)


def test_a_copy_that_agrees_is_no_matter(corrected):
    info = corrected(OLD, OLD)
    assert info.notices == () and info.bands.centres_um == pytest.approx([2.04, 2.14, 2.24])


def test_corrected_wavelengths_and_bad_bands_are_used_and_said(corrected):
    info = corrected(OLD, {**OLD, "wavelength": [2000, 2100, 2200], "fwhm": [8, 8, 8], "bbl": [1, 0, 1]})
    assert info.bands.centres_um == pytest.approx([2.0, 2.1, 2.2])
    assert info.bands.widths_um == pytest.approx([0.008] * 3)
    assert choose_bands(info.bands, info.name).numbers == (1, 3)
    assert differing(info) == "wavelength, fwhm, bbl"


def test_a_corrected_unit_is_used(corrected):
    wrong = {"wavelength_units": "Micrometers", "wavelength": [2000, 2100, 2200]}
    info = corrected(wrong, {**wrong, "wavelength_units": "Nanometers"})
    assert info.bands.centres_um == pytest.approx([2.0, 2.1, 2.2])
    assert differing(info) == "wavelength units"


def test_what_was_deleted_from_the_header_is_gone(corrected):
    info = corrected({**OLD, "data_ignore_value": 0}, {})
    assert not info.bands.has_wavelengths and info.bands.good.all() and info.bands.no_data == (None,) * 3
    assert differing(info) == "wavelength, wavelength units, fwhm, bbl, data ignore value"


def test_wavelengths_that_a_later_gdal_made_of_the_old_header_are_not_used(tmp_path):
    path = write_envi(tmp_path / "cube.img", CUBE, **OLD)
    seen_by_gdal(path, (2.04, 2.14, 2.24))
    write_envi(path, CUBE)
    bands = describe(path).bands
    assert not bands.has_wavelengths and bands.names == ("", "", "")  # nor names that GDAL makes of wavelengths


def test_corrected_no_data_gains_offsets_and_scale_are_used(corrected):
    old = {"data_ignore_value": -1, "data_gain_values": [2, 2, 2], "data_offset_values": [1, 1, 1]}
    new = {"data_ignore_value": -2, "data_gain_values": [3, 3, 3], "data_offset_values": [4, 4, 4]}
    info = corrected(old, new)
    assert info.bands.no_data == (-2, -2, -2)
    assert info.bands.scales.tolist() == [3, 3, 3] and info.bands.offsets.tolist() == [4, 4, 4]
    assert differing(info) == "data ignore value, data gain values, data offset values"
    info = corrected({"reflectance_scale_factor": 100}, {"reflectance_scale_factor": 10_000})
    assert info.bands.scales == pytest.approx([1e-4] * 3) and differing(info) == "reflectance scale factor"


def test_names_of_bands_are_those_of_the_corrected_header(corrected):
    info = corrected({"band_names": ["B2", "B3", "B4"]}, {"band_names": ["B2", "B3", "B8"]})
    assert info.bands.names_of([1, 2, 3]) == ("B2", "B3", "B8") and differing(info) == "band names"


def test_what_a_user_gave_the_copy_alone_is_kept(tmp_path):
    path = write_envi(tmp_path / "cube.img", CUBE)
    dataset = gdal.Open(str(path))
    for number in (1, 2, 3):
        band = dataset.GetRasterBand(number)
        band.SetMetadata({"wavelength": f"{2000 + 100 * number}", "wavelength_units": "nm", "bbl": str(number % 2)})
        band.SetNoDataValue(-9)
    band = dataset = None
    info = describe(path)
    assert info.bands.centres_um == pytest.approx([2.1, 2.2, 2.3]) and info.bands.good.tolist() == [True, False, True]
    assert info.bands.no_data == (-9, -9, -9) and info.notices == ()


def test_the_copy_does_not_hide_the_layout_from_the_fast_path(tmp_path):
    cube = np.arange(12, dtype=np.int16).reshape(3, 2, 2)
    path = write_envi(tmp_path / "cube.img", cube, "bil")
    seen_by_gdal(path)
    write_envi(path, cube, "bip")
    assert Source.of(describe(path), BandSelection((1,)), 1000).layout is not None


def test_the_no_data_value_of_labels_is_that_of_the_corrected_header(tmp_path):
    path = write_envi(tmp_path / "labels.img", np.uint8([[[1, 2], [2, 1]]]), data_ignore_value=1)
    seen_by_gdal(path)
    write_envi(path, np.uint8([[[1, 2], [2, 1]]]), data_ignore_value=2)
    labels = RasterLabels(path, describe(path).grid)
    assert labels.read(Window(0, 0, 2, 2)).classes.tolist() == [1, 0, 0, 1]
