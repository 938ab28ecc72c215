# SPDX-License-Identifier: GPL-2.0-or-later
"""The figures of the reports, each an inline SVG."""

import textwrap

from .drawing import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    drawing,
    label_axes,
    legend,
    legend_above,
    plain,
    room,
    svg,
    whole_numbers,
)
from .numbers import mean, percent, sample_deviation, units_text


def learning_curve(history, tr):
    """Loss above and validation accuracy below, against the epoch; the kept epoch is marked.

    history : History of the run
    tr      : translates an English sentence
    returns : Html
    """
    with drawing(4.4) as sheet:
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
            axes.axvline(history.kept_epoch, color=GREY, linestyle=":", label=plain(kept))
        legend(loss)
        legend(accuracy, loc="lower right")
        label_axes(loss, "", tr("Cross-entropy loss (nats)"))
        label_axes(accuracy, tr("Epoch"), tr("Overall accuracy (%)"))
        whole_numbers(accuracy)
        return svg(sheet)


def loss_curve(history, tr):
    """Loss on the training data against the epoch, where nothing was put aside for validation.

    history : History of the run
    tr      : translates an English sentence
    returns : Html
    """
    with drawing(2.7) as sheet:
        loss = sheet.subplots()
        _curve(loss, history.epochs, history.training_loss, tr("training"), color=BLUE, linestyle="-")
        legend(loss)
        label_axes(loss, tr("Epoch"), tr("Cross-entropy loss (nats)"))
        whole_numbers(loss)
        return svg(sheet)


def neuron_scores(layer, pruned, unit, tr, total=None):
    """The score of each neuron of a layer against its threshold.

    layer  : LayerState with scores
    pruned : the neurons that the next round removes, by original number
    unit   : what the score is, with its unit, for the axis
    tr     : translates an English sentence
    total  : the axis runs to this number of neurons, so that all rounds share one
    """
    pruned = [n for n in layer.neurons if n in set(pruned)]
    kept = [n for n in layer.neurons if n not in set(pruned)]
    score = dict(zip(layer.neurons, layer.scores))
    with drawing(2.7) as sheet:
        axes = sheet.subplots()
        axes.bar(kept, [score[n] for n in kept], color=BLUE, label=plain(tr("kept")))
        if pruned:
            heights, label = [score[n] for n in pruned], plain(tr("pruned next"))
            axes.bar(pruned, heights, color="#F5B78E", edgecolor=ORANGE, hatch="////", label=label)
        if layer.threshold is not None:
            label = plain(tr("threshold {value:.4g}").format(value=layer.threshold))
            axes.axhline(layer.threshold, color="#000000", linestyle="--", linewidth=1, label=label)
        axes.set_xlim(-0.8, (total or max(layer.neurons) + 1) - 0.2)
        label_axes(axes, tr("Neuron (original number, from 0)"), textwrap.fill(unit, 30))
        whole_numbers(axes)
        legend_above(axes, 3)
        return svg(sheet)


