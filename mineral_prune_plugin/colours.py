# SPDX-License-Identifier: GPL-2.0-or-later
"""The colour of a mineral: by its name, in English or Chinese, and so the same in every map.

All 23 colours can be told apart with normal vision, without red and without green cones: simulated after Machado et
al. 2009 (IEEE TVCG 15, 1291-1298), any two are at least 17 units of CIE Lab apart, and each from white and black.
"""

from zlib import crc32

# After the colours of the USGS Cuprite maps where they can be told apart, else after Okabe and Ito (2008),
# "Color universal design", whose eight colours are distinct to colour-blind eyes.
OF_CUPRITE = {
    "alunite": "#D55E00",
    "kaolinite": "#56B4E9",
    "halloysite": "#0072B2",
    "muscovite": "#009E73",
    "montmorillonite": "#F0E442",
    "calcite": "#CC79A7",
    "chalcedony": "#7F5539",
}
# Each was the farthest, to such eyes, from all chosen before it. Minerals without a colour of their own share them.
OTHERS = {
    "hematite": "#662233",
    "goethite": "#774400",
    "jarosite": "#88CC44",
    "chlorite": "#33BB55",
    "epidote": "#116666",
    "illite": "#55DDAA",
    "serpentine": "#CCEE99",
    "dickite": "#66DDEE",
    "pyrophyllite": "#7799FF",
    "dolomite": "#6677FF",
    "opal": "#0055FF",
    "quartz": "#0000FF",
    "gypsum": "#3355BB",
    "talc": "#333355",
    "nontronite": "#3322AA",
    "buddingtonite": "#442277",
}
KNOWN_COLOURS = {**OF_CUPRITE, **OTHERS}
OTHER_COLOURS = tuple(OTHERS.values())
SAME_AS = {  # other names, and Chinese ones, of these minerals
    "sericite": "muscovite",
    "smectite": "montmorillonite",
    "\u660e\u77fe\u77f3": "alunite",
    "\u94a0\u660e\u77fe\u77f3": "alunite",
    "\u94be\u660e\u77fe\u77f3": "alunite",
    "\u9ad8\u5cad\u77f3": "kaolinite",
    "\u57c3\u6d1b\u77f3": "halloysite",
    "\u591a\u6c34\u9ad8\u5cad\u77f3": "halloysite",
    "\u767d\u4e91\u6bcd": "muscovite",
    "\u7ee2\u4e91\u6bcd": "muscovite",
    "\u8499\u8131\u77f3": "montmorillonite",
    "\u65b9\u89e3\u77f3": "calcite",
    "\u7389\u9ad3": "chalcedony",
    "\u8d64\u94c1\u77ff": "hematite",
    "\u9488\u94c1\u77ff": "goethite",
    "\u9ec4\u94be\u94c1\u77fe": "jarosite",
    "\u7eff\u6ce5\u77f3": "chlorite",
    "\u7eff\u5e18\u77f3": "epidote",
    "\u4f0a\u5229\u77f3": "illite",
    "\u86c7\u7eb9\u77f3": "serpentine",
    "\u8fea\u5f00\u77f3": "dickite",
    "\u53f6\u8721\u77f3": "pyrophyllite",
    "\u767d\u4e91\u77f3": "dolomite",
    "\u86cb\u767d\u77f3": "opal",
    "\u77f3\u82f1": "quartz",
    "\u77f3\u818f": "gypsum",
    "\u6ed1\u77f3": "talc",
    "\u7eff\u8131\u77f3": "nontronite",
    "\u6c34\u94f5\u957f\u77f3": "buddingtonite",
}


def colour_of(name):
    """ "#RRGGBB" of a mineral: the one listed above where it has one, else one that depends on its name alone."""
    key = name.strip().casefold()
    return KNOWN_COLOURS.get(SAME_AS.get(key, key)) or OTHER_COLOURS[_place(key)]


def colours_of(names):
    """The colours of the minerals of one map, in the order of `names`: those of `colour_of`, but no two alike.

    Where two have the same, the mineral listed above keeps it, else the first in the alphabet; the next takes the next
    free colour. With more minerals than colours some are alike.
    """
    colours = {}
    for name in sorted(set(names), key=lambda name: (not _is_known(name), name)):
        colours[name] = _free(name, set(colours.values()))
    return [colours[name] for name in names]


def _free(name, taken):
    start = _place(name.strip().casefold())
    circle = (colour_of(name), *OTHER_COLOURS[start:], *OTHER_COLOURS[:start])
    return next((colour for colour in circle if colour not in taken), circle[0])


def _is_known(name):
    key = name.strip().casefold()
    return SAME_AS.get(key, key) in KNOWN_COLOURS


def _place(key):
    """Where among OTHER_COLOURS a name stands: "class 3" at the third, any other by a hash."""
    kind, _, number = key.partition(" ")
    if kind == "class" and number.isascii() and number.isdigit():
        return (int(number) - 1) % len(OTHER_COLOURS)
    return crc32(key.encode("utf-8")) % len(OTHER_COLOURS)
