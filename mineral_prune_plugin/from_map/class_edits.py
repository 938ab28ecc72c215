# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes renamed, recoloured, merged and removed by a table of edits, a row a class."""

from dataclasses import dataclass, replace

import numpy as np

from ..classes import COLOUR, LARGEST_CLASS, UNCLASSIFIED, UNCLASSIFIED_NAME, is_number, name_key, one_line
from ..errors import (
    ClassEditedTwice,
    ClassNotOnMap,
    ColoursOfMergedDiffer,
    ColourUnreadable,
    EditTableUneven,
    NewNameIsNumber,
)
from ..mineral_names import data_name

COLUMNS = 3


@dataclass(frozen=True)
class ClassEdit:
    """mineral : its name on the map or its number, as text; name, colour : the new ones, "" to keep"""

    mineral: str
    name: str = ""
    colour: str = ""


def read_edits(cells):
    """The ClassEdits of a table's cells, row by row: class, new name, new colour. Rows without a class are left out.

    errors : EditTableUneven, NewNameIsNumber, ColourUnreadable
    """
    texts = [one_line(str(cell)) for cell in cells]
    if not any(texts):  # an unset table is one empty cell
        return ()
    if len(texts) % COLUMNS:
        raise EditTableUneven(cells=len(texts))
    rows = [ClassEdit(*texts[start : start + COLUMNS]) for start in range(0, len(texts), COLUMNS)]
    edits = [replace(row, colour=row.colour.upper()) for row in rows if row.mineral]
    for edit in edits:
        if is_number(edit.name) and edit.name != str(UNCLASSIFIED):  # QGIS's legend takes it for a class without a name
            raise NewNameIsNumber(mineral=edit.mineral, name=edit.name)
        if edit.colour and not COLOUR.fullmatch(edit.colour):
            raise ColourUnreadable(mineral=edit.mineral, colour=edit.colour)
    return tuple(edits)


def edited(classes, edits):
    """(the MineralClasses after the edits, uint8 (256,) the new number of each number).

    Classes that come to have the same name become one. It has the number of the one that had the name before, else
    the smallest, and that one's colour unless the edits give another. `unclassified` as a name, or 0, removes a class.

    classes : MineralClasses of the map, in the order of their numbers
    edits   : ClassEdits
    errors  : ClassNotOnMap, ClassEditedTwice, ColoursOfMergedDiffer
    """
    by_number = _by_number(classes, edits)
    numbers = np.arange(LARGEST_CLASS + 1, dtype=np.uint8)
    groups = {}
    for mineral in classes:
        edit = by_number.get(mineral.number, ClassEdit(mineral.name))
        name = edit.name or mineral.name
        groups.setdefault(_key(name), []).append((mineral, replace(edit, name=name)))
    removed = [mineral for key in (UNCLASSIFIED_NAME, "0") for mineral, _ in groups.pop(key, [])]
    numbers[[mineral.number for mineral in removed]] = UNCLASSIFIED
    merged = []
    for key, members in groups.items():
        kept = next((mineral for mineral, _ in members if _key(mineral.name) == key), members[0][0])
        name = next((edit.name for mineral, edit in members if mineral is kept))
        merged.append(replace(kept, name=name, colour=_colour(name, members) or kept.colour))
        numbers[[mineral.number for mineral, _ in members]] = kept.number
    return tuple(sorted(merged, key=lambda mineral: mineral.number)), numbers


def _key(name):
    """Of a class and of a cell of the table, where a user may write the name that the legend shows."""
    return name_key(data_name(name))


def _colour(name, members):
    """The new colour of a merged class, "" where no edit gives one."""
    colours = sorted({edit.colour for _, edit in members if edit.colour})
    if len(colours) > 1:
        raise ColoursOfMergedDiffer(mineral=name, colours=", ".join(colours))
    return colours[0] if colours else ""


def _by_number(classes, edits):
    """Class number -> ClassEdit; that of a name holds for every class of that name."""
    chosen = {}
    for edit in edits:
        numbers = [mineral.number for mineral in classes if _key(mineral.name) == _key(edit.mineral)]
        if not numbers and is_number(edit.mineral):
            numbers = [mineral.number for mineral in classes if mineral.number == float(edit.mineral)]
        if not numbers:
            known = ", ".join(f"{mineral.number} {mineral.name}" for mineral in classes)
            raise ClassNotOnMap(mineral=edit.mineral, known=known or "-")
        if chosen.keys() & set(numbers):
            raise ClassEditedTwice(mineral=edit.mineral)
        chosen.update(dict.fromkeys(numbers, edit))
    return chosen
