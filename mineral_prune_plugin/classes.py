# SPDX-License-Identifier: GPL-2.0-or-later
"""The classes of a map: a number, a mineral's name and a colour that stays the same in every map."""

from dataclasses import dataclass

UNCLASSIFIED = 0
LARGEST_CLASS = 255  # a class map is a raster of bytes

# After the colours of the USGS Cuprite maps where they can be told apart, else after Okabe and Ito (2008),
# "Color universal design", whose eight colours are distinct to colour-blind eyes.
KNOWN_COLOURS = {
    "alunite": "#D55E00",
    "kaolinite": "#56B4E9",
    "halloysite": "#0072B2",
    "muscovite": "#009E73",
    "montmorillonite": "#F0E442",
    "calcite": "#CC79A7",
    "chalcedony": "#7F5539",
}
OTHER_COLOURS = (
    "#E69F00", "#332288", "#88CCEE", "#44AA99", "#999933", "#882255", "#AA4499", "#117733",
    "#DDCC77", "#661100", "#6699CC", "#AA4466", "#4477AA", "#228833", "#CCBB44", "#EE6677",
)  # fmt: skip


@dataclass(frozen=True)
class MineralClass:
    """number : 1 to 255; name : what a legend shows; colour : "#RRGGBB"."""

    number: int
    name: str
    colour: str


def one_line(name):
    """A name with single spaces: tabs, line ends and the wide space of Chinese type would spoil legends and tables."""
    return " ".join(name.split())


def with_colour(number, name):
    """The class `number` called `name`, in the mineral's own colour where it has one."""
    colour = KNOWN_COLOURS.get(name.strip().lower())
    return MineralClass(number, name, colour or OTHER_COLOURS[(number - 1) % len(OTHER_COLOURS)])
