# SPDX-License-Identifier: GPL-2.0-or-later
"""How many samples of each class: "240", "muscovite=400, halloysite=240", or "400, halloysite=240"."""

from dataclasses import dataclass
from typing import Optional

from ..errors import ClassCountMissing, ClassCountUnreadable, ClassCountUnused

MOST = 10_000_000
UP_TO, EXACT, PROPORTIONAL, ALL = AMOUNTS = ("up to", "exact", "proportional", "all")  # see allotment.allotted
AT_MOST = "at most"  # up to, where nobody requested a number: fewer pixels are no shortage


@dataclass(frozen=True)
class ClassCounts:
    """by_name : lower-case mineral -> number; default : for all others, None where every class must be named."""

    parameter: str
    by_name: dict[str, int]
    default: Optional[int]

    def of(self, mineral):
        """The number for a MineralClass. Errors: ClassCountMissing."""
        count = self.by_name.get(mineral.name.strip().lower(), self.default)
        if count is None:
            raise ClassCountMissing(parameter=self.parameter, mineral=mineral.name)
        return count

    def check_used(self, names):
        """Errors: ClassCountUnused where a mineral is named that the labels do not hold: a typing error."""
        known = {name.strip().lower() for name in names}
        for name in self.by_name:
            if known and name not in known:
                raise ClassCountUnused(parameter=self.parameter, mineral=name, minerals=", ".join(sorted(known)))


def parse_class_counts(parameter, text):
    """ClassCounts of `text`; parameter : its name, for errors. Errors: ClassCountUnreadable."""
    by_name, default = {}, None
    for part in (part.strip() for part in str(text).replace(";", ",").split(",")):
        if not part:
            continue
        name, equals, number = part.rpartition("=")
        count = _count(parameter, number, text)
        if equals:
            by_name[name.strip().lower()] = count
        else:
            default = count
    if default is None and not by_name:
        raise ClassCountUnreadable(parameter=parameter, found=text)
    return ClassCounts(parameter, by_name, default)


def _count(parameter, number, text):
    number = number.strip()
    if not number.isascii() or not number.isdigit() or int(number[:9]) > MOST:
        raise ClassCountUnreadable(parameter=parameter, found=text)
    return int(number)
