# SPDX-License-Identifier: GPL-2.0-or-later
"""Products whose parts disagree, or are not alone: refused or said, never read by halves."""

import shutil

import h5py
import numpy as np
import pytest
from products.conftest import opened
from products.miniatures import aster, aviris, desis, emit, enmap, prisma, sentinel2, tanager


def test_a_mask_of_another_granule_is_not_laid_over_this_one(refused, tmp_path):
    raw, _ = emit.build(tmp_path)
    emit.build_mask(tmp_path, np.ones((emit.ROWS + 3, emit.COLUMNS + 2), bool))
    words = refused(raw.path, orthorectify=False, masks=True)
    assert str(emit.ROWS) in words and str(emit.ROWS + 3) in words, words


@pytest.mark.parametrize("part", ["error matrix", "cloud mask"])
def test_a_mask_that_is_larger_than_the_image_is_refused(refused, tmp_path, part):
    if part == "error matrix":
        path, name = prisma.build(tmp_path).path, prisma.SWATH + "Data Fields/SWIR_PIXEL_L2_ERR_MATRIX"
    else:
        path, name = tanager.build(tmp_path).path, "HDFEOS/GRIDS/HYP/Data Fields/beta_cloud_mask"
    with h5py.File(path, "r+") as file:
        larger = np.pad(file[name][()], 2)
        del file[name]
        file[name] = larger
    assert path.name in refused(path, masks=True)


@pytest.mark.parametrize(("corner", "number"), [("LRcorner_easting", 702_315.0), ("LRcorner_northing", 4_999_999.0)])
def test_corners_that_span_nothing_or_stand_upside_down_give_no_place(told, tmp_path, corner, number):
    scene = prisma.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        file.attrs[f"Product_{corner}"] = np.float32(number)
    said = told(scene.path)
    assert any("orner" in sentence or "place" in sentence for sentence in said), said


def test_corners_of_one_point_are_refused(refused, tmp_path):
    scene = prisma.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        file.attrs["Product_LRcorner_easting"] = file.attrs["Product_ULcorner_easting"]
    assert scene.path.name in refused(scene.path)


@pytest.mark.parametrize("list_name", ["List_Cw_Vnir", "List_Fwhm_Swir"])
def test_a_list_of_another_length_than_the_cube_is_refused(refused, tmp_path, list_name):
    scene = prisma.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        file.attrs[list_name] = file.attrs[list_name][:-1]
    assert list_name in refused(scene.path)


def test_a_geotransform_that_spans_nothing_is_refused(refused, tmp_path):
    _, ortho = emit.build(tmp_path, geotransform=(-117.25, 0.0, 0.0, 37.6, 0.0, 0.0))
    assert "geotransform" in refused(ortho.path)


def test_a_gain_of_zero_is_not_passed_over(told, tmp_path):
    said = told(enmap.build(tmp_path, gain=0.0).path)
    assert any("ain" in sentence.replace("again", "") for sentence in said), said


def test_a_header_and_an_xml_that_disagree_are_not_passed_over(told, tmp_path):
    scene = desis.build(tmp_path)
    header = scene.path.with_name(f"{desis.SCENE}-SPECTRAL_IMAGE.hdr")
    header.write_text(header.read_text(encoding="utf-8").replace("401.4,", "411.4,"), encoding="utf-8")
    said = told(scene.path)
    assert any("hdr" in sentence.lower() and "xml" in sentence.lower() for sentence in said), said


def test_two_products_in_a_folder_are_not_chosen_between(refused, tmp_path):
    folder = tmp_path / "both"
    folder.mkdir()
    emit.build(folder)
    shutil.copy(folder / emit.NAME, folder / emit.NAME.replace("2307503_005", "2307503_006"))
    words = refused(folder)
    assert "2 products" in words and emit.NAME in words, words


