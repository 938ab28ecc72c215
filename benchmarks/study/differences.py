# SPDX-License-Identifier: GPL-2.0-or-later
"""C-APoZ against its rivals, paired by seed, with Holm's correction over the sizes; and the words for it."""

from typing import NamedTuple

from .design import EQUIVALENCE_POINTS, FIXED_SIZES
from .statistics import Difference, difference, holm
from .tables import line

OURS = "c-apoz"


class Paired(NamedTuple):
    """C-APoZ minus a rival at a size; p after Holm's correction over the rival's sizes."""

    rival: str
    size: int
    difference: Difference
    p: float


def paired(table, rival):
    """[Paired] at every size where both stand. table : as `tables.accuracies` gives it."""
    sizes = [size for size in FIXED_SIZES if (rival, size) in table]
    found = [_difference(table[OURS, size], table[rival, size]) for size in sizes]
    return [Paired(rival, *rest) for rest in zip(sizes, found, holm([one.p for one in found]))]


def differences_table(table, title):
    """The table of all rivals and a sentence for each."""
    rivals = [name for name in dict.fromkeys(name for name, _ in table) if name != OURS]
    groups = [paired(table, rival) for rival in rivals]
    lines = [f"### C-APoZ minus rival, {title}: percentage points, paired by seed\n"]
    lines += ["| rival | units | difference (95 % interval) | p, Holm | equivalent |", "|---|---|---|---|---|"]
    for rival, size, one, p in (row for group in groups for row in group):
        cells = rival, size, one.text, f"{p:.3f}"
        lines.append(line([*cells, "yes" if one.equivalent else "not shown"]))
    margin = f"Equivalent: the 90 % interval lies within {EQUIVALENCE_POINTS} points of zero."
    return "\n".join([*lines, "", margin, "", *(f"- {sentence(group)}" for group in groups), ""])


def sentence(group):
    """What the differences to one rival say, in plain words."""
    better = [row for row in group if row.p < 0.05 and row.difference.mean > 0]
    worse = [row for row in group if row.p < 0.05 and row.difference.mean < 0]
    rest = [row for row in group if row not in better and row not in worse]
    parts = [f"better at {_sizes(better)}"] if better else []
    parts += [f"worse at {_sizes(worse)}"] if worse else []
    same = [row for row in rest if row.difference.equivalent]
    parts += [f"as good, within {EQUIVALENCE_POINTS} points, at {_sizes(same)}"] if same else []
    open_ = [row for row in rest if not row.difference.equivalent]
    parts += [f"not told apart at {_sizes(open_)}"] if open_ else []
    return f"Against {group[0].rival}, C-APoZ is {'; '.join(parts)}."


def _sizes(rows):
    parts = [f"{row.size} ({row.difference.mean:+.2f})" for row in rows]
    return f"{', '.join(parts)} units"


def _difference(ours, theirs):
    seeds = sorted(set(ours) & set(theirs))
    return difference([ours[seed] for seed in seeds], [theirs[seed] for seed in seeds], EQUIVALENCE_POINTS)
