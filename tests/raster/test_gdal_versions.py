# SPDX-License-Identifier: GPL-2.0-or-later
"""What differs between versions of GDAL is the same to the plugin, with GDAL's exceptions on and off.

Run in roots with GDAL 3.6, 3.10 and 3.13: `make test-root`.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from making import gdal_exceptions
from osgeo import gdal

from mineral_prune_plugin.errors import BandListLength, BandsReadAsColumns, HeaderOfAnotherRaster, RawSourceElsewhere
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.category_names import category_names
from mineral_prune_plugin.raster.gdal_versions import bad_by_gdal, gdal_version
from mineral_prune_plugin.raster.raster_notices import HeaderBesideTiff, HeaderDamaged, TiffDiffersFromHeader
from mineral_prune_plugin.raster.source import describe

ROOT = Path(__file__).resolve().parents[2]
VERSION = tuple(int(part) for part in re.findall(r"[0-9]+", gdal_version())[:2])
ENTRIES = {
    "samples": "2",
    "lines": "2",
    "bands": "3",
    "file type": "TIFF",
    "wavelength units": "Nanometers",
    "wavelength": "{2040.12,\n 2140.34, 2240.56}",
    "fwhm": "{9.4, 9.5, 9.6}",
    "bbl": "{1, 0, 1}",
}


@pytest.fixture(autouse=True, params=[False, True], ids=["quiet", "exceptions"])
def _exceptions(request):
    with gdal_exceptions(request.param):
        yield


def tiff(path, no_data=None):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 2, 2, 3, gdal.GDT_Float32)
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).WriteArray(np.full((2, 2), 0.1 * number, np.float32))
        if no_data is not None:
            dataset.GetRasterBand(number).SetNoDataValue(no_data)
    dataset = None
    return path


def with_header(folder, name="scene.hdr", no_data=None, **changes):
    """RasterInfo of scene.tif with an ENVI header beside it; an entry that is None is left out."""
    entries = {**ENTRIES, **{key.replace("_", " "): value for key, value in changes.items()}}
    lines = [f"{key} = {value}" for key, value in entries.items() if value is not None]
    path = tiff(folder / "scene.tif", no_data)  # first: GDAL since 3.13 deletes the header with the raster before
    (folder / name).write_text("\n".join(["ENVI", *lines]) + "\n")
    return describe(path)


def remarks(info):
    return [notice.facts for notice in info.notices if isinstance(notice, HeaderBesideTiff)]


@pytest.mark.parametrize("name", ["scene.hdr", "scene.HDR"])
def test_the_header_beside_a_tiff_states_wavelengths_widths_and_bad_bands(tmp_path, name):
    """To the picometre: GDAL 3.13 rounds them to a nanometre, earlier ones do not read them."""
    info = with_header(tmp_path, name)
    assert info.bands.centres_um == pytest.approx([2.04012, 2.14034, 2.24056], abs=1e-9)
    assert info.bands.widths_um == pytest.approx([0.0094, 0.0095, 0.0096], abs=1e-9)
    assert choose_bands(info.bands, info.name).numbers == (1, 3)
    entries = "wavelength, wavelength units, fwhm, bbl"
    assert remarks(info) == [{"raster": "scene.tif", "header": name, "entries": entries}]


def test_flags_of_bad_bands_may_be_written_as_real_numbers(tmp_path):
    """Of which GDAL 3.13 says that all bands are bad."""
    info = with_header(tmp_path, bbl="{1.0, 1.0, 0.0}")
    assert info.bands.good.tolist() == [True, True, False]


def test_scale_and_no_data_of_the_header_count_where_the_tiff_has_none(tmp_path):
    info = with_header(tmp_path, reflectance_scale_factor="10000", data_ignore_value="-9999")
    assert info.bands.scales == pytest.approx([1e-4] * 3) and info.bands.no_data == (-9999.0,) * 3
    kept = with_header(tmp_path, no_data=-1.0, data_ignore_value="-9999")
    assert kept.bands.no_data == (-1.0,) * 3


def test_gains_and_offsets_of_the_header_are_the_bands_scales(tmp_path):
    info = with_header(tmp_path, data_gain_values="{0.5, 0.25, 2}", data_offset_values="{0, 1, 2}")
    assert info.bands.scales.tolist() == [0.5, 0.25, 2.0] and info.bands.offsets.tolist() == [0.0, 1.0, 2.0]


def test_a_list_for_more_bands_is_refused(tmp_path):
    """GDAL 3.13 takes its beginning: wrong wavelengths for a raster of some of the bands."""
    with pytest.raises(BandListLength, match="4"):
        with_header(tmp_path, wavelength="{2040, 2140, 2240, 2340}", fwhm=None, bbl=None)


@pytest.mark.parametrize("entry, stated", [("samples", "614"), ("lines", "3"), ("bands", "50")])
def test_a_header_that_states_another_size_is_of_another_raster_and_refused(tmp_path, entry, stated):
    """It outlived a raster of the same name: its wavelengths, scale and bad bands would fit this one by chance."""
    with pytest.raises(HeaderOfAnotherRaster, match=f"scene.hdr.* states {entry} = {stated}, .* has {entry} = [23]"):
        with_header(tmp_path, **{entry: stated})
    silent = dict.fromkeys(("wavelength_units", "wavelength", "fwhm", "bbl"))
    assert remarks(with_header(tmp_path, **{entry: stated}, **silent)) == []


def stating(path, scale=None, **items):
    """The GeoTIFF at `path` states of each band what the `items` list."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number in (1, 2, 3):
        band = dataset.GetRasterBand(number)
        band.SetMetadata({key: values[number - 1] for key, values in items.items()})
        if scale is not None:
            band.SetScale(scale)
    dataset = None


