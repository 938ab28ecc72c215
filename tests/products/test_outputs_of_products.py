# SPDX-License-Identifier: GPL-2.0-or-later
"""What Open product writes: a virtual raster or a copy, whole or not at all, and what other algorithms then accept."""

import h5py
import numpy as np
import pytest
from osgeo import gdal
from products.conftest import opened
from products.miniatures import emit, enmap, prisma, sentinel2, tanager

from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.products.choices import Choices
from mineral_prune_plugin.products.open_product import open_product
from mineral_prune_plugin.products.recognise import read_product
from mineral_prune_plugin.progress import Progress

OPEN = "mineralprune:openproduct"


@pytest.fixture
def to_temporary(qgis):
    """to_temporary(path, **parameters): the path of a temporary output."""
    import processing

    return lambda path, **more: processing.run(OPEN, {"INPUT": str(path), "OUTPUT": "TEMPORARY_OUTPUT", **more})[
        "OUTPUT"
    ]


@pytest.mark.parametrize(
    ("build", "ending", "chosen"),
    [
        (lambda folder: emit.build(folder)[1], ".tif", {}),
        (prisma.build, ".tif", {}),
        (enmap.build, ".vrt", {}),
        (enmap.build, ".tif", {"MASKS": True}),
        (enmap.build, ".tif", {"OVERLAP": "average"}),
        (enmap.build, ".vrt", {"OVERLAP": "swir"}),
        (tanager.build, ".vrt", {}),
        (lambda folder: sentinel2.build(folder)[20], ".vrt", {}),
    ],
)
def test_a_temporary_output_copies_only_what_has_to_be_computed(to_temporary, tmp_path, build, ending, chosen):
    assert to_temporary(build(tmp_path).path, **chosen).endswith(ending)


def test_a_virtual_raster_of_what_has_to_be_computed_is_refused_with_the_way_out(open_product, tmp_path):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=r"\.tif"):
        open_product(emit.build(tmp_path)[0].path, output=tmp_path / "made.vrt")
    assert not (tmp_path / "made.vrt").exists()


@pytest.mark.parametrize("build", [enmap.build, tanager.build, lambda folder: sentinel2.build(folder)[20]])
def test_a_virtual_raster_shows_what_a_copy_shows(open_product, shows, tmp_path, build):
    scene = build(tmp_path)
    shows(open_product(scene.path, output=tmp_path / "made.vrt"), scene)


def test_a_copy_no_longer_needs_the_product(open_product, shows, tmp_path):
    scene = tanager.build(tmp_path)
    made = open_product(scene.path, output=tmp_path / "made.tif")
    scene.path.unlink()
    shows(opened(made.path), scene)


@pytest.mark.parametrize("output", ["made.vrt", "made.tif"])
def test_bands_state_their_wavelengths_where_gdal_and_others_look_for_them(open_product, tmp_path, output):
    scene = tanager.build(tmp_path)
    dataset = gdal.Open(open_product(scene.path, output=tmp_path / output).path)
    band = dataset.GetRasterBand(12)
    items, imagery = band.GetMetadata(), band.GetMetadata("IMAGERY")
    assert float(items["wavelength"]) == pytest.approx(scene.centres_um[11], abs=1e-7)
    assert items["wavelength_units"] == "micrometers" and items["bbl"] == "1"
    assert float(items["fwhm"]) == pytest.approx(scene.widths_um[11], abs=1e-7)
    assert float(imagery["CENTRAL_WAVELENGTH_UM"]) == pytest.approx(scene.centres_um[11], abs=1e-7)
    assert float(imagery["FWHM_UM"]) == pytest.approx(scene.widths_um[11], abs=1e-7)
    assert "0.4314" in band.GetDescription() and band.GetNoDataValue() == -9999


