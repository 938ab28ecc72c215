# SPDX-License-Identifier: GPL-2.0-or-later
"""Which family of products a download belongs to, by what is in it and not by its name."""

from dataclasses import dataclass, replace
from types import ModuleType

from osgeo import gdal

from ..errors import MineralPruneError, ProductSeveral, ProductUnknown
from ..progress import silent
from ..raster.opening import call_gdal
from .download import download_of
from .formats import ahsi, aster, aviris, desis, emit, enmap, other_raster, prisma, sentinel2, tanager
from .zip_check import check_zip


@dataclass(frozen=True)
class Family:
    """A row of the table of products.

    name   : what a list of known products calls it
    module : with `looks_like(download)` -> title or "", and `read(download, choices)` -> Product
    """

    name: str
    module: ModuleType


FAMILIES = (
    Family("EMIT L2A", emit),
    Family("EnMAP L2A", enmap),
    Family("PRISMA L2D", prisma),
    Family("Tanager", tanager),
    Family("AVIRIS-3 and AVIRIS-5", aviris),
    Family("DESIS L2A", desis),
    Family("Sentinel-2 L2A", sentinel2),
    Family("ASTER surface reflectance", aster),
    Family("AHSI of GF-5 and ZY1", ahsi),
)
KEY_FILES = (".nc", ".he5", ".h5", ".hdf", "metadata.xml", "mtd_msil2a.xml", "_vn.tif")  # one a product
MOST_LOOKED_AT = 50
ANYTHING_ELSE = Family("any raster", other_raster)


def read_product(path, choices, progress=None):
    """The Product of a download.

    path     : a file, a folder or a zip
    choices  : Choices
    progress : is asked to cancel while a zip is checked; None for nobody
    errors   : ProductUnknown, ProductMissing, ProductUnreadable, Cancelled and those of the family
    """
    download = download_of(path)
    family, _ = family_of(download)
    if family is None:
        several = _several(download)
        if len(several) > 1:
            raise ProductSeveral(product=download.name, found=len(several), shown=", ".join(several[:4]))
        known = ", ".join(row.name for row in FAMILIES)
        raise ProductUnknown(product=download.name, known=known, reason=_reason(download))
    product = family.module.read(download, choices)
    check_zip(download, product, progress or silent())
    return product


def title_of(path):
    """What a download at `path` is, such as "an EMIT L2A reflectance product"; "" where no family knows it."""
    try:
        return family_of(download_of(path), FAMILIES)[1]
    except MineralPruneError:
        return ""


def family_of(download, families=(*FAMILIES, ANYTHING_ELSE)):
    """(the first of the `families` that knows a `download`, what it is); (None, "") where none does."""
    for family in families:
        title = family.module.looks_like(download)
        if title:
            return family, title
    return None, ""


def _several(download):
    """The names of files each of which is a product, in a folder or zip that is none."""
    names = [] if download.chosen else download.beside(*KEY_FILES)[:MOST_LOOKED_AT]
    return [name for name in names if family_of(replace(download, chosen=name), FAMILIES)[0] is not None]


def _reason(download):
    """Why GDAL does not read what was chosen."""
    if not download.chosen:
        return f"{len(download.names)} files"
    _, reason = call_gdal(lambda: gdal.OpenEx(download.gdal_path(download.chosen), gdal.OF_RASTER))
    return reason.rstrip(". ") or "it has no bands of its own"
