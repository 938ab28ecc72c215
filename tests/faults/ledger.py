# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger of the campaign, build/faults/ledger.jsonl: a line for each case that ran, the last one counts."""

import json
from collections import Counter

from faults.outcome import FAULT, REFUSED, RIGHT
from faults.rooms import BUILD, ROOMS, command

LEDGER = BUILD / "ledger.jsonl"


def read(path=LEDGER):
    """(seed, room, number) -> entry, the last one of each case. path : Path"""
    entries = {}
    if path.exists():
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):  # a last line without end is of a campaign that was killed
                    entry = json.loads(line)
                    entries[entry["seed"], entry["room"], entry["case"]] = entry
    return entries


def write(entry, path=LEDGER):
    """Append an entry. entry : dict; path : Path"""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write((json.dumps(entry) + "\n").encode())


def table(entries):
    """Counts as a Markdown table: a row for each thing done. entries : as of `read`"""
    counts = Counter((e["room"], e["what"], e["verdict"]) for e in entries.values())
    rows = sorted({(room, what) for room, what, _ in counts}, key=lambda row: (list(ROOMS).index(row[0]), row[1]))
    lines = ["| room | done | cases | refused with a sentence | right result | faults |", "|---|---|---|---|---|---|"]
    lines += [
        _row(room, what, [counts[room, what, verdict] for verdict in (REFUSED, RIGHT, FAULT)]) for room, what in rows
    ]
    for act in ("input", "end"):
        all_of = [e["verdict"] for e in entries.values() if ROOMS[e["room"]].act == act]
        lines.append(_row("all", f"{act}s", [all_of.count(verdict) for verdict in (REFUSED, RIGHT, FAULT)]))
    return "\n".join(lines)


def _row(room, what, counts):
    return f"| {room} | {what} | {sum(counts):,} | " + " | ".join(f"{count:,}" for count in counts) + " |"


def faults(entries):
    """Lines that say each fault and what repeats it. entries : as of `read`"""
    return [
        f"{e['what']}: {e['detail']}\n    {command(e['seed'], e['room'], e['case'])}"
        for e in entries.values()
        if e["verdict"] == FAULT
    ]


def page(entries, fuzzing=""):
    """The page of counts, Markdown. entries : as of `read`; fuzzing : lines on runs that are not in the ledger"""
    seeds = sorted({f"{seed} ({room})" for seed, room, _ in entries})
    versions = sorted({entry["version"] for entry in entries.values()})
    rooms = [f"- {room.name}: {room.about}" for room in ROOMS.values() if any(key[1] == room.name for key in entries)]
    return "\n".join([
        "# The fault campaign", "",
        "What really ran, written by `make faults ARGS=--page` from the ledger. Rooms:", "", *rooms, "",
        f"Seeds: {', '.join(seeds)}.",
        f"Commits when the runs began, some under other names here: {', '.join(versions)}; a case that was a",
        "fault counts as it ended when it was run again.", "", table(entries), "", "## Faults that are open", "",
        *([f"- {fault}" for fault in faults(entries)] or ["None."]), "", fuzzing,
    ]).rstrip() + "\n"  # fmt: skip
