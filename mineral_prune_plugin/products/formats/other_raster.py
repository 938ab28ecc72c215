# SPDX-License-Identifier: GPL-2.0-or-later
"""Any other raster that GDAL reads: what it states itself, and wavelengths from a file where the user gives one."""

from osgeo import gdal

from ...errors import QT_TRANSLATE_NOOP, ProductNeedsWavelengths
from ...raster.opening import call_gdal, open_raster
from ...raster.source import describe
from ..assembling import assemble
from ..bands import wavelength_name
from ..product import Band, Plane, Product, RasterCube
from ..product_notices import MaskNotTaken

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "a raster")
SIDE_FILES = (".hdr", ".xml", ".txt", ".csv", ".html", ".htm", ".pdf", ".jpg", ".png", ".json", ".ovr", ".qml")


def looks_like(download):
    """The title of a `download` that is a raster for GDAL, "" where it is none."""
    return TITLE if _file(download) else ""


def read(download, choices):
    """The Product of a `download`. Wavelengths may be missing only where the `choices` give them."""
    path = download.gdal_path(_file(download))
    info = describe(path)
    if not info.bands.has_wavelengths and not choices.wavelengths:
        raise ProductNeedsWavelengths(product=download.name, title=TITLE, bands=len(info.bands.good))
    dataset = open_raster(path)
    rpc = dataset.GetMetadata("RPC")
    notices = (*info.notices, MaskNotTaken(product=download.name)) if info.masked else info.notices
    product = Product(
        TITLE,
        download.name,
        info.grid,
        _bands(dataset, info.bands),
        (RasterCube(path),),
        domains=(("RPC", rpc),) if rpc else (),
        notices=tuple(notices),
    )
    return assemble(product, choices)


def _bands(dataset, table):
    columns = zip(table.centres_um, table.widths_um, table.good, table.scales, table.offsets, table.no_data)
    return tuple(
        Band(
            name=dataset.GetRasterBand(number + 1).GetDescription() or wavelength_name(number, centre),
            planes=(Plane(0, number, float(scale), float(offset), no_data),),
            wavelength_um=float(centre),
            fwhm_um=float(width),
            good=bool(good),
        )
        for number, (centre, width, good, scale, offset, no_data) in enumerate(columns)
    )


def _file(download):
    """The one file of a download that is a raster with bands, "" for none or several."""
    names = [name for name in download.names if not name.lower().endswith(SIDE_FILES)]
    if download.chosen.lower().endswith(".hdr"):
        stem = download.chosen[:-4]
        names = [name for name in names if name in (stem, name.rpartition(".")[0] and stem + name[len(stem) :])]
    elif download.chosen:
        names = [download.chosen]
    rasters = [name for name in names[:100] if _has_bands(download.gdal_path(name))]
    return rasters[0] if len(rasters) == 1 else ""


def _has_bands(path):
    dataset, _ = call_gdal(lambda: gdal.OpenEx(path, gdal.OF_RASTER))
    return dataset is not None and dataset.RasterCount > 0
