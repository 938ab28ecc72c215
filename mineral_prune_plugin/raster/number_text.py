# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers in the text of files, as programs write them."""


def number_in(text):
    """The float that a text holds, nan and inf too. ValueError: none, or one that only Python takes for a number.

    Python reads 0.4_5 as 0.45 and Arabic or full-width digits as digits; other readers of the same file do not.
    """
    text = text.strip()
    if not text.isascii() or "_" in text:
        raise ValueError(f"{text[:40]!r} is no number")
    return float(text)
