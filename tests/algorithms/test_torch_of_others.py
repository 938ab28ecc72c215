# SPDX-License-Identifier: GPL-2.0-or-later
"""torch that is there and does not work, and torch whose defaults another plugin has changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROKEN = {
    "a library is missing": (
        "raise OSError('libc10.so: cannot open shared object')",
        "OSError: libc10.so: cannot open",
    ),
    "of another numpy": ("def from_numpy(a):\n    raise RuntimeError('Numpy is not available')", "Numpy is not avail"),
    "of another Python": ("raise ImportError('undefined symbol: _PyNone')", "ImportError: undefined symbol: _PyNone"),
    "a stub": ("", "AttributeError: module 'torch' has no attribute 'from_numpy'"),
}
DENSE = {"PATCH_SIZE": 3, "DEPTH": 2, "GROWTH": 4, "STAGES": 2, "EPOCHS": 4, "UNLABELLED": 50}


@pytest.mark.parametrize("kind", BROKEN)
def test_torch_that_does_not_work_is_one_sentence(chain, files, tmp_path, kind):
    source, reason = BROKEN[kind]
    package = tmp_path / "broken" / "torch"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(source, encoding="utf-8")
    (tmp_path / "out").mkdir()
    command = [sys.executable, ROOT / "tests" / "algorithms" / "run_train_model.py", chain.scene, chain.samples]
    command += [tmp_path / "out" / "model.safetensors", "stub" if kind == "a stub" else "-"]
    paths = [str(package.parent), str(ROOT / "build" / "plugins"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run([*map(str, command)], env=environment, capture_output=True, text=True, timeout=120)
    lines = done.stdout.splitlines()
    assert lines[0] == "can run: True" and lines[-1] == "went well: False", done.stdout + done.stderr
    (sentence,) = [line for line in lines if line.startswith("said: ")]
    assert sentence.startswith("said: torch is there, but does not work in this QGIS (") and reason in sentence
    assert "restart QGIS: " in sentence and sentence.endswith(" torch") and "Traceback" not in done.stdout
    assert files(tmp_path / "out") == []


@pytest.fixture
def changed_defaults():
    """What another plugin may do to the torch of this process; put back at the end."""
    import torch

    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.set_grad_enabled(False)
    yield torch
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)


def test_training_and_mapping_do_not_depend_on_defaults_that_others_set(run, chain, tmp_path, request):
    def make(folder):
        folder.mkdir()
        inputs, dense = {"INPUT": chain.scene, "SAMPLES": chain.samples}, str(folder / "dense.safetensors")
        run("trainsparsedensenet", **inputs, **DENSE, MODEL=dense)
        run("trainmodel", **inputs, EPOCHS=4, UNLABELLED=50, MODEL=str(folder / "m.safetensors"))
        run("mapminerals", INPUT=chain.scene, MODEL=dense, OUTPUT=str(folder / "dense.tif"))
        run("mapminerals", INPUT=chain.scene, MODEL=chain.model, OUTPUT=str(folder / "map.tif"))
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    before = make(tmp_path / "before")
    torch = request.getfixturevalue("changed_defaults")
    assert make(tmp_path / "after") == before
    assert (torch.get_default_dtype(), torch.get_default_device().type) == (torch.float64, "meta")
    assert not torch.is_grad_enabled()


def test_a_default_device_that_was_taken_back_is_no_matter(run, chain, tmp_path, changed_defaults):
    """torch 2.6 cannot say what its default is after that."""
    changed_defaults.set_default_device(None)
    run("trainmodel", INPUT=chain.scene, SAMPLES=chain.samples, EPOCHS=4, MODEL=str(tmp_path / "m.safetensors"))
    assert (tmp_path / "m.safetensors").exists()
