# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of the kernels a map takes: numpy's, torch's on the processor, or torch's on a CUDA device. The same classes.

A perceptron needs no torch. Where torch is loaded its products are faster; to load it takes about a second and 200 MB,
which pays for large scenes alone. The confidence, a number in float32, may differ in its last digits.
"""

from ...errors import CudaFails, NoCuda
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
    errors : NoCuda where CUDA is requested and missing; CudaFails where the device is of no use to this torch;
             ImportError where it is requested without torch
    """
    if device == "cuda":
        import_apart(("torch",))
        torch = loaded_torch()
        if not torch.cuda.is_available():
            raise NoCuda(version=torch.__version__)
        fault = fault_of_card(torch)
        if fault:
            raise CudaFails(version=torch.__version__, reason=fault)
        return _device_kernel()
    pixels, of_hull = grid.width * grid.height, FEATURES[model.feature].of_hull
    if not _torch_pays(pixels, of_hull):
        return RawKernel
    if device == "auto" and of_hull and pixels >= CUDA_PAYS and _has_usable_card(loaded_torch()):
        return _device_kernel()
    from .torch_pixels import TorchKernel

    return TorchKernel


def _has_usable_card(torch):
    return torch.cuda.is_available() and not fault_of_card(torch)


def fault_of_card(torch):
    """Why torch cannot compute on the CUDA device that it finds, as it says itself; "" where it can.

    A card too old for this build of torch, or one whose memory others have filled, shows only when it is used.
    torch : the module
    """
    try:
        ones = torch.ones(8, 8, device="cuda")
        float((ones @ ones).sum())
    except (RuntimeError, AssertionError) as error:  # the latter of a torch without CUDA
        return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    return ""


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
