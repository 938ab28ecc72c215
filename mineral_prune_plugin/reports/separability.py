# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model from a spectral library cannot tell apart, and how shallow absorptions may be: simulated spectra say."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..assessment.proportion import Proportion
from ..classes import UNCLASSIFIED, MineralClass
from ..simulation.simulation_notices import MineralsMissed, MineralsMistaken
from .matrix import class_name, name_in
from .numbers import percent, shown
from .page import finding, paragraph, section, table

FEWEST = 5  # named spectra of a mineral: a share of fewer says nothing
CONFUSED = 0.15  # of the spectra of a mineral that are named: more of them named as another is worth a sentence
DEEP = 0.10  # absorption, relative to the continuum: shallower ones are often lost in noise, whatever the bands
# Of the deep spectra of a mineral, and of those that get its name: less, and it cannot be told at all. Samples that the
# model never met are told some 10 points worse than those it learnt, by which this is counted: for them it is half.
LEAST_TOLD = 0.6


@dataclass(frozen=True)
class Told:
    """How well a mineral is told, by simulated spectra with absorptions of DEEP or more.

    mineral : MineralClass
    named   : Proportion of its spectra that get its name
    right   : Proportion of the spectra with its name that are of it, among those of the requested minerals
    """

    mineral: MineralClass
    named: Proportion
    right: Proportion

    @property
    def is_missed(self):
        return self.named.n >= FEWEST and self.named.value < LEAST_TOLD

    @property
    def is_mistaken(self):
        return self.right.n >= FEWEST and self.right.value < LEAST_TOLD


@dataclass(frozen=True)
class ConfusedPair:
    """Two minerals that are taken for each other.

    first, second   : MineralClass; the first is taken for the second more often than the other way round
    first_as_second : Proportion of the first's named spectra that are named as the second
    second_as_first : the other way round
    """

    first: MineralClass
    second: MineralClass
    first_as_second: Proportion
    second_as_first: Proportion


def confused_pairs(confusion, least=CONFUSED):
    """The ConfusedPairs of a matrix, the worst first.

    confusion : Confusion
    least     : 0 to 1; more than this share of one mineral's named spectra must be named as the other
    """
    pairs = []
    named = confusion.counts.sum(axis=1)
    for first, second in combinations(range(len(confusion.classes)), 2):
        ways = [
            (Proportion(int(confusion.counts[row, column]), int(named[row])), row, column)
            for row, column in ((first, second), (second, first))
        ]
        (most, row, column), (other, _, _) = sorted(ways, key=lambda way: -_share(way[0]))
        if _share(most) > least:
            pairs.append(ConfusedPair(confusion.classes[row], confusion.classes[column], most, other))
    return tuple(sorted(pairs, key=lambda pair: -_share(pair.first_as_second)))


def half_named_depth(depths, named):
    """The depth of absorption down to which at least half of the spectra are named; None where too few of all are.

    It is where an isotonic regression of `named` on depth crosses one half.

    depths  : float (n,), of the deepest absorption, 0..1
    named   : bool (n,)
    """
    if not len(depths):
        return None
    order = np.argsort(-np.asarray(depths), kind="stable")
    surplus = np.cumsum(np.where(np.asarray(named)[order], 1, -1))  # named less unnamed, down to each depth
    last = int(surplus.argmax())
    return float(depths[order[last]]) if surplus[last] > 0 else None


def told_minerals(simulated):
    """A Told of each mineral, in the order of the classes. simulated : algorithms.assessing.SimulatedAssessed"""
    deep = simulated.depths >= DEEP
    reference, identified = simulated.reference[deep], simulated.identified[deep]
    result = []
    for mineral in simulated.confusion.classes:
        of_it, with_its_name = reference == mineral.number, identified == mineral.number
        right = int((of_it & with_its_name).sum())
        named = Proportion(right, int(of_it.sum()))
        result.append(Told(mineral, named, Proportion(right, int(with_its_name.sum()))))
    return tuple(result)


