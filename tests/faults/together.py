# SPDX-License-Identifier: GPL-2.0-or-later
"""Four runs at once on one set of outputs, each with a seed of its own: in the end the files are all of one run."""

import functools
import random
import shutil
import tempfile
from pathlib import Path

from faults import every_algorithm as runs
from faults.outcome import fault, right

SEEDS = (11, 12, 13, 14)
OF_A_SEED = ("trainmodel", "prunemodel", "comparehiddensizes", "createexamplescene")


def run_case(seed, folder):
    """seed, folder : as of outcome.py"""
    algorithm = random.Random(seed).choice(OF_A_SEED)
    what = f"four at once, {algorithm}"
    runs.load()
    outputs, started = runs.outputs_of(algorithm, folder), []

    def others(process):
        for number in SEEDS[1:]:
            started.append(runs.start(algorithm, {**parameters_of(algorithm, number), **outputs}))

    first = runs.forked(algorithm, {**parameters_of(algorithm, SEEDS[0]), **outputs}, during=others)
    ended = [first, *(runs.finish(*run) for run in started)]
    wrong = [each.answer for each in ended if each.answer is None or each.answer.results is None]
    if wrong:
        return fault(what, f"{len(wrong)} of them failed: {wrong[0]}")
    now = runs.visible(folder)
    of_seed = [number for number in SEEDS if alone(algorithm, number) == now]
    if not of_seed:
        return fault(what, f"the set is of no single run: {sources(algorithm, now)}")
    left = runs.hidden(folder)
    return fault(what, f"hidden drafts stay: {left}") if left else right(what, f"all of seed {of_seed[0]}")


def parameters_of(algorithm, seed):
    return {**runs.inputs_of(algorithm), "SEED": seed}


@functools.cache
def alone(algorithm, seed):
    """What is visible after a run with nobody beside it. algorithm : short id; seed : SEED"""
    folder = Path(tempfile.mkdtemp())
    runs.forked(algorithm, {**parameters_of(algorithm, seed), **runs.outputs_of(algorithm, folder)})
    files = runs.visible(folder)
    shutil.rmtree(folder)
    return files


def sources(algorithm, now):
    """Of which seed each file is. algorithm : short id; now : as of `visible`"""
    return {name: [seed for seed in SEEDS if alone(algorithm, seed).get(name) == text] for name, text in now.items()}


def prepare(folder):
    """The inputs, before the first case. folder : of the worker"""
    runs.chain()
