# SPDX-License-Identifier: GPL-2.0-or-later
"""Which records of a library are a mineral: by the beginnings of their names.

A beginning ends with a word: "alunite" is "Alunite GDS84 Na03" and "alunite_1", not "Alunitelike" or "Natroalunite".
A name that goes on as a mixture or with a share ("Halloysite+Kaolinite CM29", "Calcite.5+Dolomite.5") is not
that mineral alone; it is left out and told, and can be named in full.
"""

import re
from dataclasses import dataclass

from ..classes import one_line
from ..errors import MineralsUnreadable, MineralTwice, MineralWithoutRecords, RecordOfTwoMinerals
from ..notices import MineralWithOneRecord, MixturesNotMatched, PatternWithoutRecords

SHOWN = 3  # records named in a notice


@dataclass(frozen=True)
class Mineral:
    """A mineral to match. name : of the class; patterns : beginnings of record names, in the user's spelling."""

    name: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What a pattern of a mineral matched. records : numbers from 0, ascending."""

    mineral: str
    pattern: str
    records: tuple[int, ...]


def parse_minerals(text):
    """The minerals of a text such as "muscovite = muscovite, illite; alunite"; a bare name stands for itself.

    text    : str, entries parted by semicolons or line ends
    returns : tuple of Mineral, or None where the text is blank
    errors  : MineralsUnreadable, MineralTwice
    """
    entries = [one_line(_visible(one_line(entry))) for entry in re.split(r"[;\n\uff1b]", text)]
    minerals = tuple(_mineral(entry, text) for entry in entries if entry)
    names = [mineral.name.lower() for mineral in minerals]
    for name in names:
        if names.count(name) > 1:
            raise MineralTwice(mineral=name)
    return minerals or None


def match_records(names, minerals, library, progress):
    """The records of each pattern, in the order of minerals and patterns: the table that a user reads.

    names    : a name a record
    minerals : of `parse_minerals`
    library  : its name for errors and notices
    progress : Progress, told of patterns without records, of minerals with a single one and of mixtures
    returns  : tuple of Match; a record that two patterns of one mineral match stands with both
    errors   : MineralWithoutRecords, RecordOfTwoMinerals
    """
    names = [one_line(name) for name in names]
    matches = tuple(
        Match(mineral.name, pattern, _records(_whole(pattern), names))
        for mineral in minerals
        for pattern in mineral.patterns
    )
    _check_apart(matches, names)
    for mineral in minerals:
        _tell(mineral, [match for match in matches if match.mineral == mineral.name], library, progress)
    _tell_mixtures(matches, names, progress)
    return matches


def records_of(matches, mineral):
    """The numbers of a mineral's records among `matches`, ascending, each once. mineral : its name."""
    return sorted({record for match in matches if match.mineral == mineral for record in match.records})


def records_named(names, patterns):
    """The numbers of the records that any of the `patterns` matches, ascending. names : a name a record."""
    names = [one_line(name) for name in names]
    return sorted({record for pattern in patterns for record in _records(_whole(pattern), names)})


def _visible(text):
    """A text without the characters that nobody sees, which come with text from the web: a model file takes none."""
    return "".join(character for character in text if character.isprintable())


def _mineral(entry, text):
    name, equals, patterns = entry.partition("=")
    name = name.strip()
    parts = [part.strip() for part in re.split("[,\uff0c]", patterns)] if equals else [name]
    parts = list(dict.fromkeys(part for part in parts if part))
    if not name or not parts or "=" in patterns or (not equals and re.search("[,\uff0c]", name)):
        raise MineralsUnreadable(text=one_line(text)[:80])
    return Mineral(name, tuple(parts))


def _whole(pattern):
    """A regular expression of names that begin with a pattern and do not go on as another word or a mixture."""
    return re.compile(_literal(pattern) + (r"(?![^\W_]|\S*[+/&])" if pattern[-1].isalnum() else ""), re.IGNORECASE)


def _mixture(pattern):
    return re.compile(_literal(pattern) + r"([\d.]*\d|\S*[+/&])", re.IGNORECASE)


def _literal(pattern):
    return re.escape(one_line(pattern))


def _records(expression, names):
    return tuple(record for record, name in enumerate(names) if expression.match(name))


def _check_apart(matches, names):
    owners, shared = {}, []
    for match in matches:
        for record in match.records:
            owner = owners.setdefault(record, match.mineral)
            if owner != match.mineral:
                shared.append((record, owner, match.mineral))
    if shared:
        record, first, second = shared[0]
        raise RecordOfTwoMinerals(record=names[record], first=first, second=second, records=len(shared))


def _tell(mineral, matches, library, progress):
    records = records_of(matches, mineral.name)
    if not records:
        raise MineralWithoutRecords(library=library, mineral=mineral.name, patterns=", ".join(mineral.patterns))
    if len(records) == 1:
        progress.tell(MineralWithOneRecord(library=library, mineral=mineral.name))
    for match in matches:
        if not match.records:
            notice = PatternWithoutRecords(library=library, mineral=mineral.name, pattern=match.pattern)
            progress.tell(notice)


def _tell_mixtures(matches, names, progress):
    taken = {record for match in matches for record in match.records}
    near = {record for match in matches for record in _records(_mixture(match.pattern), names)} - taken
    if near:
        shown = ", ".join(names[record] for record in sorted(near)[:SHOWN]) + (", ..." if len(near) > SHOWN else "")
        progress.tell(MixturesNotMatched(records=len(near), shown=shown))
