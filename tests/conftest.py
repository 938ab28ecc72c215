# SPDX-License-Identifier: GPL-2.0-or-later
"""A real QGIS with the plugin's provider, for tests that go through Processing."""

import os
import shutil
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("MINERAL_PRUNE_DATA", ROOT.parent / "shared" / "data"))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "PYTEST_XDIST_WORKER" in os.environ:  # a process beside others has a QGIS profile of its own, scripts/env.sh too
    os.environ["MINERAL_PRUNE_PROFILES"] = str(ROOT / "build" / f"qgis-{os.environ['PYTEST_XDIST_WORKER']}")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.environ["MINERAL_PRUNE_PROFILES"]
hypothesis.settings.register_profile("patient", deadline=None)  # a first example may import torch, on a busy machine
hypothesis.settings.load_profile("patient")


@pytest.fixture
def one_core(monkeypatch):
    """Computations that could run side by side run one after another: every share of the progress is shown."""
    monkeypatch.setattr("mineral_prune_plugin.at_once.cores", lambda: 1)


QGIS, STATUS, CRASHED = pytest.StashKey(), pytest.StashKey(), pytest.StashKey()


@pytest.fixture(scope="session")
def qgis(request):
    """QgsApplication with Processing's own providers and ours."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    from mineral_prune_plugin.provider import MineralPruneProvider

    provider = MineralPruneProvider()  # held here: the registry alone does not keep the Python object alive
    QgsApplication.processingRegistry().addProvider(provider)
    request.config.stash[QGIS] = application, provider
    return application


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With -n, whole files go to the processes, the long ones first; a --dist that is given is obeyed."""
    if config.getoption("dist") != "load":  # what -n alone means
        return None
    from balance import LongFilesFirst

    return LongFilesFirst(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """A process that ends as it should gives no error."""
    if error:
        node.config.stash[CRASHED] = True


def pytest_sessionfinish(session, exitstatus):
    """Remember how the tests went, where QGIS has run. No process crashes unheard, not even between two tests."""
    if CRASHED in session.config.stash and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if QGIS in session.config.stash:
        session.config.stash[STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Python ends here, with the status of the tests, and is not taken apart, nor is QGIS.

    Layers and datasets in reference cycles, in frames of failures and in fixtures are freed in any order then, and the
    functions that SIP and PyQt run at exit delete what they no longer own: either crashes now and then. What the
    system frees anyway needs no order; Processing's temporary files are the one thing that would stay.

    A process of several (-n) has sent its results and its status by now.
    """
    if STATUS in config.stash:
        from qgis.core import QgsProcessingUtils

        shutil.rmtree(QgsProcessingUtils.tempFolder(), ignore_errors=True)
        config.get_terminal_writer().flush()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[STATUS])


@pytest.fixture(autouse=True)
def _exceptions_of_gdal():
    """Off, as QGIS 3.22 has them; on with MINERAL_PRUNE_GDAL_EXCEPTIONS=1, as Processing has them since QGIS 3.40.

    A test that turns them on or off must not do so for those after it in its process.
    """
    if "osgeo.gdal" in sys.modules:
        gdal = sys.modules["osgeo.gdal"]
        (gdal.UseExceptions if os.environ.get("MINERAL_PRUNE_GDAL_EXCEPTIONS") else gdal.DontUseExceptions)()


@pytest.fixture
def run(qgis):
    """Run one of our algorithms by its short id."""
    import processing

    def run_algorithm(algorithm, **parameters):
        return processing.run(f"mineralprune:{algorithm}", parameters)

    return run_algorithm


@pytest.fixture(scope="session")
def cuprite():
    return _data_folder("cuprite")


@pytest.fixture(scope="session")
def real_scenes():
    return _data_folder("real_scenes")


@pytest.fixture(scope="session")
def libraries():
    return _data_folder("libraries")


def _data_folder(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"the data folder {name} is not here; set MINERAL_PRUNE_DATA to the folder that has it")
    return DATA / name


@pytest.fixture
def without_packages():
    """The environment of a process that finds the staged plugin, and none of torch, safetensors and threadpoolctl."""
    places = (ROOT / "tests" / "without_packages", ROOT / "build" / "plugins", os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))}


@pytest.fixture
def watcher():
    """Progress that remembers what it was shown and told."""
    from making import Watcher

    return Watcher()


@pytest.fixture
def chinese(qgis):
    """The interface in Chinese, and in English again afterwards."""
    from qgis.PyQt.QtCore import QCoreApplication

    from mineral_prune_plugin.interface.translation import install_translation

    translator = install_translation("zh_CN")
    assert translator is not None
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def gdal_picture():
    """The red, green and blue, uint8 (height, width) each, of the bytes of a PNG, as GDAL reads them."""
    import numpy as np
    from osgeo import gdal

    def read(content):
        gdal.FileFromMemBuffer("/vsimem/picture.png", content)
        dataset = gdal.Open("/vsimem/picture.png")
        band = dataset.GetRasterBand(1)
        numbers, table = band.ReadAsArray(), band.GetColorTable()
        colours = np.array([table.GetColorEntry(number) for number in range(256)], np.uint8)
        return np.moveaxis(colours[numbers], -1, 0)[:3]

    return read
