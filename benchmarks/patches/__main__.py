# SPDX-License-Identifier: GPL-2.0-or-later
"""What a sparse DenseNet of pixel neighbourhoods is worth on a scene, beside perceptrons on the same samples.

For each split (spatial blocks, random pixels) and seed: samples and unlabelled pixels are drawn and judged by a
ensemble as the plugin does it; the same ones train every network:

  perceptron      `trainmodel` on each feature, and `prunemodel` of it, default settings
  dense           the DenseNet, nothing dropped
  sparse          `trainsparsedensenet`, default settings
  random          the same, but which inputs are dropped is drawn
  scratch         the sparse network's inputs alone, from the first epoch on

Rows are written after each network: an interrupted run goes on where it stopped. Settings were chosen by validation
samples; test samples are judged here only. "No worse" means: the 95 % interval of the paired differences reaches above
minus half a point; this was written down before the run.
"""

import argparse
import time
from pathlib import Path

from benchmarks.common import RESULTS, append_row, read_rows, scene_arguments, write_page

from .networks import ARMS, Samples
from .page import page

COLUMNS = ("split", "seed", "arm", "parameters", "multiply_adds", "validation_oa", "test_oa", "seconds")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scene_arguments(parser)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--splits", default="blocks,random")
    parser.add_argument("--epochs", type=int, default=0, help="of every network; 0: the plugin's defaults")
    parser.add_argument("--out", type=Path, default=RESULTS / "sparse_densenet_minerals.csv")
    arguments = parser.parse_args()
    for seed in range(1, arguments.seeds + 1):
        for split in arguments.splits.split(","):
            run_seed(arguments, split, seed)
    write_page(arguments.out.with_suffix(".md"), page(read_rows(arguments.out)))


def run_seed(arguments, split, seed):
    """The arms of a seed that are not in the file yet, each appended when it is done."""
    there = {row["arm"] for row in read_rows(arguments.out) if (row["split"], row["seed"]) == (split, str(seed))}
    missing = [arm for arm in ARMS if arm not in there]
    if not missing:
        return
    samples = Samples(arguments, split, seed)
    for arm in missing:
        began = time.perf_counter()
        cost, accuracies = samples.run(arm)
        row = (split, seed, arm, *cost, *(f"{100 * share:.3f}" for share in accuracies))
        append_row(arguments.out, COLUMNS, (*row, f"{time.perf_counter() - began:.1f}"))
        print(row, flush=True)


if __name__ == "__main__":
    main()