def warnings_of(simulated, tr=str):
    """Notices of the minerals that cannot be told at all, named in the language of `tr`, as of `separability_section`.

    simulated : algorithms.assessing.SimulatedAssessed
    tr        : translates an English sentence
    """
    told = told_minerals(simulated)
    missed = [(name_in(each.mineral, tr), each.named.value) for each in told if each.is_missed]
    mistaken = [(name_in(each.mineral, tr), each.right.value) for each in told if each.is_mistaken]
    limits = {"depth": percent(DEEP, 0), "least": percent(LEAST_TOLD, 0)}
    return tuple(
        notice(minerals=", ".join(f"{name} ({percent(share, 0)} %)" for name, share in minerals), **limits)
        for notice, minerals in ((MineralsMissed, missed), (MineralsMistaken, mistaken))
        if minerals
    )


def _warnings(simulated, tr):
    """(an English sentence, its facts) of each warning."""
    return [(notice.sentence, notice.facts) for notice in warnings_of(simulated, tr)]


def separability_section(simulated, tr):
    """What cannot be told apart with these bands, before anyone maps.

    simulated : algorithms.assessing.SimulatedAssessed
    tr        : translates an English sentence
    """
    share = percent(CONFUSED, 0)
    named = simulated.confusion.counts.sum(axis=1)
    silent = [name_in(mineral, tr) for mineral, count in zip(simulated.confusion.classes, named) if count < FEWEST]
    pieces = [finding(tr(meaning).format(**facts)) for meaning, facts in _warnings(simulated, tr)]
    pairs = confused_pairs(simulated.confusion)
    if pairs:
        pieces.append(_pairs_table(pairs, share, tr))
    elif len(silent) < len(named):
        sentence = tr(
            "No two of these minerals are confused often: of the simulated spectra of each that are named, at most "
            "{share} % are named as any other."
        )
        pieces.append(finding(sentence.format(share=share)))
    if silent:
        sentence = tr("Too few of the simulated spectra of these are named to say what they are taken for: {minerals}.")
        pieces.append(finding(sentence.format(minerals=", ".join(silent))))
    mixed = tr(
        "Most simulated spectra hold a second material, and many have absorptions as shallow as those of real scenes, "
        "so these shares are higher than for pure materials with deep absorptions."
    )
    return section(tr("What cannot be told apart"), *pieces, paragraph(mixed), _named_table(simulated, tr))


def _pairs_table(pairs, share, tr):
    headings = [tr("Pair"), tr("First taken for second (%)"), tr("Second taken for first (%)")]
    rows = [
        [
            _sentence(pair, tr),
            shown(percent(pair.first_as_second.value, 0)),
            shown(percent(pair.second_as_first.value, 0)),
        ]
        for pair in pairs
    ]
    caption = tr(
        "Listed are pairs of which more than {share} % of the first mineral's named simulated spectra are named as the "
        "second. Where a map shows one of the two, it may be the other. Consider making them one class."
    )
    return table(headings, rows, caption.format(share=share))


def _sentence(pair, tr):
    sentence = tr(
        "{first} cannot be told from {second} with these bands ({share} % of the simulated spectra of {first} are "
        "taken for {second})."
    )
    share = percent(pair.first_as_second.value, 0)
    return sentence.format(first=name_in(pair.first, tr), second=name_in(pair.second, tr), share=share)


def _named_table(simulated, tr):
    headings = [tr("Mineral"), tr("Simulated spectra"), tr("Named correctly (%)"), tr("Named as another mineral (%)")]
    headings += [tr("Left unnamed (%)"), tr("Half are named down to a depth of (%)")]
    confusion = simulated.confusion
    rows = [_named_row(simulated, at, mineral, tr) for at, mineral in enumerate(confusion.classes)]
    caption = tr(
        "Depth of the deepest absorption, in percent of the continuum: of simulated spectra as deep as this, half get "
        "a mineral's name, and of deeper ones more. No number: fewer than half are named at any depth."
    )
    return table(headings, rows, caption)


def _named_row(simulated, at, mineral, tr):
    counts, total = simulated.confusion.counts[at], int(simulated.confusion.reference_totals[at])
    ours = simulated.reference == mineral.number
    depth = half_named_depth(simulated.depths[ours], simulated.identified[ours] != UNCLASSIFIED)
    correct, unnamed = int(counts[at]), int(simulated.confusion.unclassified[at])
    shares = [Proportion(count, total).value for count in (correct, int(counts.sum()) - correct, unnamed)]
    return [
        class_name(mineral, tr),
        str(total),
        *(shown(percent(share, 0)) for share in shares),
        shown(percent(depth, 1)),
    ]


def _share(proportion):
    """Its value, 0 where there is nothing to divide by."""
    return proportion.value if proportion.n else 0.0
