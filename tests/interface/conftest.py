# SPDX-License-Identifier: GPL-2.0-or-later
"""The interface in Chinese; the chain of files, small rasters and models, refusals of the tests of the algorithms."""

import pytest

from tests.algorithms.conftest import chain, files, hand_model, layer, raster, refused, run, told

__all__ = ["chain", "files", "hand_model", "layer", "raster", "refused", "run", "told"]


@pytest.fixture
def chinese(qgis):
    """The interface in Chinese, and in English again afterwards."""
    from qgis.PyQt.QtCore import QCoreApplication

    from mineral_prune_plugin.interface.translation import install_translation

    translator = install_translation("zh_CN")
    assert translator is not None
    yield translator
    QCoreApplication.removeTranslator(translator)
