# SPDX-License-Identifier: GPL-2.0-or-later
"""The classes of a map: a number, a mineral's name and a colour that stays the same in every map."""

import re
from dataclasses import dataclass, replace

from .colours import colour_of, colours_of

UNCLASSIFIED, UNCLASSIFIED_NAME = 0, "unclassified"
LARGEST_CLASS = 255  # a class map is a raster of bytes
COLOUR = re.compile("#[0-9A-F]{6}")
LOST = re.compile("[\ufffd\x80-\x9f]")  # what a reader puts for bytes that it cannot read
WESTERN_RUN = re.compile("[\u00a1-\u00ff]{2,}")


@dataclass(frozen=True)
class MineralClass:
    """number : 1 to 255; name : what a legend shows; colour : "#RRGGBB"."""

    number: int
    name: str
    colour: str


def one_line(name):
    """A name with single spaces: tabs, line ends and the wide space of Chinese type would spoil legends and tables."""
    return " ".join(name.split())


def misread(name):
    """Whether a name holds characters of another encoding: lost ones, or Chinese (GBK) or UTF-8 read as Western."""
    return bool(LOST.search(name)) or _is_utf8(name) or any(map(_is_chinese, WESTERN_RUN.finditer(name)))


def _is_utf8(name):
    for encoding in ("cp1252", "latin-1"):
        try:
            return name != name.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return False


def _is_chinese(run):
    """Whether accented letters, two or more in a row, are Chinese; two or three beside plain letters may be a word."""
    letters, text = run.group(), run.string
    beside = text[run.start() - 1 : run.start()] + text[run.end() : run.end() + 1]
    if len(letters) < 4 and any(letter.isalpha() for letter in beside):
        return False
    try:
        return all("\u4e00" <= letter <= "\u9fff" for letter in letters.encode("latin-1").decode("gb2312"))
    except UnicodeError:
        return False


def is_number(text):
    """Whether a text is a number, and so no name: what QGIS lists for a class without one, a cell of a table."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def name_key(name):
    """What names of the same mineral have in common, however they are written."""
    return one_line(name).casefold()


def numbers_beside(first, second, taken=()):
    """Class number of `second` -> its number beside the classes `first`, or None where there are not enough numbers.

    That of the class of the same name; else its own where nobody has it; else the smallest that is free.

    first, second : MineralClasses
    taken         : more numbers that are not free
    """
    by_name = {name_key(mineral.name): mineral.number for mineral in reversed(first)}
    numbers = {each.number: by_name[name_key(each.name)] for each in second if name_key(each.name) in by_name}
    used = {*by_name.values(), *(mineral.number for mineral in first), *taken}
    for mineral in second:
        if mineral.number not in numbers:
            free = [mineral.number, *range(1, LARGEST_CLASS + 1)]
            numbers[mineral.number] = next((number for number in free if number not in used), None)
            used.add(numbers[mineral.number])
    return None if None in numbers.values() else numbers


def with_colour(number, name):
    """The class `number` called `name`, in the mineral's own colour where it has one."""
    return MineralClass(number, name, colour_of(name))


def with_colours(pairs):
    """The classes of (number, name) pairs, no two of them in one colour as long as there are enough."""
    pairs = tuple(pairs)
    colours = colours_of([name for _, name in pairs])
    return tuple(MineralClass(number, name, colour) for (number, name), colour in zip(pairs, colours))


def repainted(minerals, colours):
    """The classes in colours that a user chose, where these tell all of them apart; else as they are.

    minerals : tuple of MineralClass
    colours  : "#RRGGBB" by the class's name or by its number as text; anything else is ignored
    """
    chosen = [colours.get(mineral.name) or colours.get(str(mineral.number)) or mineral.colour for mineral in minerals]
    if len(set(chosen)) < len(chosen) or not all(COLOUR.fullmatch(colour) for colour in chosen):
        return minerals
    return tuple(replace(mineral, colour=colour) for mineral, colour in zip(minerals, chosen))
