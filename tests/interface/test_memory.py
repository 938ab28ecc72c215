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
