# SPDX-License-Identifier: GPL-2.0-or-later
"""Which kernel a map takes where torch is not loaded yet, each in a process of its own."""

import os
import subprocess
import sys

import pytest

from mineral_prune_plugin.mapping.kernel import choice
from mineral_prune_plugin.open_blas import has_slow_products
from mineral_prune_plugin.threads import cores

CHOOSE = """
import sys
from types import SimpleNamespace
from mineral_prune_plugin.mapping.kernel.choice import kernel_for

feature, pixels, device = sys.argv[1], int(sys.argv[2]), sys.argv[3]
kernel = kernel_for(device, SimpleNamespace(width=pixels, height=1), SimpleNamespace(feature=feature))
print(kernel.__name__, hasattr(sys.modules.get("torch"), "set_num_threads"))
"""
PLAIN = cores() * (choice.TORCH_PAYS_SOON if has_slow_products() else choice.TORCH_PAYS)
HULL = cores() * choice.TORCH_PAYS_FOR_HULLS


def chosen(feature, pixels, device="auto", first=()):
    """(name of the kernel, whether torch is loaded). first : folders that stand first on Python's path"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*map(str, first), *sys.path])}
    command = [sys.executable, "-c", CHOOSE, feature, str(pixels), device]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return tuple(done.stdout.split())


@pytest.mark.parametrize(("feature", "least"), [("reflectance", PLAIN), ("normalised", PLAIN), ("asai", HULL)])
def test_torch_is_loaded_for_scenes_that_are_so_large_that_it_pays(feature, least):
    assert chosen(feature, least - 1) == ("RawKernel", "False")
    assert chosen(feature, least, "cpu") == ("TorchKernel", "True")


def test_a_large_scene_does_without_a_torch_that_is_missing_or_cannot_be_loaded(tmp_path):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise OSError('a library is missing')\n")
    assert chosen("asai", 10 * HULL, first=[tmp_path]) == ("RawKernel", "False")
    missing = os.path.join(os.path.dirname(__file__), "..", "..", "without_packages")
    assert chosen("asai", 10 * HULL, first=[missing]) == ("RawKernel", "False")


def test_a_large_scene_does_without_a_torch_that_another_plugin_stands_in_for():
    stub = "import sys, types\nsys.modules['torch'] = types.ModuleType('torch')\n"
    command = [sys.executable, "-c", stub + CHOOSE, "asai", str(10 * HULL), "auto"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True)
    assert done.stdout.split() == [b"RawKernel", b"False"], done.stderr


def test_a_map_does_without_a_torch_that_is_built_for_another_numpy(tmp_path):
    """Such a torch is imported, and raises at the first array: here one that stands for it, loaded by another plugin"""
    (tmp_path / "torch").mkdir()
    source = "def set_num_threads(count): pass\ndef from_numpy(values): raise RuntimeError('Numpy is not available')\n"
    (tmp_path / "torch" / "__init__.py").write_text(source)
    assert chosen("asai", 10 * HULL, first=[tmp_path]) == ("RawKernel", "True")
    hull = "import torch, numpy as np\nfrom mineral_prune_plugin.spectra.hull import upper_hull\n"
    hull += "print(upper_hull(np.array([[1], [0.5], [1]], np.float32), np.array([2, 2.1, 2.2])).ravel())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run([sys.executable, "-c", hull], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["[1.", "1.", "1.]"], done.stderr
