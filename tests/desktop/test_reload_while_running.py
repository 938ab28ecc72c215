# SPDX-License-Identifier: GPL-2.0-or-later
"""Who reloads the plugin while it computes loses nothing: the run goes on with the code that it began with."""

from pathlib import Path


def test_a_run_goes_on_when_the_plugin_is_reloaded_in_its_midst(qgis, in_window, tmp_path):
    import processing

    from mineral_prune_plugin.models.model_file import load

    names = ("s.tif", "l.tif", "s.gpkg", "m.safetensors", "training.html")
    scene, labels, samples, model, report = (str(tmp_path / name) for name in names)
    few = {"TRAIN_PER_CLASS": "10", "VALIDATION_PER_CLASS": "10", "TEST_PER_CLASS": "10"}
    processing.run("mineralprune:createexamplescene", {"WIDTH": 60, "HEIGHT": 50, "OUTPUT": scene, "LABELS": labels})
    processing.run("mineralprune:drawsamples", {"INPUT": scene, "LABELS": labels, "OUTPUT": samples, **few})
    train = {"INPUT": scene, "SAMPLES": samples, "EPOCHS": 6000}
    chosen = {**train, "MODEL": model, "REPORT": report}
    seen = in_window("reload_while_running.py", algorithm="mineralprune:trainmodel", parameters=chosen)
    assert seen["ended before"] == [] and seen["ended"] == [True] and seen["there again"], seen
    assert "Overall accuracy" in seen["log"] and Path(report).stat().st_size > 0
    assert load(model).training["epochs"] == 6000
