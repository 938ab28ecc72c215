# SPDX-License-Identifier: GPL-2.0-or-later
"""A real QGIS with the plugin's provider, for tests that go through Processing."""

import atexit
import gc
import os
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("MINERAL_PRUNE_DATA", ROOT.parent / "shared" / "data"))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("patient", deadline=None)  # a first example may import torch, on a busy machine
hypothesis.settings.load_profile("patient")


QGIS, STATUS = pytest.StashKey(), pytest.StashKey()


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


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """QGIS goes last, and GDAL's drivers with it: layers and datasets that are freed later would crash Python.

    Such are in reference cycles, in the frames of a failure, and in the fixtures of the last test.
    """
    if QGIS in session.config.stash:
        application, _ = session.config.stash[QGIS]
        session.config.stash[STATUS] = int(exitstatus)
        sys.last_type = sys.last_value = sys.last_traceback = sys.last_exc = None
        gc.collect()
        application.exitQgis()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config):
    """Python ends here, with the status of the tests, and is not taken apart: what is left of QGIS crashes it then."""
    if STATUS in config.stash:
        config.get_terminal_writer().flush()
        sys.stdout.flush()
        sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(config.stash[STATUS])


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
def watcher():
    """Progress that remembers what it was shown and told."""
    from making import Watcher

    return Watcher()
