# SPDX-License-Identifier: GPL-2.0-or-later
"""Who reloads the plugin while it computes loses nothing: the run goes on with the code that it began with."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_run_goes_on_when_the_plugin_is_reloaded_in_its_midst(qgis, screen, tmp_path):
    import processing

    from mineral_prune_plugin.models.model_file import load

    names = ("s.tif", "l.tif", "s.gpkg", "m.safetensors", "training.html")
    scene, labels, samples, model, report = (str(tmp_path / name) for name in names)
    few = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
    processing.run("mineralprune:createexamplescene", {"WIDTH": 60, "HEIGHT": 50, "OUTPUT": scene, "LABELS": labels})
    processing.run("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": samples, **few})
    train = {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 6000}
    orders = {"algorithm": "mineralprune:trainmodel", "parameters": {**train, "MODEL": model, "REPORT": report}}
    orders["report"] = str(tmp_path / "seen.json")
    (tmp_path / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    variables = [f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", f"MINERAL_PRUNE_TEST={tmp_path / 'orders.json'}"]
    command = [ROOT / "scripts" / "in-env.sh", "env", *variables, "qgis", "--nologo", "--noversioncheck", "--code"]
    command += [ROOT / "tests" / "desktop" / "reload_while_running.py"]
    completed = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=200)
    assert completed.returncode == 0, completed.stderr[-2000:]
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert "failed" not in seen, seen["failed"]
    assert seen["ended before"] == [] and seen["ended"] == [True] and seen["there again"], seen
    assert "Overall accuracy" in seen["log"] and Path(report).stat().st_size > 0
    assert load(model).training["epochs"] == 6000