def contradictions(folder, scale=None, no_data=None, items=(), **changes):
    """The entries in which scene.tif, which states `items`, contradicts the header beside it."""
    with_header(folder, no_data=no_data, **changes)
    stating(folder / "scene.tif", scale, **dict(items))
    told = describe(folder / "scene.tif").notices
    return [notice.facts["entries"] for notice in told if isinstance(notice, TiffDiffersFromHeader)]


NM = {"wavelength_units": ["Nanometers"] * 3}


def test_a_tiff_that_contradicts_the_header_beside_it_is_told(tmp_path):
    """A header left from before the bands were put in another order, the values scaled or the gaps filled otherwise."""
    if VERSION < (3, 13):  # that mixes the two before anyone can ask
        other = {"wavelength": ["2240.56", "2140.34", "2040.12"], **NM}
        assert contradictions(tmp_path, items=other) == ["wavelength"]
        for flags in (["0", "0", "1"], ["1", "1", "1"]):
            assert contradictions(tmp_path, items={"bbl": flags}) == ["bbl"]
        gains = {"data_gain_values": "{0.5, 0.5, 0.5}"}
        assert contradictions(tmp_path, scale=1e-4, **gains) == ["data gain values"]
    factor = {"reflectance_scale_factor": "1000"}
    assert contradictions(tmp_path, scale=1e-4, **factor) == ["reflectance scale factor"]
    for no_data in (0, np.nan):
        assert contradictions(tmp_path, no_data=no_data, data_ignore_value="65535") == ["data ignore value"]


def test_a_tiff_and_a_header_that_say_the_same_contradict_each_other_in_nothing(tmp_path):
    same = {"wavelength": ["2.04012", "2.14034", "2.24056"], "wavelength_units": ["Micrometers"] * 3}
    facts = {"reflectance_scale_factor": "10000", "data_ignore_value": "-9999"}
    assert contradictions(tmp_path, 1e-4, -9999, {**same, "bbl": ["1", "0", "1"]}, **facts) == []
    assert contradictions(tmp_path, **facts) == []
    nothing = {"wavelength": ["1", "1", "1"], "wavelength_units": ["parsecs"] * 3}
    assert contradictions(tmp_path, items=nothing) == []


@pytest.mark.parametrize("key", ["data gain values", "data offset values"])
def test_gains_or_offsets_of_other_bands_are_refused(tmp_path, key):
    with pytest.raises(BandListLength, match=f"2 values under '{key}' for 3 bands"):
        with_header(tmp_path, **{key.replace(" ", "_"): "{0.5, 0.25}"})


@pytest.mark.parametrize("kind", ["ENVI Standard", None])
def test_a_header_of_another_file_is_none_of_the_tiffs(tmp_path, kind):
    """scene.hdr of scene.img, with scene.tif in the same folder."""
    info = with_header(tmp_path, file_type=kind)
    assert not info.bands.has_wavelengths and info.bands.good.all() and remarks(info) == []


def test_a_header_that_states_nothing_of_bands_is_no_matter(tmp_path):
    info = with_header(tmp_path, wavelength_units=None, wavelength=None, fwhm=None, bbl=None)
    assert not info.bands.has_wavelengths and remarks(info) == []


