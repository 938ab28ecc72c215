# SPDX-License-Identifier: GPL-2.0-or-later
"""Plugins > Mineral Prune > Print layout of the map, in a real QGIS window."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
from osgeo import gdal

ROOT = Path(__file__).resolve().parents[2]


def drive(screen, folder, class_map):
    """What `drive_layout.py` has seen."""
    orders = {"report": str(folder / "report.json"), "map": str(class_map), "picture": str(folder / "layout.png")}
    (folder / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    variables = {**os.environ, "MINERAL_PRUNE_PROFILES": str(folder / "profile")}
    variables["MINERAL_PRUNE_TEST"] = str(folder / "orders.json")
    command = [ROOT / "scripts" / "in-env.sh", "env", f"DISPLAY={screen}", "QT_QPA_PLATFORM=xcb", "qgis"]
    command += ["--nologo", "--noversioncheck", "--code", ROOT / "tests" / "desktop" / "drive_layout.py"]
    done = subprocess.run([*map(str, command)], env=variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    seen = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert "failed" not in seen, seen["failed"]
    return seen


def test_the_entry_opens_a_layout_of_the_active_map_and_goes_with_the_plugin(screen, tmp_path):
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "map.tif"), 4, 3, 1, gdal.GDT_Byte)
    dataset.SetGeoTransform((484000, 20, 0, 4158400, 0, -20))
    dataset.GetRasterBand(1).WriteArray(np.ones((3, 4), np.uint8))
    del dataset
    seen = drive(screen, tmp_path, tmp_path / "map.tif")
    assert any("Choose a mineral map in the list of layers first" in text for text in seen["without a layer"])
    assert seen["layouts"] == ["The hill"] and "The hill" in seen["windows"]
    before, after = seen["entries"]
    assert "Print layout of the map" in before and after == []
    assert (tmp_path / "layout.png").stat().st_size > 5_000