def compression_curve(trace, tr):
    """Accuracy and compression over the rounds (Deng 2022, Figs. 4 and 6); the kept row is marked.

    trace : Trace of the run
    tr    : translates an English sentence
    """
    with drawing(3.6) as sheet:
        axes = sheet.subplots()
        _accuracies(axes, trace, tr)
        right = axes.twinx()
        right.grid(False)
        ratios = [trace.compression(row).units for row in trace.rows]
        rounds = [row.iteration for row in trace.rows]
        right.plot(rounds, ratios, color=GREEN, linestyle=":", marker="s", markersize=4,
                   label=plain(tr("compression of hidden units")))  # fmt: skip
        right.spines["right"].set_visible(True)
        right.set_ylim(bottom=0)
        label_axes(right, "", tr("Compression (times smaller)"))
        ticks = rounds[:: 1 + len(rounds) // 16]
        axes.set_xticks(ticks)
        axes.set_xticklabels([f"{k}\n{units_text(trace.rows[k].units)}" for k in ticks])
        label_axes(axes, tr("Iteration, with the hidden units below"), tr("Overall accuracy, validation (%)"))
        legend_above(axes, 2, right)
        return svg(sheet)


def hidden_size_accuracies(rows, tr):
    """Validation accuracy against hidden size: each seed, mean and standard deviation.

    rows : HiddenSize, of which those without a seed are left empty
    tr   : translates an English sentence
    """
    with drawing(3.4) as sheet:
        axes = sheet.subplots()
        trained = [(k, row.oa) for k, row in enumerate(rows) if row.oa]
        seeds = [(k, 100 * oa) for k, accuracies in trained for oa in accuracies]
        axes.plot([k for k, _ in seeds], [oa for _, oa in seeds], "x", color=GREY, markersize=4,
                  label=plain(tr("one seed")))  # fmt: skip
        axes.errorbar([k for k, _ in trained], [100 * mean(oa) for _, oa in trained],
                      yerr=[100 * _or_zero(sample_deviation(oa)) for _, oa in trained],
                      color=BLUE, marker="o", capsize=4,
                      label=plain(tr("mean and standard deviation")))  # fmt: skip
        axes.set_xticks(range(len(rows)))
        axes.set_xticklabels([units_text(row.units) for row in rows])
        label_axes(axes, tr("Hidden units"), tr("Overall accuracy, validation (%)"))
        legend_above(axes, 2)
        return svg(sheet)


def band_curve(bands, tr):
    """Validation accuracy against the number of bands; the kept stage is marked.

    bands : BandTrace
    tr    : translates an English sentence
    """
    counts = [len(stage.bands) for stage in bands.stages]
    with drawing(3.2) as sheet:
        axes = sheet.subplots()
        label = tr("kept: {bands} bands, {oa} %").format(
            bands=counts[bands.kept], oa=percent(bands.kept_stage.oa_after)
        )
        axes.axvline(counts[bands.kept], color="#F0E442", linewidth=7, alpha=0.6, label=plain(label))
        axes.plot(counts, [100 * stage.oa_after for stage in bands.stages], color=BLUE, marker="o", markersize=5,
                  label=plain(tr("accuracy after retraining")))  # fmt: skip
        axes.plot(counts[1:], [100 * stage.oa_before for stage in bands.stages[1:]], color=ORANGE, linestyle="--",
                  marker="v", markersize=5, markerfacecolor="white",
                  label=plain(tr("accuracy before retraining")))  # fmt: skip
        axes.invert_xaxis()
        label_axes(axes, tr("Bands remaining"), tr("Overall accuracy, validation (%)"))
        whole_numbers(axes)
        legend_above(axes, 2)
        return svg(sheet)


def bands_over_spectra(wavelengths_um, spectra, kept, tr):
    """Which bands are kept, over the spectrum of each mineral, scaled from its lowest to its highest value.

    wavelengths_um : of all bands
    spectra        : (name, reflectance a band, centre of the diagnostic absorption or None) of each mineral, shown
                     from the top down
    kept           : numbers of the kept bands, from 0; () where none were pruned
    tr             : translates an English sentence
    """
    with drawing(1.6 + 0.55 * len(spectra)) as sheet:
        axes = sheet.subplots()
        kept_um = [wavelengths_um[band] for band in kept]
        axes.vlines(kept_um, -0.1, len(spectra) - 0.05, color=GREY, linewidth=0.8, alpha=0.6)
        for place, (_, reflectance, diagnostic) in enumerate(reversed(spectra)):
            low, high = min(reflectance), max(reflectance)
            heights = [place + 0.8 * (value - low) / ((high - low) or 1.0) for value in reflectance]
            first = place == 0
            axes.plot(wavelengths_um, heights, color=BLUE, label=plain(tr("mean reflectance")) if first else None)
            if kept:
                axes.plot(kept_um, [heights[band] for band in kept], "o", color=BLUE, markersize=4,
                          label=plain(tr("band kept")) if first else None)  # fmt: skip
            if diagnostic is not None:
                axes.plot([diagnostic] * 2, [place - 0.08, place + 0.85], color=ORANGE, linestyle="--", linewidth=1.6)
        axes.plot([], [], color=ORANGE, linestyle="--", label=plain(tr("diagnostic absorption")))
        axes.set_yticks([place + 0.4 for place in range(len(spectra))])
        names = [textwrap.shorten(name, 30) for name, _, _ in reversed(spectra)]
        axes.set_yticklabels([room(name) + plain(name) for name in names])
        axes.grid(False)
        label_axes(axes, tr("Wavelength (um)"), "")
        legend_above(axes, 3)
        return svg(sheet)


def before_and_after(look, tr):
    """The first map, the second, and in black where they differ.

    look : mapping.quicklook.Quicklook
    tr   : translates an English sentence
    """
    differ = (look.first != look.second) * 1
    colours = {mineral.number: mineral.colour for mineral in look.classes}
    rows, columns = look.first.shape
    with drawing(min(3.4, 0.75 + 2.2 * rows / columns)) as sheet:
        maps = (look.first, tr("unpruned")), (look.second, tr("pruned")), (differ, tr("where they differ"))
        for axes, (classes, name) in zip(sheet.subplots(1, 3), maps):
            palette = {0: "#FFFFFF", **(colours if classes is not differ else {1: "#000000"})}
            axes.imshow(
                [[_shares(palette[number]) for number in row] for row in classes.tolist()], interpolation="none"
            )
            axes.set_title(plain(name), fontsize=9)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.grid(False)
        return svg(sheet)


def _shares(colour):
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _accuracies(axes, trace, tr):
    """The two accuracy curves and the band of the kept row, on the left axis."""
    retrained = [(row.iteration, row.oa_before) for row in trace.rows if row.oa_before is not None]
    kept = trace.kept_row
    label = tr("kept: {units} units, {oa} %").format(units=units_text(kept.units), oa=percent(kept.oa_after))
    axes.axvspan(kept.iteration - 0.25, kept.iteration + 0.25, color="#F0E442", alpha=0.45, lw=0, label=plain(label))
    axes.plot([row.iteration for row in trace.rows], [100 * row.oa_after for row in trace.rows], color=BLUE,
              marker="o", markersize=5, label=plain(tr("accuracy after retraining")))  # fmt: skip
    axes.plot([k for k, _ in retrained], [100 * oa for _, oa in retrained], color=ORANGE, linestyle="--", marker="v",
              markersize=5, markerfacecolor="white", label=plain(tr("accuracy before retraining")))  # fmt: skip


def _curve(axes, epochs, values, label, **style):
    """A line over epochs. Few of them get markers: a single one would be no line at all."""
    if len(values):
        marker = "o" if len(values) < 4 else None
        axes.plot(epochs, values, label=plain(label), marker=marker, **style)


def _or_zero(value):
    return value if value == value else 0.0
