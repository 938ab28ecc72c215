# SPDX-License-Identifier: GPL-2.0-or-later
"""The figures of the reports as inline SVG with real text: the same data gives the same bytes.

Colours are those of Okabe and Ito (2008), distinct to colour-blind eyes; line, marker and hatch tell the same apart
in a grey print. matplotlib is imported inside the functions, and pyplot never: loading the plugin stays quick.
"""

import io
import re
import textwrap
import threading
import unicodedata
import warnings
from contextlib import contextmanager

from .numbers import mean, percent, sample_deviation, units_text
from .page import Html

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#777777"
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's settings belong to the whole process
WIDTH = 7.2  # inches; 72 points each in the SVG
SETTINGS = {
    "svg.fonttype": "none",  # text stays text: any script, searchable, small
    "svg.hashsalt": "mineral-prune",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
}


def learning_curve(history, tr):
    """Loss above and validation accuracy below, against the epoch; the kept epoch is marked. returns : Html"""
    with _drawing(4.4) as sheet:
        loss, accuracy = sheet.subplots(2, 1, sharex=True)
        percentages = [100 * oa for oa in history.validation_oa]
        for axes, values, name, style in (
            (loss, history.training_loss, tr("training"), {"color": BLUE, "linestyle": "-"}),
            (loss, history.validation_loss, tr("validation"), {"color": ORANGE, "linestyle": "--"}),
            (accuracy, percentages, tr("validation"), {"color": ORANGE, "linestyle": "--"}),
        ):
            _curve(axes, history.epochs, values, name, **style)
        for axes in (loss, accuracy):
            kept = tr("kept epoch {epoch}").format(epoch=history.kept_epoch)
            axes.axvline(history.kept_epoch, color=GREY, linestyle=":", label=_plain(kept))
        _legend(loss)
        _legend(accuracy, loc="lower right")
        _label(loss, "", tr("Cross-entropy loss (nats)"))
        _label(accuracy, tr("Epoch"), tr("Overall accuracy (%)"))
        _whole_numbers(accuracy)
        return _svg(sheet)


def neuron_scores(layer, pruned, unit, tr, total=None):
    """The score of each neuron of a layer against its threshold.

    layer  : LayerState with scores
    pruned : the neurons that the next round removes, by original number
    unit   : what the score is, with its unit, for the axis
    total  : the axis runs to this number of neurons, so that all rounds share one
    """
    gone = [n for n in layer.neurons if n in set(pruned)]
    score = dict(zip(layer.neurons, layer.scores))
    stay = [n for n in layer.neurons if n not in set(pruned)]
    with _drawing(2.7) as sheet:
        axes = sheet.subplots()
        axes.bar(stay, [score[n] for n in stay], color=BLUE, label=_plain(tr("kept")))
        if gone:
            heights, label = [score[n] for n in gone], _plain(tr("pruned next"))
            axes.bar(gone, heights, color="#F5B78E", edgecolor=ORANGE, hatch="////", label=label)
        if layer.threshold is not None:
            label = _plain(tr("threshold {value:.4g}").format(value=layer.threshold))
            axes.axhline(layer.threshold, color="#000000", linestyle="--", linewidth=1, label=label)
        axes.set_xlim(-0.8, (total or max(layer.neurons) + 1) - 0.2)
        _label(axes, tr("Neuron (original number, from 0)"), textwrap.fill(unit, 30))
        _whole_numbers(axes)
        _legend_above(axes, 3)
        return _svg(sheet)


