# SPDX-License-Identifier: GPL-2.0-or-later
"""Medians of what is to be compared, measured in turns so that a busy moment of the machine falls on all of it."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One line of the table. measured : None where it could not be measured; note : why, or what the number means."""

    line: str
    at_most: bool
    goal: float
    measured: float
    note: str = ""

    @property
    def verdict(self):
        if self.measured is None:
            return "not measured"
        return "met" if (self.measured <= self.goal) == self.at_most or self.measured == self.goal else "missed"


def medians(works, rounds=5):
    """Median seconds of each work, name -> callable; one unmeasured round first."""
    times = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def whole_process(command, environment):
    """(seconds, peak resident MB) of a process and its children. Errors: CalledProcessError."""
    start = time.perf_counter()
    with open(os.devnull, "w") as nowhere:
        process = subprocess.Popen(command, env=environment, stdout=nowhere, stderr=subprocess.STDOUT)  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, usage.ru_maxrss / 1024
