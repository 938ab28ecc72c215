# SPDX-License-Identifier: GPL-2.0-or-later
"""Where two models say the same: raster and models in, agreement GeoTIFF and table of pairs out, window by window."""

from contextlib import contextmanager

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass
from ..errors import NoClassNumberLeft, SceneWithoutData
from ..models.compatibility import BrightnessCheck
from ..models.densenet.network import DenseNetwork
from ..raster.cache import small_cache
from ..raster.geotiff import Layout, geotiff
from ..raster.piece_readers import Source
from ..threads import one_thread
from .classifiers import classifier
from .kernel.pixels import PIECE
from .legend import style, write_legend
from .workers import in_order

DIFFERENT_NAME, DIFFERENT_COLOUR = "models differ", "#000000"


def difference_class(classes):
    """The class of pixels where the models differ: 255, or the largest number that no mineral has.

    errors : NoClassNumberLeft
    """
    free = set(range(1, LARGEST_CLASS + 1)) - {mineral.number for mineral in classes}
    if not free:
        raise NoClassNumberLeft(largest=LARGEST_CLASS)
    return MineralClass(max(free), DIFFERENT_NAME, DIFFERENT_COLOUR)


def compare_maps(models, readers, output, progress):
    """Write the agreement map and its style, in place: give the path of `raster.outputs.whole`.

    A pixel is the mineral that both models name, `difference_class` where they differ, 0 where either has no data.

    models  : two Models of the same classes
    readers : a SpectrumReader each
    returns : int64 (256, 256), pixels; rows what the first says, columns the second; [0, 0] is no data
    errors  : NoClassNumberLeft, SceneWithoutData, ScaleDiffers, OutputFailed, those of reading, Cancelled
    """
    info = readers[0].info
    different = difference_class(models[0].classes)
    layout = Layout(info.grid, np.uint8, ("agreement",), no_data=UNCLASSIFIED)
    sources = [Source.of(info, reader.selection, PIECE) for reader in readers]
    with one_thread(), small_cache(), geotiff(output, layout) as raster:
        legend = (*models[0].classes, different)
        write_legend(raster.dataset, legend, output)
        pairs = _compare_windows(models, sources, raster, different.number, progress)
        if not pairs[1:, 1:].any():
            raise SceneWithoutData(raster=info.name, pixels=info.grid.width * info.grid.height)
        output.with_suffix(".qml").write_text(style(legend), encoding="utf-8")
    return pairs


def _compare_windows(models, sources, raster, different, progress):
    pairs = np.zeros((LARGEST_CLASS + 1,) * 2, dtype=np.int64)
    checks = [BrightnessCheck(model, sources[0].info.name) for model in models]
    one, other = _classifiers(models, sources)
    workers = min(max(source.workers() for source in sources), len(one.windows))
    with in_order(one.windows, lambda: _both(one, other), workers, progress) as results:
        for window, said in results:
            for check, found in zip(checks, said):
                check.add(found.sample)
            first, second = (found.classes.ravel() for found in said)
            valid = (first != UNCLASSIFIED) & (second != UNCLASSIFIED)
            first, second = first * valid, second * valid
            raster.write(window, np.where(first == second, first, np.uint8(different))[None])
            counts = np.bincount(first * np.int64(LARGEST_CLASS + 1) + second, minlength=pairs.size)
            pairs += counts.reshape(pairs.shape)
    for check in checks:
        check.finish()
    return pairs


def _classifiers(models, sources):
    """A Classifier of each model, over the same windows: those of a DenseNet, which holds whole windows, and of two
    those of the one that reads more bands."""

    def held(place):
        return isinstance(models[place].network, DenseNetwork), len(sources[place].selection.numbers)

    leader = max((0, 1), key=held)
    found = [None, None]
    found[leader] = classifier(models[leader], sources[leader])
    follower = 1 - leader
    found[follower] = classifier(models[follower], sources[follower], windows=found[leader].windows)
    return found


@contextmanager
def _both(one, other):
    """A function of (window, stopped) that gives the WindowClasses of both; for one thread."""
    with one.worker() as first, other.worker() as second:
        yield lambda window, stopped: (first(window, stopped), second(window, stopped))
