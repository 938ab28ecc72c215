# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs that are killed while their outputs are moved: the old set, the new set, or one that the next run completes.

A real process kills itself with SIGKILL before the n-th call to the system that Python makes, for every n.
"""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mineral_prune_plugin.errors import Cancelled, OutputFailed
from mineral_prune_plugin.outputs import all_whole, whole
from mineral_prune_plugin.outputs.draft import DECIDED, LOCK, SET
from mineral_prune_plugin.outputs.output_notices import DraftsRemoved, OutputsCompleted, OutputsKept
from mineral_prune_plugin.outputs.unfinished import YOUNG_S, tidy
from mineral_prune_plugin.progress import silent

NAMES = ("model.safetensors", "report.html", "other/table.csv")
OLD = {name: f"old {name}" for name in NAMES} | {"model.safetensors.aux.xml": "statistics of the old model"}
OLD["report.html.aux.xml"] = "statistics of the old report"
NEW = {name: f"new {name}" for name in NAMES} | {"model.qml": "style of the new model"}
NEW |= {f"{name}.aux.xml": f"statistics of the new {name}" for name in ("report.html", "other/table.csv")}
RUN = """
import os, signal, sys
from mineral_prune_plugin.outputs import all_whole

folder, names, last = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3])
calls, armed = 0, False
EVENTS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "open", "os.listdir", "os.scandir"}

def count(event, arguments):
    global calls
    if armed and event in EVENTS:
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
with all_whole(*(os.path.join(folder, name) for name in names)) as files:
    for file, name in zip(files, names):
        file.write_text(f"new {name}")
    files[0].with_suffix(".qml").write_text("style of the new model")
    for file, name in zip(files[1:], names[1:]):
        file.with_name(file.name + ".aux.xml").write_text(f"statistics of the new {name}")
    armed = True
