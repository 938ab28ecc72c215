# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs what is missing in the table of rows, seed by seed, then writes the page.

`--full` is the paper's size, DenseNet-40-12 on all images for 300 epochs: for a graphics card. `--look` trains the
dense network on four fifths of the training images and shows its learning curve on the rest, to choose epochs by.

The margin, written down before the first run: a sparse network is no worse than the dense one when the mean of the
paired differences of errors over the seeds is at most half the width of their 95 % interval, and that half width
counts at most 1 percentage point. A difference within it is what the choice of a seed can do by itself.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.cifar.design import ARMS, FULL, PROCESSOR
from benchmarks.cifar.images import flipped_and_shifted, read
from benchmarks.cifar.page import page
from benchmarks.cifar.runs import network, run
from benchmarks.cifar.table import of_design, read_rows, write_rows
from benchmarks.cifar.timing import measure, read_times, write_times
from benchmarks.common import RESULTS, WORK


def main():
    arguments = parse_arguments()
    design = FULL if arguments.full else PROCESSOR
    given = {name: getattr(arguments, name) for name in ("epochs", "train", "test", "batch", "rate", "depth")}
    design = replace(design, **{name: value for name, value in given.items() if value is not None})
    images = read(arguments.images, design.train, design.test)
    if arguments.look:
        look(images, design)
        return
    name = f"sparse_densenet_{arguments.images.stem}"
    table, clock = arguments.out / f"{name}.csv", arguments.out / f"{name}_times.csv"
    if not (arguments.time or arguments.page):
        complete(images, design, arguments, table)
    if not arguments.page:
        write_times(all_times(images, design, arguments, of_design(read_rows(table), design)), clock)
    rows = read_rows(table)
    lengths = {row.epochs for row in rows} - {design.epochs}
    others = [row for epochs in sorted(lengths) for row in of_design(rows, replace(design, epochs=epochs))]
    text = page(of_design(rows, design), read_times(clock), design, arguments.images.stem, others)
    (arguments.out / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", type=Path, help="a folder of CIFAR's binary or python form, or an .npz of JPEG files")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--look", action="store_true")
    parser.add_argument("--time", action="store_true", help="time the networks that are there, and write the page")
    parser.add_argument("--page", action="store_true", help="write the page from the tables that are there")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=ARMS)
    for name in ("epochs", "train", "test", "batch", "depth"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--networks", type=Path, default=WORK / "sparse_densenet")
    return parser.parse_args()


def complete(images, design, arguments, table):
    """Run what the table does not have yet: all arms of the first seed, then of the next."""
    from mineral_prune_plugin.progress import silent

    rows = read_rows(table)
    done = {(row.arm, row.seed) for row in of_design(rows, design)}
    for seed in range(1, arguments.seeds + 1):
        for arm in arguments.arms:
            if (arm, seed) not in done:
                rows.append(run(images, design, arm, seed, arguments.networks, silent()))
                write_rows(rows, table)
                print(rows[-1], flush=True)


def all_times(images, design, arguments, rows):
    """{(arm, seed): milliseconds} of every seed whose networks are all there."""
    found = {}
    for seed in sorted({row.seed for row in rows}):
        arms = [row.arm for row in rows if row.seed == seed]
        if "dense" in arms and all((arguments.networks / f"{arm}-{seed}.npz").exists() for arm in arms):
            times = measure(images, design, arms, seed, arguments.networks)
            found.update({(arm, seed): value for arm, value in times.items()})
    return found


def look(images, design):
    """Print the dense network's loss, and error on the held-out fifth, epoch by epoch."""
    from mineral_prune_plugin.models.densenet.batches import ArrayBatches
    from mineral_prune_plugin.models.densenet.training import SparseTraining, Watched, train
    from mineral_prune_plugin.progress import Progress

    cut = len(images.train) * 4 // 5
    learnt = ArrayBatches(images.train[:cut], images.train_targets[:cut], design.batch, 1, flipped_and_shifted)
    held_out = ArrayBatches(images.train[cut:], images.train_targets[cut:], 500, 1)
    settings = SparseTraining(design.epochs, design.rate, half=design.half)
    progress = Progress(lambda done: print(f"{done:.2f}", end=" ", flush=True), print, lambda: False)
    history = train(network(images, design, 1), learnt, settings, progress, Watched(held_out))
    print()
    for epoch, loss, share in zip(history.epochs, history.training_loss, history.validation_oa):
        print(f"{epoch:4d} loss {loss:.4f} error {100 * (1 - share):.2f}")


if __name__ == "__main__":
    main()