def compression_curve(trace, tr):
    """Accuracy and compression over the rounds (Deng 2022, Figs. 4 and 6); the kept row is marked."""
    with _drawing(3.6) as sheet:
        axes = sheet.subplots()
        _accuracies(axes, trace, tr)
        other = axes.twinx()
        other.grid(False)
        ratios = [trace.compression(row).units for row in trace.rows]
        rounds = [row.iteration for row in trace.rows]
        other.plot(rounds, ratios, color=GREEN, linestyle=":", marker="s", markersize=4,
                   label=_plain(tr("compression of hidden units")))  # fmt: skip
        other.spines["right"].set_visible(True)
        other.set_ylim(bottom=0)
        _label(other, "", tr("Compression (times smaller)"))
        ticks = rounds[:: 1 + len(rounds) // 16]
        axes.set_xticks(ticks)
        axes.set_xticklabels([f"{k}\n{units_text(trace.rows[k].units)}" for k in ticks])
        _label(axes, tr("Iteration, and hidden units below it"), tr("Overall accuracy, validation (%)"))
        _legend_above(axes, 2, other)
        return _svg(sheet)


def hidden_size_accuracies(rows, tr):
    """Validation accuracy against hidden size: each seed, mean and standard deviation. rows : HiddenSize with seeds"""
    with _drawing(3.4) as sheet:
        axes = sheet.subplots()
        trained = [(k, row.oa) for k, row in enumerate(rows) if row.oa]
        seeds = [(k, 100 * oa) for k, seen in trained for oa in seen]
        axes.plot([k for k, _ in seeds], [oa for _, oa in seeds], "x", color=GREY, markersize=4,
                  label=_plain(tr("one seed")))  # fmt: skip
        axes.errorbar([k for k, _ in trained], [100 * mean(oa) for _, oa in trained],
                      yerr=[100 * _or_zero(sample_deviation(oa)) for _, oa in trained],
                      color=BLUE, marker="o", capsize=4,
                      label=_plain(tr("mean and standard deviation")))  # fmt: skip
        axes.set_xticks(range(len(rows)))
        axes.set_xticklabels([units_text(row.units) for row in rows])
        _label(axes, tr("Hidden units"), tr("Overall accuracy, validation (%)"))
        _legend_above(axes, 2)
        return _svg(sheet)


def band_curve(bands, tr):
    """Validation accuracy against the bands left, as BandTrace `bands` has them; the kept stage is marked."""
    counts = [len(stage.bands) for stage in bands.stages]
    with _drawing(3.2) as sheet:
        axes = sheet.subplots()
        label = tr("kept: {bands} bands, {oa} %").format(
            bands=counts[bands.kept], oa=percent(bands.kept_stage.oa_after)
        )
        axes.axvline(counts[bands.kept], color="#F0E442", linewidth=7, alpha=0.6, label=_plain(label))
        axes.plot(counts, [100 * stage.oa_after for stage in bands.stages], color=BLUE, marker="o", markersize=5,
                  label=_plain(tr("accuracy after retraining")))  # fmt: skip
        axes.plot(counts[1:], [100 * stage.oa_before for stage in bands.stages[1:]], color=ORANGE, linestyle="--",
                  marker="v", markersize=5, markerfacecolor="white",
                  label=_plain(tr("accuracy before retraining")))  # fmt: skip
        axes.invert_xaxis()
        _label(axes, tr("Bands left"), tr("Overall accuracy, validation (%)"))
        _whole_numbers(axes)
        _legend_above(axes, 2)
        return _svg(sheet)


def bands_over_spectra(wavelengths_um, spectra, kept, tr):
    """Which bands stay, over the spectrum of each mineral, each from its own lowest to its highest value.

    wavelengths_um : of all bands
    spectra        : (name, reflectance a band, centre of the diagnostic absorption or None) of each mineral, shown
                     from the top down
    kept           : numbers of the bands that stay, from 0; () where that is no question
    """
    with _drawing(1.6 + 0.55 * len(spectra)) as sheet:
        axes = sheet.subplots()
        stay = [wavelengths_um[band] for band in kept]
        axes.vlines(stay, -0.1, len(spectra) - 0.05, color=GREY, linewidth=0.8, alpha=0.6)
        for place, (_, reflectance, diagnostic) in enumerate(reversed(spectra)):
            low, high = min(reflectance), max(reflectance)
            heights = [place + 0.8 * (value - low) / ((high - low) or 1.0) for value in reflectance]
            first = place == 0
            axes.plot(wavelengths_um, heights, color=BLUE, label=_plain(tr("mean reflectance")) if first else None)
            if kept:
                axes.plot(stay, [heights[band] for band in kept], "o", color=BLUE, markersize=4,
                          label=_plain(tr("band that stays")) if first else None)  # fmt: skip
            if diagnostic is not None:
                axes.plot([diagnostic] * 2, [place - 0.08, place + 0.85], color=ORANGE, linestyle="--", linewidth=1.6)
        axes.plot([], [], color=ORANGE, linestyle="--", label=_plain(tr("diagnostic absorption")))
        axes.set_yticks([place + 0.4 for place in range(len(spectra))])
        names = [textwrap.shorten(name, 30) for name, _, _ in reversed(spectra)]
        axes.set_yticklabels([_room(name) + _plain(name) for name in names])
        axes.grid(False)
        _label(axes, tr("Wavelength (um)"), "")
        _legend_above(axes, 3)
        return _svg(sheet)


def before_and_after(look, tr):
    """A mapping.quicklook.Quicklook: the first map, the second, and in black where they differ."""
    differ = (look.first != look.second) * 1
    colours = {mineral.number: mineral.colour for mineral in look.classes}
    rows, columns = look.first.shape
    with _drawing(min(3.4, 0.75 + 2.2 * rows / columns)) as sheet:
        maps = (look.first, tr("unpruned")), (look.second, tr("pruned")), (differ, tr("where they differ"))
        for axes, (classes, name) in zip(sheet.subplots(1, 3), maps):
            known = {0: "#FFFFFF", **(colours if classes is not differ else {1: "#000000"})}
            axes.imshow([[_shares(known[number]) for number in row] for row in classes.tolist()], interpolation="none")
            axes.set_title(_plain(name), fontsize=9)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.grid(False)
        return _svg(sheet)


def _shares(colour):
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _accuracies(axes, trace, tr):
    """The two accuracy curves and the band of the kept row, on the left axis."""
    retrained = [(row.iteration, row.oa_before) for row in trace.rows if row.oa_before is not None]
    kept = trace.kept_row
    label = tr("kept: {units} units, {oa} %").format(units=units_text(kept.units), oa=percent(kept.oa_after))
    axes.axvspan(kept.iteration - 0.25, kept.iteration + 0.25, color="#F0E442", alpha=0.45, lw=0, label=_plain(label))
    axes.plot([row.iteration for row in trace.rows], [100 * row.oa_after for row in trace.rows], color=BLUE,
              marker="o", markersize=5, label=_plain(tr("accuracy after retraining")))  # fmt: skip
    axes.plot([k for k, _ in retrained], [100 * oa for _, oa in retrained], color=ORANGE, linestyle="--", marker="v",
              markersize=5, markerfacecolor="white", label=_plain(tr("accuracy before retraining")))  # fmt: skip


def _curve(axes, epochs, values, label, **style):
    """A line over epochs. Few of them get markers: a single one would be no line at all."""
    if len(values):
        marker = "o" if len(values) < 4 else None
        axes.plot(epochs, values, label=_plain(label), marker=marker, **style)


def _label(axes, below, beside):
    axes.set_xlabel(_plain(below))
    axes.set_ylabel(_plain(beside))


def _whole_numbers(axes):
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True))


