# SPDX-License-Identifier: GPL-2.0-or-later
"""A worker, the scheduler or the client is killed (kill -9) at a random moment of a run, which is then started again.

The archive must have the bytes of an undisturbed run, nothing half-written, and no scene that was told to be done is
mapped again. Writes what happened to a CSV file, goes on where it stopped. Processor time decides nothing here, so it
may run beside others.
"""

import argparse
import random
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.cluster.made import write_model, write_scenes
from benchmarks.cluster.processes import Cluster, Run, command, kill
from benchmarks.common import RESULTS, append_row, read_rows

VICTIMS = ("worker", "scheduler", "client")
COLUMNS = ("victim", "turn", "after_scenes", "done_before", "mapped_after", "mapped_twice", "result")
SCENES, SIZE, BANDS = 12, (300, 300), 20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=30, help="times for each victim")
    parser.add_argument("--out", type=Path, default=RESULTS / "archive_kills.csv")
    arguments = parser.parse_args()
    known = {(row["victim"], int(row["turn"])) for row in read_rows(arguments.out)}
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for turn in range(arguments.each):
            for victim in VICTIMS:
                if (victim, turn) not in known:
                    row = stage.disturbed(victim, turn)
                    append_row(arguments.out, COLUMNS, row)
                    print(*row, flush=True)


class Stage:
    """Scenes, a model, and the archive of an undisturbed run. folder : Path; scenes : how many"""

    def __init__(self, folder, scenes=SCENES, size=SIZE):
        self.folder = folder
        self.scenes = write_scenes(folder / "scenes", scenes, size, BANDS)
        self.model = write_model(folder / "model.safetensors", BANDS)
        self.whole = self._map_alone(folder / "whole")

    def _map_alone(self, out):
        run = Run(command(self.scenes, self.model, out, "--workers", 0, "--json-lines"))
        if run.finish(600):
            raise RuntimeError(f"an undisturbed run failed: {run.errors}")
        return files_of(out)

    def disturbed(self, victim, turn):
        """A row of COLUMNS. victim : of VICTIMS; turn : seeds the moment"""
        generator = random.Random(f"{victim} {turn}")
        after = generator.randrange(len(self.scenes) - 1)
        out = self.folder / f"{victim}{turn}"
        with Cluster(self.folder) as cluster:
            runs = [Run(self._line(out, cluster))]
            runs[0].read_until(after)
            time.sleep(generator.random() * 0.3)
            self._kill(victim, cluster, runs[0])
            while runs[-1].finish() and len(runs) < 4:
                runs.append(Run(self._line(out, cluster)))
        done = [name for run in runs for name in run.done()]
        result = self._judged(out, runs[-1])
        shutil.rmtree(out, ignore_errors=True)
        before = len(runs[0].done())
        return victim, turn, after, before, len(done) - before, len(done) - len(set(done)), result

    def _line(self, out, cluster):
        options = ("--scheduler", cluster.address, "--wait", 30, "--json-lines", "--pause", 0.2)
        return command(self.scenes, self.model, out, *options)

    def _kill(self, victim, cluster, run):
        if victim == "client":
            kill(run.process.pid)
        elif victim == "scheduler":
            cluster.replace_scheduler()
        else:
            pids = cluster.worker_pids()
            if pids:
                kill(pids[0])

    def _judged(self, out, last):
        """What is wrong, in words; "same" where nothing is."""
        if last.process.returncode:
            return f"the last run ended with {last.process.returncode}: {last.errors[-200:]}"
        files = files_of(out)
        differing = sorted(name for name in {*files, *self.whole} if files.get(name) != self.whole.get(name))
        return f"differing: {', '.join(differing[:3])}" if differing else "same"


def files_of(folder):
    """{name: bytes} of every file of an archive, hidden ones too, but for its ledger. folder : Path"""
    files = (path for path in folder.rglob("*") if path.is_file() and "ledger" not in path.name)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


if __name__ == "__main__":
    main()
