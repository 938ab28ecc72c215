# SPDX-License-Identifier: GPL-2.0-or-later
"""Kills, interrupts and cancellings anywhere in a run of every algorithm: the old outputs or the new ones, never both.

After a kill a third state is allowed: a set that the next run into the folder completes, and says so. What is hidden
then goes with the next run; after a cancelling nothing hidden stays.
"""

import functools
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from faults import every_algorithm as runs
from faults.outcome import fault, refused, right
from faults.rooms import ROOT

LATE = 40  # of the last events of files: there outputs are finished and moved
REAL = 0.06  # share of the cases that start a qgis_process of their own
OLD_TEXT = "of an earlier run"


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    generator = random.Random(seed)
    algorithm = generator.choice(sorted(runs.SHORT))
    measured, old = whole_run(algorithm), {}
    outputs = runs.outputs_of(algorithm, folder)
    if generator.random() < 0.75:
        for path in outputs.values():
            Path(path).write_text(OLD_TEXT)
        old = runs.visible(folder)
    before = runs.untouched(runs.chain())
    means = generator.choice(("killed", "killed", "interrupted", "cancelled"))
    if generator.random() < REAL and means != "cancelled":
        return of_process(generator, algorithm, outputs, means, Sets(folder, old, whole_process(algorithm)), before)
    ended, where = END[means](generator, algorithm, {**runs.inputs_of(algorithm), **outputs}, measured)
    return judged(Sets(folder, old, measured.files), f"{means} {where}", ended, before)


class Sets:
    """folder : Path; old, new : what is visible in it before and after a whole run"""

    def __init__(self, folder, old, new):
        self.folder, self.old, self.new = folder, old, new


class Measured:
    """What a whole run did: files, as of `visible`; events, as of Ended; seconds"""

    def __init__(self, files, events, seconds):
        self.files, self.events, self.seconds = files, events, seconds


@functools.cache
def whole_run(algorithm):
    """The Measured of a run that nobody disturbs. algorithm : short id"""
    folder = Path(tempfile.mkdtemp())
    outputs = runs.outputs_of(algorithm, folder)
    for path in outputs.values():
        Path(path).write_text(OLD_TEXT)
    parameters = {**runs.inputs_of(algorithm), **outputs}
    ended = runs.forked(algorithm, parameters, lambda log: runs.at_file_event(0, None))
    if ended.answer is None or ended.answer.results is None:
        raise RuntimeError(f"{algorithm} did not run: {ended.answer}")
    measured = Measured(runs.visible(folder), ended.events, ended.seconds)
    shutil.rmtree(folder)
    return measured


# --- the ends: each (random, algorithm, parameters, Measured) -> (Ended, where)


def signalled(number):
    """An end by a signal, at an event of files or at any time. number : of the signal"""

    def end(generator, algorithm, parameters, measured):
        kind = generator.choice(("at any file", "while outputs are written and moved", "at any time"))
        if kind == "at any time":
            seconds = generator.uniform(0, measured.seconds)
            return runs.forked(algorithm, parameters, during=lambda process: after(seconds, process, number)), kind
        last = measured.events["files"]
        event = generator.randint(1 if kind == "at any file" else max(1, last - LATE), last)
        kill = lambda: os.kill(os.getpid(), number)  # noqa: E731
        return runs.forked(algorithm, parameters, lambda log: runs.at_file_event(event, kill)), kind

    return end


def after(seconds, process, number):
    time.sleep(seconds)
    os.kill(process, number)  # of a child that nobody has waited for: its number is nobody else's


def cancelled(generator, algorithm, parameters, measured):
    last = measured.events["questions"]
    question = generator.randint(1, last) if generator.random() < 0.6 else max(1, last - generator.randrange(4))

    def arrange(log):
        log.cancel_at = question

    return runs.forked(algorithm, parameters, arrange), "at any question"


END = {"killed": signalled(signal.SIGKILL), "interrupted": signalled(signal.SIGINT), "cancelled": cancelled}


# --- what is right after an end


def judged(sets, what, ended, before):
    """The Outcome.

    sets   : Sets
    what   : of the Outcome
    ended  : Ended
    before : of the inputs, as of `untouched`
    """
    if runs.untouched(runs.chain()) != before:
        return fault(what, "the folder of the inputs is another")
    now, left = runs.visible(sets.folder), runs.hidden(sets.folder)
    if ended.code < 0 or (left and what.startswith("interrupted")):  # in Python an interrupt may end a tidying too
        return after_kill(sets, what, now)
    if left:
        return fault(what, f"hidden drafts stay: {left}")
    answer = ended.answer
    if answer.results is not None:
        whole = now == sets.new
        return (
            right("ran to its end all the same")
            if whole
            else fault(what, f"success, but not its outputs: {differing(now, sets)}")
        )
    if now != sets.old:
        return fault(what, f"failed, but the outputs are not the old ones: {differing(now, sets)}; {answer}")
    if what.startswith("cancelled"):
        cancelled = "Cancelled" in answer.sentence
        return refused(what, answer.sentence) if cancelled else fault(what, f"not cancelled, but {answer}")
    if "KeyboardInterrupt" in answer.crash or answer.sentence:
        return right(what, answer.sentence or answer.crash)
    return fault(what, f"raised {answer.crash}")