def _legend_above(axes, columns, other=None):
    """One legend for both vertical axes, clear of the data."""
    _legend(axes, other, loc="lower left", bbox_to_anchor=(0, 1), ncol=columns, borderaxespad=0.3)


def _legend(axes, other=None, **place):
    handles, labels = axes.get_legend_handles_labels()
    if other is not None:
        more_handles, more_labels = other.get_legend_handles_labels()
        handles, labels = handles + more_handles, labels + more_labels
    axes.legend(handles, [label + _room(label) for label in labels], **place)


def _room(text):
    """Blanks that make up for wide characters: matplotlib's own font lacks them and measures 0.6 em, not 1."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return "\u00a0" * round(wide * 0.4 / 0.318)  # the width of a no-break space, which no browser collapses


def _or_zero(value):
    return value if value == value else 0.0


def _plain(text):
    r"""Text without mathematics: matplotlib reads what stands between two dollars as a formula, unless escaped."""
    return str(text).replace("$", r"\$")


@contextmanager
def _drawing(height):
    """A Figure `height` inches high under our settings alone, whatever the user's matplotlib is set to."""
    import matplotlib
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME, matplotlib.rc_context(), warnings.catch_warnings():
        # Widths are measured with matplotlib's own font, which has no Chinese; the browser picks one that has.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield Figure(figsize=(WIDTH, height), constrained_layout=True)


def _svg(sheet):
    """The figure as an <svg> element: no XML head, no metadata, no date, no names that two figures could share."""
    target = io.StringIO()
    sheet.savefig(target, format="svg", metadata={"Date": None}, transparent=True)
    text = target.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    # Text takes the page's font, which has fallbacks for Chinese. matplotlib 3.6 names fonts in one word, 3.11 in two.
    text = re.sub(r"font-family: ?[^;\"]*;? ?", "", text)
    return Html(re.sub(r"font: [^;\"]*?(\d[\d.]*px)[^;\"]*", r"font-size: \1", text))
