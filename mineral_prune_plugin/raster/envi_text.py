# SPDX-License-Identifier: GPL-2.0-or-later
"""The text of an ENVI header: entries `key = value`, lists in braces. For what GDAL does not open."""

import re

from ..classes import one_line
from .number_text import number_in

NO_KEY = re.compile(r"[,{}]")


class UnclosedList(ValueError):
    """A list without its closing brace. key : of the entry"""

    def __init__(self, key):
        super().__init__(f"{key} = {{ has no }}")
        self.key = key


def numbers_of(entries, key):
    """The list of numbers under a `key` of the `entries` of a header, None for none. ValueError: not numbers."""
    return [number_in(item) for item in re.split(r"[,\s]+", entries.get(key, "")) if item] or None


def parse_header(text):
    """The entries of a header, keys in lower case, lists without their outer braces.

    A list ends at a brace that ends its line and that another entry, a comment or the end of the file follows: names
    hold commas, equal signs and braces, whole or cut in two.

    text   : of the header, with or without its first line, ENVI
    errors : UnclosedList
    """
    lines = [line for line in re.split(r"\r\n?|\n", text) if line.strip()]
    entries, position = {}, 0
    while position < len(lines):
        key, value = _key(lines[position]), lines[position].partition("=")[2].strip()
        position += 1
        if not key:
            continue
        if value.startswith("{"):
            last = _last_line(lines, position - 1)
            if last is None:
                raise UnclosedList(key)
            value = "\n".join([value, *lines[position : last + 1]]).strip()[1:-1]
            position = last + 1
        entries[key] = value
    return entries


def _key(line):
    """The key of a line `key = value` in lower case, "" of any other line."""
    key, equals, _ = line.partition("=")
    return one_line(key).lower() if equals and key.strip()[:1].isalpha() and not NO_KEY.search(key) else ""


def _last_line(lines, first):
    for index in range(first, len(lines)):
        after = lines[index + 1] if index + 1 < len(lines) else ";"
        if lines[index].rstrip().endswith("}") and (after.lstrip().startswith(";") or _key(after)):
            return index
    return None
