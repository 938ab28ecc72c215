# SPDX-License-Identifier: GPL-2.0-or-later
"""Archives of small scenes, and the command that maps them, in processes of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from making import random_model, write_geotiff

ROOT = Path(__file__).resolve().parents[2]
UM = (2.0, 2.1, 2.2, 2.3)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    log: str

    @property
    def events(self):
        """What a run with --json-lines reported."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**more):
    places = (ROOT / "build" / "plugins", os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places)), **more}


def command(*arguments):
    return [sys.executable, "-m", "mineral_prune_plugin.cluster", *map(str, arguments)]


class Archive:
    """A folder with scenes, a model and an archive. folder : Path"""

    def __init__(self, folder):
        self.folder, self.model, self.out = folder, folder / "model.safetensors", folder / "out"

    def add(self, name, side=40, seed=0, **how):
        cube = np.random.default_rng(seed).random((len(UM), side, side)).astype(np.float32)
        return write_geotiff(self.folder / name, cube, um=UM, **how)

    def arguments(self, scenes, *more, out=None):
        workers = () if {"--workers", "--scheduler"} & set(more) else ("--workers", 0)
        return (*scenes, "--model", self.model, "--out", out or self.out, *workers, *more)

    def map(self, *arguments, out=None, **more):
        """Run the command to its end: scenes, then options; in its process alone unless they say otherwise."""
        scenes = [each for each in arguments if isinstance(each, Path)]
        options = [each for each in arguments if not isinstance(each, Path)]
        line = command(*self.arguments(scenes, *options, out=out))
        ended = subprocess.run(line, env=environment(**more), capture_output=True, text=True, timeout=120)
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def maps(self, out=None):
        """{name: bytes} of every visible file of the archive but its ledger."""
        folder = out or self.out
        files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "ledger")))
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def archive(tmp_path):
    from mineral_prune_plugin.models.model_file import save

    made = Archive(tmp_path)
    save(random_model(um=UM), made.model)
    return made


@pytest.fixture
def three(archive):
    """An Archive and three scenes."""
    return archive, [archive.add(f"scene{number}.tif", seed=number) for number in range(3)]
