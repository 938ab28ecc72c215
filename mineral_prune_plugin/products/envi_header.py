# SPDX-License-Identifier: GPL-2.0-or-later
"""The text of an ENVI header: keys, and lists in braces."""

import re

FIELD = re.compile(r"^[ \t]*([A-Za-z][^={}\n]*?)[ \t]*=[ \t]*(\{[^}]*\}|[^\n]*)", re.M)


def header_fields(text):
    """{key in small letters, single blanks: value as text, without braces} of the `text` of a header."""
    fields = FIELD.findall(text.replace("\r", "\n"))
    return {" ".join(key.lower().split()): value.strip().strip("{}").strip() for key, value in fields}


def header_numbers(fields, key):
    """The list of numbers under a `key` of the `fields` of a header, None for none. ValueError: not numbers."""
    text = fields.get(key, "")
    return [float(item) for item in re.split(r"[,\s]+", text) if item] or None
