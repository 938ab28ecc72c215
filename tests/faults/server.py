# SPDX-License-Identifier: GPL-2.0-or-later
"""The worker process: reads a seed a line, runs the case, writes its outcome as a line of JSON."""

import json
import os
import shutil
import signal
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

from faults.outcome import fault
from faults.rooms import module_of


def main():
    name, folder = sys.argv[1], Path(sys.argv[2])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print goes to the log
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would never hear of one
    room = module_of(name)
    getattr(room, "prepare", lambda folder: None)(folder)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        case = folder / "case"
        case.mkdir()
        before = forget_peak()
        outcome = outcome_of(room, int(line), case)
        answer = {"outcome": asdict(outcome), "megabytes": round(max(0, status("VmHWM") - before))}
        shutil.rmtree(case, ignore_errors=True)
        print(json.dumps(answer), file=answers, flush=True)
    os._exit(0)


def outcome_of(room, seed, folder):
    """The Outcome of a case, a fault where it raises.

    room   : module
    seed   : of the case, int
    folder : Path, empty
    """
    try:
        return room.run_case(seed, folder)
    except Exception as error:
        lines = traceback.format_exception(error)
        return fault(f"raised {type(error).__name__}", " / ".join("".join(lines).splitlines()[-8:]))


def forget_peak():
    """Let the system forget the peak of memory of this process; what it holds now, MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return status("VmRSS")


def status(field):
    """A number of /proc/self/status, MB. field : its name"""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) * 1024 / 1e6


if __name__ == "__main__":
    main()
