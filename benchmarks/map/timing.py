# SPDX-License-Identifier: GPL-2.0-or-later
"""Medians of what is to be compared, measured in turns so that a busy moment of the machine falls on all of it."""

import os
import random
import statistics
import subprocess
import sys
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
    """Median seconds of each work, name -> callable; one unmeasured round first.

    Each round has another order: after GDAL's read, which fills hundreds of MB, any map takes 15 % longer.
    """
    times, order = {name: [] for name in works}, random.Random(1)  # noqa: S311
    for turn in range(rounds + 1):
        for name in order.sample(list(works), len(works)):
            start = time.perf_counter()
            works[name]()
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def cores_busy(seconds=1.0):
    """How many cores other programs keep busy, by /proc/stat; None where there is none. Ratios suffer from it: GDAL's
    default read and the chain of numba need one core, a map all of them."""
    try:
        before = _ticks()
        time.sleep(seconds)
        return (_ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds
    except OSError:
        return None


def _ticks():
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, idle, wait, *rest = map(int, file.readline().split()[1:])
    return user + nice + system + sum(rest[:2])


def whole_process(command, rounds=3):
    """(median seconds, largest peak resident MB) of a process and its children; one unmeasured round first.

    errors : CalledProcessError
    """
    seconds, megabytes = zip(*[_process(command) for _ in range(rounds + 1)][1:])
    return statistics.median(seconds), max(megabytes)


def _process(command):
    """Started by a small process: on Linux the peak of a new process begins with that of the one that started it."""
    found = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STARTER, *command], stdout=subprocess.PIPE, check=True, text=True
    )
    seconds, kilobytes = found.stdout.split()[-2:]
    return float(seconds), float(kilobytes) / 1024


STARTER = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss)
sys.exit(status != 0)
"""
