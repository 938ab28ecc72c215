# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of the kernels a map takes: numpy's, torch's on the processor, or torch's on a CUDA device. The same classes.

A perceptron needs no torch. Where torch is loaded its products are faster; to load it takes about a second and 200 MB,
which pays for large scenes alone. The confidence, a number in float32, may differ in its last digits.
"""

from ...errors import NoCuda
from ...open_blas import has_slow_products
from ...spectra.features import FEATURES
from ...threads import cores, import_apart, loaded_torch, usable_torch
from .pixels import RawKernel

CUDA_PAYS = 20_000_000  # pixels from which "auto" takes CUDA: it starts in seconds, and many cores are as fast
TORCH_PAYS = 24_000_000  # pixels for each core from which torch is loaded, if it is installed
TORCH_PAYS_SOON = 16_000_000  # the same where numpy's products lack the processor's instructions
TORCH_PAYS_FOR_HULLS = 3_000_000


def kernel_for(device, grid, model):
    """The kernel class for a map: pixels.RawKernel, torch_pixels.TorchKernel or cuda.DeviceKernel.

    device : "cpu", "cuda", or "auto", which is CUDA only where a hull takes much arithmetic for each byte
    grid   : raster.source.Grid, whose size is looked at
    model  : Model, whose feature is looked at
    errors : NoCuda where CUDA is requested and missing; ImportError where it is requested without torch
    """
    if device == "cuda":
        import_apart(("torch",))
        if not loaded_torch().cuda.is_available():
            raise NoCuda(version=loaded_torch().__version__)
        return _device_kernel()
    pixels, of_hull = grid.width * grid.height, FEATURES[model.feature].of_hull
    if not _torch_pays(pixels, of_hull):
        return RawKernel
    if device == "auto" and of_hull and pixels >= CUDA_PAYS and loaded_torch().cuda.is_available():
        return _device_kernel()
    from .torch_pixels import TorchKernel

    return TorchKernel


def _device_kernel():
    from .cuda import DeviceKernel

    return DeviceKernel


def _torch_pays(pixels, of_hull):
    """Whether a torch that can be used is loaded; it is loaded now where that pays."""
    if loaded_torch() is not None:
        return usable_torch() is not None
    soonest, latest = (TORCH_PAYS_FOR_HULLS,) * 2 if of_hull else (TORCH_PAYS_SOON, TORCH_PAYS)
    if pixels < soonest * cores():
        return False
    if pixels < latest * cores() and not has_slow_products():
        return False
    try:
        import_apart(("torch",))
    except Exception:  # noqa: BLE001, missing or whatever is wrong with it, the map does without
        return False
    return usable_torch() is not None
