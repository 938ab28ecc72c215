# SPDX-License-Identifier: GPL-2.0-or-later
"""An accuracy in a sentence, and the mineral that is identified worst."""

from .matrix import name_in
from .numbers import percent


def accuracy_verdict(validation, test, tr):
    """What may be quoted: the accuracy on the test samples, or on the validation samples where there are none.

    validation, test : Confusion; test may be None
    tr               : translates an English sentence
    """
    confusion = validation if test is None else test
    overall = confusion.overall_accuracy_all
    if test is None:
        sentence = tr(
            "{oa} % of {n} validation samples are identified correctly (95 % interval: {low} to {high} %). They also "
            "chose the network, so this is too high; there are no test samples."
        )
    else:
        sentence = tr("{oa} % of {n} test samples are identified correctly (95 % interval: {low} to {high} %).")
    low, high = (percent(share, 1) for share in overall.interval())
    return sentence.format(oa=percent(overall.value, 1), n=overall.n, low=low, high=high)


def weakest_sentence(confusion, tr):
    """The mineral with the lowest producer's accuracy, and what it is taken for; "" where none is ever missed.

    confusion : Confusion
    tr        : translates an English sentence
    """
    known = [k for k, proportion in enumerate(confusion.producers_accuracy) if proportion.n]
    if not known:
        return ""
    worst = min(known, key=lambda k: confusion.producers_accuracy[k].value)
    share = confusion.producers_accuracy[worst].value
    if share == 1:
        return ""
    values = {"mineral": name_in(confusion.classes[worst], tr), "share": percent(share, 1)}
    others = [count if k != worst else 0 for k, count in enumerate(confusion.counts[worst].tolist())]
    if not any(others):
        return tr("Weakest: {mineral}, {share} %, otherwise left unclassified.").format(**values)
    other = name_in(confusion.classes[others.index(max(others))], tr)
    return tr("Weakest: {mineral}, {share} %, most often taken for {other}.").format(**values, other=other)
