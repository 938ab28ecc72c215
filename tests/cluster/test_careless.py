# SPDX-License-Identifier: GPL-2.0-or-later
"""What an operator does who reads nothing costs no scene and no map of another scene."""

import pytest


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
