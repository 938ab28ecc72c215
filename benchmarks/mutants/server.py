# SPDX-License-Identifier: GPL-2.0-or-later
"""A warm test runner: imports what is slow once, then forks for each request. Started in a copy of the checkout.

One JSON request a line on stdin, one JSON answer a line on stdout:
{"cover": test file} -> [[test, seconds, [[source file, line], ...]], ...]; test "" is imports and fixtures, seconds
                        are null for a test that does not pass
{"collect": test files} -> [exit code], with the bytecode of all of them on disk
{"file": source, "code": mutated text, "tests": {test: seconds}, "seed": of Hypothesis}
                        -> ["killed" | "timeout" | "survived", test or reason]
"""

import contextlib
import json
import os
import resource
import signal
import sys
from pathlib import Path

import coverage
import hypothesis
import numpy  # noqa: F401
import pytest
import safetensors  # noqa: F401
import scipy.spatial  # noqa: F401
import torch  # noqa: F401
from osgeo import gdal, gdal_array, osr  # noqa: F401

TREE = Path.cwd()
SLOWER, GRACE = 5, 12  # a test is stopped after this many times its processor seconds, and as many seconds more
START = 60  # seconds for imports and collection
MEMORY = 6 << 30
QUIET = ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", f"--basetemp={TREE}-tmp"]


class Steady:
    """Hypothesis without a memory and without a search for the smallest failure; its seed is handed to pytest."""

    def pytest_sessionstart(self):
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("mutants", deadline=None, database=None, phases=phases)
        hypothesis.settings.load_profile("mutants")


class Coverer(Steady):
    """Notes each test's seconds and lines; what is run outside a test's call counts for all tests of the file."""

    def __init__(self, tracer):
        self.tracer, self.seconds, self.broken = tracer, {}, set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        self.tracer.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.tracer.switch_context("")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        started = processor_seconds()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = processor_seconds() - started

    def pytest_runtest_logreport(self, report):
        if report.outcome != "passed":
            self.broken.add(report.nodeid)


class Killer(Steady):
    """Runs the wished tests in the wished order, and stops endless ones."""

    def __init__(self, tests, answer):
        self.tests, self.answer, self.running, self.missing = tests, answer, "collection", 0
        signal.signal(signal.SIGALRM, lambda *_: answer("timeout", self.running))
        signal.alarm(START)

    def pytest_collection_modifyitems(self, items):
        order = {test: place for place, test in enumerate(self.tests)}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
        self.missing = len(order) - len(items)  # a mutant may rename what parametrized tests are called after

    def pytest_runtest_setup(self, item):
        self.running = item.nodeid
        signal.alarm(int(GRACE + SLOWER * self.tests[item.nodeid]))

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.answer("killed", report.nodeid)


def processor_seconds():
    """Of this process and of those that it started and that have ended: what else runs here is no matter."""
    return sum(os.times()[:4])


def collect(request, answer):
    answer(int(pytest.main([*request["collect"], "--collect-only", *QUIET])))


def cover(request, answer):
    tracer = coverage.Coverage(data_file=None, include=[f"{TREE}/mineral_prune_plugin/*"], messages=False)
    coverer = Coverer(tracer)
    tracer.start()
    tracer.switch_context("")
    pytest.main([request["cover"], "--hypothesis-seed=0", *QUIET], plugins=[coverer])
    tracer.stop()
    data = tracer.get_data()
    lines = {test: [] for test in ["", *coverer.seconds]}
    for file in data.measured_files():
        short = os.path.relpath(os.path.realpath(file), TREE)
        for line, tests in data.contexts_by_lineno(file).items():
            for test in tests:
                lines[test].append([short, line])
    seconds = {test: None if test in coverer.broken else coverer.seconds.get(test) for test in lines}
    answer(*([test, seconds[test], lines[test]] for test in lines))


def kill(request, answer):
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    files = list(dict.fromkeys(test.split("::")[0] for test in request["tests"]))
    killer = Killer(request["tests"], answer)
    code = pytest.main([*files, "-x", f"--hypothesis-seed={request['seed']}", *QUIET], plugins=[killer])
    if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        answer("survived", f"{killer.missing} tests not collected" if killer.missing else "")
    answer("killed", "collection")


def forked(work, request, limit):
    """What `work` answers in a process of its own; a dead or endless one is killed with its children."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(TREE.parent / f"{TREE.name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(1, 2)
        os.close(reader)

        def answer(*values):
            with os.fdopen(writer, "w") as pipe:
                json.dump(values, pipe)
            os._exit(0)

        try:
            work(request, answer)
        finally:
            answer("killed", "crash")
    os.close(writer)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(int(limit))
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    signal.alarm(0)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what a test has started and left
    if text:
        return json.loads(text)
    number = os.WTERMSIG(status)
    return ["timeout", "stopped"] if number == signal.SIGKILL else ["killed", f"signal {number}"]


def mutated(request, turn):
    """Run with the mutant in the tree; a time stamp of its own keeps Python from the bytecode of the true file."""
    path = TREE / request["file"]
    text, status = path.read_text(encoding="utf-8"), path.stat()
    path.write_text(request["code"], encoding="utf-8")
    os.utime(path, (turn, turn))
    try:
        return forked(kill, request, START + sum(GRACE + SLOWER * seconds for seconds in request["tests"].values()))
    finally:
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def main():
    sys.path.insert(0, str(TREE))
    torch.set_num_threads(1)
    answers = os.fdopen(os.dup(1), "w")
    for turn, line in enumerate(sys.stdin, start=1):
        request = json.loads(line)
        if "file" in request:
            result = mutated(request, turn)
        else:
            result = forked(cover if "cover" in request else collect, request, 600)
        print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main()
