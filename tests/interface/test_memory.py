# SPDX-License-Identifier: GPL-2.0-or-later
"""The memory that the plugin may use is an option of Processing, and the algorithms keep to it."""

import pytest
from making import random_model
from osgeo import gdal

SETTING = "Processing/Configuration/MINERAL_PRUNE_MEMORY"


@pytest.fixture
def allowed(qgis):
    """Sets the option, as the dialog does; it is gone after the test."""
    from processing.core.ProcessingConfig import ProcessingConfig
    from qgis.core import QgsSettings

    yield lambda megabytes: ProcessingConfig.setSettingValue("MINERAL_PRUNE_MEMORY", megabytes)
    QgsSettings().remove(SETTING)
    ProcessingConfig.settings["MINERAL_PRUNE_MEMORY"].value = 512


def test_the_option_stands_under_the_provider_in_megabytes(qgis):
    from processing.core.ProcessingConfig import ProcessingConfig, Setting

    option = ProcessingConfig.settings["MINERAL_PRUNE_MEMORY"]
    assert (option.group, option.value, option.valuetype) == ("Mineral Prune", 512, Setting.INT)
    assert "(MB" in option.description


@pytest.mark.parametrize(("value", "megabytes"), [(1024, 1024), ("300", 300), (-5, 128), ("much", 512), (None, 512)])
def test_nonsense_is_the_default_and_too_little_is_the_least(qgis, allowed, value, megabytes):
    from qgis.core import QgsSettings

    from mineral_prune_plugin.interface.memory import allowed_bytes

    if value is not None:
        QgsSettings().setValue(SETTING, value)
    assert allowed_bytes() == megabytes * 2**20


def test_a_raster_whose_blocks_take_more_is_refused_until_more_is_allowed(run, allowed, tmp_path):
    from mineral_prune_plugin.models.model_file import save

    options = ["COMPRESS=DEFLATE", "ZLEVEL=1", "INTERLEAVE=PIXEL", "BLOCKYSIZE=800"]
    path, model = str(tmp_path / "strip.tif"), str(tmp_path / "model.safetensors")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 800, 800, 20, gdal.GDT_Float32, options=options)
    for number in range(1, 21):
        dataset.GetRasterBand(number).Fill(0.4)
    dataset = None
    save(random_model(None, bands=20), model)
    allowed(128)
    with pytest.raises(Exception, match=r"blocks of 800 x 800 pixels and 20 bands.*128 MB are allowed"):
        run("mapminerals", INPUT=path, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    allowed(256)
    run("mapminerals", INPUT=path, MODEL=model, OUTPUT=str(tmp_path / "map.tif"))
    assert gdal.Open(str(tmp_path / "map.tif")).ReadAsArray().shape == (800, 800)


def test_a_network_that_takes_more_to_train_is_refused_before_it_is_trained(run, chain, tmp_path):
    outputs = {"MODEL": str(tmp_path / "model.safetensors"), "REPORT": str(tmp_path / "report.html")}
    with pytest.raises(Exception, match=r"Training such a network takes about [0-9]+ MB of memory, and 512 MB are"):
        run("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, HIDDEN_UNITS="4096,4096,4096", **outputs)


def one_band(path, side, block, value, *options, kind=gdal.GDT_Byte):
    """A raster of a single value in tiles of so many pixels a side."""
    tiles = ["TILED=YES", f"BLOCKXSIZE={block}", f"BLOCKYSIZE={block}"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 1, kind, options=[*tiles, *options])
    dataset.SetGeoTransform((500_000.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0))
    dataset.GetRasterBand(1).Fill(value)
    dataset = None
    return str(path)


FEW = {"TRAIN_PER_CLASS": "2", "VALIDATION_PER_CLASS": "1", "TEST_PER_CLASS": "1"}


ZIPPED = "COMPRESS=DEFLATE", "ZLEVEL=1"


@pytest.fixture
def scene(tmp_path):
    return one_band(tmp_path / "scene.tif", 40, 16, 0.4, kind=gdal.GDT_Float32)


def test_labels_whose_blocks_take_more_are_refused_until_more_is_allowed(run, allowed, scene, tmp_path):
    """A tile of 120 MB, whose corner alone is the raster."""
    labels = one_band(tmp_path / "labels.tif", 40, 11_200, 1, *ZIPPED)
    given = {"INPUT": scene, "LABELS": labels, "OUTPUT": "TEMPORARY_OUTPUT", **FEW}
    allowed(128)
    with pytest.raises(Exception, match=r"labels.tif is stored in blocks of 11200 x 11200 pixels.*128 MB are allowed"):
        run("drawsamples", **given)
    allowed(256)
    assert run("drawsamples", **given)["OUTPUT"].featureCount() == 4


def test_labels_of_one_large_uncompressed_block_are_read_in_part(run, allowed, scene, tmp_path):
    labels = one_band(tmp_path / "labels.tif", 40, 11_200, 1)
    allowed(128)
    made = run("drawsamples", INPUT=scene, LABELS=labels, OUTPUT="TEMPORARY_OUTPUT", **FEW)
    assert made["OUTPUT"].featureCount() == 4


def test_a_map_and_its_reference_are_counted_together(run, allowed, tmp_path):
    """Either, of 69 MB of blocks, fits into 150 MB; both do not. Of a map that is too large the map is named."""
    files = {name: one_band(tmp_path / f"{name}.tif", 40, 8_320, 1, *ZIPPED) for name in ("first", "second")}
    small, table = one_band(tmp_path / "small.tif", 40, 16, 1, *ZIPPED), str(tmp_path / "table.csv")
    allowed(150)
    with pytest.raises(Exception, match=r"second.tif is stored in blocks of 8320 x 8320 pixels.*150 MB are allowed"):
        run("assessmap", MAP=files["first"], REFERENCE=files["second"], TABLE=table)
    run("assessmap", MAP=files["first"], REFERENCE=small, TABLE=table)
    large = one_band(tmp_path / "large.tif", 40, 11_200, 1, *ZIPPED)
    with pytest.raises(Exception, match=r"large.tif is stored in blocks of 11200 x 11200 pixels"):
        run("assessmap", MAP=large, REFERENCE=small, TABLE=str(tmp_path / "other.csv"))
    assert not (tmp_path / "other.csv").exists()
