# SPDX-License-Identifier: GPL-2.0-or-later
"""What an NVIDIA card changes: `python -m benchmarks.cuda`, under eight minutes on a machine that has one.

  bytes        whether the map on the card is the processor's, byte by byte
  speed        how fast maps are on either
  perceptrons  training and pruning, and what a step of plain PyTorch takes on either
  patches      DenseNets of pixel neighbourhoods, trained and pruned on either
  images       DenseNet-40-12 on CIFAR with learned pruning, as far as the time allows; goes on at the next run

QGIS is not needed; without GDAL maps of files are left out. Each section is a process of its own that is ended when its
time is over; it writes its results after each measurement, and what it fails by. A section that is done is not run
again. `--page` writes the page of what was measured, beside the results; it needs nothing but Python.
`--device cpu` tries the script where there is no card: the same code, small sizes, results under build/.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
import traceback
from pathlib import Path

from benchmarks.common import RESULTS, ROOT, WORK, made_on, write_page
from benchmarks.on_card import record as records
from benchmarks.on_card.page import page
from benchmarks.on_card.record import Record, read

LIMITS = {"bytes": 85, "speed": 90, "perceptrons": 55, "patches": 65, "images": 175}  # seconds, 470 in all
MARGIN = 0.06  # of a section's time, in which it ends itself
RESUMED = {"images"}  # sections that go on with what they have


def main():
    arguments = parse_arguments()
    if arguments.page:
        if not arguments.out.exists():
            sys.exit(f"There are no results at {arguments.out}: run the sections first, without --page.")
        write_page(arguments.out.with_suffix(".md"), page(read(arguments.out)))
    elif arguments.inside:
        sys.exit(run_inside(arguments))
    else:
        check_device(arguments.device)
        for name in arguments.sections:
            run_section(name, arguments)
        print(f"Results: {arguments.out}. The page: python -m benchmarks.cuda --page --out {arguments.out}")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--sections", nargs="+", choices=tuple(LIMITS), default=tuple(LIMITS))
    parser.add_argument("--images", type=Path, help="CIFAR, as of benchmarks.cifar; drawn images where not given")
    parser.add_argument("--out", type=Path, help="the JSON file of the results")
    parser.add_argument("--folder", type=Path, default=WORK / "cuda", help="of working files, 5 GB")
    parser.add_argument("--again", action="store_true", help="run sections again that are done")
    parser.add_argument("--limit", type=float, help="seconds for each section, in place of those of eight minutes")
    parser.add_argument("--full", action="store_true", help="the card's sizes in a trial on the processor: hours")
    parser.add_argument("--page", action="store_true", help="write the page of the results that are there")
    parser.add_argument("--inside", choices=tuple(LIMITS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.out = arguments.out or (RESULTS if arguments.device == "cuda" else WORK) / "cuda.json"
    return arguments


def check_device(device):
    """Ends the script where the card is wanted and missing. device : "cuda" or "cpu" """
    if device == "cpu":
        return
    import torch

    if not torch.cuda.is_available():
        sys.exit(f"torch {torch.__version__} finds no CUDA device. --device cpu tries the script without one.")


def run_section(name, arguments):
    """Run a section in a process of its own, unless it is done, and see to it that the record says how it ended."""
    record, limit = Record(arguments.out, name), arguments.limit or LIMITS[name]
    if record.section()["status"] == records.DONE and not arguments.again:
        print(f"{name}: done before; --again runs it again", flush=True)
        return
    record.begin(keep=name in RESUMED and not arguments.again)
    began, command = time.monotonic(), [sys.executable, "-m", "benchmarks.cuda", "--inside", name]
    command += ["--device", arguments.device, "--out", str(arguments.out.resolve()), "--limit", str(limit)]
    command += ["--folder", str(arguments.folder.resolve())]
    command += ["--images", str(arguments.images.resolve())] if arguments.images else []
    command += ["--full"] if arguments.full else []
    hidden = {} if arguments.device == "cuda" else {"CUDA_VISIBLE_DEVICES": ""}
    try:
        code = subprocess.run(command, cwd=ROOT, env={**os.environ, **hidden}, timeout=limit).returncode
        words = "" if record.section()["status"] != records.RUNNING else f"The process ended with {code}."
    except subprocess.TimeoutExpired:
        words = f"Ended from outside after {limit:g} s."
    if words:
        record.end(records.STOPPED, time.monotonic() - began, words)
    print(f"{name}: {record.section()['status']} {words}", flush=True)


def run_inside(arguments):
    """The section itself; the exit status. What it fails by, whatever that is, goes into the record and is shown."""
    from mineral_prune_plugin.errors import Cancelled

    began, record, text = time.monotonic(), Record(arguments.out, arguments.inside), ""
    try:
        status = measure(record, arguments, began)
    except Cancelled:
        status, text = records.STOPPED, f"Ended by its own clock, before its {arguments.limit:g} s were over."
    except Exception:  # whatever it is: it is shown, and the sections after this one are run
        status, text = records.FAILED, traceback.format_exc()
    print(text, file=sys.stderr, flush=True)
    record.end(status, time.monotonic() - began, text)
    return int(status == records.FAILED)


def measure(record, arguments, began):
    """How a section ended, records.DONE or records.PART. began : time.monotonic() of its start"""
    from benchmarks.on_card import images, maps, networks
    from benchmarks.on_card.run import FULL, SMALL, Run

    sizes = FULL if arguments.device == "cuda" or arguments.full else SMALL
    until = began + arguments.limit * (1 - MARGIN)
    run = Run(arguments.device, sizes, until, arguments.images, arguments.folder / arguments.device)
    record.machine(machine(arguments.device))
    sections = {"bytes": maps.same_bytes, "speed": maps.speed, "perceptrons": networks.perceptrons}
    sections.update(patches=networks.patches, images=images.densenets)
    return sections[arguments.inside](record, run) or records.DONE


def machine(device):
    """What the page says of the machine: a dict of text."""
    import torch

    facts = {"device": device, "made": made_on(), "torch": torch.__version__, "cores": str(os.cpu_count())}
    if device == "cuda":
        of_card = torch.cuda.get_device_properties(0)
        facts["card"] = f"{of_card.name}, {of_card.total_memory / 2**30:.0f} GB"
        facts["CUDA"] = str(torch.version.cuda)
    return {**facts, "system": platform.system()}


if __name__ == "__main__":
    main()
