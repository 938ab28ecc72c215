# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate systems that come out of QGIS's cache without a definition, as they do once a worker thread has ended."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from making import write_envi, write_geotiff

ROOT = Path(__file__).resolve().parents[2]
ESRI = (
    'PROJCS["WGS_1984_UTM_Zone_11N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,'
    '298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
    'PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize("meridian, stated", [("-117.0", "EPSG:32611"), ("-117.25", "+lon_0=-117.25")])
def test_samples_keep_the_coordinate_system_of_the_scene_after_worker_threads_have_ended(tmp_path, meridian, stated):
    """A GeoPackage of six samples said to lie in degrees, whose points the training then took for far away."""
    header = {
        "map_info": "{UTM, 1, 1, 500000, 4100000, 20, 20, 11, North, WGS-84}",
        "coordinate_system_string": f"{{{ESRI.format(meridian=meridian)}}}",
    }
    scene = write_envi(tmp_path / "scene.img", np.full((3, 4, 4), 0.3, np.float32), **header)
    grid = (500_000.0, 20.0, 0.0, 4_100_000.0, 0.0, -20.0)
    labels = write_geotiff(tmp_path / "labels.tif", np.ones((1, 4, 4), np.uint8), transform=grid, epsg=None)
    command = [sys.executable, str(Path(__file__).with_name("spoil_coordinate_systems.py"))]
    command += [str(scene), str(labels), str(tmp_path / "samples.gpkg")]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    assert "6 samples in" in ended.stdout and stated in ended.stdout
