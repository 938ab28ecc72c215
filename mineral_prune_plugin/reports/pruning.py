# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a pruning run: its rounds (Deng 2022, Tables 3, 4, Figs. 4, 6), as a page and as rows of a table."""

from ..classes import UNCLASSIFIED
from ..pruning.criteria import CRITERIA
from ..pruning.pruning_settings import BY_RULE
from . import figures
from .bands import bands_section
from .controls import controls_section, difference_paragraph
from .first_page import NO_COVER, details, first_page
from .map_picture import legend
from .numbers import fixed, percent, shown, units_text
from .page import Html, element, facts_list, figure, half_figure, page, section, table
from .training import accuracy_pieces, split_sections
from .verdict import accuracy_verdict, weakest_sentence

HEADINGS = (
    "iteration", "hidden_units", "unit_compression", "parameter_compression", "byte_compression", "parameters",
    "weight_bytes", "threshold_score", "oa_before_retraining_percent", "oa_after_retraining_percent",
    "kept", "removed_neurons", "bands", "band_stage",
)  # fmt: skip
NOT_SHOWN = ("parameters", "weight_bytes", "bands", "band_stage")  # among the iterations of the report


def pruning_report(facts, trace, validation, test=None, tr=str, means=None, look=None, simulated=False, cover=NO_COVER):
    """The page of `prunemodel`.

    facts      : (label, value) pairs of text, in reading order; those of the trace are added
    trace      : Trace of the run
    validation : Confusion of the kept network on the validation samples
    test       : Confusion on the test samples, or None where there are none
    tr         : translates an English sentence
    means      : SampleSpectra.class_means of the training samples in all bands; needed where bands were pruned
    look       : mapping.quicklook.Quicklook of the unpruned and the pruned model, or None
    simulated  : whether simulated spectra take the place of samples
    cover      : Cover
    returns    : str, HTML
    """
    accuracy = () if simulated else (accuracy_verdict(validation, test, tr), weakest_sentence(test or validation, tr))
    below = difference_paragraph(trace, tr), *accuracy_pieces(validation, test, tr, cover.apart)
    below = _maps(look, tr), *below
    first = first_page((_kept_sentence(trace, tr), *accuracy), cover.origin, tr, below=below)
    sections = [
        _curve_section(trace, tr),
        bands_section(trace, means, tr),
        controls_section(trace, tr),
        *split_sections(validation, test, tr, simulated),
        _scores_section(trace, tr),
        section(tr("Settings"), facts_list([*facts, *_trace_facts(trace, tr)])),
    ]
    return page(tr("Pruning of a mineral identifier"), [first, _rounds_section(trace, tr), details(tr, *sections)], tr)


def pruning_rows(trace):
    """The rounds, a row each.

    returns : (HEADINGS, rows of text). Accuracies are on validation samples; thresholds of several layers are
              separated by "; "; removed neurons read "layer: original numbers", layers from 1, neurons from 0, as in
              "1: 3 7 12; 2: 0"; kept is yes or no; a number that does not exist is an empty text. Where
              bands were pruned, the stages stand first, with a band_stage and without an iteration
    """
    stages = trace.bands.stages if trace.bands else ()
    first = [_stage_texts(trace, number, stage) for number, stage in enumerate(stages)]
    return HEADINGS, first + [_texts(trace, row) for row in trace.rows]


def score_unit(criterion, tr=str):
    """What a score is, with its unit, for an axis. criterion : its id; tr : translates an English sentence"""
    if criterion in CRITERIA:
        return tr(CRITERIA[criterion].quantity)
    return tr("score of {criterion} (high scores are pruned)").format(criterion=criterion)


def _texts(trace, row):
    ratio = trace.compression(row)
    return (
        str(row.iteration),
        units_text(row.units),
        *(fixed(value) for value in (ratio.units, ratio.parameters, ratio.weight_bytes)),
        str(row.parameters),
        str(row.weight_bytes),
        _thresholds_text(row),
        percent(row.oa_before),
        percent(row.oa_after),
        "yes" if row.iteration == trace.kept else "no",
        _removed_text(row),
        "" if row.bands is None else str(row.bands),
        "",
    )


def _stage_texts(trace, number, stage):
    ratio = trace.bands_compression(stage)
    return (
        "",
        units_text(trace.rows[0].units),
        *(fixed(value) for value in (ratio.units, ratio.parameters, ratio.weight_bytes)),
        str(stage.parameters),
        str(stage.weight_bytes),
        "",
        percent(stage.oa_before),
        percent(stage.oa_after),
        "no",
        "",
        str(len(stage.bands)),
        str(number),
    )


def _thresholds_text(row):
    texts = ["" if layer.threshold is None else f"{layer.threshold:#.6g}" for layer in row.layers]
    return "; ".join(texts) if any(texts) else ""


def _removed_text(row):
    numbered = [(k, layer.removed) for k, layer in enumerate(row.layers, start=1) if layer.removed]
    return "; ".join(f"{k}: {' '.join(map(str, removed))}" for k, removed in numbered)


