# SPDX-License-Identifier: GPL-2.0-or-later
"""What a pruning run may claim: its gain against chance, and against networks that the criterion did not choose."""

from ..assessment.proportion import Proportion
from .numbers import mean, percent, points, shown, units_text
from .page import Html, paragraph, section, table


def difference_paragraph(trace, tr):
    """Whether kept and unpruned accuracy differ by more than the 95 % Wilson interval of the validation samples.

    trace : Trace; the paragraph is empty where the unpruned network was kept
    tr    : translates an English sentence
    """
    first, kept = trace.rows[0], trace.kept_row
    if kept.iteration == 0 or not trace.samples_scored:
        return Html("")
    low, high = _proportion(trace, first.oa_after).interval()
    if low <= kept.oa_after <= high:
        sentence = tr(
            "The difference of {points} percentage points lies inside the 95 % interval of the unpruned accuracy, "
            "{low} to {high} % on {n} validation samples: neither a gain nor a loss can be shown."
        )
    else:
        sentence = tr(
            "The difference of {points} percentage points lies outside the 95 % interval of the unpruned accuracy, "
            "{low} to {high} % on {n} validation samples."
        )
    difference = points(kept.oa_after - first.oa_after)
    return paragraph(sentence.format(points=difference, low=percent(low), high=percent(high), n=trace.samples_scored))


def controls_section(trace, tr):
    """The kept network beside the controls, and what it means where it is no better.

    trace : Trace; the section is empty where it has no controls
    tr    : translates an English sentence
    """
    if not trace.controls:
        return Html("")
    headings = [tr("Network"), tr("Hidden units"), tr("Correct / validation samples"), tr("Overall accuracy (%)")]
    headings += [tr("95 % interval, from (%)"), tr("to (%)"), tr("Kept minus this (points)"), tr("The kept network is")]
    kept = trace.kept_row
    rows = [_row(trace, tr("kept"), kept.units, kept.oa_after, None, tr)]
    rows += [_row(trace, _name(c.kind, tr), c.units, c.oa, kept.oa_after, tr) for c in trace.controls]
    meanings = [paragraph(sentence) for sentence in _meanings(trace, tr)]
    return section(tr("Controls"), table(headings, rows, words=(0, 7), marked=(0,)), *meanings)


def _row(trace, name, units, oa, kept_oa, tr):
    counts = [shown(text) for text in _accuracy_texts(trace, oa)]
    against = [points(kept_oa - oa), _standing(trace, kept_oa, oa, tr)] if kept_oa is not None else ["", ""]
    return [name, units_text(units), *counts, *against]


def _accuracy_texts(trace, oa):
    proportion = _proportion(trace, oa)
    low, high = proportion.interval()
    return [f"{proportion.successes} / {proportion.n}", percent(oa), percent(low), percent(high)]


def _standing(trace, kept_oa, oa, tr):
    if kept_oa <= oa:
        return tr("no better")
    return tr("better") if _clearly_above(trace, kept_oa, oa) else tr("better, but within the interval")


def _clearly_above(trace, kept_oa, oa):
    return kept_oa > oa and not kept_oa <= _proportion(trace, oa).interval()[1]


def _proportion(trace, oa):
    """An accuracy as the count of validation samples that it was computed from."""
    return Proportion(round(oa * trace.samples_scored), trace.samples_scored)


def _name(kind, tr):
    names = {
        "unpruned": tr("unpruned, trained as long"),
        "random": tr("pruned at random"),
        "scratch": tr("this size, trained from scratch"),
    }
    return names.get(kind, kind)


def _meanings(trace, tr):
    """A sentence for each kind of control that the kept network does not clearly beat; seeds of a kind are averaged."""
    meanings = {
        "unpruned": tr(
            "The kept network is not clearly better than the unpruned one trained for as long: pruning made it "
            "smaller, and any gain in accuracy may come from the longer training."
        ),
        "random": tr(
            "The kept network is not clearly better than one pruned at random: these samples do not show that "
            "the criterion chooses better than chance."
        ),
        "scratch": tr(
            "The kept network is not clearly better than one of its size trained from scratch: pruning found a size "
            "that suffices, but these samples do not show that the neurons it kept are better than any others."
        ),
    }
    kept_oa = trace.kept_row.oa_after
    kinds = [kind for kind in meanings if any(c.kind == kind for c in trace.controls)]
    average = {kind: mean([c.oa for c in trace.controls if c.kind == kind]) for kind in kinds}
    return [meanings[kind] for kind in kinds if not _clearly_above(trace, kept_oa, average[kind])]