@pytest.mark.parametrize("output", ["made.vrt", "made.tif"])
def test_raw_geometry_carries_the_longitudes_and_latitudes_that_a_warp_needs(open_product, tmp_path, output):
    scene = tanager.build(tmp_path, basic=True, shape=(5, 60, 50))
    made = open_product(scene.path, output=tmp_path / output)
    assert made.geotransform is None and any("geoloc" in sentence for sentence in made.said)
    epsg = f"EPSG:{32613}"
    warped = gdal.Warp("", made.path, format="MEM", geoloc=True, dstSRS=epsg, xRes=30, yRes=30)
    x, step, _, y, _, down = tanager.GEOTRANSFORM
    a, _, _, d, _, _ = warped.GetGeoTransform()
    column, row = int((x + 25.5 * step - a) / 30), int((d - (y + 30.5 * down)) / 30)
    found = warped.GetRasterBand(3).ReadAsArray()[row - 1 : row + 2, column - 1 : column + 2]
    assert np.abs(found - scene.values[2, 30, 25]).min() < 1e-6


def test_a_layer_that_qgis_made_of_an_array_of_a_product_is_named_too(qgis, tmp_path):
    """QGIS lists the arrays of an EMIT granule as layers, whose axes are exchanged."""
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer

    class Listener(QgsProcessingFeedback):
        words = ""

        def reportError(self, error, fatalError=False):  # noqa: N802, N803, names that QGIS gives
            self.words += error

    listener, path = Listener(False), emit.build(tmp_path)[0].path
    (tmp_path / "model.safetensors").write_bytes(b"")
    for source in (f'NETCDF:"{path}":reflectance', f'HDF5:"{path}"://reflectance'):
        layer = QgsRasterLayer(source, "emit")
        assert layer.isValid()
        chosen = {"INPUT": layer, "MODEL": str(tmp_path / "model.safetensors"), "OUTPUT": str(tmp_path / "map.tif")}
        with pytest.raises(QgsProcessingException) as failure:
            processing.run("mineralprune:mapminerals", chosen, feedback=listener)
        assert f"{path.name} is an EMIT L2A reflectance product" in listener.words + str(failure.value)


def test_cancelled_while_tiles_are_written_nothing_is_left(qgis, tmp_path):
    import processing
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    scene = tanager.build(tmp_path, shape=(5, 601, 530))
    before = sorted(tmp_path.iterdir())
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda percent: feedback.cancel() if percent > 30 else None)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run(OPEN, {"INPUT": str(scene.path), "OUTPUT": str(tmp_path / "made.tif")}, feedback=feedback)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("ending", [".vrt", ".tif"])
def test_cancelled_when_all_is_written_an_older_output_stays(tmp_path, ending):
    scene, cancelled = enmap.build(tmp_path), []
    place = tmp_path / f"made{ending}"
    place.write_text("older")
    product = read_product(str(scene.path), Choices())

    def show(share):
        cancelled.append(share)

    progress = Progress(show, lambda notice: None, lambda: bool(cancelled) or ending == ".vrt")
    with pytest.raises(Cancelled):
        open_product(product, str(place), progress)
    assert place.read_text() == "older" and not list(tmp_path.glob(".*.partial"))


def test_a_raster_with_a_mask_of_its_own_says_that_the_mask_is_lost(open_product, tmp_path):
    path = tmp_path / "masked.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 3, 2, gdal.GDT_Float32)
    for number in (1, 2):
        dataset.GetRasterBand(number).SetMetadata({"wavelength": f"{0.5 * number}", "wavelength_units": "um"})
        dataset.GetRasterBand(number).Fill(0.25 * number)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset = None
    made = open_product(path, output=tmp_path / "made.tif")
    assert any("alpha band" in sentence for sentence in made.said), made.said


def test_an_output_larger_than_its_disk_is_refused_before_it_is_begun(refused, tmp_path):
    """Empty tiles take no room, so that GDAL itself would begin."""
    path = emit.build(tmp_path)[1].path
    with h5py.File(path, "r+") as file:
        for name in ("glt_x", "glt_y"):
            del file["location"][name]
            file["location"].create_dataset(name, (2**18, 2**18), "i4", chunks=(64, 64), fillvalue=0)
    words = refused(path)
    assert "GB free" in words and "refused.tif" in words, words


def test_the_no_data_value_of_the_image_rules_over_that_of_its_metadata(open_product, shows, tmp_path):
    scene = enmap.build(tmp_path)
    text = scene.path.read_text(encoding="utf-8")
    scene.path.write_text(text.replace("<backgroundValue>-32768<", "<backgroundValue>0<"), encoding="utf-8")
    shows(open_product(scene.path), scene)
