# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person wants to know of a model, at the end of the log: how accurate it is, and where it is weakest."""

from ..models.model_notices import (
    AccuracyOfTest,
    AccuracyOfValidation,
    AccuracySimulated,
    TestApart,
    WeakestMineral,
    WeakestUnclassified,
)


def in_short(model, assessed):
    """Notices on a model that was assessed on samples.

    model    : Model, with the record of `assessing.assess`
    assessed : assessing.Assessed
    """
    simulated = model.reject is not None and not model.reject.of_samples
    tested = AccuracySimulated if simulated else AccuracyOfTest
    kind, confusion = (AccuracyOfValidation, assessed.validation) if assessed.test is None else (tested, assessed.test)
    overall = confusion.overall_accuracy_all
    if not overall.n or model.training.get("learnt_from_all"):  # of such a model neither is an accuracy
        return
    low, high = overall.interval()
    yield kind(samples=overall.n, oa=100 * overall.value, low=100 * low, high=100 * high)
    yield from weakest(confusion)
    apart = model.training.get("test_apart")
    if assessed.test is not None and apart is not None:
        yield TestApart(median=apart["median_pixels"])


def weakest(confusion):
    """A Notice of the mineral of a Confusion that is identified least often; none where all always are."""
    import numpy as np  # here, for QGIS starts sooner without it

    totals = confusion.reference_totals
    shares = np.diagonal(confusion.counts) / np.maximum(totals, 1)
    shares[totals == 0] = 1
    k = int(np.argmin(shares))
    if shares[k] == 1:
        return
    wrong = confusion.counts[k].copy()
    wrong[k] = 0
    facts = {"mineral": confusion.classes[k].name, "share": 100 * shares[k]}
    if confusion.unclassified[k] > wrong.max():
        yield WeakestUnclassified(**facts)
    else:
        yield WeakestMineral(other=confusion.classes[int(np.argmax(wrong))].name, **facts)
