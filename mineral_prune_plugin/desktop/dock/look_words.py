# SPDX-License-Identifier: GPL-2.0-or-later
"""A Look in words: its name in legends, and the sentences under the plot."""

from ...explaining.sentences import verdict, without_shares
from ...interface.mineral_legends import shown_mineral
from ...interface.translation import sentence_of
from ...interface.translation import translate as tr


def label_of(look):
    """What a Look is called in the legend and in a table."""
    if look.of_polygon:
        return tr("mean of {pixels} pixels").format(pixels=look.spectrum.pixels)
    return tr("column {column}, row {row}").format(column=int(look.columns[0]), row=int(look.rows[0]))


def mineral_of(explanation):
    """The name of the mineral that a spectrum is compared with: its own, or of a reject the likeliest; "" of none."""
    place = explanation.rival if explanation.reject_kind else explanation.winner
    return "" if place is None else explanation.classes[place].name


def sentences_of(notices):
    """What `notices` say, in a row."""
    return " ".join(sentence_of(notice) for notice in notices)


def words_of(look, explainer):
    """What the map shows at a `look` and why, "" where there is no Look or no `explainer`, the Explainer of a model."""
    if look is None or explainer is None or look.problem is not None:
        return ""
    if look.of_polygon:
        return " ".join(filter(None, (_tally(look), _of_mean(look, explainer))))
    if look.explanation is None:
        return tr("This pixel has no data in the bands of the model.")
    return " ".join(filter(None, (verdict(look.explanation, tr), without_shares(look.explanation, tr))))


def _of_mean(look, explainer):
    if look.explanation is None and explainer.model.patch == 1:
        return tr("These pixels have no data in the bands of the model.")
    if look.explanation is None:
        return tr("This model reads the neighbourhood of a pixel: it does not explain a mean spectrum.")
    return verdict(look.explanation, tr, of_mean=True)


def _tally(look):
    named = ", ".join(
        f"{tr('unclassified or no data') if mineral is None else shown_mineral(mineral.name)} {count}"
        for mineral, count in look.tally
    )
    return tr("The map shows here, in pixels: {named}.").format(named=named) if named else ""
