# SPDX-License-Identifier: GPL-2.0-or-later
"""How a rule of the model file is checked: what a field should be, and what it is."""

from ...errors import ModelFileError

LONGEST_NAME = 200


def demand(path, field, expected, holds, found):
    """One rule: `field` must be `expected`, and `holds` says whether it is. Errors: ModelFileError where not."""
    if not holds:
        raise ModelFileError(path=str(path), field=field, expected=expected, found=str(found)[:LONGEST_NAME])


def positive(value):
    """Whether a value from JSON is a number above 0 that a float holds well."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e9


def whole(value):
    """Whether a value from JSON is an integer."""
    return isinstance(value, int) and not isinstance(value, bool)
