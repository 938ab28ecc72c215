# SPDX-License-Identifier: GPL-2.0-or-later
"""Disks that are full and folders that vanish, anywhere in a run of every algorithm: a sentence, and nothing half-done.

A full disk is a limit on the size of any file that the run writes, or a small disk of its own where this user may mount
one. A folder vanishes by being renamed, or by losing the right to write (which the superuser never loses).
"""

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
from pathlib import Path

from faults import ends
from faults import every_algorithm as runs
from faults.outcome import fault, refused, right

SMALL_DISK = "size=96k"


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    algorithm = generator.choice(sorted(runs.SHORT))
    means = generator.choice((limited, limited, small_disk, vanished))
    place = folder / "outputs"
    place.mkdir()
    before = runs.untouched(runs.chain())
    try:
        what, ended, sets = means(generator, algorithm, place)
        if runs.untouched(runs.chain()) != before:
            return fault(what, "the folder of the inputs is another")
        return judged(what, ended, sets)
    finally:
        subprocess.run(["umount", "-l", str(place)], capture_output=True)


def judged(what, ended, sets):
    """The Outcome. what : of it; ended : Ended; sets : Sets"""
    now, left, answer = runs.visible(sets.folder), runs.hidden(sets.folder), ended.answer
    if what.startswith("the folder") and left and answer is not None and answer.sentence:
        return ends.after_kill(sets, what, now)  # what was left in it, nobody could reach: it is for the next run
    if answer is None:
        return fault(what, f"the run ended with {ended.code}")
    if answer.crash:
        return fault(what, f"raised {answer.crash}")
    if answer.results is not None:
        whole = now == sets.new
        return right(f"{what}, and room enough") if whole else fault(what, f"success, but {ends.differing(now, sets)}")
    if now != sets.old:
        return fault(what, f"{ends.differing(now, sets)}; {answer.sentence}")
    if left and not what.startswith("the folder"):
        return fault(what, f"hidden drafts stay: {left}; {answer.sentence}")
    return refused(what, answer.sentence)


def prepared(generator, algorithm, place):
    """(parameters, Sets) of a run into a place. generator : Random; algorithm : short id; place : Path"""
    outputs = runs.outputs_of(algorithm, place)
    if generator.random() < 0.6:
        for path in outputs.values():
            Path(path).write_text(ends.OLD_TEXT)
    sets = ends.Sets(place, runs.visible(place), ends.whole_run(algorithm).files)
    return {**runs.inputs_of(algorithm), **outputs}, sets


# --- the means: each (random, algorithm, Path) -> (what was done, Ended, Sets)


def limited(generator, algorithm, place):
    parameters, sets = prepared(generator, algorithm, place)
    largest = max(len(text) for text in sets.new.values())
    most = generator.choice((0, 100, 4096, generator.randrange(largest + 2000)))

    def limit(log):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    return "files of a limited size", runs.forked(algorithm, parameters, limit, after=unlimited), sets


def unlimited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def small_disk(generator, algorithm, place):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", SMALL_DISK, "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        return limited(generator, algorithm, place)
    parameters, sets = prepared(generator, algorithm, place)
    filling = place / "filling.bin"
    with contextlib.suppress(OSError):  # the old outputs take a little
        filling.write_bytes(b"x" * 1024 * generator.randrange(90))
    try:
        ended = runs.forked(algorithm, parameters)
    finally:
        filling.unlink()
    return "a small disk", ended, sets


def vanished(generator, algorithm, place):
    parameters, sets = prepared(generator, algorithm, place)
    last = ends.whole_run(algorithm).events["files"]
    event, away = generator.randint(max(1, last - 60), last), place.with_name("away")
    kind = generator.choice(("is renamed", "is renamed and made anew", "is deleted"))

    def vanish():
        if kind == "is deleted":
            shutil.rmtree(place, ignore_errors=True)
        else:
            os.rename(place, away)
            if kind.endswith("anew"):
                place.mkdir()

    ended = runs.forked(algorithm, parameters, lambda log: runs.at_file_event(event, vanish))
    return f"the folder {kind}", ended, after_vanishing(kind, sets, away)


def after_vanishing(kind, sets, away):
    """The Sets of what may be visible where the files are now. kind : of vanishing; sets : Sets; away : Path"""
    if kind == "is deleted":
        return ends.Sets(sets.folder, {}, runs.visible(sets.folder))  # what came after it was gone is new and alone
    if away.exists() and runs.visible(sets.folder) != sets.new:  # else the whole run went into the new folder
        return ends.Sets(away, sets.old, sets.new)
    return sets  # it ended before


def prepare(folder):
    """The inputs, before the first case. folder : of the worker"""
    runs.chain()
