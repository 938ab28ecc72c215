# SPDX-License-Identifier: GPL-2.0-or-later
"""The study's figure: test accuracy against hidden units, every criterion and control with its interval."""

from .design import CRITERIA, FIXED_SIZES
from .statistics import mean_interval

# Okabe and Ito 2008; told apart by marker too.
STYLES = {
    "c-apoz": ("#0072B2", "o"),
    "apoz": ("#56B4E9", "s"),
    "random": ("#E69F00", "v"),
    "l1": ("#009E73", "^"),
    "contribution": ("#CC79A7", "D"),
    "scratch": ("#000000", "x"),
    "unpruned": ("#7F7F7F", "+"),
}


def draw_sizes(table, path):
    """table : (criterion, size) -> seed -> test OA in percent."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    for shift, name in enumerate((*CRITERIA, "scratch", "unpruned")):
        points = [mean_interval([*table[name, size].values()]) for size in FIXED_SIZES]
        colour, marker = STYLES[name]
        places = [size + 0.08 * (shift - 3) for size in FIXED_SIZES]
        means, halves = zip(*points)
        axes.errorbar(places, means, yerr=halves, label=name, color=colour, marker=marker, linewidth=1, capsize=2)
    axes.set_xlabel("hidden units (unpruned: 30, trained as long)")
    axes.set_ylabel("overall accuracy, test samples (%), mean and 95 % interval")
    axes.set_xticks(FIXED_SIZES)
    axes.invert_xaxis()
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
