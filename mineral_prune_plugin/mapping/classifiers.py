# SPDX-License-Identifier: GPL-2.0-or-later
"""From a model and a raster to what classifies its windows: by single spectra, or by neighbourhoods."""

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Callable

from ..models.densenet.network import DenseNetwork
from ..raster.validity import Scaling
from .kernel.choice import kernel_for
from .kernel.pixels import PIECE
from .map_memory import MapMemory, of_patches, of_pixels, window_size
from .window import classifying, rejecting


@dataclass(frozen=True)
class Classifier:
    """windows : the plan, to be followed in its order
    worker  : opens a context manager of a function of (window, stopped) -> WindowClasses, for one thread
    memory  : what it takes
    """

    windows: Sequence
    worker: Callable
    memory: MapMemory


def classifier(model, source, device="auto", min_confidence=0.0, with_confidence=False, windows=None):
    """The Classifier of a model for a raster.

    The classes do not depend on the windows, but for ties within rounding of a DenseNet.

    model           : Model of either kind of network
    source          : piece_readers.Source
    device          : "auto", "cpu" or "cuda"
    min_confidence  : 0 to 1; pixels below it are unclassified, and belong to no class of a reject either
    with_confidence : whether the confidence is wanted too
    windows         : a plan to follow; by default the source's
    errors          : NoCuda, CudaFails
    """
    kernel = kernel_for(device, source.info.grid, model)
    of_network = _of_patches if isinstance(model.network, DenseNetwork) else _of_pixels
    plain = of_network(kernel, model, source, (min_confidence, with_confidence), windows)
    return plain if model.reject is None else replace(plain, worker=_rejecting(plain.worker, model.reject))


def _rejecting(worker, reject):
    """The worker of a model with a Reject. Whatever settled the classes is done before, so it is exact for all."""

    @contextmanager
    def open_worker():
        with worker() as classify:
            yield lambda window, stopped: rejecting(classify(window, stopped), tuple(reject.kinds))

    return open_worker


def _of_pixels(kernel, model, source, confidence, windows):
    scaling = Scaling.of(source.info.bands, source.selection.numbers)
    kernel = kernel(model, scaling, source.selection, *confidence)
    source = replace(source, piece=kernel.piece if kernel.piece > PIECE else min(source.piece, kernel.piece))
    windows, bands = windows or source.windows(), len(source.selection.numbers)
    memory = of_pixels(model.network, bands, source.piece, window_size(windows), source.layout is not None)
    return Classifier(windows, lambda: classifying(kernel, source), memory)


def _of_patches(kernel, model, source, confidence, windows):
    """On the processor in any case; that CUDA, if requested, is there has been checked."""
    from ..raster.halo import Overlapping, surroundings  # here, for single spectra need none of it, and these torch
    from .kernel.patches import PatchKernel, classifying_patches, piece_pixels

    margin = model.patch // 2
    halo = Overlapping(source.info.grid, margin, windows) if windows else surroundings(source, margin)
    size, window = len(source.selection.numbers) * source.info.dtype.itemsize, window_size(halo.windows)
    side = -(-window // halo.windows[0].height) + 2 * margin, halo.windows[0].height + 2 * margin
    memory = of_patches(model.network, model.bands, piece_pixels(model.network), window, side[0] * side[1] * size)
    worker = lambda: classifying_patches(PatchKernel(model, source, *confidence), source, halo)  # noqa: E731
    return Classifier(halo.windows, worker, memory)
