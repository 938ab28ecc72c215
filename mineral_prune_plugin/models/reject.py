# SPDX-License-Identifier: GPL-2.0-or-later
"""The classes that a network learnt only to tell apart: a pixel of one of them gets no mineral.

They are outputs of the network like the minerals, so that a network that knows them says when it does not know. Where
one of them has the largest output, a map leaves the pixel unclassified, and counts it by its kind.
"""

from dataclasses import dataclass
from typing import Optional

from ..classes import one_line
from ..errors import QT_TRANSLATE_NOOP

OTHER_MINERAL = "other mineral"  # known to the library, but not requested
SURFACE = "no mineral"  # vegetation, water, plastic, ...
FEATURELESS = "featureless"  # absorptions too shallow to tell one from another, or lost in the noise of a dark pixel
UNLIKE = "unlike"  # unlike all training
REJECT_KINDS = {  # kind, as a model file states it : in words
    OTHER_MINERAL: QT_TRANSLATE_NOOP("MineralPrune", "another mineral of the library"),
    SURFACE: QT_TRANSLATE_NOOP("MineralPrune", "vegetation, water, plastic or the like"),
    FEATURELESS: QT_TRANSLATE_NOOP("MineralPrune", "absorptions too shallow, or too dark"),
    UNLIKE: QT_TRANSLATE_NOOP("MineralPrune", "unlike all training spectra"),
}
LONGEST_MINERALS = 20_000  # characters


@dataclass(frozen=True)
class Reject:
    """The reject classes of a model, and the minerals that it was trained for.

    kinds    : class number -> one of REJECT_KINDS; several numbers may have one kind
    minerals : text as spectral_library.matching.parse_minerals reads it, from which the same minerals are simulated
               again; "" for all of a library. See `storable`. None of a model that was trained on samples.
    darkest  : reflectance; a spectrum below it, as darkness.py has it, is FEATURELESS whatever the network gives. 0 for
               no limit
    """

    kinds: dict[int, str]
    minerals: Optional[str] = ""
    darkest: float = 0.0

    @property
    def of_samples(self):
        """Whether the model was trained on samples, not on a library."""
        return self.minerals is None

    @property
    def of_dark(self):
        """The class number of spectra that are too dark; None where the model has no FEATURELESS class."""
        return next((number for number, kind in self.kinds.items() if kind == FEATURELESS), None)

    @property
    def occurring(self):
        """The kinds that the model has, in the order of REJECT_KINDS."""
        return tuple(kind for kind in REJECT_KINDS if kind in self.kinds.values())

    @property
    def meanings(self):
        """What the kinds that the model has mean, in words to be translated."""
        return tuple(REJECT_KINDS[kind] for kind in self.occurring)

    def pixels(self, counts):
        """Kind -> pixels, in the order of REJECT_KINDS. counts : int (256,), pixels of each class number"""
        numbers = {kind: [number for number, other in self.kinds.items() if other == kind] for kind in self.occurring}
        return {kind: int(counts[of_kind].sum()) for kind, of_kind in numbers.items()}


def storable(minerals):
    """A text of minerals as a model file takes it: the same entries, without invisible characters but line ends.

    It may still be too long: a file takes LONGEST_MINERALS characters.
    """
    lines = (one_line(line) for line in minerals.split("\n"))
    return "\n".join("".join(character for character in line if character.isprintable()) for line in lines)


def is_storable(minerals):
    """Whether a model file takes a text of minerals."""
    visible = minerals.replace("\n", "").replace("\r", "")
    return len(minerals) <= LONGEST_MINERALS and visible.isprintable()
