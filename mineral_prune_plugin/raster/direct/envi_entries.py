# SPDX-License-Identifier: GPL-2.0-or-later
"""The entries of an ENVI header that say where the values lie, where no reader could take them for something else.

GDAL takes the digits that a number begins with, the last of two entries of one key, a key up to a colon, and leaves
entries with a second equal sign out of what it tells of the header. Others read otherwise. Such files are left to it.
"""

import re

from ..header import LARGEST_HEADER, envi_text

PLAIN = {  # by the letters of a key: how it is written plainly, up to blanks and capitals
    "samples": ("samples", "[0-9]{1,9}"),
    "lines": ("lines", "[0-9]{1,9}"),
    "bands": ("bands", "[0-9]{1,9}"),
    "headeroffset": ("header offset", "[0-9]{1,9}"),
    "datatype": ("data type", "[0-9]{1,2}"),
    "interleave": ("interleave", "bsq|bil|bip"),
    "byteorder": ("byte order", "[01]"),
    "filecompression": ("file compression", "0"),
    "majorframeoffsets": ("major frame offsets", "(?!)"),  # bytes between the rows: GDAL's business
}


def plain_entries(dataset, header):
    """key -> value of the entries that place the values, in lower case; None where any of them is not plain.

    dataset : open GDAL dataset of GDAL's ENVI driver
    header  : the entries as GDAL reads them (`raster.header.envi_header`)
    """
    text = envi_text(dataset)
    entries = _entries(text) if len(text) < LARGEST_HEADER else None
    if entries is None or "interleave" not in entries:
        return None
    read = {key: str(header.get(key, "")).strip().lower() for key in entries}
    return entries if read == entries else None


def _entries(text):
    """As `plain_entries`, of the header's text alone."""
    entries = {}
    for line in re.split(r"\r\n?|\n", text):
        key, equals, _ = line.partition("=")
        letters = re.sub(r"[\W\d_]+", "", key.split(":")[0]).lower()
        if not equals or letters not in PLAIN:
            continue
        name, value = PLAIN[letters]
        plain = re.fullmatch(rf"{name}[ \t]*=[ \t]*({value})[ \t]*", line, re.IGNORECASE | re.ASCII)
        name = name.replace(" ", "_")
        if plain is None or name in entries:
            return None
        entries[name] = plain.group(1).lower()
    return entries
