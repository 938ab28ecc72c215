# SPDX-License-Identifier: GPL-2.0-or-later
"""The study's figures: test accuracy by size, and by round of the paper's rule, each with its interval."""

from .design import FIXED_SIZES, HIDDEN, PAPER, SAMPLES, SCENE
from .statistics import mean_interval
from .tables import grouped, names_of

# Okabe and Ito 2008; told apart by marker too.
STYLES = {
    "c-apoz": ("#0072B2", "o"),
    "apoz": ("#56B4E9", "s"),
    "balanced": ("#D55E00", "P"),
    "random": ("#E69F00", "v"),
    "l1": ("#009E73", "^"),
    "contribution": ("#CC79A7", "D"),
    "scratch": ("#000000", "x"),
    "unpruned": ("#7F7F7F", "+"),
}
PANELS = ((PAPER, "random", "validation_oa"), (SAMPLES, "random", "test_oa"), (SCENE, "random", "test_oa"))


def draw_sizes(table, path):
    """table : (criterion, size) -> seed -> test OA in percent."""
    figure, axes = sheet(1)
    names = names_of(table)
    for shift, name in enumerate(names):
        points = [mean_interval([*table[name, size].values()]) for size in FIXED_SIZES]
        places = [size + 0.08 * (shift - len(names) // 2) for size in FIXED_SIZES]
        _line(axes[0], places, points, name)
    axes[0].set_xlabel("hidden units (unpruned: 30, trained as long)")
    axes[0].set_ylabel("overall accuracy, test samples (%), mean and 95 % interval")
    axes[0].set_xticks(FIXED_SIZES)
    axes[0].invert_xaxis()
    axes[0].legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def draw_rounds(rows, path):
    """Accuracy and hidden units by round (Deng 2022, Figs. 4 and 6), C-APoZ and APoZ, a panel a protocol."""
    figure, axes = sheet(len(PANELS))
    for panel, (protocol, split, field) in zip(axes, PANELS):
        own = [row for row in rows if (row.protocol, row.split, row.schedule) == (protocol, split, "rule")]
        beside = panel.twinx()
        for name in ("c-apoz", "apoz"):
            rounds = grouped([row for row in own if row.criterion == name], lambda row: row.round)
            places = [turn for turn, _ in rounds]
            _line(panel, places, [mean_interval([getattr(row, field) for row in group]) for _, group in rounds], name)
            units = [sum(row.units for row in group) / len(group) for _, group in rounds]
            beside.plot(places, units, color=STYLES[name][0], linestyle=":", linewidth=1)
        beside.set_ylim(0, HIDDEN + 1)
        beside.set_ylabel("hidden units, mean of the seeds left (dotted)")
        panel.set_xlabel(f"round of pruning; {protocol}, {split}")
        panel.set_ylabel(f"overall accuracy, {field.split('_')[0]} samples (%)")
        panel.legend(frameon=False, loc="lower left")
    figure.savefig(path, metadata={"Date": None})


def sheet(panels):
    """(matplotlib Figure, its axes), one beside the other. panels : how many"""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8 if panels == 1 else 6 * panels, 5), layout="constrained")
    return figure, figure.subplots(1, panels, squeeze=False)[0]


def _line(axes, places, points, name):
    if points:
        colour, marker = STYLES[name]
        means, halves = zip(*points)
        axes.errorbar(places, means, yerr=halves, label=name, color=colour, marker=marker, linewidth=1, capsize=2)
