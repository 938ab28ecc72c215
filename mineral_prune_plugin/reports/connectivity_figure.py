# SPDX-License-Identifier: GPL-2.0-or-later
"""The picture of a sparse DenseNet: which layer reads which, before and after, as a matrix of contributions."""

from .drawing import BLUE, GREY, drawing, label_axes, plain, svg

MOST_NUMBERED = 20  # layers; with more a cell is too small for a number


def connectivity_matrices(trace, tr):
    """Two matrices side by side, rows who reads, columns whose maps: the shade is the contribution. returns : Html

    trace : SparseTrace
    tr    : translates an English sentence
    """
    layers = list(dict.fromkeys(reading.layer for reading in trace.dense))
    sources = list(dict.fromkeys(reading.source for reading in trace.dense))
    sources.sort(key=lambda name: -1 if name == "input" else layers.index(name))
    strongest = max(reading.share for reading in (*trace.dense, *trace.sparse)) or 1.0
    with drawing(1.5 + 0.28 * min(40, len(layers))) as sheet:
        both = sheet.subplots(1, 2, sharey=True)
        titles = tr("before the first stage"), tr("sparse")
        for axes, readings, title in zip(both, (trace.dense, trace.sparse), titles):
            _matrix(axes, readings, layers, sources, strongest)
            axes.set_title(plain(title), fontsize=9)
            label_axes(axes, tr("Source layer"), "")
        label_axes(both[0], tr("Source layer"), tr("Reading layer"))
        both[0].set_yticks(range(len(layers)))
        both[0].set_yticklabels([_named(name, tr) for name in layers])
        for axes in both:
            axes.set_xticks(range(len(sources)))
            axes.set_xticklabels([_named(name, tr) for name in sources], rotation=90)
        return svg(sheet)


def _matrix(axes, readings, layers, sources, strongest):
    from matplotlib.colors import to_rgb

    axes.grid(False)
    axes.set_xlim(-0.5, len(sources) - 0.5)
    axes.set_ylim(len(layers) - 0.5, -0.5)
    numbered = len(layers) <= MOST_NUMBERED
    for reading in readings:
        column, row = sources.index(reading.source), layers.index(reading.layer)
        strength = (reading.share / strongest) ** 0.5  # the square root lifts the weak ones
        colour = [1 + (part - 1) * strength for part in to_rgb(BLUE)]
        axes.barh(row, 1, 1, column - 0.5, color=[colour], edgecolor=GREY, linewidth=0.5)
        if numbered:
            text = "white" if strength > 0.7 else "black"
            axes.text(column, row, str(reading.read), ha="center", va="center", fontsize=7, color=text)


def _named(name, tr):
    if name == "input":
        return plain(tr("first"))
    # Translators: T is for transition, a layer between two blocks.
    return plain(tr("T{number}").format(number=name[1:]) if name.startswith("T") else name)
