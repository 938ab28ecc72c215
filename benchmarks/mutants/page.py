# SPDX-License-Identifier: GPL-2.0-or-later
"""benchmarks/results/mutants.md from the results on disk and from what a person wrote about the survivors.

mutants.csv has a row for each survivor: file, where (function or class), before, after, verdict, reason.
"""

import csv
import platform
from collections import Counter
from datetime import date
from importlib.metadata import version

from benchmarks.mutants.results import INVALID, KILLED, SURVIVED, TIMEOUT
from benchmarks.mutants.rooms import LEFT_OUT, ROOMS, ROOT

PAGE = ROOT / "benchmarks" / "results" / "mutants.md"
VERDICTS = PAGE.with_suffix(".csv")
PLACE = ("file", "where", "before", "after")
COLUMNS = (*PLACE, "verdict", "reason")
EQUIVALENT, LEFT = "equivalent", "left"


def write(mutants, results):
    """mutants: {room: its mutants}; a survivor without a verdict counts as left."""
    verdicts = read_verdicts()
    rooms = {room: [results[m.key] for m in items if m.key in results] for room, items in mutants.items()}
    rows = [row(room, len(mutants[room]), rooms[room], verdicts) for room in rooms]
    everything = [result for room in rooms.values() for result in room]
    rows.append(row("all", sum(map(len, mutants.values())), everything, verdicts))
    text = f"""# Mutants

Small changes of the code, each of which the tests should notice: numbers one more and one less, operators and
comparisons replaced, conditions negated, signs and decorators dropped, loops left out: operators of Cosmic Ray
{version("cosmic-ray")}, one or two replacements for each. Each mutant meets the tests that run its statement, up to the
first that fails. A timeout is a kill: an endless loop. An equivalent mutant cannot be noticed; the reason stands below.
{left_out()}
`make mutants`; {date.today()}, Python {platform.python_version()}.

| room | mutants | not run | killed | timeouts | equivalent | left | killed of the non-equivalent |
|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}

## Left

{table([r for r in survivors(everything) if verdict(r, verdicts) == LEFT], verdicts)}

## Equivalent

{table([r for r in survivors(everything) if verdict(r, verdicts) == EQUIVALENT], verdicts)}

## Timeouts

{table([r for r in everything if r["outcome"] == TIMEOUT], verdicts)}
"""
    PAGE.write_text(text, encoding="utf-8")
    print(text[: text.index("## Left")])


def left_out():
    return "".join(f"Without files of {ROOMS[room][0]} that are named {name}*.\n" for room, name in LEFT_OUT.items())


def row(room, total, results, verdicts):
    counts = Counter(verdict(r, verdicts) if r["outcome"] == SURVIVED else r["outcome"] for r in results)
    killed = counts[KILLED] + counts[TIMEOUT]
    share = f"{100 * killed / (killed + counts[LEFT]):.1f} %" if killed + counts[LEFT] else ""
    valid = total - counts[INVALID]
    outcomes = (counts[name] for name in (KILLED, TIMEOUT, EQUIVALENT, LEFT))
    return "| " + " | ".join(map(str, (room, valid, total - len(results), *outcomes, share))) + " |"


def table(results, verdicts):
    if not results:
        return "None."
    lines = ["| where | before | after | why |", "|---|---|---|---|"]
    for r in results:
        reason = verdicts.get(place(r), {}).get("reason", "")
        cells = (f"{r['file'].split('/', 1)[1]} {r['where']}", f"`{r['before']}`", f"`{r['after']}`", reason)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def survivors(results):
    return sorted((r for r in results if r["outcome"] == SURVIVED), key=lambda r: (r["file"], r["line"]))


def verdict(result, verdicts):
    return verdicts.get(place(result), {}).get("verdict") or LEFT


def place(result):
    return tuple(result[name] for name in PLACE)


def read_verdicts():
    """{place: row}; ValueError for a verdict that is no verdict, or an equivalent one without its reason."""
    if not VERDICTS.exists():
        return {}
    with VERDICTS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for line in rows:
        if line["verdict"] not in ("", EQUIVALENT, LEFT) or (line["verdict"] == EQUIVALENT and not line["reason"]):
            raise ValueError(f"{VERDICTS.name}: no verdict, or no reason, in {line}")
    return {place(line): line for line in rows}


def open_survivors(mutants, results):
    """The survivors without a verdict, by file and line."""
    verdicts = read_verdicts()
    present = [results[m.key] for items in mutants.values() for m in items if m.key in results]
    return [r for r in survivors(present) if not verdicts.get(place(r), {}).get("verdict")]


def add_verdicts(results):
    """A row without a verdict for each survivor that has none; rows that are there stay as they are."""
    rows = read_verdicts()
    for result in results:
        rows.setdefault(place(result), {**{name: result[name] for name in PLACE}, "verdict": "", "reason": ""})
    with VERDICTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    print(f"{sum(not line['verdict'] for line in rows.values())} without a verdict in {VERDICTS.relative_to(ROOT)}")
