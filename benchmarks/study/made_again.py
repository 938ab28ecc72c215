# SPDX-License-Identifier: GPL-2.0-or-later
"""The study beside the same study made again with quick rounds of retraining: a page from the rows of both.

    python -m benchmarks.study.made_again --again study.csv

Without --again the page is made from the rows that an earlier call kept.
"""

import argparse
from pathlib import Path

from benchmarks.common import RESULTS

from .design import SCENE
from .statistics import difference
from .table import read_rows, write_rows
from .tables import interval_text, line, plugin_groups

EQUIVALENT = 0.15  # percentage points
KEPT, PAGE = RESULTS / "study_made_again.csv", RESULTS / "study_made_again.md"
HEAD = f"""# The study made again, with quick rounds of retraining

100 seeds, the Cuprite replica, 4,000 unlabelled pixels, samples at random places, as in [the study](study.md), whose
rounds of retraining take 2,000 epochs at the rate 0.01 ("thorough"). Here they take 1,000 at 0.02 ("quick").
2026-12-01, an EPYC without AVX-512, two processes: 54.9 minutes for the whole study, 104.8 of processor time, while
other work ran for some minutes (goal: 30, missed). Before, on a faster machine: 73.2 and 91.5.

OA in percent on test samples, as mean +- half its 95 % interval; differences quick - thorough, paired by seed, with
their 95 % interval. Equivalent: the 90 % interval lies within {EQUIVALENT} points of zero. The networks that are not
pruned were trained alike in both; what they differ by comes from other changes between the two days.

| network | units, thorough | quick | parameters, quick | OA, thorough | quick | difference | equivalent |
|---|---|---|---|---|---|---|---|"""
WORDS = """
- Few units or bands that are requested lose by quick rounds: the rounds that cut deepest do not come to their end. So
  *Prune model* now takes thorough rounds wherever units or bands are requested, and for those the study stands.
- By the rule, the default, rounds stay quick, and for those this page stands."""


def main():
    arguments = parse_arguments()
    if arguments.again:
        write_rows([row for row in read_rows(arguments.again) if row.protocol == SCENE], KEPT)
    PAGE.write_text(page(read_rows(RESULTS / "study.csv"), read_rows(KEPT)), encoding="utf-8")
    print(PAGE)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", type=Path, help="study.csv of the study made again")
    return parser.parse_args()


def page(thorough, quick):
    """The page. thorough, quick : Rows of either study"""
    before = {name: group for name, _, group in plugin_groups(thorough)}
    again = {name: group for name, _, group in plugin_groups(quick)}
    lines = [line(_cells(name, before[name], again[name])) for name in again]
    unpruned, pruned = again["unpruned"], again["prunemodel, default settings"]
    longer = again["unpruned, trained as long"]
    sentences = [
        f"- Pruned by default, quick: {_paired(pruned, unpruned).text} points against the network unpruned,"
        f" {_paired(pruned, longer).text} against the one trained as long."
    ]
    return "\n".join([HEAD, *lines, WORDS, *sentences]) + "\n"


def _cells(name, before, again):
    units = (f"{sum(row.units for row in group) / len(group):.1f}" for group in (before, again))
    accuracies = (interval_text([row.test_oa for row in group]) for group in (before, again))
    gap = _paired(again, before)
    parameters = f"{sum(row.parameters for row in again) / len(again):.1f}"
    return name, *units, parameters, *accuracies, gap.text, "yes" if gap.equivalent else "not shown"


def _paired(first, second):
    """The Difference of test accuracies, first - second, seed by seed."""
    first, second = ({row.seed: row.test_oa for row in group} for group in (first, second))
    seeds = sorted(first)
    return difference([first[seed] for seed in seeds], [second[seed] for seed in seeds], EQUIVALENT)


if __name__ == "__main__":
    main()
