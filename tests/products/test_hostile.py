# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads that are broken, that lie, or that attack: one clear sentence, and nothing is left behind."""

import os
import time
import zipfile
from pathlib import Path

import h5py
import netCDF4
import numpy as np
import pytest
from making import gdal_exceptions
from products.miniatures import aviris, desis, emit, enmap, prisma, sentinel2, tanager

ONE_FILE = {
    "EMIT": lambda folder: emit.build(folder)[1].path,
    "PRISMA": lambda folder: prisma.build(folder).path,
    "Tanager": lambda folder: tanager.build(folder).path,
    "AVIRIS-3": lambda folder: aviris.build(folder).path,
}
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE bomb [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij"))
    + "]>\n"
)


@pytest.mark.parametrize("build", ONE_FILE.values(), ids=ONE_FILE)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_download_that_broke_off_is_refused(refused, tmp_path, build, share):
    path = build(tmp_path)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert path.name in refused(path)


@pytest.mark.parametrize("build", ONE_FILE.values(), ids=ONE_FILE)
def test_noise_in_the_middle_of_a_file_ends_in_a_sentence_or_a_raster(told, tmp_path, build):
    path = build(tmp_path)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = np.random.default_rng(1).bytes(64)
    path.write_bytes(content)
    assert told(path)


