# SPDX-License-Identifier: GPL-2.0-or-later
"""Where two models say the same: raster and models in, agreement GeoTIFF and table of pairs out, window by window."""

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED, MineralClass
from ..errors import NoClassNumberLeft, SceneWithoutData
from ..models.densenet.network import DenseNetwork
from ..models.meeting import SAMPLE, BrightnessCheck
from ..models.threads import one_thread
from ..raster.geotiff import Layout, geotiff
from .kernel import classify
from .legend import style, write_legend
from .margins import Overlapping
from .patches import PatchKernel, classify_window
from .raw_kernel import PIECE
from .readers import Source

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
    readers : a SpectrumReader each; windows are read once where it is the same
    returns : int64 (256, 256), pixels; rows what the first says, columns the second; [0, 0] is no data
    errors  : NoClassNumberLeft, SceneWithoutData, ScaleDiffers, OutputFailed, those of reading, Cancelled
    """
    info = readers[0].info
    different = difference_class(models[0].classes)
    layout = Layout(info.grid, np.uint8, ("agreement",), no_data=UNCLASSIFIED)
    with one_thread(), geotiff(output, layout) as raster:
        legend = (*models[0].classes, different)
        write_legend(raster.dataset, legend, output)
        pairs = _compare_windows(models, readers, raster, different.number, progress)
        if not pairs[1:, 1:].any():
            raise SceneWithoutData(raster=info.name, pixels=info.grid.width * info.grid.height)
        output.with_suffix(".qml").write_text(style(legend), encoding="utf-8")
    return pairs


def _compare_windows(models, readers, raster, different, progress):
    pairs = np.zeros((LARGEST_CLASS + 1,) * 2, dtype=np.int64)
    identifiers = [_identifier(model, reader) for model, reader in zip(models, readers)]
    checks = [BrightnessCheck(model, readers[0].info.name) for model in models]
    windows = max(readers, key=lambda reader: len(reader.selection.numbers)).windows()
    for done, window in enumerate(windows):
        progress.step(done / len(windows))
        first = readers[0].read(window)
        second = first if readers[1] is readers[0] else readers[1].read(window)
        valid = first.valid & second.valid
        for check, spectra in zip(checks, (first, second)):
            check.add(spectra.first_valid(SAMPLE))
        one, other = (identify(window, own) * valid for identify, own in zip(identifiers, (first, second)))
        raster.write(window, np.where(one == other, one, np.uint8(different))[None])
        counts = np.bincount(one * np.int64(LARGEST_CLASS + 1) + other, minlength=pairs.size)
        pairs += counts.reshape(pairs.shape)
    for check in checks:
        check.finish()
    return pairs


def _identifier(model, reader):
    """A function of (window, its Spectra) that gives class numbers, uint8 (n_pixels,). reader : SpectrumReader"""
    if not isinstance(model.network, DenseNetwork):
        return lambda window, spectra: classify(model, spectra)[0]
    source = Source(reader.info, reader.selection, None, PIECE)
    kernel, opened = PatchKernel(model, source), source.open()
    around = Overlapping(source.info.grid, kernel.margin)
    return lambda window, spectra: classify_window(kernel, opened, around, window).classes.ravel()
