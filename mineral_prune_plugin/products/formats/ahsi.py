# SPDX-License-Identifier: GPL-2.0-or-later
"""AHSI of GF-5, GF-5B, ZY1-02D and ZY1-02E: a GeoTIFF of the VNIR (_VN) and one of the SWIR (_SW), stacked.

They state no wavelengths: *Spectralresponse*.raw of some deliveries has them, or the user gives them.
Level 1 is radiance, gain * DN + offset by *RadCal*.raw. There is no map grid, but rational polynomials (.rpb).
"""

import re

import numpy as np

from ...errors import QT_TRANSLATE_NOOP, ProductIncomplete, ProductInconsistent, ProductNeedsWavelengths
from ...raster.number_text import number_in
from ...raster.source import grid_of
from ...raster.wavelengths import LARGEST_IN_UM
from ..assembling import assemble
from ..bands import wavelength_name
from ..download import text_of
from ..product import Band, Plane, Product, RasterCube
from ..product_notices import CalibrationMissing, GridNotRegular, RadianceOpened
from ..stored import raster_of, same_grid

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "an AHSI product of GF-5 or ZY1")
NAME = re.compile(r"^(?:.*/)?(?:GF5[A-D]?|ZY1[A-F]|ZY102[DE])_AHSI_[^/]*_(VN|SW)\.tiff?$", re.I)
PARTS = ("VN", "SW")
NO_DATA = 0.0


def looks_like(download):
    """The title of the AHSI product that a `download` is, "" where it is none."""
    return TITLE if any(_images(download)) else ""


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    images = _images(download)
    for part, image in zip(PARTS, images):
        if not image:
            raise ProductIncomplete(product=download.name, title=TITLE, missing=f"..._{part}.tif")
    datasets = [raster_of(download, image) for image in images]
    same_grid(download, datasets[0], images[1])
    counts = [dataset.RasterCount for dataset in datasets]
    spectra = [_pairs(download, "spectralresponse", part, count) for part, count in zip(PARTS, counts)]
    if any(pairs is None for pairs in spectra) and not choices.wavelengths:
        raise ProductNeedsWavelengths(product=download.name, title=TITLE, bands=sum(counts))
    gains = [_pairs(download, "radcal", part, count) for part, count in zip(PARTS, counts)]
    bands = [band for cube, _ in enumerate(PARTS) for band in _bands(cube, counts[cube], spectra[cube], gains[cube])]
    notices = [RadianceOpened(product=download.name)]
    if any(pairs is None for pairs in gains):
        notices.append(CalibrationMissing(product=download.name))
    rpc, grid = datasets[0].GetMetadata("RPC"), grid_of(datasets[0])
    if not grid.georeferenced:
        notices.append(GridNotRegular(product=download.name, how="RPC" if rpc else "-"))
    cubes = tuple(RasterCube(download.gdal_path(image)) for image in images)
    product = Product(
        TITLE, download.name, grid, tuple(bands), cubes, domains=(("RPC", rpc),) if rpc else (), notices=tuple(notices)
    )
    return assemble(product, choices, [0] * counts[0] + [1] * counts[1])


def _bands(cube, count, spectra, gains):
    spectra = np.full((count, 2), np.nan) if spectra is None else _in_um(spectra)
    gains = np.tile([1.0, 0.0], (count, 1)) if gains is None else gains
    for number in range(count):
        plane = Plane(cube, number, float(gains[number, 0]), float(gains[number, 1]), NO_DATA)
        centre, width = map(float, spectra[number])
        yield Band(wavelength_name(number, centre), (plane,), centre, width)


def _in_um(spectra):
    """Centres and widths in micrometres; the files state no unit, so that their size decides."""
    return spectra * (1.0 if spectra[:, 0].max() < LARGEST_IN_UM else 1e-3)


def _images(download):
    """The files of the VNIR and the SWIR, "" for one that is not there or not alone."""
    names = {part: [] for part in PARTS}
    for name in download.names:
        match = NAME.match(name)
        if match:
            names[match.group(1).upper()].append(name)
    chosen = NAME.match(download.chosen)
    if download.chosen:
        stem = download.chosen[: chosen.start(1)] if chosen else None
        names = {part: [name for name in some if stem and name.startswith(stem)] for part, some in names.items()}
    return tuple(some[0] if len(some) == 1 else "" for some in names.values())


def _pairs(download, kind, part, count):
    """float64 (count, 2) of a text file of the delivery, None where there is none. Errors: ProductInconsistent."""
    words = {"VN": ("vnir", "_vn"), "SW": ("swir", "_sw")}[part]
    names = [name for name in download.names if name.lower().endswith(".raw") and kind in name.lower()]
    names = [name for name in names if any(word in name.lower() for word in words)]
    if len(names) != 1:
        return None
    text = text_of(download, names[0], 2**20).decode("ascii", errors="replace")
    rows = [re.split(r"[,;\s]+", line.strip(" ,;\t\r")) for line in text.splitlines() if line.strip()]
    try:
        values = np.array([[number_in(item) for item in row] for row in rows])
    except ValueError:
        values = np.empty((0, 0))
    if values.ndim != 2 or values.shape != (count, 2) or not np.isfinite(values).all():
        raise ProductInconsistent(
            product=download.name, what=names[0], found=f"{len(rows)} lines", other=f"the {part} image", expected=count
        )
    return values
