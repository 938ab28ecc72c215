# SPDX-License-Identifier: GPL-2.0-or-later
"""A worker process under watch: a case that hangs, crashes or takes too much memory is a fault, and ends it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from faults.outcome import Outcome, fault
from faults.rooms import BUILD, ROOT

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")}
HARD_MB = 4000  # of a worker and its children: it is killed there, for the machine's sake
CASES_A_LIFE = 400  # then a fresh one: what adds up over cases is nobody's fault
LOOK_S = 0.25


class Worker:
    """Runs cases of one room, each in a folder of its own; a context manager, which ends the process."""

    def __init__(self, room, number):
        """room : Room; number : of the worker, for its folder"""
        self.room, self.folder = room, BUILD / f"worker-{os.getpid()}-{number}"
        self.process, self.cases = None, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def run(self, seed):
        """(Outcome, seconds, megabytes) of the case with this seed."""
        if self.process is None or self.cases >= CASES_A_LIFE:
            self.end()
            self._start()
        self.cases += 1
        started = time.monotonic()
        outcome, megabytes = self._answer(seed, started)
        return outcome, time.monotonic() - started, megabytes

    def end(self):
        """Kill the process and its children; the folder goes."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    stream.close()
            self.process = None
        subprocess.run(["rm", "-rf", str(self.folder)], check=True)

    def _start(self):
        temporary = self.folder / "temporary"
        temporary.mkdir(parents=True)
        with open(self.folder / "log.txt", "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "faults.server", self.room.name, str(self.folder)],
                cwd=ROOT, env={**environment(), "TMPDIR": str(temporary)}, start_new_session=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        self.cases = 0
        if not self._line(time.monotonic() + 600)[0]:  # it is ready
            raise RuntimeError(f"the worker did not start:\n{self._log()}")

    def _answer(self, seed, started):
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{seed}\n".encode())
            self.process.stdin.flush()
        line, trouble = self._line(started + self.room.seconds)
        if line:
            answer = json.loads(line)
            outcome, megabytes = Outcome(**answer["outcome"]), answer["megabytes"]
            if megabytes > self.room.megabytes:
                outcome = fault(outcome.what, f"memory: {megabytes} MB over what it held before; {outcome.detail}")
            return outcome, megabytes
        log = self._log()
        self.end()
        return fault(trouble, f"{trouble}; the end of its log: {log}"), 0

    def _line(self, until):
        """(a line that the process wrote, "") or (b"", why there is none)."""
        output, line = self.process.stdout.fileno(), b""
        while not line.endswith(b"\n"):
            if select.select([output], [], [], LOOK_S)[0]:
                part = os.read(output, 65536)
                if not part:
                    return b"", f"crash ({self.process.wait()})"
                line += part
            elif time.monotonic() > until:
                return b"", f"hang, over {self.room.seconds:.0f} s"
            elif _megabytes(self.process.pid) > HARD_MB:
                return b"", f"memory, over {HARD_MB} MB"
        return line, ""

    def _log(self):
        lines = (self.folder / "log.txt").read_bytes().decode(errors="replace").splitlines()
        fatal = [line for line in lines if line.startswith("Fatal Python error")]  # Python 3.14 says much after it
        return " / ".join([*fatal, *lines[-12:]])[-3000:]


def environment():
    """Of a process that imports the plugin as it is staged, and this folder."""
    path = os.pathsep.join(filter(None, (f"{ROOT}/build/plugins", f"{ROOT}/tests", os.environ.get("PYTHONPATH"))))
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": path, "PYTHONFAULTHANDLER": "1"}


def _megabytes(process):
    """That a process and its children hold. process : id"""
    total = 0
    with suppress(OSError, ValueError, IndexError):
        total = int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        for task in Path(f"/proc/{process}/task").iterdir():
            total += sum(_megabytes(int(child)) for child in (task / "children").read_text().split())
    return total
