# SPDX-License-Identifier: GPL-2.0-or-later
"""What an operator does who reads nothing costs no scene and no map of another scene."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cluster.conftest import command, environment
from cluster.test_lists import item
from osgeo import gdal


@pytest.mark.parametrize("name", ["x/x.tif", "x/x.json", "x/x.qml", "x/x.stac.json"])
def test_a_file_that_is_no_output_of_this_scene_is_never_replaced(archive, name):
    (archive.folder / "x").mkdir()
    scene = archive.add(name if name.endswith(".tif") else "x.tif", seed=1)
    place = archive.folder / name
    if place != scene:
        place.write_text("somebody's work")
    before = place.read_bytes()
    ended = archive.map(scene, "--pause", 0.1, out=archive.folder)
    assert ended.code == 3, ended.log
    assert "holds files that are no outputs of this scene" in ended.log
    assert place.read_bytes() == before
    assert [path.name for path in (archive.folder / "x").iterdir()] == [place.name]


def test_runs_that_do_not_know_each_other_do_not_write_over_each_others_maps(archive):
    for folder in ("p", "q"):
        (archive.folder / folder).mkdir()
    first, other = archive.add("p/a.tif", seed=1), archive.add("q/a.tif", seed=2)
    archive.map(first)
    maps = archive.maps()
    ended = archive.map(other, "--shard", "1/1000", "--pause", 0.1)
    assert ended.code == 3, ended.log
    assert archive.maps() == maps
    assert archive.map(first, other).code == 0
    after = archive.maps()
    assert after["a/a.tif"] == maps["a/a.tif"]
    assert len([name for name in after if name.endswith(".tif")]) == 2


@pytest.mark.parametrize("options", [(), ("--json-lines",)])
def test_a_folder_that_cannot_be_made_is_not_taken_for_an_archive_with_some_maps(archive, options):
    scene, file = archive.add("scene.tif"), archive.folder / "file"
    file.write_text("")
    ended = archive.map(scene, *options, out=file / "below")
    assert ended.code == 2, ended.log
    assert "could not be written (Not a directory)" in ended.log + ended.out
    assert "Traceback" not in ended.log


def test_what_nobody_foresaw_has_a_sentence_and_is_not_taken_for_a_summary(archive):
    scene = archive.add("scene.tif")
    with open("/dev/full", "w") as full:
        line = command(*archive.arguments([scene]))
        ended = subprocess.run(line, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert ended.returncode == 1
    assert "for a reason nobody foresaw: OSError: [Errno 28] No space left on device" in ended.stderr


@pytest.mark.parametrize("options", [(), ("--json-lines",)])
def test_a_run_that_nobody_listens_to_any_more_ends_as_an_interrupted_one(archive, options):
    read, write = os.pipe()
    os.close(read)
    line = command(*archive.arguments([archive.add("scene.tif")], *options))
    ended = subprocess.run(line, env=environment(), stdout=write, stderr=subprocess.PIPE, text=True, timeout=120)
    assert ended.returncode == 130
    assert "Traceback" not in ended.stderr


HOSTILE = {
    "name": "UPDATE scenes SET name = '../../elsewhere'",
    "hidden": "UPDATE scenes SET name = '..'",
    "deep": "UPDATE scenes SET inputs = replace(hex(zeroblob(60000)), '0', '[')",
    "number": "UPDATE scenes SET inputs = '[[5, 1, 2]]'",
    "empty": "UPDATE scenes SET inputs = '[[]]'",
    "bytes": "UPDATE scenes SET name = x'00'",
    "pixels": "UPDATE scenes SET pixels = '3'",
}


def test_a_ledger_that_was_tampered_with_is_refused(archive):
    from mineral_prune_plugin.cluster.ledger import opened
    from mineral_prune_plugin.errors import LedgerUnusable

    scene, ledger = archive.add("scene.tif"), archive.out / "ledger.sqlite"
    archive.map(scene)
    sound = ledger.read_bytes()
    for harm, statement in HOSTILE.items():
        ledger.write_bytes(sound)
        with closing(sqlite3.connect(ledger)) as connection, connection:
            connection.execute(statement)
        for read in ("rows", "records"):
            with opened(ledger) as open_ledger, pytest.raises(LedgerUnusable):
                pytest.fail(f"{harm}: {getattr(open_ledger, read)()}")
    assert archive.map(scene).code == 2


def test_scenes_that_no_file_can_be_named_as_do_not_stop_the_others(archive):
    archive.add("scene.tif")
    hrefs = {"zero": "a\0b.tif", "surrogate": "\ud800.tif", "\ud800": "scene.tif"}
    items = [item(name, href) for name, href in hrefs.items()]
    table = archive.folder / "items.json"
    table.write_text(json.dumps({"type": "FeatureCollection", "features": items}))
    ended = archive.map(table, "--pause", 0.1, "--json-lines")
    assert ended.code == 1, ended.log
    failures = {event["name"]: event["failure"] for event in ended.events if event["event"] == "scene"}
    assert failures == {"zero": "bad input", "surrogate": "bad input", "ud800": ""}
    again = archive.map(table, "--json-lines")
    assert (again.code, again.events[0]["before"], again.events[0]["refused"]) == (1, 1, 2)


def test_a_long_name_in_chinese_fits_and_two_that_differ_only_at_their_end_stay_apart(archive):
    scenes = [archive.add("矿" * 79 + f"{number}.tif", seed=number) for number in range(2)]
    assert archive.map(scenes[0], "--confidence").code == 0
    ended = archive.map(*scenes, "--confidence")
    assert ended.code == 0, ended.log
    assert len([name for name in archive.maps() if name.endswith("_confidence.tif")]) == 2


def test_an_address_of_a_file_is_its_path(archive):
    scene = archive.add("a b.tif")
    table = archive.folder / "item.json"
    table.write_text(json.dumps(item("local", scene.as_uri())))
    assert archive.map(table).code == 0
    assert "1 mapped before" in archive.map(scene).out


def test_a_full_disk_under_the_ledger_is_said_and_not_to_move_the_ledger_away(archive):
    import resource

    scene = archive.add("scene.tif")
    archive.map(scene)
    for number in range(20):  # rows that its write-ahead log has no room for
        archive.add(f"more{number}.tif", seed=number)
    allowed = (archive.out / "ledger.sqlite").stat().st_size + 8192
    line = command(*archive.arguments([archive.folder / "more*.tif"]))
    full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, allowed))  # noqa: E731
    ended = subprocess.run(line, env=environment(), preexec_fn=full, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1, ended.stderr
    assert "ledger.sqlite could not be written" in ended.stderr
    assert "Move it away" not in ended.stderr


def test_a_pattern_that_names_the_maps_of_the_last_run_and_links_maps_each_scene_once(archive):
    scenes = archive.folder / "scenes"
    (scenes / "s").mkdir(parents=True)
    archive.add("scenes/s/s.tif", seed=1)
    archive.add("scenes/t.tif", seed=2)
    (scenes / "latest").symlink_to("s")
    first = archive.map(scenes / "**/*.tif", "--confidence", out=scenes / "out")
    assert first.code == 0, first.log
    assert "2 scenes: 2 mapped" in first.out
    assert "1 scenes were named again by a link to the same file" in first.log
    again = archive.map(scenes / "**/*.[tv][ir][ft]", "--confidence", out=scenes / "out")
    assert again.code == 0, again.log
    assert "2 scenes: 0 mapped, 2 mapped before, 0 failed" in again.out
    assert "5 of the files that were named are maps of this archive" in again.log
    assert archive.map(scenes / "out/*/*.tif", out=scenes / "out").code == 2


def test_without_gdal_the_help_is_shown_and_a_run_says_what_is_missing(archive):
    program = (
        "import importlib.util as u, sys\nfind = u.find_spec\nsys.modules['osgeo'] = None\n"
        "u.find_spec = lambda name, *rest: None if name == 'osgeo' else find(name, *rest)\n"
        "from mineral_prune_plugin.cluster.command_line import command\ncommand()\n"
    )
    for arguments, code, text in (
        (["--help"], 0, "--manifest FILE"),
        (archive.arguments([archive.folder / "x.tif"]), 2, "This needs GDAL, which this Python lacks."),
    ):
        line = [sys.executable, "-c", program, *map(str, arguments)]
        ended = subprocess.run(line, env=environment(), capture_output=True, text=True, timeout=120)
        assert ended.returncode == code, ended.stderr
        assert text in ended.stdout + ended.stderr


def test_a_run_over_new_scenes_alone_keeps_the_maps_of_earlier_ones_in_the_layer(archive):
    first = archive.add("first.tif", seed=1)
    beside = archive.add("beside.tif", seed=2, transform=(500_800.0, 20.0, 0.0, 4_160_000.0, 0.0, -20.0))
    archive.map(first)
    assert "another model" not in archive.map(beside).log
    assert gdal.Open(str(archive.out / "minerals.vrt")).RasterXSize == 80
    ended = archive.map(beside, "--min-confidence", 0.5)
    assert "1 maps of the archive were made by another model or with other parameters" in ended.log
    assert gdal.Open(str(archive.out / "minerals.vrt")).RasterXSize == 40


def test_a_scene_that_is_named_as_a_file_of_the_archive_gets_another_name(archive):
    scenes = [archive.add(f"{name}.tif") for name in ("ledger.sqlite", "minerals.vrt", "Minerals.qml", "nul", "null")]
    ended = archive.map(*scenes)
    assert ended.code == 0, ended.log
    names = sorted(path.name for path in archive.out.iterdir() if path.is_dir())
    assert names == ["null", "scene_Minerals.qml", "scene_ledger.sqlite", "scene_minerals.vrt", "scene_nul"]


def test_a_scene_that_comes_after_it_was_named_keeps_its_row(archive, monkeypatch):
    monkeypatch.chdir(archive.folder)
    assert archive.map(Path("later.tif")).code == 3
    archive.add("later.tif")
    assert archive.map(Path("later.tif")).code == 0
    assert [name for name in archive.maps() if name.endswith("tif")] == ["later/later.tif"]
    with closing(sqlite3.connect(archive.out / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT state FROM scenes").fetchall() == [("done",)]
