# SPDX-License-Identifier: GPL-2.0-or-later
"""The comparison of hidden sizes over several seeds (Deng 2022, Table 2), as a page and as rows of a table."""

from dataclasses import dataclass

from . import figures
from .first_page import NO_COVER, first_page
from .map_picture import cover_picture
from .numbers import fixed, mean, percent, sample_deviation, shown, units_text
from .page import facts_list, figure, page, paragraph, section, table

HEADINGS = (
    "hidden_units", "parameters", "seeds", "oa_mean_percent", "oa_deviation_points", "oa_min_percent", "oa_max_percent",
)  # fmt: skip


@dataclass(frozen=True)
class HiddenSize:
    """A network size that was trained with several seeds.

    units      : hidden units of each layer
    parameters : weights and biases
    oa         : overall accuracy on the validation samples, 0 to 1, an entry a seed
    """

    units: tuple[int, ...]
    parameters: int
    oa: tuple[float, ...]


def hidden_sizes_report(facts, rows, tr=str, cover=NO_COVER):
    """The page of `comparehiddensizes`.

    facts   : (label, value) pairs of text, in reading order
    rows    : HiddenSize, in the order they are shown
    tr      : translates an English sentence
    cover   : Cover, whose picture is the map of the first network of the `best_size`
    returns : str, HTML
    """
    headings = [tr("Hidden units"), tr("Parameters"), tr("Seeds"), tr("Mean accuracy (%)")]
    headings += [tr("Standard deviation (points)"), tr("Lowest (%)"), tr("Highest (%)")]
    cells = [[shown(text) for text in row] for row in hidden_sizes_rows(rows)[1]]
    best = best_size(rows)
    caption = tr(
        "Overall accuracy on the validation samples. The standard deviation is that of a sample, divided by n - 1."
    )
    crosses = tr("Each cross is one network, trained with its own seed.")
    below = (
        table(headings, cells, caption, marked=() if best is None else (best,)),
        figure(figures.hidden_size_accuracies(rows, tr), crosses),
    )
    verdict = [] if best is None else [_sentence(rows, best, tr)]
    picture = cover_picture(cover, tr)
    if cover.thumbnail is not None and best is not None:
        shown_size = tr("The map is that of the network of {units} hidden units with the first seed.")
        below = (paragraph(shown_size.format(units=units_text(rows[best].units))), *below)
    first = first_page(verdict, cover.origin, tr, picture, below=below)
    return page(tr("Accuracy and number of hidden units"), [first, section(tr("Settings"), facts_list(facts))], tr)


def hidden_sizes_rows(rows):
    """returns : (HEADINGS, rows of text); a number that does not exist is an empty text"""
    return HEADINGS, [_texts(row) for row in rows]


def _texts(row):
    ends = (min(row.oa), max(row.oa)) if row.oa else (None, None)
    return (
        units_text(row.units),
        str(row.parameters),
        str(len(row.oa)),
        percent(mean(row.oa)),
        fixed(100 * sample_deviation(row.oa)),
        *(percent(end) for end in ends),
    )


def best_size(rows):
    """The number of the row with the highest mean, the first at a tie; None where nothing was trained.

    rows : HiddenSize
    """
    trained = [k for k, row in enumerate(rows) if row.oa]
    return max(trained, key=lambda k: mean(rows[k].oa), default=None)


def _sentence(rows, best, tr):
    """The best size and, where the spread is known, the smallest within one standard deviation of it."""
    top = rows[best]
    sentence = tr("The highest mean accuracy, {oa} %, is reached with {units} hidden units.")
    text = sentence.format(oa=percent(mean(top.oa)), units=units_text(top.units))
    spread = sample_deviation(top.oa)
    near = [row for row in rows if row.oa and mean(row.oa) >= mean(top.oa) - spread]
    smallest = min(near, key=lambda row: row.parameters, default=top)
    if smallest.parameters >= top.parameters:
        return text
    more = tr("{units} hidden units come within one standard deviation of it ({oa} %) with {parameters} parameters.")
    values = {"units": units_text(smallest.units), "oa": percent(mean(smallest.oa)), "parameters": smallest.parameters}
    return f"{text} {more.format(**values)}"