def test_two_scenes_below_a_folder_are_not_chosen_between(refused, tmp_path):
    folder = tmp_path / "both"
    for name in ("one", "two"):
        (folder / name).mkdir(parents=True)
        enmap.build(folder / name)
    assert "2 products" in refused(folder)


def test_of_aster_bands_of_two_scenes_none_is_mixed_with_another(refused, tmp_path):
    folder = aster.build(tmp_path)["VNIR"].path
    for path in sorted(folder.iterdir()):
        shutil.copy(path, path.with_name(path.name.replace("20190805061316", "20210101000000")))
    assert "2 products" in refused(folder)


CHOSEN = {
    "EMIT": lambda folder: emit.build(folder)[1],
    "PRISMA": prisma.build,
    "Tanager": tanager.build,
    "AVIRIS-3": aviris.build,
    "EnMAP": enmap.build,
    "DESIS": desis.build,
}


@pytest.mark.parametrize("chosen", CHOSEN)
def test_the_file_that_is_chosen_is_the_one_that_is_opened_whatever_lies_beside_it(
    open_product, shows, tmp_path, chosen
):
    scenes = {name: build(tmp_path) for name, build in CHOSEN.items()}
    for scene in scenes.values():
        for path in [path for path in scene.path.parent.iterdir() if scene.path.parent != tmp_path]:
            shutil.copy(path, tmp_path / path.name)
    shows(open_product(tmp_path / scenes[chosen].path.name), scenes[chosen])


def test_a_scene_deep_below_the_chosen_folder_is_opened(open_product, shows, tmp_path):
    deep = tmp_path / "dims_op_oc_oc-en_702726665_1" / "ENMAP.HSI.L2A"
    deep.mkdir(parents=True)
    scene = enmap.build(deep)
    shows(open_product(deep.parent), scene)


@pytest.mark.parametrize("name", ["a folder & its <twin>", "影像 一", "brace } and { brace", "colon:\"quote'"])
def test_a_folder_may_have_any_name(open_product, shows, tmp_path, name):
    builders = {"emit": lambda folder: emit.build(folder)[1], "enmap": enmap.build, "prisma": prisma.build}
    for kind, build in {**builders, "tanager": tanager.build}.items():
        folder = tmp_path / name / kind
        folder.mkdir(parents=True)
        scene = build(folder)
        shows(open_product(scene.path, output=tmp_path / f"{kind}.tif"), scene)


def test_a_zip_may_lie_in_a_folder_of_any_name(open_product, shows, tmp_path):
    folder = tmp_path / "brace } and { brace"
    folder.mkdir()
    scene = enmap.build(tmp_path)
    shows(open_product(enmap.zipped(scene, folder)), scene)


@pytest.mark.parametrize("number", ["", "a thousand", "nan", "1e999"])
@pytest.mark.parametrize("element", ["BOA_ADD_OFFSET", "BOA_QUANTIFICATION_VALUE"])
def test_scaling_that_is_no_number_is_refused(refused, tmp_path, element, number):
    metadata = sentinel2.build(tmp_path)[10].path / "MTD_MSIL2A.xml"
    text = metadata.read_text(encoding="utf-8")
    value = "-1000" if element == "BOA_ADD_OFFSET" else "10000"
    assert f">{value}</{element}>" in text
    metadata.write_text(text.replace(f">{value}</{element}>", f">{number}</{element}>"), encoding="utf-8")
    assert element in refused(metadata.parent)


def test_a_quantification_of_zero_is_refused(refused, tmp_path):
    metadata = sentinel2.build(tmp_path)[10].path / "MTD_MSIL2A.xml"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(text.replace(">10000</BOA_QUANT", ">0</BOA_QUANT"), encoding="utf-8")
    assert "QUANTIFICATION" in refused(metadata.parent)


def test_xml_nested_without_end_is_refused(refused, tmp_path):
    path = enmap.build(tmp_path).path
    text = path.read_text(encoding="utf-8")
    deep = "<a>" * 9000 + "</a>" * 9000
    path.write_text(text.replace("<specific>", f"{deep}<specific>"), encoding="utf-8")
    assert path.name in refused(path)


