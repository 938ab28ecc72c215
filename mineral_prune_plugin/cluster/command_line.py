# SPDX-License-Identifier: GPL-2.0-or-later
"""The command mineral-map: scenes and a model in, an archive of maps out.

It ends with 0 where every scene has a map, 1 where some have none, 3 where none has one, 2 where nothing was begun, 130
where it was interrupted.
"""

import argparse
import os
import signal
import sys
import traceback
from contextlib import suppress
from importlib.util import find_spec

from ..errors import ArchiveRunFailed, Cancelled, MineralPruneError, PackagesNeeded

ALL, SOME, NOT_BEGUN, NONE, INTERRUPTED = 0, 1, 2, 3, 130
GDAL = "conda install -c conda-forge gdal (or python3 -m venv --system-site-packages, where the system has GDAL)"


def command():
    """The command itself. The process ends at once: a thread that waits for a disk or a server might never do so."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # None, or of nobody who reads: the code is told all the same
            stream.flush()
    os._exit(code)


def main(arguments=None):
    """The exit code. arguments : texts; None for those of the command line"""
    options = parsed(arguments)
    if find_spec("osgeo") is None:
        print(f"mineral-map: {PackagesNeeded(packages='GDAL', command=GDAL)}", file=sys.stderr)
        return NOT_BEGUN
    from .reporting_lines import Reporter

    reporter = Reporter(sys.stdout, sys.stderr, options.json_lines)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _ended(options, reporter)
    except BrokenPipeError:  # who reads what is reported has gone
        return INTERRUPTED


def _ended(options, reporter):
    """The exit code of a run, whose end is reported. options : Namespace; reporter : Reporter"""
    from .archive import run

    try:
        summary = run(_archive_run(options), reporter)
        reporter.summary(summary, options.out)
    except MineralPruneError as error:
        reporter.error(error)
        return INTERRUPTED if isinstance(error, Cancelled) else reporter.begun and SOME or NOT_BEGUN
    except KeyboardInterrupt:
        reporter.interrupted()
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001, Python's own code for it is that of some maps
        traceback.print_exc()
        with suppress(OSError):
            reporter.error(ArchiveRunFailed(reason=f"{type(error).__name__}: {error}"))
        return SOME if reporter.begun else NOT_BEGUN
    if not summary.missing:
        return ALL
    return NONE if summary.missing == summary.scenes else SOME


def _interrupt(number, frame):
    raise KeyboardInterrupt


def parsed(arguments):
    """The options of the command line, a Namespace. arguments : texts, or None for sys.argv"""
    parser = argparse.ArgumentParser(prog="mineral-map", description=__doc__.partition("\n")[0])
    _add_inputs(parser)
    _add_workers(parser)
    _add_settings(parser)
    options = parser.parse_args(arguments)
    if not options.scenes and not options.manifest:
        parser.error("name scenes, or a --manifest of them")
    return options


def _add_inputs(parser):
    scenes = "a raster, a pattern such as 'in/*.tif', a CSV file with a column scene, STAC items; s3:// and /vsi... too"
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=scenes)
    manifest = "a CSV file or STAC items; may be given again"
    parser.add_argument("--manifest", action="append", default=[], metavar="FILE", help=manifest)
    parser.add_argument("--asset", default="", metavar="KEY", help="asset of STAC items that is the scene")
    parser.add_argument("--model", required=True, metavar="FILE", help="a .safetensors file of Mineral Prune")
    out = "folder of the archive, on a disk that all workers share"
    parser.add_argument("--out", required=True, metavar="DIR", help=out)


def _add_workers(parser):
    where = parser.add_mutually_exclusive_group()
    workers = "processes of this machine; 0: this process alone, without Dask. Default: one a core"
    where.add_argument("--workers", type=_count, metavar="N", help=workers)
    scheduler = "of a Dask scheduler that is running, such as tcp://host:8786"
    where.add_argument("--scheduler", metavar="ADDRESS", help=scheduler)
    wait = "seconds to wait for the scheduler's first worker (60)"
    parser.add_argument("--wait", type=_seconds, default=60.0, metavar="S", help=wait)
    windows = "one scene at a time, its windows on all workers: for huge scenes"
    parser.add_argument("--window-parallel", action="store_true", help=windows)
    shard = "map every N-th scene from the I-th: for N runs side by side without a scheduler"
    parser.add_argument("--shard", type=_shard, default=(1, 1), metavar="I/N", help=shard)


def _add_settings(parser):
    least = "0 to 1; pixels below are unclassified (0)"
    parser.add_argument("--min-confidence", type=_share, default=0.0, metavar="C", help=least)
    parser.add_argument("--confidence", action="store_true", help="write the confidence too")
    parser.add_argument("--interpolate", action="store_true", help="interpolate bands that a scene lacks")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="cpu")
    limit = "seconds that a scene may take (3600)"
    parser.add_argument("--time-limit", type=_seconds, default=3600.0, metavar="S", help=limit)
    memory = "memory that a scene may take (512)"
    parser.add_argument("--memory", type=_megabytes, default=512, metavar="MB", help=memory)
    pause = "seconds before a passing failure is tried again; five times as long before the second time (2)"
    parser.add_argument("--pause", type=_seconds, default=2.0, metavar="S", help=pause)
    again = "try scenes again that were bad input in an earlier run"
    parser.add_argument("--again", action="store_true", help=again)
    parser.add_argument("--json-lines", action="store_true", help="report as lines of JSON, for programs")


def _archive_run(options):
    from .archive import ArchiveRun

    return ArchiveRun(
        listed=(*options.manifest, *options.scenes),  # a list knows names and times
        model=options.model,
        folder=options.out,
        workers=options.workers,
        scheduler=options.scheduler or "",
        patience=options.wait,
        shard=options.shard,
        by_windows=options.window_parallel,
        asset=options.asset,
        again=options.again,
        pause=options.pause,
        settings={
            "min_confidence": options.min_confidence,
            "interpolate": options.interpolate,
            "confidence": options.confidence,
            "device": options.device,
            "memory": options.memory * 2**20,
            "time_limit": options.time_limit,
        },
    )


def _count(text):
    return _number(text, int, 0, 1000)


def _share(text):
    return _number(text, float, 0.0, 1.0)


def _seconds(text):
    return _number(text, float, 0.1, 1e7)


def _megabytes(text):
    return _number(text, int, 64, 10**7)


def _number(text, kind, least, most):
    try:
        number = kind(text)
    except ValueError:
        number = None
    if number is None or not least <= number <= most:
        raise argparse.ArgumentTypeError(f"must be from {least} to {most}, not {text}")
    return number


def _shard(text):
    number, _, shards = text.partition("/")
    if not (number.isdigit() and shards.isdigit() and 1 <= int(number) <= int(shards)):
        raise argparse.ArgumentTypeError(f"must be like 3/8, the third of eight runs, not {text}")
    return int(number), int(shards)
