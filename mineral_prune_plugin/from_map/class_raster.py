# SPDX-License-Identifier: GPL-2.0-or-later
"""Any raster of class numbers as a map of this plugin: bytes, 0 unclassified, each number with a name and a colour."""

from dataclasses import dataclass, field, replace

import numpy as np

from ..classes import COLOUR, LARGEST_CLASS, MineralClass, with_colour, with_colours
from ..raster.labels import TOLD_BY_NAMED, RasterLabels
from ..raster.source import RasterInfo, describe
from ..raster.windows import plan

BYTES = 32  # a pixel, as floats and numbers


@dataclass(frozen=True)
class ClassRaster:
    """A raster of classes that can be read by windows. Made by `open_classes`.

    classes : MineralClasses that its legend names, in the order of their numbers
    colours : as of Shown
    """

    info: RasterInfo
    labels: RasterLabels
    classes: tuple[MineralClass, ...]
    colours: dict

    def windows(self):
        """The Plan in which it is read."""
        return plan(self.info.grid.width, self.info.grid.height, self.info.block, BYTES)

    def with_occurring(self, progress):
        """(MineralClasses of the legend and of what occurs without a name, int64 (256,) pixels of each number).

        progress : reports each window and is asked to cancel
        errors   : ClassNumberTooLarge, RasterReadFailed
        """
        counts, windows = np.zeros(LARGEST_CLASS + 1, dtype=np.int64), self.windows()
        for done, window in enumerate(windows):
            progress.step(done / len(windows))
            counts += np.bincount(self.labels.read(window).classes, minlength=len(counts))
        occurring = set(np.flatnonzero(counts[1:]) + 1) - {mineral.number for mineral in self.classes}
        unnamed = [_coloured(with_colour(int(number), f"class {number}"), self.colours) for number in occurring]
        return tuple(sorted((*self.classes, *unnamed), key=lambda mineral: mineral.number)), counts

    def write(self, numbers, raster, progress):
        """Write all pixels under other numbers.

        numbers  : uint8 (256,), the new number of each
        raster   : raster.geotiff.GeoTiffWriter on the same grid
        progress : reports each window and is asked to cancel
        errors   : OutputFailed, RasterReadFailed
        """
        windows = self.windows()
        for done, window in enumerate(windows):
            progress.step(done / len(windows))
            raster.write(window, numbers[self.labels.read(window).classes][None])


@dataclass(frozen=True)
class Shown:
    """How QGIS shows a raster of classes, which rules over what its file says.

    wkt     : as of `raster.source.describe`
    names   : class number -> name
    colours : class number as text -> "#RRGGBB"
    """

    wkt: str = ""
    names: dict = field(default_factory=dict)
    colours: dict = field(default_factory=dict)


def open_classes(path, shown, progress):
    """The ClassRaster at `path`.

    shown    : Shown
    progress : is told what is remarkable about the raster and where names differ
    errors   : CategoryNamesMisread, those of reading
    """
    info = describe(path, shown.wkt)
    progress.tell_all(each for each in info.notices if not isinstance(each, TOLD_BY_NAMED))
    labels = RasterLabels(path, info.grid, shown.wkt)
    named = with_colours(sorted(labels.named(shown.names, progress).items()))
    return ClassRaster(info, labels, tuple(_coloured(mineral, shown.colours) for mineral in named), shown.colours)


def _coloured(mineral, colours):
    colour = colours.get(str(mineral.number), "")
    return replace(mineral, colour=colour) if COLOUR.fullmatch(colour) else mineral