def test_wavelengths_that_are_cut_short_are_none_or_those_that_are_there_and_it_is_told(tmp_path):
    info = with_header(tmp_path, wavelength="{2040, 2140,", fwhm=None, bbl=None, wavelength_units=None)
    assert [notice.facts["entry"] for notice in info.notices if isinstance(notice, HeaderDamaged)] == ["wavelength"]
    assert remarks(info) == []
    there = [2.04, 2.14, np.nan] if VERSION >= (3, 13) else [np.nan] * 3  # GDAL reads what is left of the list
    np.testing.assert_allclose(info.bands.centres_um, there)


@pytest.mark.parametrize("kind, told", [("TIFF", ["bbl"]), ("tiff", ["bbl"]), ("ENVI Standard", [])])
def test_a_header_cut_short_within_a_list_is_told(tmp_path, kind, told):
    info = with_header(tmp_path, file_type=kind, bbl="{1, 0,")
    assert [notice.facts["entry"] for notice in info.notices if isinstance(notice, HeaderDamaged)] == told


def test_the_flag_of_a_copy_made_by_gdal_leaves_bad_bands_out(tmp_path):
    """A GeoTIFF that GDAL 3.13 made of one with a header has `good_band` and no list."""
    path = tiff(tmp_path / "copy.tif")
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number, flag in ((1, "true"), (2, "false"), (3, "true")):
        dataset.GetRasterBand(number).SetMetadata({"good_band": flag, "wavelength": f"{2000 + number}"})
    dataset = None
    assert describe(path).bands.good.tolist() == [True, False, True]
    assert bad_by_gdal([{"good_band": "false"}, {"good_band": "false"}]) is None and bad_by_gdal([{}]) is None


def raw_vrt(path, file, relative):
    path.parent.mkdir(exist_ok=True)
    band = f"""<VRTRasterBand dataType="Float32" band="1" subClass="VRTRawRasterBand">
    <SourceFilename relativetoVRT="{int(relative)}">{file}</SourceFilename><ImageOffset>0</ImageOffset>
    <PixelOffset>4</PixelOffset><LineOffset>20</LineOffset></VRTRasterBand>"""
    path.write_text(f'<VRTDataset rasterXSize="5" rasterYSize="4">{band}</VRTDataset>')
    return path


def test_a_raw_file_beside_the_virtual_raster_is_read_in_every_version(tmp_path):
    np.arange(20, dtype="<f4").tofile(tmp_path / "raw.bin")
    assert describe(raw_vrt(tmp_path / "raw.vrt", "raw.bin", True)).grid.width == 5


@pytest.mark.parametrize(("file", "relative"), [("../raw.bin", True), ("{folder}/raw.bin", False)])
def test_a_raw_file_elsewhere_is_read_or_it_is_said_where_it_must_lie(tmp_path, file, relative):
    np.arange(20, dtype="<f4").tofile(tmp_path / "raw.bin")
    path = raw_vrt(tmp_path / "below" / "raw.vrt", file.format(folder=tmp_path), relative)
    if VERSION < (3, 12):
        assert describe(path).grid.width == 5
    else:
        with pytest.raises(RawSourceElsewhere, match="raw.vrt takes its values from the raw file .*raw.bin.*3.12"):
            describe(path)


def test_bands_of_emit_are_bands_or_the_raster_is_refused(tmp_path):
    """Opened as it is, without 'Open product'."""
    pytest.importorskip("netCDF4")
    from products.miniatures import emit

    emit.build(tmp_path)
    path = f'NETCDF:"{tmp_path / emit.NAME}":reflectance'
    if VERSION < (3, 8):
        with pytest.raises(BandsReadAsColumns, match=r"285 x 5 pixels of 6 bands.*'Open product'"):
            describe(path)
    else:
        info = describe(path)
        assert (info.grid.width, info.grid.height, len(info.bands.good)) == (emit.COLUMNS, emit.ROWS, emit.BANDS)


def test_category_names_of_a_fresh_geotiff_are_there(tmp_path):
    path = str(tmp_path / "classes.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 2, 2, 1, gdal.GDT_Byte)
    dataset.GetRasterBand(1).SetCategoryNames(["", "alunite", "kaolinite"])
    dataset = None
    assert category_names(gdal.Open(path)) == {1: "alunite", 2: "kaolinite"}


def test_nothing_else_asks_for_the_version_or_the_domain():
    """Else what differs would be known in many places."""
    asking = re.compile(r"VersionInfo|gdal\.__version__|\"IMAGERY\"|GetCategoryNames|GetRasterCategoryNames")
    files = (ROOT / "mineral_prune_plugin").rglob("*.py")
    assert [path.name for path in files if asking.search(path.read_text(encoding="utf-8"))] == ["gdal_versions.py"]
