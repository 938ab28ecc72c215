# SPDX-License-Identifier: GPL-2.0-or-later
"""A small checkout in a folder with a space in its name: the real scripts around a plugin of one algorithm."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROVIDER = """
from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingOutputNumber
from qgis.core import QgsProcessingParameterNumber, QgsProcessingProvider


class Double(QgsProcessingAlgorithm):
    name = displayName = lambda self: "double"
    createInstance = lambda self: Double()

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterNumber("X", "X"))
        self.addOutput(QgsProcessingOutputNumber("Y", "Y"))

    def processAlgorithm(self, parameters, context, feedback):
        import safetensors
        return {"Y": 2 * self.parameterAsInt(parameters, "X", context)}


class Provider(QgsProcessingProvider):
    id = name = lambda self: "small"

    def loadAlgorithms(self):
        self.addAlgorithm(Double())


class Plugin:
    def initProcessing(self):
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout's root: scripts and metadata are copies, .venv is a link to the one that runs these tests."""
    root = tmp_path / "a b's checkout"
    plugin = root / "mineral_prune_plugin"
    plugin.mkdir(parents=True)
    (plugin / "__init__.py").write_text(
        "def classFactory(iface):\n    from .provider import Plugin\n    return Plugin()\n"
    )
    (plugin / "provider.py").write_text(PROVIDER)
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copytree(ROOT / "resources", root / "resources")
    for name in ("metadata.txt", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    (root / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run([root / "scripts" / "stage.sh"], check=True)
    return root
