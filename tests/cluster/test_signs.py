# SPDX-License-Identifier: GPL-2.0-or-later
"""The file by which workers show that they see the folder of an archive goes again, also after a kill -9."""

from mineral_prune_plugin.outputs.locks import locked

LEFT = ".mineral-prune-0123456789ab-01234567.sign"


def test_a_sign_that_a_killed_run_left_is_removed_by_the_next_and_that_of_a_run_under_way_stays(three):
    archive, scenes = three
    archive.out.mkdir()
    (archive.out / LEFT).touch()
    held = archive.out / LEFT.replace("0123", "4567")
    with locked(held):
        assert archive.map(*scenes).code == 0
        assert sorted(archive.out.glob(".*.sign")) == [held]
    assert archive.map(*scenes, "--workers", 1).code == 0
    assert list(archive.out.glob(".*.sign")) == []


def test_a_file_of_somebody_with_such_an_ending_stays(three):
    archive, scenes = three
    archive.out.mkdir()
    (archive.out / ".road.sign").write_text("mine")
    assert archive.map(*scenes).code == 0
    assert (archive.out / ".road.sign").read_text() == "mine"
