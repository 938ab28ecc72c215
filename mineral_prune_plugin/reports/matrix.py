# SPDX-License-Identifier: GPL-2.0-or-later
"""A confusion matrix in a report: the shaded table of counts, the accuracies of each class and of all."""

import re

from ..mineral_names import shown_name
from .numbers import fixed, percent, proportion_cells, shown
from .page import Cell, Html, element, section, table

RIGHT, WRONG = (86, 180, 233), (230, 159, 0)  # sky blue and orange of Okabe and Ito (2008)
COLOUR = re.compile("#[0-9A-Fa-f]{6}")


def confusion_section(title, confusion, tr, simulated=False):
    """A heading, the matrix and the accuracies of each class.

    title     : names the split
    confusion : Confusion
    tr        : translates an English sentence
    simulated : whether simulated spectra were counted, not pixels
    """
    return section(title, confusion_table(confusion, tr, simulated), class_table(confusion, tr, simulated))


def overall_table(named, tr):
    """Overall accuracy and kappa of each split.

    named : (name of the split, Confusion) pairs
    tr    : translates an English sentence
    """
    headings = [tr("Samples"), tr("Correct / all"), tr("Overall accuracy (%)")]
    headings += [tr("95 % interval, from (%)"), tr("to (%)"), tr("Kappa")]
    rows = [[name, *proportion_cells(c.overall_accuracy), shown(fixed(c.kappa, 4))] for name, c in named]
    return table(headings, rows)


def confusion_table(confusion, tr, simulated=False):
    """Counts with the producer's accuracy at the right and the user's at the bottom.

    confusion : Confusion; rows are the reference, columns the map
    tr        : translates an English sentence
    simulated : as of `confusion_section`
    """
    has_unclassified = confusion.unclassified.any()
    headings = [tr("Reference \\ identified as")] + [str(c.number) for c in confusion.classes]  # names would not fit
    headings += ([tr("Unclassified")] if has_unclassified else []) + [tr("All"), tr("Producer's accuracy (%)")]
    rows = [_reference_row(confusion, k, has_unclassified, tr) for k in range(len(confusion.classes))]
    caption = tr(
        "Pixel counts. Rows are the reference classes, columns the identified classes. The shade is the share of the "
        "row: blue for correct, orange for wrong. Unclassified pixels count as omissions in the producer's accuracy."
    )
    if simulated:
        caption = tr(
            "Counts of simulated spectra. Rows are the simulated classes, columns the identified classes. The shade is "
            "the share of the row: blue for correct, orange for wrong. Unclassified spectra count as omissions in the "
            "producer's accuracy."
        )
    return table(headings, rows + _foot_rows(confusion, has_unclassified, tr), caption)


def class_table(confusion, tr, simulated=False):
    """Producer's and user's accuracy of each class with their 95 % Wilson intervals.

    confusion : Confusion
    tr        : translates an English sentence
    simulated : as of `confusion_section`
    """
    headings = [tr("Class"), tr("Correct / reference"), tr("Producer's accuracy (%)"), tr("from (%)"), tr("to (%)")]
    headings += [tr("Correct / identified"), tr("User's accuracy (%)"), tr("from (%)"), tr("to (%)")]
    rows = [
        [class_name(c, tr), *proportion_cells(producers), *proportion_cells(users)]
        for c, producers, users in zip(confusion.classes, confusion.producers_accuracy, confusion.users_accuracy)
    ]
    caption = tr(
        "Producer's accuracy: the share of the pixels of a class that are identified as it. User's accuracy: the share "
        "of the pixels identified as a class that belong to it. From, to: the 95 % interval (Wilson 1927)."
    )
    if simulated:
        caption = tr(
            "Producer's accuracy: the share of the simulated spectra of a class that are identified as it. User's "
            "accuracy: the share of the spectra identified as a class that belong to it. From, to: the 95 % interval "
            "(Wilson 1927)."
        )
    return table(headings, rows, caption)


def class_name(mineral, tr):
    """A square in the class's colour, number and name in the report's language. returns : Html

    mineral : MineralClass
    tr      : translates an English sentence
    """
    swatch = Html("")
    # The colour may come from a model file: anything but a colour would be a way into the style.
    if COLOUR.fullmatch(mineral.colour):
        swatch = element("span", **{"class": "swatch", "style": f"background-color: {mineral.colour}"})
    return element("span", swatch, f"{mineral.number} {name_in(mineral, tr)}")


def name_in(mineral, tr):
    """The name alone, in the report's language. mineral, tr : as of `class_name`"""
    return shown_name(mineral.name, tr("en"))


def _reference_row(confusion, k, has_unclassified, tr):
    total = int(confusion.reference_totals[k])
    counts = [shaded(int(n), total, RIGHT if k == column else WRONG) for column, n in enumerate(confusion.counts[k])]
    if has_unclassified:
        counts.append(shaded(int(confusion.unclassified[k]), total, WRONG))
    accuracy = shown(percent(confusion.producers_accuracy[k].value))
    return [class_name(confusion.classes[k], tr), *counts, str(total), accuracy]


def _foot_rows(confusion, has_unclassified, tr):
    columns = [str(n) for n in confusion.counts.sum(axis=0)]
    columns += [str(confusion.unclassified.sum())] if has_unclassified else []
    users = [shown(percent(p.value)) for p in confusion.users_accuracy] + ([""] if has_unclassified else [])
    overall = shown(percent(confusion.overall_accuracy_all.value))
    total = str(confusion.overall_accuracy_all.n)
    return [[tr("All"), *columns, total, overall], [tr("User's accuracy (%)"), *users, "", ""]]


def shaded(count, total, colour):
    """A count on a ground between white and `colour`, by its share of the row's `total`; text stays dark on either."""
    share = count / total if total else 0.0
    # The square root lifts the few wrong pixels, which are what readers look for.
    ground = ", ".join(str(round(255 + (c - 255) * share**0.5)) for c in colour)
    return Cell(str(count), f"background-color: rgb({ground})" if count else "color: #999")