armed = False
print(calls)
"""


def run(folder, last=0, code=RUN):
    """(exit code, calls that the run made while it put its outputs in place) of a run killed before its call `last`."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "build" / "plugins")}
    command = [sys.executable, "-c", code, str(folder), ",".join(NAMES), str(last)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return result.returncode, int(result.stdout or 0)


def old_set(folder):
    (folder / "other").mkdir(parents=True)
    for name, text in OLD.items():
        (folder / name).write_text(text)
    return folder


def texts(folder):
    """Name -> text of the files that a user sees."""
    visible = [path for path in folder.rglob("*") if path.is_file() and ".partial" not in str(path)]
    return {str(path.relative_to(folder)): path.read_text() for path in visible}


def hidden(folder):
    return [str(path) for path in folder.rglob("*.partial")]


def aged(folder):
    """As if the run had been killed some minutes ago."""
    for path in [*folder.rglob(LOCK), *folder.rglob("*.partial")]:
        os.utime(path, (time.time() - 2 * YOUNG_S,) * 2)


def next_run(folder):
    """What the next run into the folder tells."""
    told = []
    with whole(folder / "another.txt", replace(silent(), tell=told.append)) as partial:
        partial.write_text("another")
    (folder / "another.txt").unlink()
    return told


def test_a_run_killed_at_any_moment_leaves_the_old_set_the_new_set_or_what_the_next_run_completes(tmp_path):
    code, calls = run(old_set(tmp_path / "whole"))
    assert code == 0 and texts(tmp_path / "whole") == NEW and not hidden(tmp_path / "whole")
    assert calls > 20
    mixed = []
    for last in range(1, calls + 1):
        folder = old_set(tmp_path / str(last))
        assert run(folder, last)[0] == -signal.SIGKILL
        left = texts(folder)
        aged(folder)
        told = [type(notice) for notice in next_run(folder)]
        if left not in (OLD, NEW):
            mixed.append(last)
            assert told[0] is OutputsCompleted
        assert texts(folder) == (OLD if left == OLD and OutputsCompleted not in told else NEW)
        assert not [path for path in hidden(folder) if Path(path).parent == folder]
    assert 5 < len(mixed) < calls - 10


def test_what_the_next_run_completes_it_tells(tmp_path):
    for last in range(1, run(old_set(tmp_path / "whole"))[1]):
        folder = old_set(tmp_path / str(last))
        assert run(folder, last)[0] == -signal.SIGKILL
        if texts(folder) not in (OLD, NEW):
            break
    (notice,) = next_run(folder)
    assert "model.safetensors" in str(notice) and notice.serious


@pytest.fixture
def mixed(tmp_path):
    """The folder of a run that was killed when a part of its outputs was in place."""
    for last in range(1, run(old_set(tmp_path / "whole"))[1]):
        folder = old_set(tmp_path / str(last))
        assert run(folder, last)[0] == -signal.SIGKILL
        left = texts(folder)
        if left["model.safetensors"] == NEW["model.safetensors"] and left["report.html"] == OLD["report.html"]:
            return folder
    raise LookupError


def test_a_file_that_was_changed_since_the_kill_is_not_replaced_and_it_is_told(mixed):
    (mixed / "report.html").write_text("the user's notes")
    (completed, kept) = next_run(mixed)
    beside = {"report.html.aux.xml": OLD["report.html.aux.xml"]}  # theirs too
    assert texts(mixed) == {**NEW, "report.html": "the user's notes", **beside} and not hidden(mixed)
    assert "table.csv" in str(completed) and "report.html" not in str(completed)
    assert isinstance(kept, OutputsKept) and "report.html" in str(kept) and kept.serious


def test_what_a_run_left_is_completed_by_one_that_reaches_the_folder_by_a_link(mixed, tmp_path):
    aged(mixed)
    (tmp_path / "link").symlink_to(mixed)
    assert [type(notice) for notice in next_run(tmp_path / "link")] == [OutputsCompleted]
    assert texts(mixed) == NEW


@pytest.mark.parametrize("how", ["renamed", "linked"])
def test_a_set_is_completed_in_a_folder_that_has_another_name_by_then(tmp_path, how):
    for last in range(1, run(old_set(tmp_path / "whole"))[1]):
        folder = old_set(tmp_path / str(last))
        assert run(folder, last)[0] == -signal.SIGKILL
        if texts(folder) not in (OLD, NEW):
            break
    aged(folder)
    later = tmp_path / "later"
    folder.rename(later) if how == "renamed" else later.symlink_to(folder)
    assert [type(notice) for notice in next_run(later)] == [OutputsCompleted]
    assert texts(later) == NEW


def test_drafts_of_nobody_go_after_a_while_and_those_of_a_run_that_lives_stay(tmp_path):
    folder = old_set(tmp_path / "files")
    assert run(folder, 1)[0] == -signal.SIGKILL
    assert len(hidden(folder)) == 3
    assert next_run(folder) == [] and len(hidden(folder)) == 3  # they could be of a run that starts just now
    with whole(folder / "living.txt") as partial:
        partial.write_text("living")
        aged(folder)
        (notice,) = next_run(folder)
        assert isinstance(notice, DraftsRemoved) and notice.facts == {"drafts": 2}
        assert partial.exists()
    assert (folder / "living.txt").read_text() == "living"


def test_a_folder_that_only_looks_like_a_draft_is_left_alone(tmp_path):
    (tmp_path / ".mine-aaaaaaaa.partial").mkdir()
    (tmp_path / ".mine-aaaaaaaa.partial" / "letter.txt").write_text("mine")
    (tmp_path / ".link-aaaaaaaa.partial").symlink_to(tmp_path / ".mine-aaaaaaaa.partial")
    assert tidy([tmp_path]).removed == 0 and (tmp_path / ".mine-aaaaaaaa.partial" / "letter.txt").exists()


@pytest.mark.parametrize("name", ["../victim.txt", "/etc/victim.txt", "victim.txt"])
def test_a_draft_of_a_stranger_writes_only_beside_itself(tmp_path, name):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    draft, target = inside / ".map-aaaaaaaa.partial", outside / ".map-bbbbbbbb.partial"
    for folder in (draft, target):
        folder.mkdir(parents=True)
        (folder / LOCK).write_bytes(b"")
        (folder / "victim.txt").write_text("stranger's")
    (outside / "victim.txt").write_text("the user's")
    (draft / SET).write_text(json.dumps({"name": name, "folders": [str(draft), str(target)]}))
    (draft / DECIDED).write_text("")
    tidy([inside])
    assert (outside / "victim.txt").read_text() == "the user's"
    assert not (tmp_path / "victim.txt").exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"name": 1, "folders": []}', '{"name": "a", "folders": 3}', "[" * 9999]
)
def test_a_set_that_cannot_be_read_is_a_draft_of_nobody(tmp_path, text):
    draft = tmp_path / ".map-aaaaaaaa.partial"
    draft.mkdir()
    for name, content in ((LOCK, ""), (SET, text), (DECIDED, ""), ("map.tif", "map")):
        (draft / name).write_text(content)
    aged(tmp_path)
    assert tidy([tmp_path]).removed == 1 and list(tmp_path.iterdir()) == []


