# SPDX-License-Identifier: GPL-2.0-or-later
"""The fault campaign: hostile inputs and violent ends, each case with its own number and its own seed.

Outcomes go to build/faults/ledger.jsonl as they come: the same command goes on where a stopped one was. `--case` runs
one case again and keeps its files. `--again` runs the faults again, after they were mended. `--table` prints the counts
of all that ran, `--faults` the faults and what repeats each; `--page` writes benchmarks/results/faults.md, and keeps
what a person wrote there on fuzzing.
"""

import argparse
import queue
import shutil
import subprocess
import sys
import threading
import time

from faults import ledger
from faults.outcome import FAULT
from faults.rooms import BUILD, ROOMS, ROOT, case_seed, command, module_of
from faults.watch import Worker

PAGE = ROOT / "benchmarks" / "results" / "faults.md"
FUZZING = "## Fuzzing"


def main():
    arguments = parse_arguments()
    entries = ledger.read()
    if arguments.table:
        print(ledger.table(entries))
    elif arguments.page:
        PAGE.write_text(ledger.page(entries, kept_fuzzing()), encoding="utf-8")
    elif arguments.faults:
        print("\n".join(ledger.faults(entries)) or "no faults")
    elif arguments.case is not None:
        repeat(arguments)
    else:
        until = time.monotonic() + 60 * arguments.minutes if arguments.minutes else float("inf")
        found = sum(run_room(name, arguments, entries, until) for name in arguments.room or ROOMS)
        sys.exit(f"{found} faults; --faults lists them" if found else 0)


def kept_fuzzing():
    """The section on fuzzing that stands in the page."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return text[text.index(FUZZING) :] if FUZZING in text else ""


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the campaign: other seeds are other cases")
    parser.add_argument("--room", action="append", choices=ROOMS, help="only this room; may be repeated")
    parser.add_argument("--cases", type=int, default=100, help="of each room, numbered from 0")
    parser.add_argument("--case", type=int, help="this one of one --room, again; its files stay")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0, help="stop after as many; 0: when all is done")
    parser.add_argument("--again", action="store_true", help="the faults in the ledger again")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--page", action="store_true")
    arguments = parser.parse_args()
    if arguments.case is not None and len(arguments.room or ()) != 1:
        parser.error("--case needs one --room")
    return arguments


def repeat(arguments):
    """One case in this very process, its files in build/faults/case."""
    from faults.server import outcome_of

    (name,) = arguments.room
    folder = BUILD / "case"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    room = module_of(name)
    getattr(room, "prepare", lambda folder: None)(folder)
    outcome = outcome_of(room, case_seed(arguments.seed, name, arguments.case), folder / "files")
    print(f"{outcome.verdict}: {outcome.what}: {outcome.detail}\nits files: {folder / 'files'}", flush=True)


def run_room(name, arguments, entries, until):
    """The number of faults among the cases of a room that had no outcome yet.

    name      : of the room
    arguments : of the command line
    entries   : of the ledger
    until     : monotonic seconds at which no further case begins
    """
    numbers = [
        number for number in range(arguments.cases) if waits(entries.get((arguments.seed, name, number)), arguments)
    ]
    print(f"{name}: {len(numbers)} of {arguments.cases} cases to run", file=sys.stderr, flush=True)
    version = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    waiting, faults, lock = queue.SimpleQueue(), [], threading.Lock()
    for number in numbers:
        waiting.put(number)

    def work(worker):
        while not waiting.empty() and time.monotonic() < until:
            number = waiting.get()
            outcome, seconds, megabytes = worker.run(case_seed(arguments.seed, name, number))
            entry = {"seed": arguments.seed, "room": name, "case": number, "verdict": outcome.verdict}
            entry |= {"what": outcome.what, "detail": outcome.detail, "seconds": round(seconds, 2)}
            with lock:
                ledger.write({**entry, "megabytes": megabytes, "version": version.strip()})
                if outcome.verdict == FAULT:
                    faults.append(number)
                    told = f"FAULT {outcome.what}: {outcome.detail}\n    {command(arguments.seed, name, number)}"
                    print(told, file=sys.stderr, flush=True)

    threads = [threading.Thread(target=drive, args=(work, ROOMS[name], index)) for index in range(arguments.workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(faults)


def waits(entry, arguments):
    """Whether a case is to run. entry : of the ledger, or None; arguments : of the command line"""
    if arguments.again:
        return entry is not None and entry["verdict"] == FAULT
    return entry is None


def drive(work, room, index):
    with Worker(room, index) as worker:
        work(worker)


if __name__ == "__main__":
    main()
