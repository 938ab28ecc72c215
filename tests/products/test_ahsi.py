# SPDX-License-Identifier: GPL-2.0-or-later
"""AHSI of GF-5 and ZY1, and rasters that state no wavelengths: stacked, with the wavelengths of a file."""

from dataclasses import replace

import numpy as np
import pytest
from making import write_envi, write_geotiff
from osgeo import gdal
from products.miniatures import ahsi
from products.miniatures.truth import gradient


@pytest.mark.parametrize("sensor", ["GF5B", "ZY1E"])
def test_vnir_and_swir_are_stacked_with_the_wavelengths_of_a_file(open_product, shows, tmp_path, sensor):
    scene = ahsi.build(tmp_path, sensor, calibration=False)
    file = ahsi.wavelength_file(tmp_path, scene)
    shows(open_product(scene.path, wavelengths=file), scene)


def test_gains_and_wavelengths_of_the_delivery_are_used_where_it_has_them(open_product, shows, tmp_path):
    scene = ahsi.build(tmp_path)
    shows(open_product(scene.path), scene)


def test_one_of_the_two_images_stands_for_both(open_product, shows, tmp_path):
    scene = ahsi.build(tmp_path)
    shows(open_product(next(scene.path.glob("*_SW.tif"))), scene)


def test_radiance_is_called_so_and_the_missing_place_too(open_product, tmp_path):
    said = open_product(ahsi.build(tmp_path).path).said
    assert any("radiance" in sentence for sentence in said), said
    assert any("RPC" in sentence for sentence in said), said


def test_rational_polynomials_are_handed_on(open_product, tmp_path):
    made = open_product(ahsi.build(tmp_path).path)
    transformer = gdal.Transformer(gdal.Open(made.path), None, ["METHOD=RPC"])
    _, (x, y, _) = transformer.TransformPoint(0, 2, 3, 0)
    assert (x, y) == pytest.approx((111.6, 35.8), abs=0.0005)


def test_without_wavelengths_the_way_out_is_named(refused, tmp_path):
    scene = ahsi.build(tmp_path, calibration=False)
    words = refused(scene.path)
    assert "330" in words and "Wavelengths" in words


@pytest.mark.parametrize("change", [1, -1])
def test_a_file_with_a_wavelength_too_many_or_too_few_is_refused(refused, tmp_path, change):
    scene = ahsi.build(tmp_path, calibration=False)
    file = ahsi.wavelength_file(tmp_path, scene)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, "2600,8"] if change > 0 else lines[:-1]), encoding="utf-8")
    words = refused(scene.path, wavelengths=str(file))
    assert str(330 + change) in words and "330" in words


def test_an_image_whose_twin_is_gone_is_refused(refused, tmp_path):
    scene = ahsi.build(tmp_path)
    next(scene.path.glob("*_SW.tif")).unlink()
    assert "_SW" in refused(scene.path)


UM = np.array([0.45, 0.55, 0.66, 1.65, 2.2])
FWHM_NM = (9, 10, 11, 12, 13)


def lines(form):
    """A line a band, by a form such as "{number},{nm}"."""
    rows = ({"number": k, "nm": f"{1000 * um:g}", "um": f"{um:g}", "fwhm": 8 + k} for k, um in enumerate(UM, 1))
    return "\n".join(form.format(**row) for row in rows)


FILES = {  # name, text, whether it gives widths
    "micrometres": ("wavelengths.txt", lines("{um}"), False),
    "nanometres": ("wavelengths.txt", lines("{nm}"), False),
    "numbered, with widths": ("wavelengths.csv", lines("{number},{nm},{fwhm}"), True),
    "with a heading": ("w.csv", "band;FWHM (nm);wavelength (nm)\n" + lines("{number};{fwhm};{nm}"), True),
    "Chinese, GB 18030": ("波长.csv", "波段,中心波长(nm),半高宽(nm)\n" + lines("{number},{nm},{fwhm}"), True),
    "of Windows": ("wavelengths.txt", "\ufeff" + lines("{nm}").replace("\n", "\r\n") + "\r\n\r\n", False),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_raster_gets_the_wavelengths_of_a_file_however_it_is_written(open_product, tmp_path, kind):
    name, text, widths = FILES[kind]
    cube = gradient(5, 4, 3).astype(np.float32)
    raster = write_geotiff(tmp_path / "scene.tif", cube, epsg=32611)
    (tmp_path / name).write_bytes(text.encode("gb18030" if "GB" in kind else "utf-8"))
    made = open_product(raster, wavelengths=tmp_path / name)
    np.testing.assert_allclose(made.centres_um, UM, atol=1e-9)
    if widths:
        np.testing.assert_allclose(made.widths_um, np.array(FWHM_NM) / 1000, atol=1e-9)
    else:
        assert np.isnan(made.widths_um).all()
    np.testing.assert_array_equal(made.values.astype(np.float32), cube)


def test_a_raster_gets_the_wavelengths_of_another_ones_header(open_product, tmp_path):
    cube = gradient(5, 4, 3).astype(np.float32)
    raster = write_geotiff(tmp_path / "scene.tif", cube, epsg=32611)
    header = {"wavelength_units": "Nanometers", "wavelength": list(1000 * UM), "fwhm": FWHM_NM}
    other = write_envi(tmp_path / "other.img", cube[:, :2], **header)
    for given in (other, other.with_suffix(".hdr")):
        made = open_product(raster, wavelengths=given)
        np.testing.assert_allclose(made.centres_um, UM, atol=1e-9)
        np.testing.assert_allclose(made.widths_um, np.array(FWHM_NM) / 1000, atol=1e-9)


@pytest.mark.parametrize(
    "text", ["", "no numbers here", "400\n500\n-600\n700\n800", "400\n500\nsix hundred\n700\n800", "nan\n1\n2\n3\n4"]
)
def test_a_file_that_gives_no_wavelengths_is_refused(refused, tmp_path, text):
    raster = write_geotiff(tmp_path / "scene.tif", gradient(5, 4, 3).astype(np.float32))
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    assert "list.txt" in refused(raster, wavelengths=str(tmp_path / "list.txt"))


def test_wavelengths_that_replace_those_of_the_product_are_said(open_product, shows, tmp_path):
    scene = ahsi.build(tmp_path)
    moved = replace(scene, centres_um=scene.centres_um + 0.001)
    made = open_product(scene.path, wavelengths=ahsi.wavelength_file(tmp_path, moved))
    shows(made, moved)
    assert any("replaced" in sentence for sentence in made.said), made.said
