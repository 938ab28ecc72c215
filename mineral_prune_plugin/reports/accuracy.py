# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a map against its reference, and its numbers as rows of a table."""

from .by_area import KM2, areas_table, by_area_rows, by_area_sentence, by_area_words, weighted_section
from .first_page import NO_COVER, details, first_page
from .map_picture import cover_picture
from .matrix import confusion_section, overall_table
from .numbers import fixed, percent
from .page import facts_list, page, paragraph, section, table
from .verdict import weakest_sentence

HEADINGS = ("class", "measure", "successes", "n", "value_percent", "low_percent", "high_percent", *KM2)
NO_AREA = ("",) * len(KM2)


def accuracy_report(facts, confusion, tr=str, by_area=None, pixel_m2=None, cover=NO_COVER):
    """The page of `assessmap`.

    facts     : (label, value) pairs of text, in reading order
    confusion : Confusion of the map
    tr        : translates an English sentence
    by_area   : assessment.by_area.ByArea over the whole map, or None where it could not be estimated
    pixel_m2  : square metres of a pixel, or None
    cover     : Cover
    returns   : str, HTML
    """
    verdict = by_area_sentence(by_area, tr), _overall_sentence(confusion, tr), weakest_sentence(confusion, tr)
    named = [(tr("classified pixels"), confusion)]
    areas = () if by_area is None else (areas_table(by_area, pixel_m2, tr),)
    below = *areas, overall_table(named, tr), *by_area_words(by_area, pixel_m2, tr), paragraph(_independence(tr))
    first = first_page(verdict, cover.origin, tr, cover_picture(cover, tr), below=below)
    sections = [
        weighted_section(by_area, tr),
        confusion_section(tr("Confusion matrix"), confusion, tr),
        _not_compared_section(confusion, tr),
        section(tr("Settings"), facts_list(facts)),
    ]
    return page(tr("Accuracy of a mineral map"), [first, details(tr, *sections)], tr)


def accuracy_rows(confusion, by_area=None, pixel_m2=None):
    """The numbers of the report, a measure a row.

    confusion, by_area, pixel_m2 : as in `accuracy_report`
    returns                      : (HEADINGS, rows of text). low and high are the ends of the 95 % interval; kappa is in
                                   percent like the rest; counts have successes alone; a number that does not exist is
                                   an empty text
    """
    rows = [_row("", "overall_accuracy", confusion.overall_accuracy)]
    rows.append(_row("", "overall_accuracy_unclassified_wrong", confusion.overall_accuracy_all))
    rows.append(("", "kappa", "", str(confusion.classified), percent(confusion.kappa, 4), "", "", *NO_AREA))
    for k, mineral in enumerate(confusion.classes):
        rows.append(_row(mineral.name, "producers_accuracy", confusion.producers_accuracy[k]))
        rows.append(_row(mineral.name, "users_accuracy", confusion.users_accuracy[k]))
        rows.append(_count(mineral.name, "unclassified", confusion.unclassified[k]))
    rows.append(_count("", "unclassified", confusion.unclassified.sum()))
    rows.append(_count("", "without_reference", confusion.without_reference))
    rows.append(_count("", "without_map", confusion.without_map))
    return HEADINGS, rows + by_area_rows(by_area, pixel_m2)


def _row(name, measure, proportion):
    numbers = [percent(share, 4) for share in (proportion.value, *proportion.interval())]
    return (name, measure, str(proportion.successes), str(proportion.n), *numbers, *NO_AREA)


def _count(name, measure, count):
    return (name, measure, str(count), "", "", "", "", *NO_AREA)


def _independence(tr):
    return tr(
        "The intervals assume that pixels are independent. Neighbouring pixels resemble each other, so the accuracy of "
        "the whole map is less certain than the intervals suggest."
    )


def _overall_sentence(confusion, tr):
    overall, strict = confusion.overall_accuracy, confusion.overall_accuracy_all
    if overall.n == 0:
        return tr("The map identifies no pixel of known class, so there is no accuracy to report.")
    sentence = tr("{correct} of {n} classified pixels of known class are correct: {oa} %, kappa {kappa}.")
    text = sentence.format(
        correct=overall.successes, n=overall.n, oa=percent(overall.value), kappa=fixed(confusion.kappa, 4)
    )
    if strict.n == overall.n:
        return text
    more = tr("With the {unclassified} unclassified pixels counted as wrong, it is {oa} %.")
    return f"{text} {more.format(unclassified=strict.n - overall.n, oa=percent(strict.value))}"


def _not_compared_section(confusion, tr):
    rows = [
        [tr("known class, left unclassified by the map"), str(confusion.unclassified.sum())],
        [tr("on the map, class unknown"), str(confusion.without_reference)],
        [tr("known class, outside the map or where it has no data"), str(confusion.without_map)],
    ]
    return section(tr("Counted separately"), table([tr("Pixels"), tr("Count")], rows))