def test_a_move_that_fails_takes_the_others_back(tmp_path):
    folder = old_set(tmp_path / "files")
    with pytest.raises(OutputFailed), all_whole(*(folder / name for name in NAMES)) as files:
        for file in files:
            file.write_text("new")
        files[0].with_suffix(".qml").write_text("style")
        (folder / "other" / "table.csv").unlink()
        (folder / "other" / "table.csv").mkdir()
        (folder / "other" / "table.csv" / "in the way").write_text("")
    expected = {name: text for name, text in OLD.items() if "table" not in name}
    assert {name: text for name, text in texts(folder).items() if "table" not in name} == expected
    assert not hidden(folder)


INTERRUPTED = RUN.replace("os.kill(os.getpid(), signal.SIGKILL)", "os.kill(os.getpid(), signal.SIGINT)")


def test_an_interrupt_from_the_keyboard_while_files_are_moved_mixes_nothing(tmp_path):
    calls = run(old_set(tmp_path / "whole"))[1]
    for last in range(1, calls, 3):
        folder = old_set(tmp_path / str(last))
        run(folder, last, INTERRUPTED)
        assert texts(folder) in (OLD, NEW)


def test_a_run_that_is_cancelled_when_all_is_written_replaces_nothing(tmp_path):
    folder, cancelled = old_set(tmp_path / "files"), []
    progress = replace(silent(), cancelled=lambda: bool(cancelled))
    with pytest.raises(Cancelled), all_whole(*(folder / name for name in NAMES), progress=progress) as files:
        for file in files:
            file.write_text("new")
        cancelled.append(True)
    assert texts(folder) == OLD and not hidden(folder)


def test_sets_of_runs_that_end_at_once_are_not_mixed(tmp_path):
    """Each run's outputs name it; whoever is last, they belong together."""
    script = (
        "import sys\nfrom mineral_prune_plugin.outputs import all_whole\n"
        "for turn in range(30):\n"
        "    with all_whole(*sys.argv[2:]) as files:\n"
        "        for file in files:\n            file.write_text(f'{sys.argv[1]} {turn}')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "build" / "plugins")}
    places = [str(tmp_path / f"{number}.txt") for number in range(5)]
    for _ in range(3):
        runs = [subprocess.Popen([sys.executable, "-c", script, name, *places], env=environment) for name in "abcd"]
        assert [each.wait(60) for each in runs] == [0, 0, 0, 0]
        assert len({Path(place).read_text() for place in places}) == 1


VANISHING = """
import os, sys
from mineral_prune_plugin.errors import MineralPruneError
from mineral_prune_plugin.outputs import all_whole

folder, last, calls = sys.argv[1], int(sys.argv[2]), 0

def count(event, arguments):
    global calls
    if event in ("os.rename", "os.mkdir", "open", "os.listdir", "os.scandir") and folder in str(arguments[0]):
        calls += 1
        if calls == last:
            os.rename(folder, folder + " away")

try:
    sys.addaudithook(count)
    with all_whole(os.path.join(folder, "model"), os.path.join(folder, "report")) as files:
        for file in files:
            file.write_text("new")
except MineralPruneError as error:
    print("refused")
"""


def test_a_folder_that_vanishes_while_a_run_begins_or_ends_is_a_refusal(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "build" / "plugins")}
    for last in range(1, 13):
        folder = tmp_path / str(last)
        folder.mkdir()
        command = [sys.executable, "-c", VANISHING, str(folder), str(last)]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        assert result.stdout == "refused\n", (last, result.stderr)
