# SPDX-License-Identifier: GPL-2.0-or-later
"""A scheduler and workers of Dask, and the command mineral-map, each a process that may be killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

from benchmarks.common import ROOT


def environment(**more):
    """Of a process that finds the plugin as it is staged. more : variables"""
    places = (str(ROOT / "build" / "plugins"), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places), **more}


def command(scenes, model, out, *options):
    """The command mineral-map, a list of texts. scenes, model, out : paths; options : others"""
    line = [sys.executable, "-m", "mineral_prune_plugin.cluster", *scenes, "--model", model, "--out", out, *options]
    return list(map(str, line))


class Cluster:
    """A scheduler and workers.

    folder    : Path for their logs
    workers   : how many
    variables : of their environment
    """

    def __init__(self, folder, workers=2, **variables):
        self._folder, self._count, self._variables = folder, workers, variables
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.scheduler, self.workers = None, []

    def __enter__(self):
        self.start_scheduler()
        for _ in range(self._count):
            self.start_worker()
        return self

    def __exit__(self, *failure):
        for process in (*self.workers, self.scheduler):
            end(process)

    def start_scheduler(self):
        """At the same address as before."""
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")

    def start_worker(self):
        """One more, of one thread, with a nanny, which starts it again where it dies."""
        process = self._start("dask_worker", self.address, "--nthreads", "1", "--no-dashboard", "--death-timeout", "60")
        self.workers.append(process)

    def replace_scheduler(self):
        """Kill it and start another, and workers: those of a scheduler that is gone end by themselves."""
        kill(self.scheduler.pid)
        self.scheduler.wait()
        for process in self.workers:
            end(process)
        count, self.workers = len(self.workers), []
        self.start_scheduler()
        for _ in range(count):
            self.start_worker()

    def worker_pids(self):
        """Of the processes that map: the nannies' children."""
        lines = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True).stdout.splitlines()[1:]
        nannies = {process.pid for process in self.workers}
        rows = [line.split(None, 2) for line in lines]
        return [int(pid) for pid, parent, text in rows if int(parent) in nannies and "spawn_main" in text]

    def _start(self, module, *arguments):
        log = open(self._folder / f"{module}.log", "ab")  # noqa: SIM115, the process holds it
        line = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        how = {"env": environment(**self._variables), "cwd": self._folder, "start_new_session": True}
        return subprocess.Popen(line, stdout=log, stderr=log, **how)


class Run:
    """The command under way, whose events are read line by line. line : of `command`, with --json-lines"""

    def __init__(self, line):
        self.process = subprocess.Popen(
            line, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.events = []

    def read_until(self, scenes):
        """Until so many `scenes` are over, or the run is; True where they are."""
        while sum(event["event"] == "scene" for event in self.events) < scenes:
            line = self.process.stdout.readline()
            if not line:
                return False
            self.events.append(json.loads(line))
        return True

    def finish(self, seconds=120):
        """The exit code. seconds : at most"""
        out, self.errors = self.process.communicate(timeout=seconds)
        self.events += [json.loads(line) for line in out.splitlines()]
        return self.process.returncode

    def done(self):
        """Names of the scenes that were told to be done, a list."""
        return [event["name"] for event in self.events if event["event"] == "scene" and event["state"] == "done"]


def kill(pid):
    """End a process, by its number, as if the machine had: it cannot react."""
    os.kill(pid, signal.SIGKILL)


def end(process):
    """End a process that was started here, with its children. process : Popen or None"""
    if process is None or process.poll() is not None:
        return
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=5)
    except (subprocess.TimeoutExpired, ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=5)


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def processor_seconds(call):
    """(processor seconds of this process's children that ended meanwhile, wall seconds, what `call()` returns)."""
    before, began = os.times(), time.monotonic()
    result = call()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, time.monotonic() - began, result