def after_kill(sets, what, now):
    """The Outcome of a run that is gone. sets, what : as of `judged`; now : what is visible"""
    state = {True: "old", now == sets.new: "new"}.get(True) if now in (sets.old, sets.new) else "mixed"
    told = next_run(sets.folder)
    later, left = runs.visible(sets.folder), runs.hidden(sets.folder)
    if left:
        return fault(what, f"hidden drafts stay after the next run: {left}")
    if later not in (sets.old, sets.new):
        return fault(what, f"the set is mixed: {differing(later, sets)}; was {state}; told {told}")
    if state == "mixed" and not any(kind == "OutputsCompleted" for kind in told):
        return fault(what, f"the next run completed the set and did not say so: {told}")
    return right(what, f"{state}, then {'new' if later == sets.new else 'old'} {told}")


def next_run(folder):
    """The kinds of notices that the next run into a folder tells, some minutes later. folder : Path"""
    from mineral_prune_plugin.outputs import whole
    from mineral_prune_plugin.outputs.draft import LOCK
    from mineral_prune_plugin.progress import silent

    for path in [*folder.rglob(LOCK), *runs.hidden(folder)]:
        os.utime(path, (time.time() - 600,) * 2)
    told = []
    with whole(folder / "next.txt", replace(silent(), tell=told.append)) as partial:
        partial.write_text("next")
    (folder / "next.txt").unlink()
    return [type(notice).__name__ for notice in told]


def differing(now, sets):
    """What is visible now, a word for each file. now : as of `visible`; sets : Sets"""
    names = sorted({*now, *sets.old, *sets.new})
    return ", ".join(f"{name} {state_of(name, now, sets)}" for name in names)


def state_of(name, now, sets):
    text = now.get(name)
    if text is None:
        return "is missing"
    same = [word for word, files in (("old", sets.old), ("new", sets.new)) if files.get(name) == text]
    return "is " + (" and ".join(same) or "neither")


# --- a qgis_process of its own


def of_process(generator, algorithm, outputs, means, sets, before):
    """The Outcome of a real qgis_process, ended at any time.

    generator, algorithm : as of `run_case`
    outputs              : path by name
    means                : "killed" or "interrupted"
    sets, before         : as of `judged`
    """
    command = command_of(algorithm, outputs)
    seconds = generator.uniform(0.3, 1.3) * time_of_process()
    number = signal.SIGKILL if means == "killed" else signal.SIGINT
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
        output, _ = process.communicate(timeout=runs.PATIENCE_S)
    finally:
        process.kill()
    what = f"{means}, a qgis_process at any time"
    if process.returncode == 0:
        answer = runs.world.Answer(results={})
    elif process.returncode > 0:
        lines = [line for line in output.splitlines() if line.strip()]
        answer = runs.world.Answer(sentence=lines[-1] if lines and "Traceback" not in output else output)
    else:
        answer = None
    return judged(sets, what, runs.Ended(answer, process.returncode, {}, seconds), before)


def command_of(algorithm, outputs):
    """The words of a qgis_process. algorithm, outputs : as of `of_process`"""
    parameters = {**runs.inputs_of(algorithm), **outputs}
    words = [str(ROOT / "scripts" / "in-env.sh"), "qgis_process", "run", f"mineralprune:{algorithm}", "--"]
    return words + [f"{name}={value}" for name, value in parameters.items()]


@functools.cache
def whole_process(algorithm):
    """What is visible after a qgis_process that nobody disturbs: its training rounds otherwise than Python's own.

    algorithm : short id
    """
    folder = Path(tempfile.mkdtemp())
    command = command_of(algorithm, runs.outputs_of(algorithm, folder))
    subprocess.run(command, capture_output=True, check=True, timeout=runs.PATIENCE_S)
    files = runs.visible(folder)
    shutil.rmtree(folder)
    return files


@functools.cache
def time_of_process():
    """Seconds of a short qgis_process here and now."""
    started = time.monotonic()
    command = [str(ROOT / "scripts" / "in-env.sh"), "qgis_process", "run", "mineralprune:mapminerals"]
    subprocess.run(command, capture_output=True, timeout=runs.PATIENCE_S)
    return max(2.0, 1.5 * (time.monotonic() - started))


def prepare(folder):
    """The inputs, before the first case. folder : of the worker"""
    runs.chain()
