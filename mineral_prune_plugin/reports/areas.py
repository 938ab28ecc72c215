# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of minerals as rows of a table, as a page, and as a row of a table of scenes."""

from dataclasses import replace

from .first_page import NO_COVER, details, first_page
from .map_picture import cover_picture
from .matrix import class_name, name_in
from .numbers import fixed, percent, shown
from .page import facts_list, page, paragraph, section, table

HEADINGS = ("map", "polygon", "class", "mineral", "pixels", "area_km2", "share_of_minerals_percent", "mean_confidence")
LARGEST = 3  # minerals of the verdict
UNCLASSIFIED_OR_NO_DATA = "unclassified or no data"


def area_rows(name, measured):
    """The numbers of `areas`: of the whole map, then of each polygon, a row a mineral.

    name     : of the map
    measured : from_map.count_areas.MeasuredMap
    returns  : (HEADINGS, rows of text). What is unclassified or has no data has rows of its own, class 0 or none, and
               no share; what is not known is an empty text
    """
    return HEADINGS, [row for areas in (measured.whole, *measured.polygons) for row in _rows(name, areas)]


def area_report(facts, measured, tr=str, cover=NO_COVER):
    """The page of `areas`.

    facts    : (label, value) pairs of text, in reading order
    measured : from_map.count_areas.MeasuredMap
    tr       : translates an English sentence
    cover    : Cover
    returns  : str, HTML
    """
    below = paragraph(_how(measured, tr)), facts_list(facts)
    picture, whole = cover_picture(cover, tr), _table(measured.whole, tr)
    first = first_page([_verdict(measured.whole, tr)], cover.origin, tr, picture, whole, below)
    sections = [section(areas.name, _table(areas, tr)) for areas in measured.polygons]
    return page(tr("Areas of minerals"), [first, details(tr, *sections)], tr)


def _verdict(whole, tr):
    """How much is mapped as a mineral, and which the most."""
    shares = sorted(zip(_shares(whole), whole.minerals), key=lambda pair: -(pair[0] or 0))[:LARGEST]
    named = [f"{name_in(area.mineral, tr)} {percent(share, 1)} %" for share, area in shares if share]
    if not named:
        return tr("The map shows no mineral.")
    m2 = _m2(whole)
    if m2 is None:
        sentence, size = tr("The map shows minerals on {size} pixels: mostly {minerals}."), _pixels(whole)
    else:
        sentence, size = tr("The map shows minerals on {size} km2: mostly {minerals}."), fixed(m2 / 1e6, 3)
    return sentence.format(size=size, minerals=", ".join(named))


def scene_row(name, measured):
    """The row of a map in a table of scenes: {heading: text}, its minerals' columns by their names.

    Classes of one name share a column.

    name     : of the map
    measured : from_map.count_areas.MeasuredMap
    """
    whole = measured.whole
    row = {"map": name, "minerals_pixels": str(_pixels(whole)), "minerals_km2": _km2(_m2(whole))}
    row["unclassified_pixels"], row["unclassified_km2"] = _numbers(whole.unclassified)
    if whole.no_data is not None:
        row["no_data_pixels"], row["no_data_km2"] = _numbers(whole.no_data)
    for mineral in dict.fromkeys(area.mineral.name for area in whole.minerals):
        same = replace(whole, minerals=tuple(area for area in whole.minerals if area.mineral.name == mineral))
        row[f"pixels: {mineral}"], row[f"km2: {mineral}"] = str(_pixels(same)), _km2(_m2(same))
    return row


def _rows(name, areas):
    rows = [
        (name, areas.name, str(area.mineral.number), area.mineral.name, *_numbers(area), percent(share, 4), _mean(area))
        for area, share in zip(areas.minerals, _shares(areas))
    ]
    rest = areas.unclassified
    called = rest.mineral.name if areas.no_data is not None else UNCLASSIFIED_OR_NO_DATA
    rows.append((name, areas.name, str(rest.mineral.number), called, *_numbers(rest), "", _mean(rest)))
    if areas.no_data is not None:
        rows.append((name, areas.name, "", areas.no_data.mineral.name, *_numbers(areas.no_data), "", ""))
    return rows


def _numbers(area):
    return str(area.pixels), _km2(area.m2)


def _km2(m2):
    return fixed(None if m2 is None else m2 / 1e6, 6)


def _mean(area):
    return fixed(area.confidence, 4)


def _pixels(areas):
    return sum(area.pixels for area in areas.minerals)


def _m2(areas):
    """Square metres of all minerals, None where not known."""
    return None if areas.unclassified.m2 is None else sum(area.m2 for area in areas.minerals)


def _shares(areas):
    """Of each mineral among all of them: of their area, or of their pixels where that is not known; None of nothing."""
    known = areas.unclassified.m2 is not None
    total = _m2(areas) if known else _pixels(areas)
    return [(area.m2 if known else area.pixels) / total if total else None for area in areas.minerals]


def _table(areas, tr):
    headings = [tr("Mineral"), tr("Pixels"), tr("Area (km2)"), tr("Share (%)"), tr("Mean confidence")]
    rows = [
        [class_name(area.mineral, tr), *map(shown, (*_numbers(area), percent(share), _mean(area)))]
        for area, share in zip(areas.minerals, _shares(areas))
    ]
    rest = tr("unclassified") if areas.no_data is not None else tr("unclassified or no data")
    left = [(rest, areas.unclassified)] + ([] if areas.no_data is None else [(tr("no data"), areas.no_data)])
    rows += [[name, *map(shown, (*_numbers(area), "", _mean(area)))] for name, area in left]
    return table(headings, rows)


def _how(measured, tr):
    share = tr("Share: of what is mapped as a mineral.")
    if measured.on_ellipsoid is None:
        return f"{share} " + tr("Areas are not known: the map has no coordinate system.")
    if measured.on_ellipsoid:
        return f"{share} " + tr(
            "Areas are those of the ellipsoid: the map's coordinates are degrees, or its projection distorts areas by "
            "more than 0.5 %."
        )
    return f"{share} " + tr("Areas are those of the map's projection, which keeps areas to within 0.5 %.")
