# SPDX-License-Identifier: GPL-2.0-or-later
"""Facts as a sentence shows them: on one line, of characters that can be seen, of a length that can be read.

Names of files, bands, classes and minerals come from strangers. What would end the sentence early, cut it, turn its
direction or flood it is shown as its code. A path of an output that is not in its place yet is shown as its place.
"""

import os
import re

LONGEST = 1000  # characters of one fact; a list of 285 wavelengths has more and is cut in its middle
_DRAFT = re.compile(r"(?<=[/\\])\.[^/\\]*?-[a-z0-9_]{8}\.partial[/\\]")  # the hidden folder of outputs/draft.py


def readable_facts(facts):
    """The facts with every text among them made readable; numbers stay numbers.

    facts : {name: text, path, number or list of these}
    """
    return {name: _readable_value(value) for name, value in facts.items()}


def readable(text):
    """A text of strangers as a sentence shows it. text : str"""
    text = _DRAFT.sub("", " ".join(text.split()))
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 200]} ... {text[-200:]}"
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _code(char) for char in text)


def _code(character):
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


def _readable_value(value):
    if isinstance(value, (str, os.PathLike)):
        return readable(str(value))
    if isinstance(value, (list, tuple)):
        return type(value)(map(_readable_value, value)) if type(value) in (list, tuple) else value
    return value