@pytest.mark.parametrize("content", [b"", b"\x89HDF\r\n\x1a\n", b"CDF\x01" + b"\xff" * 40, b"<html>Log in</html>"])
@pytest.mark.parametrize("name", [emit.NAME, prisma.NAME, aviris.NAME])
def test_a_file_that_is_only_named_like_a_product_is_refused(refused, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert name in refused(path)


def test_a_netcdf_that_is_no_product_is_refused_with_the_list_of_those_that_are(refused, tmp_path):
    path = tmp_path / "temperature.nc"
    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("x", 4)
        file.createVariable("temperature", "f4", ("x",))[:] = range(4)
    words = refused(path)
    assert "temperature.nc" in words and "EMIT" in words and "PRISMA" in words


@pytest.mark.parametrize("missing", ["glt_x", "glt_y", "wavelengths", "good_wavelengths"])
def test_a_granule_without_a_part_says_which(told, tmp_path, missing):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        del file["location" if missing.startswith("glt") else "sensor_band_parameters"][missing]
    said = told(path)
    assert any(missing in sentence for sentence in said), said


@pytest.mark.parametrize("outside", [("glt_x", 6), ("glt_y", 7), ("glt_x", -3), ("glt_y", 2**31 - 1)])
def test_a_lookup_table_that_points_outside_the_image_is_refused(refused, tmp_path, outside):
    path = emit.build(tmp_path)[1].path
    name, number = outside
    with h5py.File(path, "r+") as file:
        file["location"][name][3, 2] = number
    words = refused(path)
    assert "glt" in words.lower() or "lookup" in words.lower(), words


def test_a_lookup_table_whose_two_halves_differ_in_size_is_refused(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        del file["location/glt_y"]
        file["location/glt_y"] = np.ones((9, 7), np.int32)
    assert "7" in refused(path)


def test_a_list_of_wavelengths_that_is_too_short_is_refused(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        wavelengths = file["sensor_band_parameters/wavelengths"][:284]
        del file["sensor_band_parameters/wavelengths"]
        file["sensor_band_parameters/wavelengths"] = wavelengths
    words = refused(path)
    assert "284" in words and "285" in words, words


@pytest.mark.parametrize("wrong", [np.nan, 0.0, -500.0, 1e30])
def test_wavelengths_that_cannot_be_are_not_passed_on_in_silence(qgis, open_product, tmp_path, wrong):
    from qgis.core import QgsProcessingException

    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        file["sensor_band_parameters/wavelengths"][17] = wrong
    try:
        made = open_product(path)
    except QgsProcessingException:
        return
    place = [index for index, centre in enumerate(made.centres_um) if not 0.3 < centre < 3]
    assert not made.good[place].any()


def test_a_cube_that_says_it_is_a_petabyte_is_refused_before_memory_is_asked_for(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        del file["location/glt_x"], file["location/glt_y"]
        for name in ("glt_x", "glt_y"):
            file.create_dataset(f"location/{name}", (2**24, 2**24), "i4", chunks=(64, 64), fillvalue=0)
    began = time.monotonic()
    assert refused(path)
    assert time.monotonic() - began < 20


def test_a_petabyte_of_raw_pixels_is_refused_too(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        del file["reflectance"]
        file.create_dataset("reflectance", (2**22, 2**20, 285), "f4", chunks=(8, 8, 285), fillvalue=-9999.0)
    began = time.monotonic()
    assert refused(path, orthorectify=False)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("build", [enmap.build, desis.build], ids=["EnMAP", "DESIS"])
def test_a_metadata_file_with_an_entity_bomb_is_refused_at_once(refused, tmp_path, build):
    path = build(tmp_path).path
    body = path.read_text(encoding="utf-8").split("?>", 1)[1]
    path.write_text(BOMB + body.replace("0.0001", "&j;", 1), encoding="utf-8")
    began = time.monotonic()
    assert path.name in refused(path)
    assert time.monotonic() - began < 10


def test_an_external_entity_is_not_read(refused, tmp_path):
    (tmp_path / "secret.txt").write_text("0.5", encoding="utf-8")
    path = enmap.build(tmp_path).path
    body = path.read_text(encoding="utf-8").split("?>", 1)[1]
    entity = f'<!DOCTYPE level_X [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    path.write_text('<?xml version="1.0"?>' + entity + body.replace(">0.0001<", ">&s;<", 1), encoding="utf-8")
    assert path.name in refused(path)


def test_xml_that_breaks_off_is_refused(refused, tmp_path):
    path = enmap.build(tmp_path).path
    path.write_text(path.read_text(encoding="utf-8")[:9000], encoding="utf-8")
    assert path.name in refused(path)


@pytest.mark.parametrize("number", ["nan", "1e999", "zero", ""])
def test_gains_that_are_no_numbers_are_refused(refused, tmp_path, number):
    path = enmap.build(tmp_path).path
    text = path.read_text(encoding="utf-8").replace("<GainOfBand>0.0001<", f"<GainOfBand>{number}<", 1)
    path.write_text(text, encoding="utf-8")
    assert "ain" in refused(path)


def test_a_zip_with_names_that_climb_out_writes_nothing_outside(qgis, open_product, shows, tmp_path):
    from qgis.core import QgsProcessingException

    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    scene = enmap.build(inside)
    path = enmap.zipped(scene, inside)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("../../climbed.txt", "out")
        file.writestr(str(tmp_path / "climbed_too.txt"), "out")
    before = sorted(tmp_path.rglob("*"))
    try:
        made = open_product(path, output=inside / "made.tif")
        shows(made, scene)
    except QgsProcessingException as refusal:
        assert path.name in str(refusal)
    assert not list(tmp_path.rglob("climbed*"))
    assert {entry.name for entry in set(tmp_path.rglob("*")) - set(before)} <= {"made", "made.tif", "made.vrt"}


def test_a_zip_of_something_else_is_refused(refused, tmp_path):
    path = tmp_path / f"{enmap.SCENE}.ZIP"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "no product")
    assert path.name in refused(path)


def test_a_zip_that_broke_off_is_refused(refused, tmp_path):
    path = enmap.zipped(enmap.build(tmp_path), tmp_path)
    path.write_bytes(path.read_bytes()[:5000])
    assert path.name in refused(path)


def stored_zip(folder, scene):
    """The zip of a scene, nothing packed in it, so that its bytes can be changed where they stand; gives its path."""
    path = folder / f"{enmap.SCENE}.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for part in sorted(scene.path.parent.iterdir()):
            file.write(part, f"{enmap.SCENE}/{part.name}")
    return path


@pytest.mark.parametrize("part", ["SPECTRAL_IMAGE.TIF", "METADATA.XML"])
def test_a_zip_in_which_a_bit_was_changed_is_refused_and_not_read_as_another_image(refused, tmp_path, part):
    scene = enmap.build(tmp_path)
    image = scene.path.with_name(f"{enmap.SCENE}-SPECTRAL_IMAGE.TIF")
    enmap.gdal.Translate(str(tmp_path / "plain.tif"), str(image))
    (tmp_path / "plain.tif").replace(image)
    path = stored_zip(tmp_path, scene)
    content, stored = bytearray(path.read_bytes()), enmap.digital_numbers()[3].tobytes()
    at = content.index(stored if part.endswith("TIF") else b"<GainOfBand>0.0001") + len("<GainOfBand>0.000")
    content[at] ^= 2
    path.write_bytes(content)
    words = refused(path)
    assert path.name in words and part in words, words


def test_checking_a_zip_ends_when_it_is_cancelled(tmp_path):
    from mineral_prune_plugin.errors import Cancelled
    from mineral_prune_plugin.products.choices import Choices
    from mineral_prune_plugin.products.recognise import read_product
    from mineral_prune_plugin.progress import Progress

    path = stored_zip(tmp_path, enmap.build(tmp_path))
    with pytest.raises(Cancelled):
        read_product(path, Choices(), Progress(lambda done: None, lambda notice: None, lambda: True))


def test_names_whose_dimension_was_lost_are_refused_and_do_not_crash(refused, tmp_path):
    """libnetcdf 4.9.0 itself ends the process where it reads them."""
    scene = emit.build(tmp_path)[1]
    emit.build_mask(tmp_path, np.zeros((emit.ROWS, emit.COLUMNS), bool))
    with h5py.File(scene.path.with_name(scene.path.name.replace("RFL", "MASK")), "r+") as file:
        del file["bands"]
        file["bands"] = np.zeros(8, np.uint8)
    assert "mask_bands" in refused(scene.path, masks=True)


@pytest.mark.parametrize("exceptions", [False, True], ids=["quiet", "exceptions"])
@pytest.mark.parametrize("lost", ["ortho_x", "ortho_y", "downtrack"])
def test_a_granule_that_lost_the_name_of_a_dimension_is_refused_and_does_not_crash(refused, tmp_path, lost, exceptions):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        values = file[lost][()]
        del file[lost]
        file[lost] = values
    with gdal_exceptions(exceptions):
        words = refused(path)
    assert "a dimension whose name was lost" in words or "which no image is" in words, words


def test_an_image_of_another_size_than_its_quality_layer_is_refused_when_masks_are_asked_for(refused, tmp_path):
    scene = enmap.build(tmp_path)
    layer = scene.path.with_name(f"{enmap.SCENE}-QL_QUALITY_CLOUD.TIF")
    enmap.write_tif(layer, np.zeros((1, 9, 8), np.uint8))
    assert "QL_QUALITY_CLOUD" in refused(scene.path, masks=True)


def test_a_tile_that_is_missing_from_a_safe_folder_is_named(refused, tmp_path):
    root = sentinel2.build(tmp_path)[10].path
    next(root.rglob("*_B11_20m.jp2")).unlink()
    assert "B11" in refused(root)


def test_names_of_images_that_climb_out_of_a_safe_folder_are_not_followed(refused, tmp_path):
    root = sentinel2.build(tmp_path)[10].path
    next(root.rglob("*_B11_20m.jp2")).rename(tmp_path / "B11_20m.jp2")
    metadata = root / "MTD_MSIL2A.xml"
    text = metadata.read_text(encoding="utf-8")
    name = next(part.split("<")[0] for part in text.split("<IMAGE_FILE>") if "_B11_20m<" in part)
    metadata.write_text(text.replace(name, "../B11_20m"), encoding="utf-8")
    assert "B11" in refused(root)


def test_a_folder_that_is_empty_and_a_path_that_is_not_there_are_refused(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "empty" in refused(tmp_path / "empty")
    assert "nowhere.nc" in refused(tmp_path / "nowhere.nc")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are listed by Linux alone")
@pytest.mark.parametrize("outside", [False, True], ids=["opened", "refused"])
def test_the_file_is_let_go_so_that_it_can_be_downloaded_again(told, tmp_path, outside):
    """Windows neither deletes nor overwrites a file that is held."""
    path = emit.build(tmp_path)[1].path
    if outside:
        with h5py.File(path, "r+") as file:
            file["location/glt_x"][3, 2] = 99
    assert told(path)
    held = [os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if os.path.exists(entry)]
    assert str(path) not in held


def test_the_product_itself_is_never_written_over(refused, tmp_path, qgis):
    import processing
    from qgis.core import QgsProcessingException

    path = emit.build(tmp_path)[1].path
    content = path.read_bytes()
    with pytest.raises(QgsProcessingException):
        processing.run("mineralprune:openproduct", {"INPUT": str(path), "OUTPUT": str(path)})
    assert path.read_bytes() == content


def without_band(old):
    return old[:, :, :0]


def of_one_row(old):
    return old[:0]


@pytest.mark.parametrize("cut", [without_band, of_one_row])
@pytest.mark.parametrize("orthorectify", [True, False])
def test_an_image_without_a_band_or_a_row_is_refused(refused, tmp_path, cut, orthorectify):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        image = cut(file["reflectance"][()])
        del file["reflectance"]
        file["reflectance"] = image
    assert "/reflectance is" in refused(path, orthorectify=orthorectify)


def test_an_image_that_claims_more_rows_than_a_raster_can_have_is_refused(refused, tmp_path):
    path = aviris.build(tmp_path).path
    with h5py.File(path, "r+") as file:
        del file["reflectance/reflectance"]
        file.create_dataset("reflectance/reflectance", (aviris.BANDS, 2**33, 5), "f4", chunks=(1, 64, 5))
    assert "which no image is" in refused(path)


@pytest.mark.parametrize("fill", [np.bytes_("none"), np.bytes_("\u0663".encode()), np.bytes_("-99_99")])
def test_a_no_data_value_that_is_no_number_is_refused(refused, tmp_path, fill):
    path = tanager.build(tmp_path).path
    with h5py.File(path, "r+") as file:
        attributes = file["HDFEOS/GRIDS/HYP/Data Fields/surface_reflectance"].attrs
        del attributes["_FillValue"]
        attributes["_FillValue"] = fill
    assert "_FillValue" in refused(path)


@pytest.mark.parametrize("width", [-9999.0, 0.0, np.nan, np.inf, 5000.0])
def test_a_width_that_cannot_be_is_not_passed_on_and_that_is_said(open_product, tmp_path, width):
    path = aviris.build(tmp_path).path
    with h5py.File(path, "r+") as file:
        file["reflectance/fwhm"][7] = width
    made = open_product(path)
    assert np.isnan(made.widths_um).nonzero()[0].tolist() == [7]
    assert any("1 bands" in sentence and "FWHM" in sentence for sentence in made.said), made.said


def test_a_product_of_64_bit_integers_keeps_its_no_data_value(open_product, tmp_path):
    path = aviris.build(tmp_path).path
    with h5py.File(path, "r+") as file:
        image = np.where(file["reflectance/reflectance"][()] == aviris.FILL, -9999, 3).astype(np.int64)
        del file["reflectance/reflectance"]
        file["reflectance/reflectance"] = image
        for axis, name in enumerate(("reflectance/wavelength", "northing", "easting")):
            file["reflectance/reflectance"].dims[axis].attach_scale(file[name])
    made = open_product(path)
    assert np.isnan(made.values[0, 0]).tolist() == [False, True, True, False, False]


def test_gaps_are_not_filled_with_a_no_data_value_that_the_image_cannot_hold(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        image = np.full(file["reflectance"].shape, 3, np.uint8)
        del file["reflectance"]
        file["reflectance"] = image
    assert "-9999" in refused(path)


@pytest.mark.parametrize("number", ["0.00_01", "0.000\u0661", "\uff10.0001"])
def test_numbers_that_only_python_reads_are_refused(refused, tmp_path, number):
    path = enmap.build(tmp_path).path
    text = path.read_text(encoding="utf-8").replace("<GainOfBand>0.0001<", f"<GainOfBand>{number}<", 1)
    path.write_text(text, encoding="utf-8")
    assert "GainOfBand" in refused(path)
