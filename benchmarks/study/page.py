# SPDX-License-Identifier: GPL-2.0-or-later
"""The study's page: tables and what they say in plain words, all from the rows of study.csv."""

from collections import defaultdict

from .design import CRITERIA, EQUIVALENCE_POINTS, FIXED_SIZES, HIDDEN, SEEDS
from .figures import draw_sizes
from .statistics import difference, holm, mean_interval

RIVALS = ("apoz", "random", "l1", "contribution", "scratch")


def write_page(rows, folder, facts):
    """Write study.md and its figures into `folder`; returns the page's path."""
    splits = [split for split in ("random", "blocks") if by_size(rows, split, "c-apoz")]
    parts = [heading(facts), table_2(rows), *(rule_table(rows, criterion) for criterion in ("c-apoz", "apoz"))]
    for split in splits:
        name = f"sizes_{split}.svg"
        draw_sizes(accuracies(rows, split), folder / name)
        parts += [
            sizes_table(rows, split),
            f"![Test accuracy by size, {split}]({name})\n",
            differences_table(rows, split),
        ]
    path = folder / "study.md"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def heading(facts):
    interim = "" if facts["seeds"] >= SEEDS else f"Interim: {SEEDS} seeds are planned. "
    return f"""# What pruning is worth

{interim}Scene {facts["scene"]},
feature {facts["feature"]}, {facts["seeds"]} seeds. {facts["date"]}, {facts["versions"]}.
Every number can be made again from study.csv. OA is overall accuracy in percent, as mean +- half its 95 % interval
over seeds; a seed stands for the draw of the samples and the start of the network. "Paper's protocol (leaks)": the set
that scores, stops and chooses is the set that is reported.
"""


def table_2(rows):
    """Accuracy by hidden size, trained from scratch (Deng 2022, Table 2)."""
    lines = [
        "## Hidden sizes (the paper's Table 2)\n",
        "| hidden units | split | OA, validation | OA, test |",
        "|---|---|---|---|",
    ]
    for (protocol, split, units), group in grouped(rows, lambda row: row.schedule == "table 2", key=table_2_key):
        lines.append(
            f"| {units} | {label(protocol, split)} | {spread(group, 'validation_oa')} | {spread(group, 'test_oa')} |"
        )
    return "\n".join(lines) + "\n"


def table_2_key(row):
    return row.protocol, row.split, row.units


def rule_table(rows, criterion):
    """The paper's rule, round by round (Tables 3 and 4)."""
    lines = [f"## The paper's rule, {criterion}\n"]
    lines += ["| protocol | round | seeds left | mean units | OA, validation | OA, test |", "|---|---|---|---|---|---|"]
    chosen = grouped(rows, lambda row: row.schedule == "rule" and row.criterion == criterion, key=rule_key)
    for (protocol, split, turn), group in chosen:
        units = sum(row.units for row in group) / len(group)
        cells = [label(protocol, split), turn, len(group), f"{units:.1f}"]
        cells += [spread(group, "validation_oa"), spread(group, "test_oa")]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def rule_key(row):
    return row.protocol, row.split, row.round


def sizes_table(rows, split):
    """Test accuracy at the sizes of the fixed schedule, every criterion and control."""
    table = accuracies(rows, split)
    names = [*CRITERIA, "scratch", "unpruned"]
    lines = [f"## Fixed schedule, three splits, {split}: OA on test samples\n"]
    lines += ["| hidden units | " + " | ".join(names) + " |", "|" + "---|" * (len(names) + 1)]
    for size in FIXED_SIZES:
        cells = [interval_text([*table[name, size].values()]) for name in names]
        lines.append(f"| {size} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + f"\n\nUnpruned: {HIDDEN} units, retrained for as many epochs as the row's networks.\n"


def differences_table(rows, split):
    """C-APoZ against each rival, paired by seed, with Holm's correction over the sizes; and the words for it."""
    table = accuracies(rows, split)
    lines = [f"### C-APoZ minus rival, {split}: percentage points, paired by seed\n"]
    lines += ["| rival | units | difference (95 % interval) | p, Holm | equivalent |", "|---|---|---|---|---|"]
    words = []
    for rival in RIVALS:
        found = [paired(table, rival, size) for size in FIXED_SIZES]
        corrected = holm([one.p for one in found])
        for size, one, p in zip(FIXED_SIZES, found, corrected):
            cells = [rival, size, f"{one.mean:+.2f} ({one.low:+.2f} to {one.high:+.2f})", f"{p:.3f}"]
            lines.append("| " + " | ".join(map(str, [*cells, "yes" if one.equivalent else "not shown"])) + " |")
        words.append(sentence(rival, found, corrected))
    margin = f"Equivalent: the 90 % interval lies within {EQUIVALENCE_POINTS} points of zero."
    return "\n".join([*lines, "", margin, "", *words, ""])


def sentence(rival, found, corrected):
    """What the differences to one rival say, in plain words."""
    better = [size for size, one, p in zip(FIXED_SIZES, found, corrected) if p < 0.05 and one.mean > 0]
    worse = [size for size, one, p in zip(FIXED_SIZES, found, corrected) if p < 0.05 and one.mean < 0]
    if not better and not worse:
        return f"- Against {rival}: no size at which these seeds tell them apart."
    parts = [f"better at {', '.join(map(str, better))} units"] if better else []
    parts += [f"worse at {', '.join(map(str, worse))} units"] if worse else []
    return f"- Against {rival}: C-APoZ is {' and '.join(parts)}; elsewhere not told apart."


def paired(table, rival, size):
    ours, theirs = table["c-apoz", size], table[rival, size]
    seeds = sorted(set(ours) & set(theirs))
    return difference([ours[seed] for seed in seeds], [theirs[seed] for seed in seeds], EQUIVALENCE_POINTS)


def accuracies(rows, split):
    """(criterion or control, size) -> seed -> test OA; the unpruned stand at the size of their round."""
    found = defaultdict(dict)
    for row in rows:
        if row.protocol != "three splits" or row.split != split:
            continue
        if row.criterion == "unpruned" and row.round <= len(FIXED_SIZES):
            found["unpruned", FIXED_SIZES[row.round - 1]][row.seed] = row.test_oa
        elif row.schedule == "fixed" or row.criterion == "scratch":
            found[row.criterion, row.units][row.seed] = row.test_oa
    return found


def by_size(rows, split, criterion):
    return [size for name, size in accuracies(rows, split) if name == criterion]


def grouped(rows, keep, key):
    """[(key, rows)] in order."""
    groups = defaultdict(list)
    for row in filter(keep, rows):
        groups[key(row)].append(row)
    return sorted(groups.items())


def label(protocol, split):
    return "paper's protocol (leaks)" if protocol == "paper" else f"three splits, {split}"


def spread(group, name):
    values = [getattr(row, name) for row in group]
    return "-" if None in values else interval_text(values)


def interval_text(values):
    mean, half = mean_interval(values)
    return f"{mean:.2f} +- {half:.2f}"
