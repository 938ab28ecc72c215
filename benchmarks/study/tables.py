# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of the study, all from the rows of study.csv. Accuracies are means over seeds +- half the 95 % interval."""

from collections import defaultdict
from typing import NamedTuple

from mineral_prune_plugin.pruning.loop import choose_row
from mineral_prune_plugin.pruning.pruning_settings import PruningSettings

from .design import FEW_BANDS, FEW_UNITS, FIXED_SIZES, HIDDEN, PAPER, SCENE
from .statistics import mean_interval

SHARES = 1_000_000  # accuracies are compared as whole numbers of these


def table_2(rows):
    """Accuracy by hidden size, trained from scratch (Deng 2022, Table 2)."""
    lines = [
        "## Hidden sizes (the paper's Table 2)\n",
        "| hidden units | split | OA, validation | OA, test |",
        "|---|---|---|---|",
    ]
    chosen = [row for row in rows if row.schedule == "table 2"]
    for (protocol, split, units), group in grouped(chosen, lambda row: (row.protocol, row.split, row.units)):
        cells = units, label(protocol, split), spread(group, "validation_oa"), spread(group, "test_oa")
        lines.append(line(cells))
    return "\n".join(lines) + "\n"


def rule_table(rows, criterion):
    """The paper's rule, round by round (Tables 3 and 4)."""
    lines = [f"## The paper's rule, {criterion}\n"]
    lines += ["| protocol | round | seeds left | mean units | compression | OA, validation | OA, test |"]
    lines += ["|---|---|---|---|---|---|---|"]
    chosen = [row for row in rows if row.schedule == "rule" and row.criterion == criterion]
    for (protocol, split, turn), group in grouped(chosen, lambda row: (row.protocol, row.split, row.round)):
        units = sum(row.units for row in group) / len(group)
        cells = [label(protocol, split), turn, len(group), f"{units:.1f}", f"{HIDDEN / units:.2f}"]
        lines.append(line([*cells, spread(group, "validation_oa"), spread(group, "test_oa")]))
    return "\n".join(lines) + "\n"


def sizes_table(table, title):
    """Test accuracy at the sizes of the fixed schedule. table : as `accuracies` gives it."""
    names = names_of(table)
    lines = [f"## Fixed schedule, {title}: OA on test samples\n"]
    lines += ["| hidden units | " + " | ".join(names) + " |", "|" + "---|" * (len(names) + 1)]
    for size in FIXED_SIZES:
        lines.append(line([size, *(interval_text(list(table[name, size].values())) for name in names)]))
    return "\n".join(lines) + f"\n\nUnpruned: {HIDDEN} units, retrained for as many epochs as the row's networks.\n"


def goals_table(rows):
    """What the plugin's own defaults reach, beside the paper."""
    lines = ["## With the plugin's defaults, learning from the scene's unlabelled pixels too\n"]
    lines += ["| network | units | parameters | OA, validation | OA, test | the paper |", "|---|---|---|---|---|---|"]
    for name, paper, group in plugin_groups(rows):
        units, parameters = (
            f"{sum(getattr(row, field) for row in group) / len(group):.1f}" for field in ("units", "parameters")
        )
        cells = name, units, parameters, spread(group, "validation_oa"), spread(group, "test_oa"), paper
        lines.append(line(cells))
    return "\n".join(lines) + "\n"


def plugin_groups(rows):
    """[(name, the paper's accuracy, rows of all seeds)] of the networks that matter to a user."""
    own = [row for row in rows if row.protocol == SCENE]
    fixed = [row for row in own if row.schedule == "fixed" and row.criterion == "c-apoz"]
    few = [row for row in own if row.schedule == f"{FEW_BANDS} bands"]
    controls = [row for row in own if row.schedule == "control"]
    groups = [
        ("unpruned", "93.62", [row for row in fixed if row.round == 0]),
        ("unpruned, trained as long", "-", longest([row for row in controls if row.criterion == "unpruned"])),
        ("prunemodel, default settings", "94.35", kept_by_default(own)),
        ("pruned in fixed stages to 9 units", "94.35", [row for row in fixed if row.units == 9]),
        ("9 units from scratch", "-", [row for row in controls if row.units == 9]),
        ("pruned in fixed stages to 5 units", "90.13", [row for row in fixed if row.units == 5]),
        ("5 units from scratch", "-", [row for row in controls if row.units == 5]),
        (f"prunemodel, BANDS={FEW_BANDS}, UNITS={FEW_UNITS}", "-", few),
    ]
    return [group for group in groups if group[2]]


def kept_by_default(rows):
    """Of each seed the row that `prunemodel` keeps by default, from the rounds of its rule."""
    default, kept = PruningSettings(), []
    chosen = [row for row in rows if row.schedule == "rule" and row.criterion == default.criterion]
    for _, rounds in grouped(chosen, lambda row: row.seed):
        rounds = sorted(rounds, key=lambda row: row.round)
        judged = [Judged(row.parameters, row.validation_oa / 100) for row in rounds]
        kept.append(rounds[choose_row(judged, default.keep, default.tolerance, SHARES)])
    return kept


class Judged(NamedTuple):
    """What `choose_row` looks at."""

    parameters: int
    oa_after: float


def accuracies(rows, protocol, split):
    """(criterion or control, size) -> seed -> test OA; the unpruned stand at the size of their round."""
    found = defaultdict(dict)
    for row in rows:
        if row.protocol != protocol or row.split != split:
            continue
        if row.criterion == "unpruned":
            found["unpruned", FIXED_SIZES[row.round - 1]][row.seed] = row.test_oa
        elif row.schedule == "fixed" or row.criterion == "scratch":
            found[row.criterion, row.units][row.seed] = row.test_oa
    return found


def names_of(table):
    """Criteria and controls of a table that stand at every size, in the order in which they were run."""
    names = list(dict.fromkeys(name for name, _ in table))
    return [name for name in names if all((name, size) in table for size in FIXED_SIZES)]


def longest(rows):
    last = max((row.round for row in rows), default=0)
    return [row for row in rows if row.round == last]


def grouped(rows, key):
    """[(key, rows)] in order."""
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return sorted(groups.items())


def label(protocol, split):
    return "paper's protocol (leaks)" if protocol == PAPER else f"{protocol}, {split}"


def spread(group, name):
    values = [getattr(row, name) for row in group]
    return "-" if None in values else interval_text(values)


def interval_text(values):
    mean, half = mean_interval(values)
    return f"{mean:.2f} +- {half:.2f}"


def line(cells):
    return "| " + " | ".join(map(str, cells)) + " |"