def test_bands_that_an_average_leaves_out_are_counted(told, tmp_path):
    scene = enmap.build(tmp_path)
    vnir, swir = map(len, scene.overlap)
    said = told(scene.path, overlap="average")
    assert any(str(vnir) in sentence and str(swir) in sentence for sentence in said if "mean" in sentence), said


@pytest.mark.parametrize("algorithm", ["mapminerals", "trainfromlibrary"])
@pytest.mark.parametrize("build", [lambda folder: emit.build(folder)[1], prisma.build, enmap.build])
def test_a_product_that_is_chosen_as_a_raster_says_what_to_run_first(qgis, tmp_path, algorithm, build):
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Listener(QgsProcessingFeedback):
        words = ""

        def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
            self.words += error

    listener, scene = Listener(False), build(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"")
    model = {"MODEL": str(tmp_path / "model.safetensors")} | ({"OUTPUT": str(tmp_path / "map.tif")})
    with pytest.raises(QgsProcessingException) as failure:
        processing.run(f"mineralprune:{algorithm}", {"INPUT": str(scene.path), **model}, feedback=listener)
    assert "Open product" in listener.words + str(failure.value)


VIRTUAL = {"Tanager": tanager.build, "AVIRIS-3": aviris.build, "EnMAP": enmap.build}


@pytest.mark.parametrize("build", VIRTUAL.values(), ids=VIRTUAL)
def test_a_virtual_raster_of_a_relative_folder_opens_from_anywhere(open_product, shows, tmp_path, monkeypatch, build):
    folder = tmp_path / "scene"
    folder.mkdir()
    scene = build(folder)
    monkeypatch.chdir(tmp_path)
    made = open_product("scene", output=tmp_path / "made.vrt")
    monkeypatch.chdir("/")
    shows(opened(made.path), scene)


@pytest.mark.parametrize("build", VIRTUAL.values(), ids=VIRTUAL)
def test_a_virtual_raster_of_a_folder_of_any_name_opens(open_product, shows, tmp_path, build):
    folder = tmp_path / "strange: & 'name' <of> 影像"
    folder.mkdir()
    scene = build(folder)
    shows(open_product(scene.path, output=tmp_path / "made.vrt"), scene)


def test_an_array_whose_name_gdal_cannot_write_is_copied_or_refused(open_product, shows, tmp_path):
    """GDAL's names of the arrays of a file have no way to hold a double quote."""
    from qgis.core import QgsProcessingException

    folder = tmp_path / 'so "named"'
    folder.mkdir()
    scene = tanager.build(folder)
    with pytest.raises(QgsProcessingException, match=r"\.tif"):
        open_product(scene.path, output=tmp_path / "made.vrt")
    shows(open_product(scene.path, output=tmp_path / "made.tif"), scene)


def test_a_background_value_that_the_image_does_not_have_is_said(told, tmp_path):
    path = enmap.build(tmp_path).path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<backgroundValue>-32768<", "<backgroundValue>0<"), encoding="utf-8")
    said = told(path)
    assert any("-32768" in sentence for sentence in said), said


def test_a_coordinate_system_that_cannot_be_read_is_refused(refused, tmp_path):
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        file.attrs["spatial_ref"] = "nonsense"
    assert path.name in refused(path)


def test_wavelengths_in_micrometres_are_read_as_such_or_refused(open_product, tmp_path):
    from qgis.core import QgsProcessingException

    scene = aviris.build(tmp_path)
    with h5py.File(scene.path, "r+") as file:
        for name in ("wavelength", "fwhm"):
            variable = file["reflectance"][name]
            variable[...] = variable[...] / 1000
            variable.attrs["units"] = "um"
    try:
        made = open_product(scene.path)
    except QgsProcessingException:
        return
    np.testing.assert_allclose(made.centres_um, scene.centres_um, rtol=1e-6)
