# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's own batch dialog over a folder of scenes, of which one is broken."""

import json
import subprocess
from pathlib import Path

import numpy as np
from making import LAYOUTS, random_model

from mineral_prune_plugin.models.model_file import save

ROOT = Path(__file__).resolve().parents[2]
UM = (2.0, 2.1, 2.2, 2.3)


def test_a_scene_that_fails_names_itself_and_the_others_go_on(screen, tmp_path):
    cube = np.random.default_rng(1).uniform(0.1, 0.7, (4, 20, 30)).astype(np.float32)
    scenes = []
    for name in ("first", "broken", "last"):
        (tmp_path / name).mkdir()
        scenes.append(LAYOUTS["gtiff_band"](tmp_path / name, cube, UM).rename(tmp_path / f"{name} scene.tif"))
    scenes[1].write_text("no raster")
    save(random_model(), tmp_path / "model.safetensors")
    maps = [tmp_path / f"map of {scene.name}" for scene in scenes]
    rows = [[str(scene), str(output)] for scene, output in zip(scenes, maps)]
    orders = {"model": str(tmp_path / "model.safetensors"), "rows": rows, "report": str(tmp_path / "report.json")}
    (tmp_path / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    variables = [f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", f"MINERAL_PRUNE_TEST={tmp_path / 'orders.json'}"]
    command = [ROOT / "scripts" / "in-env.sh", "env", *variables, "qgis", "--nologo", "--noversioncheck", "--code"]
    command += [ROOT / "tests" / "desktop" / "run_batch.py"]
    completed = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=150)
    assert completed.returncode == 0, completed.stderr[-2000:]
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert "failed" not in report, report["failed"]
    assert [path.exists() for path in maps] == [True, False, True], report["log"]
    said = report["log"].splitlines()
    assert any("broken scene.tif" in line and "cannot be read as a raster" in line for line in said), report["log"]
