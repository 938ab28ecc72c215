# SPDX-License-Identifier: GPL-2.0-or-later
"""What a mineral is called where a reader of another language sees it: in legends and reports, never in data.

Files, tables and parameters keep the names that the user's data has, for samples, models and maps match each other by
them. `mineral_names.csv` has the Chinese ones.
"""

import csv
import os
import re
from functools import lru_cache

from .classes import name_key

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mineral_names.csv")
SHOWN = re.compile("(?P<chinese>[^\uff08\uff09]+)\uff08(?P<name>[^\uff08\uff09]+)\uff09")


def shown_name(name, language):
    """A name with that of the reader's language before it: 明矾石（alunite）; as it is where none is known.

    name     : of a class, as the data has it
    language : a code such as "zh-CN" or "en"
    """
    chinese = _chinese_names().get(name_key(name)) if language.lower().startswith("zh") else None
    return f"{chinese}\uff08{name}\uff09" if chinese else name


def data_name(text):
    """The name that `shown_name` turns into this text, for Chinese readers; any other text as it is."""
    match = SHOWN.fullmatch(text)
    known = match is not None and _chinese_names().get(name_key(match["name"])) == match["chinese"]
    return match["name"] if known else text


@lru_cache(maxsize=1)
def _chinese_names():
    with open(TABLE, encoding="utf-8", newline="") as file:
        return {row["name"]: row["chinese"] for row in csv.DictReader(file)}
