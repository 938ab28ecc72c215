# SPDX-License-Identifier: GPL-2.0-or-later
"""The memory that a map takes, estimated before it begins: how many workers the budget allows, or that none does."""

from dataclasses import dataclass, replace

from ..errors import MapNeedsMemory
from ..raster.block_memory import LARGE, MEGABYTE, Blocks
from ..raster.cache import LEAST, SMALL
from ..raster.windows import BUDGET_BYTES
from .workers import AHEAD

COPIES = 6  # of a perceptron's float32 weights: in float64 and in float32, and what bounds their error
PASSES = 3  # arrays of the size of a piece's maps at a time
FLOAT = 4  # bytes


@dataclass(frozen=True)
class MapMemory:
    """worker : bytes that each worker takes beside the raster's blocks; shared : however many workers there are."""

    worker: int
    shared: int

    def workers(self, source):
        """How many workers read a piece_readers.Source, as many as its budget allows. Errors: MapNeedsMemory."""
        info = source.info
        blocks = Blocks() if source.layout is not None else info.blocks
        needed = blocks.needed(1, self.worker) + self.shared
        if needed > info.memory:
            facts = {"needed": -(-needed // MEGABYTE), "most": info.memory // MEGABYTE}
            raise MapNeedsMemory(raster=info.name, **facts)
        return source.workers(self.worker, self.shared)

    def cache(self, source, windows, workers, written=0):
        """Bytes of GDAL's block cache: what windows share that are parts of a block, if the budget has room for it.

        source  : piece_readers.Source
        windows : the plan
        workers : each of which holds the blocks that it reads
        written : bytes of blocks of the output that several windows fill
        """
        info, held = source.info, source.info.blocks.held if source.layout is None else Blocks()
        by_driver = held.decoded > LARGE  # which then holds the blocks itself
        least = LEAST if by_driver else SMALL
        narrow = not by_driver and windows[0].width < min(info.block[0], info.grid.width)
        shared = workers * held.cached * len(source.selection.numbers) if narrow else 0
        free = info.memory - self.shared - workers * (held.decoded + self.worker)
        wishes = (least + size for size in (shared + written, written) if size)
        return next((size for size in wishes if size <= free), least)

    def beside(self, following):
        """Of two maps at once, by the same workers. following : MapMemory of the second"""
        return MapMemory(self.worker + following.worker, self.shared + following.shared)

    def and_each(self, size):
        """The same where each worker takes `size` bytes more."""
        return replace(self, worker=self.worker + size)


def of_pixels(network, bands, piece, window, direct=False):
    """The MapMemory of a map by a perceptron.

    network : Perceptron
    bands   : that are read
    piece   : pixels that are classified at a time
    window  : the largest Window of the plan, in pixels
    direct  : whether they are read straight from the file, and so no more than a few pieces at a time
    """
    widest = max((bands, *network.hidden_units))
    weights = sum(weight.nbytes for weight in network.weights)
    layers = FLOAT * min(piece, window) * (bands + 2 * widest)
    reading = BUDGET_BYTES // 2 if direct else 2 * BUDGET_BYTES  # GDAL's are read while the last ones are held
    return MapMemory(reading + layers + _results(window), COPIES * weights)


def of_patches(network, bands, piece, window, canvas):
    """The MapMemory of a map by a DenseNet.

    network, bands, piece, window : as of `of_pixels`; a piece with its halo
    canvas                        : bytes of a window with its halo, as it is read
    """
    from ..models.densenet.cost import maps_at_a_time  # here, for maps by a perceptron need none of it

    maps = FLOAT * piece * (PASSES * maps_at_a_time(network) + 2 * bands)
    return MapMemory(BUDGET_BYTES + canvas + maps + _results(window), 0)


def window_size(windows):
    """Pixels of the largest Window of a plan, which is the first, or of strips the second."""
    return max(windows[place].pixels for place in range(min(2, len(windows))))


def _results(window):
    """Class, confidence and what is settled of the windows that wait to be written."""
    return AHEAD * window * (FLOAT + 2)
