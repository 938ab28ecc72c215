# SPDX-License-Identifier: GPL-2.0-or-later
"""Where two models agree: raster and models in, agreement GeoTIFF and table of pairs out, window by window."""

from contextlib import contextmanager

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass
from ..errors import NoClassNumberLeft, SceneWithoutData
from ..models.compatibility import BrightnessCheck
from ..models.densenet.network import DenseNetwork
from ..models.two_models import minerals_of
from ..progress import awaited
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
    """Write the agreement map and its style.

    A pixel is the mineral that both models identify, `difference_class` where they differ, 0 where either has no data
    or both leave it unclassified. Where one of them does, they differ.

    models   : two Models, of `two_models.with_common_numbers`
    readers  : a SpectrumReader for each
    output   : Path to write in place, of `outputs.whole`
    progress : reports each window and is asked to cancel
    returns  : int64 (256, 256), pixels; rows the first model's class numbers, columns the second's. The number of
               `difference_class` is that of pixels that a model rejects; [0, 0] is no data
    errors   : NoClassNumberLeft, SceneWithoutData, ScaleDiffers, OutputFailed, those of reading, Cancelled
    """
    info = readers[0].info
    minerals = minerals_of(models)
    difference = difference_class(minerals)
    layout = Layout(info.grid, np.uint8, ("agreement",), no_data=UNCLASSIFIED)
    sources = [Source.of(info, reader.selection, PIECE) for reader in readers]
    with one_thread(), small_cache(), geotiff(output, layout) as raster:
        legend = (*minerals, difference)
        write_legend(raster.dataset, legend, output)
        pairs = _compare_windows(models, sources, raster, difference.number, progress)
        if not pairs[1:, 1:].any():
            raise SceneWithoutData(raster=info.name, pixels=info.grid.width * info.grid.height)
        output.with_suffix(".qml").write_text(style(legend), encoding="utf-8")
    return pairs


def _compare_windows(models, sources, raster, difference, progress):
    """The pairs of `compare_maps`. difference : class number where the models differ."""
    pairs = np.zeros((LARGEST_CLASS + 1,) * 2, dtype=np.int64)
    checks = [BrightnessCheck(model, sources[0].info.name) for model in models]
    classifiers = awaited(lambda: _classifiers(models, sources), progress)
    windows = classifiers[0].windows
    memory = classifiers[0].memory.beside(classifiers[1].memory)
    workers = min(max(memory.workers(source) for source in sources), len(windows))
    with in_order(windows, lambda: _both(*classifiers), workers, progress) as results:
        for window, both in results:
            for check, window_classes in zip(checks, both):
                check.add(window_classes.sample)
            first, second = (_with_rejected(window_classes, difference).ravel() for window_classes in both)
            valid = (first != UNCLASSIFIED) & (second != UNCLASSIFIED)
            first, second = first * valid, second * valid
            agreement = np.where(first == second, first, np.uint8(difference))
            agreement[(first == difference) & (second == difference)] = UNCLASSIFIED
            raster.write(window, agreement[None])
            counts = np.bincount(first * np.int64(LARGEST_CLASS + 1) + second, minlength=pairs.size)
            pairs += counts.reshape(pairs.shape)
    for check in checks:
        check.finish()
    return pairs


def _with_rejected(window_classes, number):
    """The class numbers of WindowClasses, `number` where a pixel is rejected: 0 is no data alone."""
    if window_classes.rejected is None:
        return window_classes.classes
    return np.where(window_classes.rejected, np.uint8(number), window_classes.classes)


def _classifiers(models, sources):
    """A Classifier of each model, over the same windows: those of the model that needs more memory for a window.

    That is a DenseNet, which holds whole windows, and of two alike the one that reads more bands.
    """

    def memory(index):
        return isinstance(models[index].network, DenseNetwork), len(sources[index].selection.numbers)

    leader = max((0, 1), key=memory)
    follower = 1 - leader
    leading = classifier(models[leader], sources[leader])
    following = classifier(models[follower], sources[follower], windows=leading.windows)
    return (leading, following) if leader == 0 else (following, leading)


@contextmanager
def _both(first, second):
    """A function of (window, stopped) that gives the WindowClasses of both Classifiers; for one thread."""
    with first.worker() as classify_first, second.worker() as classify_second:
        yield lambda window, stopped: (classify_first(window, stopped), classify_second(window, stopped))
