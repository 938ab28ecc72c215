# SPDX-License-Identifier: GPL-2.0-or-later
"""Accuracy over the whole map and the area of each mineral, in a report and in its table."""

from .matrix import class_name, name_in
from .numbers import fixed, percent, shown
from .page import Html, paragraph, section, table

KM2 = ("value_km2", "low_km2", "high_km2")


def by_area_sentence(by_area, tr):
    """The accuracy of the whole map, "" where it could not be estimated.

    by_area : assessment.by_area.ByArea, or None
    tr      : translates an English sentence
    """
    return "" if by_area is None else _sentence(by_area, tr)


def by_area_words(by_area, pixel_m2, tr):
    """What the areas mean, or why there are none: paragraphs.

    by_area  : assessment.by_area.ByArea, or None where it could not be estimated
    pixel_m2 : square metres of a pixel, or None
    tr       : translates an English sentence
    """
    if by_area is None:
        sentence = tr(
            "The accuracy of the whole map and the areas cannot be estimated: at least two minerals need two compared "
            "pixels each, and the map must not confuse them throughout."
        )
        return [paragraph(sentence)]
    words = [
        tr(
            "The numbers of compared pixels do not follow the areas of the minerals, so what the matrix says of a map "
            "is weighted here by the pixels that the map gives each mineral. True area: the mapped area, corrected by "
            "the errors of the map. From, to: the 95 % interval."
        )
    ]
    if pixel_m2 is None:
        words.append(tr("Areas are in percent only: the coordinate system of the map is not in metres or feet."))
    if by_area.left_out:
        names = ", ".join(name_in(mineral, tr) for mineral in by_area.left_out)
        words.append(tr("Without: {minerals} (not mapped, or fewer than two compared pixels).").format(minerals=names))
    return [paragraph(sentence) for sentence in words]


def weighted_section(by_area, tr):
    """The accuracies of each class over the whole map. by_area, tr : as of `by_area_sentence`"""
    title = tr("Over the whole map, weighted by area")
    return Html("") if by_area is None else section(title, _accuracies(by_area, tr))


def by_area_rows(by_area, pixel_m2):
    """The same as rows of the table of `assessmap`: class, measure, "", n, percent and km2 with their intervals.

    by_area, pixel_m2 : as in `by_area_words`
    """
    if by_area is None:
        return []
    km2 = None if pixel_m2 is None else by_area.pixels.sum() * pixel_m2 / 1e6
    rows = [_row("", "overall_accuracy_by_area", by_area.overall)]
    per_class = zip(by_area.classes, by_area.users, by_area.producers, by_area.shares, by_area.mapped_shares)
    for mineral, users, producers, share, mapped in per_class:
        rows.append(_row(mineral.name, "producers_accuracy_by_area", producers))
        rows.append(_row(mineral.name, "users_accuracy_by_area", users))
        mapped_km2 = "" if km2 is None else fixed(mapped * km2, 6)
        rows.append((mineral.name, "area_mapped", "", "", percent(mapped, 4), "", "", mapped_km2, "", ""))
        rows.append(_row(mineral.name, "area", share, km2))
    return rows


def _row(name, measure, estimate, km2=None):
    shares = (estimate.value, *estimate.interval())
    areas = ["" if km2 is None else fixed(share * km2, 6) for share in shares]
    return (name, measure, "", str(estimate.n), *(percent(share, 4) for share in shares), *areas)


def _sentence(by_area, tr):
    low, high = by_area.overall.interval()
    sentence = tr(
        "Of all {pixels} pixels that the map gives one of these minerals, {oa} % are right (95 % interval: {low} to "
        "{high} %)."
    )
    return sentence.format(
        pixels=by_area.pixels.sum(), oa=percent(by_area.overall.value), low=percent(low), high=percent(high)
    )


def areas_table(by_area, pixel_m2, tr):
    """Mapped and true area of each class. by_area, pixel_m2, tr : as of `by_area_words`; by_area is not None"""
    headings = [tr("Class"), tr("Mapped (%)"), tr("True area (%)"), tr("from (%)"), tr("to (%)")]
    km2 = None if pixel_m2 is None else by_area.pixels.sum() * pixel_m2 / 1e6
    if km2 is not None:
        headings += [tr("Mapped (km2)"), tr("True area (km2)"), tr("from (km2)"), tr("to (km2)")]
    rows = []
    for mineral, mapped, share in zip(by_area.classes, by_area.mapped_shares, by_area.shares):
        shares = (mapped, share.value, *share.interval())
        cells = [shown(percent(value)) for value in shares]
        if km2 is not None:
            cells += [shown(fixed(value * km2, 3)) for value in shares]
        rows.append([class_name(mineral, tr), *cells])
    return table(headings, rows)


def _accuracies(by_area, tr):
    headings = [tr("Class"), tr("Producer's accuracy (%)"), tr("from (%)"), tr("to (%)")]
    headings += [tr("User's accuracy (%)"), tr("from (%)"), tr("to (%)")]
    rows = [
        [class_name(mineral, tr), *_cells(producers), *_cells(users)]
        for mineral, producers, users in zip(by_area.classes, by_area.producers, by_area.users)
    ]
    return table(headings, rows)


def _cells(estimate):
    return [shown(percent(share)) for share in (estimate.value, *estimate.interval())]
