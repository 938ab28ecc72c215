# SPDX-License-Identifier: GPL-2.0-or-later
"""Open a product: recognise and read it, write what was chosen, and say what was done."""

import os

import numpy as np

from ..errors import OutputFailed, ProductNeedsComputing
from .bands import shown_wavelengths
from .product_notices import (
    BandsMarkedBad,
    MasksApplied,
    Orthorectified,
    PixelsCopied,
    PixelsCopiedWithoutPlace,
    PixelsSaturated,
    ProductOpened,
    ReferredTo,
)
from .write_geotiff import write_geotiff
from .write_vrt import write_vrt

VIRTUAL = ".vrt"


def open_product(product, output, progress):
    """Write a `product` of `read_product` to the path `output`: .vrt for a virtual raster, .tif for a copy.

    progress : receives the share done and notices of what was done, and is asked to cancel
    errors   : ProductNeedsComputing, and those of the writers
    """
    virtual = output.lower().endswith(VIRTUAL)
    if virtual and product.is_computed:
        raise ProductNeedsComputing(output=os.path.basename(output), title=product.title)
    _tell_of(product, progress)
    if virtual:
        write_vrt(product, output, progress)
        progress.tell(ReferredTo(output=os.path.basename(output), product=product.name))
        return
    computation = write_geotiff(product, output, progress)
    _tell_counts(product, computation, progress)
    try:
        megabytes = os.path.getsize(output) / 1e6
    except OSError as error:  # its folder vanished since
        raise OutputFailed(output=output, reason=error.strerror) from error
    copied = PixelsCopiedWithoutPlace if product.grid.geolocation else PixelsCopied
    progress.tell(copied(output=os.path.basename(output), product=product.name, megabytes=megabytes))


def _tell_of(product, progress):
    centres = np.array([band.wavelength_um for band in product.bands])
    first, last = (np.nanmin(centres), np.nanmax(centres)) if np.isfinite(centres).any() else (np.nan, np.nan)
    bad = [band for band in product.bands if not band.good]
    progress.tell(
        ProductOpened(
            product=product.name,
            title=product.title,
            bands=len(product.bands),
            columns=product.grid.width,
            rows=product.grid.height,
            first=first,
            last=last,
            good=len(product.bands) - len(bad),
        )
    )
    if bad:
        shown = shown_wavelengths(bad)
        progress.tell(BandsMarkedBad(product=product.name, bands=len(bad), total=len(product.bands), shown=shown))
    progress.tell_all(product.notices)


def _tell_counts(product, computation, progress):
    pixels = product.grid.width * product.grid.height
    if product.lookup is not None:
        percent = 100 * computation.placed / pixels
        progress.tell(
            Orthorectified(product=product.name, percent=percent, columns=product.grid.width, rows=product.grid.height)
        )
    if computation.saturated:
        progress.tell(PixelsSaturated(product=product.name, values=computation.saturated))
    if computation.masked:
        shown = ", ".join(f"{name} {count}" for name, count in computation.masked.items())
        hidden = computation.hidden
        progress.tell(MasksApplied(product=product.name, pixels=hidden, total=pixels, shown=shown))
