# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes wrong with a scene, a disk or a run is told apart, tried again where that helps, and never half-written."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from cluster.conftest import command, environment


def failures(ended):
    return [event for event in ended.events if event["event"] == "scene" and event["failure"]]


def hidden(folder):
    return [path for path in folder.rglob(".*") if not path.name.startswith(".ledger")]


@pytest.mark.parametrize("workers", (0, 1))
def test_a_full_disk_is_tried_three_times_with_pauses_and_leaves_nothing_behind(archive, workers):
    scene = archive.add("scene.tif", side=400)
    small = archive.folder / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        began = time.monotonic()
        ended = archive.map(scene, "--json-lines", "--pause", 0.2, "--workers", workers, out=small)
        (failure,) = failures(ended)
        assert ended.code == 3
        assert (failure["failure"], failure["attempts"], failure["error"]) == ("passing", 3, "OutputFailed")
        assert time.monotonic() - began > 0.2 + 1.0
        assert archive.maps(small) == {}
        assert hidden(small) == []
        subprocess.run(["mount", "-o", "remount,size=10m", small], check=True)
        assert archive.map(scene, out=small).code == 0
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def test_a_scene_that_takes_too_long_is_given_up_and_the_others_are_mapped(archive):
    slow, quick = archive.folder / "slow.vrt", archive.add("quick.tif")
    pipe = archive.folder / "pipe.tif"
    os.mkfifo(pipe)  # who opens it waits for ever
    slow.write_text(
        '<VRTDataset rasterXSize="4" rasterYSize="4"><VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        f"<SourceFilename>{pipe}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    line = command(*archive.arguments([slow, quick], "--time-limit", 3, "--json-lines"))
    process = subprocess.Popen(line, env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        lines = [process.stdout.readline() for _ in range(3)]
        assert '"error": "SceneTookTooLong"' in lines[1]
        assert '"failure": "bound"' in lines[1]
        assert '"state": "done"' in lines[2]
        assert process.wait(timeout=30) == 1
    finally:
        process.kill()


def test_a_second_run_on_the_same_archive_is_refused_while_the_first_one_works(three):
    archive, scenes = three
    pipe = archive.folder / "pipe.tif"
    os.mkfifo(pipe)
    first = subprocess.Popen(
        command(*archive.arguments([pipe], "--json-lines")), env=environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert '"begin"' in first.stdout.readline()
        second = archive.map(*scenes)
        assert second.code == 2
        assert f"Another run is writing to {archive.out}" in second.log
    finally:
        first.kill()
        first.wait()
    assert archive.map(*scenes).code == 0


def test_a_ledger_that_is_none_is_refused_and_stays_as_it_is(three):
    archive, scenes = three
    archive.out.mkdir()
    ledger = archive.out / "ledger.sqlite"
    ledger.write_bytes(b"somebody's notes" * 100)
    ended = archive.map(*scenes)
    assert ended.code == 2
    assert "ledger.sqlite is not a ledger that this version can read" in ended.log
    assert ledger.read_bytes() == b"somebody's notes" * 100
    ledger.unlink()
    with sqlite3.connect(ledger) as other:
        other.execute("PRAGMA user_version=7")
    assert "its version is 7, not 1" in archive.map(*scenes).log


def test_an_interrupted_run_says_so_and_the_next_one_maps_the_rest(three):
    archive, scenes = three
    pipe = archive.folder / "pipe.tif"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        command(*archive.arguments([*scenes, pipe], "--json-lines")),
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(1 + len(scenes)):
            process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert '"interrupted"' in process.stdout.readline()
        assert process.wait(timeout=20) == 130
    finally:
        process.kill()
    pipe.unlink()
    shutil.copy(scenes[0], pipe)
    assert "4 scenes: 1 mapped" in archive.map(*scenes, pipe).out


def test_without_dask_the_command_says_how_to_install_it(three):
    archive, scenes = three
    program = "import sys\nsys.modules['distributed'] = sys.modules['dask'] = None\n" + (
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name in ('dask', 'distributed') else find(name, *rest)\n"
        "from mineral_prune_plugin.cluster.command_line import main\nsys.exit(main())"
    )
    line = [sys.executable, "-c", program, *map(str, archive.arguments(scenes, "--workers", 2))]
    ended = subprocess.run(line, env=environment(), capture_output=True, text=True)
    assert ended.returncode == 2
    assert "This needs dask, distributed, which this Python lacks. Run: " in ended.stderr
    assert "-m pip install dask distributed" in ended.stderr
