# SPDX-License-Identifier: GPL-2.0-or-later
"""The fault campaign: its watch, its ledger, and a short part of it that never changes. The rest is `make faults`."""

import subprocess
import sys

import pytest
from faults import ledger, misbehaving
from faults.__main__ import parse_arguments, waits
from faults.outcome import FAULT, REFUSED, RIGHT
from faults.rooms import ROOMS, Room, case_seed
from faults.watch import Worker, environment

CASES = {"ends": range(8), "disks": range(4), "together": range(1), "products": range(12), "libraries": range(20)}
CASES["memory"] = (1, 3)  # products that claim to be huge; others write huge files first
SEED = 2026


@pytest.mark.parametrize("name", ROOMS)
def test_no_fault_in_the_cases_that_are_always_tried(name):
    with Worker(ROOMS[name], 0) as worker:
        outcomes = [worker.run(case_seed(SEED, name, number))[0] for number in CASES.get(name, range(30))]
    assert [outcome for outcome in outcomes if outcome.verdict == FAULT] == []


def outcomes_of(*seeds, seconds=60, megabytes=50):
    with Worker(Room("misbehaving", "", seconds=seconds, megabytes=megabytes), 0) as worker:
        return [worker.run(seed)[0] for seed in seeds]


@pytest.mark.parametrize(
    ("seed", "sign"),
    [
        (misbehaving.HANGS, "hang"),
        (misbehaving.CRASHES, "Fatal Python error: Aborted"),
        (misbehaving.EATS, "memory: "),
        (misbehaving.RAISES, "KeyError: 'a bug'"),
        (misbehaving.STUTTERS, "not one sentence"),
    ],
)
def test_what_hangs_crashes_eats_raises_or_stutters_is_a_fault_and_the_next_case_runs(seed, sign):
    bad, good = outcomes_of(seed, misbehaving.FINE, seconds=2 if seed == misbehaving.HANGS else 60)
    assert bad.verdict == FAULT and sign in bad.detail
    assert good.verdict == RIGHT


def test_what_a_library_prints_is_no_outcome():
    assert [outcome.what for outcome in outcomes_of(misbehaving.PRINTS, misbehaving.FINE)] == ["fine", "fine"]


def test_the_last_outcome_of_a_case_counts_and_a_line_cut_short_is_none(tmp_path):
    path = tmp_path / "ledger.jsonl"
    for verdict in (FAULT, REFUSED):
        ledger.write({"seed": 7, "room": "models", "case": 3, "verdict": verdict, "what": "a bit", "detail": ""}, path)
    with open(path, "a") as file:
        file.write('{"seed": 7, "room": "mod')
    assert [entry["verdict"] for entry in ledger.read(path).values()] == [REFUSED]
    ledger.write(
        {"seed": 7, "room": "models", "case": 4, "verdict": FAULT, "what": "a bit", "detail": "wrong"}, tmp_path / "2"
    )
    entries = {**ledger.read(path), **ledger.read(tmp_path / "2")}
    assert "| models | a bit | 2 | 1 | 0 | 1 |" in ledger.table(entries)
    assert ledger.faults(entries) == ['a bit: wrong\n    make faults ARGS="--seed 7 --room models --case 4"']


def test_a_campaign_goes_on_where_it_stopped_and_takes_faults_again(monkeypatch):
    entries = [None, {"verdict": RIGHT}, {"verdict": FAULT}]
    for words, expected in (([], [True, False, False]), (["--again"], [False, False, True])):
        monkeypatch.setattr(sys, "argv", ["faults", *words])
        assert [waits(entry, parse_arguments()) for entry in entries] == expected


def test_every_case_has_a_seed_of_its_own_and_keeps_it():
    seeds = {case_seed(seed, room, number) for seed in (1, 2) for room in ("models", "ends") for number in range(500)}
    assert len(seeds) == 2000 and case_seed(7, "models", 0) == 107646732537195


def test_a_case_is_repeated_by_its_number():
    command = [sys.executable, "-m", "faults", "--seed", str(SEED), "--room", "models", "--case", "3"]
    result = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=120)
    assert result.returncode == 0 and result.stdout.split(":")[0] in (REFUSED, RIGHT), result.stderr


def test_the_page_counts_the_ledger_and_lists_what_is_open():
    entry = {"seed": 7, "room": "models", "what": "a bit", "detail": "wrong", "version": "abc"}
    entries = {
        (7, "models", case): {**entry, "case": case, "verdict": verdict} for case, verdict in enumerate((RIGHT, FAULT))
    }
    page = ledger.page(entries, "## Fuzzing\n\nAn hour.")
    assert "| all | inputs | 2 | 0 | 1 | 1 |" in page and "--room models --case 1" in page
    assert page.endswith("## Fuzzing\n\nAn hour.\n")
    assert "None." in ledger.page({key: {**each, "verdict": RIGHT} for key, each in entries.items()})