def _trace_facts(trace, tr):
    keep = {
        "smallest": tr("the smallest network within {tolerance:g} percentage points of the best validation accuracy"),
        "best": tr("the network with the best validation accuracy"),
        "last": tr("the last network"),
    }
    return [
        (tr("Criterion"), trace.criterion),
        (tr("Kept"), _kept_text(trace, keep, tr)),
        (tr("Unlabelled pixels used in pruning"), str(trace.unlabelled)),
        (tr("Retraining after each round"), tr("{epochs} epochs").format(epochs=trace.retrain_epochs)),
        (tr("Validation samples used for scoring"), str(trace.samples_scored)),
        (tr("Seed"), str(trace.seed)),
    ]


def _kept_text(trace, keep, tr):
    if trace.units != BY_RULE:
        return tr("the network with the requested number of hidden units: {units}").format(
            units=units_text(trace.units)
        )
    return keep.get(trace.keep, trace.keep).format(tolerance=trace.tolerance)


def _kept_sentence(trace, tr):
    first, kept = trace.rows[0], trace.kept_row
    if kept.iteration == 0 and trace.units != BY_RULE:
        return tr("The network already had no more hidden units than requested: {before}.").format(
            before=units_text(first.units)
        )
    if kept.iteration == 0:
        sentence = tr(
            "The unpruned network with {before} hidden units was kept: the rule chose none of the pruned networks."
        )
        return sentence.format(before=units_text(first.units))
    sentence = tr(
        "Iteration {iteration} was kept: {after} hidden units instead of {before}, {ratio} times fewer. The overall "
        "accuracy on the validation samples is {oa} %, compared with {first} % for the unpruned network."
    )
    return sentence.format(
        iteration=kept.iteration,
        after=units_text(kept.units),
        before=units_text(first.units),
        ratio=fixed(trace.compression(kept).units),
        oa=percent(kept.oa_after),
        first=percent(first.oa_after),
    )


def _maps(look, tr):
    """Empty where the middle of the raster has no data."""
    if look is None or look.agreement != look.agreement:
        return Html("")
    rows, columns = look.first.shape
    caption = tr(
        "The middle of the raster, {columns} x {rows} pixels: the two models identify the same mineral at {share} % of "
        "the pixels with data."
    ).format(columns=columns, rows=rows, share=percent(look.agreement))
    if ((look.first == UNCLASSIFIED) & (look.second == UNCLASSIFIED) & look.valid).any():
        caption += " " + tr("Pixels that both leave unclassified count as the same.")
    occurring = {*look.first.ravel().tolist(), *look.second.ravel().tolist()}
    classes = [mineral for mineral in look.classes if mineral.number in occurring]
    return element("div", figure(figures.before_and_after(look, tr), caption), legend(classes, tr))


def _rounds_section(trace, tr):
    headings = [tr("Iteration"), tr("Hidden units"), tr("Compression of units (times)"), tr("of parameters (times)")]
    headings += [tr("of bytes (times)"), tr("Threshold (score)")]
    headings += [tr("Accuracy before retraining (%)"), tr("after retraining (%)"), tr("Kept"), tr("Neurons removed")]
    words = {"yes": tr("yes"), "no": tr("no")}
    columns = [k for k, name in enumerate(HEADINGS) if name not in NOT_SHOWN]
    rows = [[words.get(texts[k], shown(texts[k])) for k in columns] for texts in (_texts(trace, r) for r in trace.rows)]
    caption = tr(
        "Overall accuracy on the validation samples. A threshold is computed on the network of its row and applied in "
        "the next round; there is none where a number of hidden units was requested. Neurons removed are those removed "
        "to reach the row: the layer, counted from 1, then the original neuron numbers, counted from 0."
    )
    return section(tr("Iterations"), table(headings, rows, caption, words=(9,), marked=(trace.kept,)))


def _curve_section(trace, tr):
    caption = tr("Accuracy on the validation samples (left axis) and compression of hidden units (right axis).")
    return section(tr("Accuracy and compression"), figure(figures.compression_curve(trace, tr), caption))


def _scores_section(trace, tr):
    pictures = [
        _scores_figure(trace, row, k, tr) for row in trace.rows for k, layer in enumerate(row.layers) if layer.scores
    ]
    return section(tr("Scores of the neurons"), *pictures) if pictures else Html("")


def _scores_figure(trace, row, k, tr):
    layer, later = row.layers[k], trace.rows[row.iteration + 1 :]
    pruned = later[0].layers[k].removed if later else ()
    total = 1 + max(trace.rows[0].layers[k].neurons)  # a model pruned before keeps its first numbers
    svg = figures.neuron_scores(layer, pruned, score_unit(trace.criterion, tr), tr, total)
    sentence = tr("Iteration {iteration}, layer {layer}: {pruned} of {neurons} neurons are pruned in the next round.")
    sentence += " " + tr("Gaps are neurons that were pruned earlier.") if row.iteration else ""
    values = {"layer": k + 1, "pruned": len(pruned), "neurons": len(layer.neurons)}
    return half_figure(svg, sentence.format(iteration=row.iteration, **values))
