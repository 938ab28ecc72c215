# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes a second of mineral-map on workers of Dask, against mapping alone in as many plain processes; and the ledger.

Plain mapping is `map_minerals` in a loop, to a GeoTIFF: no cloud-optimised file, no documents, no ledger, no Dask. Both
take processes that have been started: the seconds of the command are those that it reports for its scenes. A second
row of plain mapping copies each map to a cloud-optimised file, to tell what that costs. Wall times need a machine at
rest; processor seconds are given too, with the start of all processes.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.cluster.made import write_model, write_scene, write_scenes
from benchmarks.cluster.processes import command, environment, processor_seconds
from benchmarks.common import ROOT, WORK, made_on

PLAIN = """
import sys, time
from mineral_prune_plugin.mapping.class_map import MapJob, map_minerals
from mineral_prune_plugin.mapping.cloud_geotiff import write_cloud_geotiff
from mineral_prune_plugin.models.model_file import load
from mineral_prune_plugin.progress import silent
copied, model, out, *scenes = sys.argv[1:]
began = time.monotonic()
for scene in scenes:
    place = f"{out}/{scene.rpartition('/')[2]}"
    map_minerals(MapJob(scene, load(model), place, workers=1), silent())
    if copied == "copied":
        write_cloud_geotiff(place, f"{place}.cog.tif")
print(time.monotonic() - began)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("scenes", "windows", "ledger", "tasks"))
    parser.add_argument("--scenes", type=int, default=1000)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--bands", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", type=int, default=100_000, help="of the ledger")
    parser.add_argument("--folder", type=Path, default=WORK / "archive")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(made_on())
    {"scenes": scenes, "windows": windows, "ledger": ledger, "tasks": tasks}[arguments.part](arguments)


def scenes(arguments):
    """Many small scenes: by plain processes, then by the command."""
    size = arguments.side, arguments.side
    place = arguments.folder / f"scenes{arguments.side}x{arguments.bands}"
    paths = write_scenes(place, arguments.scenes, size, arguments.bands)
    model = write_model(arguments.folder / "model.safetensors", arguments.bands)
    for path in paths:
        path.read_bytes()  # both find them in the system's cache
    out = arguments.folder / "plain"
    for copied in ("copied", ""):
        call = partial(plain_seconds, paths, (model, out), arguments.workers, copied)
        used, _, plain = processor_seconds(call)
        words = f"plain mapping{copied and ', with a cloud-optimised copy'}"
        print(f"{words}: {plain:.1f} s, {len(paths) / plain:.1f} scenes/s, {used:.1f} processor s", flush=True)
        shutil.rmtree(out)
    used, wall, report = processor_seconds(lambda: mapped(paths, model, arguments, "--workers", arguments.workers))
    seconds = report["seconds"]
    speed = f"{len(paths) / seconds:.1f} scenes/s"
    print(f"mineral-map: {seconds:.1f} s, {speed}, {used:.1f} processor s, {wall:.1f} s with the start of processes")
    print(f"overhead: {100 * (seconds / plain - 1):.1f} % of the time of plain mapping (goal: 15 %)")


def plain_seconds(paths, made, workers, copied):
    """Wall seconds of plain mapping in so many processes, of the slowest of them.

    paths   : of the scenes
    made    : paths of the model and of the folder for the maps
    workers : processes
    copied  : "copied" where each map is copied to a cloud-optimised file
    """
    made[1].mkdir(parents=True, exist_ok=True)
    shares = [paths[number::workers] for number in range(workers)]
    lines = [[sys.executable, "-c", PLAIN, copied, *map(str, (*made, *share))] for share in shares]
    options = {"env": environment(), "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(line, **options) for line in lines]
    return max(float(process.communicate()[0]) for process in processes)


def mapped(paths, model, arguments, *options):
    """The summary that the command reports, a dict; the archive goes again."""
    out, listed = arguments.folder / "archive", arguments.folder / "scenes.csv"
    shutil.rmtree(out, ignore_errors=True)
    listed.write_text("\n".join(["scene", *map(str, paths)]) + "\n", encoding="utf-8")
    line = command([listed], model, out, "--json-lines", *options)
    ended = subprocess.run(line, env=environment(), capture_output=True, text=True, cwd=ROOT)
    if ended.returncode:
        raise RuntimeError(f"{ended.returncode}: {ended.stdout[-500:]}{ended.stderr[-500:]}")
    shutil.rmtree(out)
    return json.loads(ended.stdout.splitlines()[-1])


def windows(arguments):
    """One scene by its windows on 1, 2 and 4 workers: seconds, times as fast as one, whether the bytes are the same."""
    scene = arguments.folder / f"huge{arguments.side}.tif"
    if not scene.exists():
        write_scene(scene, (arguments.side, arguments.side), arguments.bands, 0)
    model = write_model(arguments.folder / "model.safetensors", arguments.bands)
    first, alone = None, None
    for workers in (1, 2, 4):
        out = Path(tempfile.mkdtemp(dir=arguments.folder))
        line = command([scene], model, out, "--workers", workers, "--window-parallel", "--json-lines")
        ended = subprocess.run(line, env=environment(), capture_output=True, text=True, check=True)
        seconds = json.loads(ended.stdout.splitlines()[-1])["seconds"]
        data = next(out.glob("*/*.tif")).read_bytes()
        first, alone = first or data, alone or seconds
        print(
            f"{workers} workers: {seconds:.1f} s, {alone / seconds:.2f} times one, same bytes: {data == first}",
            flush=True,
        )
        shutil.rmtree(out)


def tasks(arguments):
    """What handing out a scene costs the command, with scheduler and ledger in it, by tasks that map nothing."""
    from mineral_prune_plugin.cluster.archive_job import ArchiveJob, Scene
    from mineral_prune_plugin.cluster.archive_run import Work, run_archive
    from mineral_prune_plugin.cluster.dask_pool import DaskPool, local_workers
    from mineral_prune_plugin.cluster.ledger import opened

    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        job = ArchiveJob(folder, "m", "0" * 64)
        places = [Path(folder, f"scene{number:06}.tif") for number in range(arguments.scenes)]
        scenes = tuple(Scene(str(place), place.stem) for place in places)
        with local_workers(arguments.workers, job.memory) as client, opened(Path(folder, "ledger.sqlite")) as rows:
            client.run(map_nothing, scenes[0], job, "")  # its modules are there
            pool = DaskPool(client, job, "", map_nothing)
            began = time.process_time(), time.monotonic()
            run_archive(Work(scenes, job, 1.0), pool, rows, lambda *over: None)
            used, wall = time.process_time() - began[0], time.monotonic() - began[1]
    count = len(scenes)
    print(f"{count} tasks: {1000 * used / count:.2f} processor ms each of the command with the scheduler in it, so")
    print(
        f"{count / used:.0f} tasks/s at most; {count / wall:.0f} a second by the clock, of {arguments.workers} workers"
    )


def map_nothing(scene, job, holder):
    """The SceneOutcome of a Scene that is not looked at. job, holder : as of `map_on_worker`"""
    from mineral_prune_plugin.cluster.archive_job import DONE, SceneOutcome

    pixels = {f"mineral {number}": 1000 for number in range(8)}
    return SceneOutcome(scene.path, DONE, inputs=((scene.path, 1, 2),), pixels=pixels)


def ledger(arguments):
    """What a row costs, of the first thousand and of the last; what a run costs that finds all of them done."""
    from mineral_prune_plugin.cluster.archive_job import DONE, ArchiveJob, Scene, SceneOutcome
    from mineral_prune_plugin.cluster.ledger import opened

    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        job, pixels = ArchiveJob(folder, "m", "0" * 64), {f"mineral {number}": 1000 for number in range(8)}
        with opened(Path(folder, "ledger.sqlite")) as rows:
            for start in range(0, arguments.rows, 1000):
                began = time.process_time(), time.monotonic()
                for number in range(start, start + 1000):
                    path = f"/archive/{number:08}/scene.tif"
                    outcome = SceneOutcome(path, DONE, inputs=((path, 1, 2),), pixels=pixels)
                    rows.write(Scene(path, f"scene{number:08}"), job, outcome, 1)
                spent = time.process_time() - began[0], time.monotonic() - began[1]
                if start in (0, 9000, 49_000, arguments.rows - 1000):
                    print(f"rows {start} to {start + 1000}: {spent[0]:.3f} processor ms, {spent[1]:.3f} ms a row")
            began = time.process_time()
            count = len(rows.rows())
            print(f"all {count} rows read: {time.process_time() - began:.2f} processor s")


if __name__ == "__main__":
    main()
