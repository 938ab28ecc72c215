# SPDX-License-Identifier: GPL-2.0-or-later
"""DESIS L2A (DLR): a GeoTIFF of int16, and beside it METADATA.xml and an ENVI header with wavelengths and gains."""

import numpy as np

from ...errors import QT_TRANSLATE_NOOP, ProductIncomplete, ProductInconsistent, ProductIsRadiance, ProductUnreadable
from ...raster.envi_text import numbers_of, parse_header
from ...raster.source import grid_of
from ..assembling import assemble
from ..bands import wavelength_name
from ..download import text_of
from ..product import Band, Plane, Product, QualityMask, RasterCube
from ..product_notices import DescriptionsDisagree, MasksMissing
from ..stored import raster_of, same_grid
from ..xml_tree import read_xml

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "a DESIS L2A product")
LEVEL_1 = QT_TRANSLATE_NOOP("MineralPrune", "a DESIS L1 radiance product")
PREFIX, IMAGE, METADATA = "DESIS-HSI-", "-SPECTRAL_IMAGE", "-METADATA.XML"
QUALITY = "-QL_QUALITY-2"
MASKS = {"shadow": 0, "snow": 2, "haze over land": 3, "haze over water": 4, "cloud over land": 5, "cloud over water": 6}
KEYS = ("wavelengthCenterOfBand", "wavelengthWidthOfBand", "gainOfBand", "offsetOfBand")
LISTS = ("wavelength", "fwhm", "data gain values", "data offset values")
BAD = frozenset(range(1, 256))
NO_DATA = -32768.0


def looks_like(download):
    """The title of the DESIS product that a `download` is, "" where it is none."""
    stem = _stem(download)
    if not stem:
        return ""
    return TITLE if "L2A" in stem.rpartition("/")[2] else LEVEL_1


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    stem = _stem(download)
    if "L2A" not in stem.rpartition("/")[2]:
        raise ProductIsRadiance(product=download.name, title=LEVEL_1, wanted="L2A")
    image = _named(download, stem + IMAGE, (".tif", ".tiff"))
    if not image:
        raise ProductIncomplete(product=download.name, title=TITLE, missing=stem + IMAGE + ".tif")
    source, rows, doubts = _described(download, stem)
    dataset = raster_of(download, image, len(rows), source)
    stated = dataset.GetRasterBand(1).GetNoDataValue()
    no_data = NO_DATA if stated is None else stated
    bands = tuple(
        Band(wavelength_name(number, centre), (Plane(0, number, gain, offset, no_data),), centre, width)
        for number, (centre, width, gain, offset) in enumerate(rows)
    )
    masks, notices = _masks(download, stem, dataset) if choices.masks else ((), ())
    notices = (*doubts, *notices)
    cubes, grid = (RasterCube(download.gdal_path(image)),), grid_of(dataset)
    return assemble(Product(TITLE, download.name, grid, bands, cubes, masks=masks, notices=notices), choices)


def _described(download, stem):
    """(file, rows, notices) by METADATA.xml, else the header; a row is a band's (centre, width, gain, offset), um."""
    metadata, header = _named(download, stem, (METADATA,)), _named(download, stem + IMAGE, (".hdr",))
    if not metadata and not header:
        missing = f"{stem}-METADATA.xml, or -SPECTRAL_IMAGE.hdr"
        raise ProductIncomplete(product=download.name, title=TITLE, missing=missing)
    rows = _of_xml(download, metadata) if metadata else _of_header(download, header)
    if metadata and header and not _alike(rows, _of_header(download, header)):
        names = {"first": metadata.rpartition("/")[2], "second": header.rpartition("/")[2]}
        return metadata, rows, (DescriptionsDisagree(product=download.name, **names),)
    return metadata or header, rows, ()


def _of_xml(download, name):
    xml = read_xml(download, name, TITLE)
    elements = xml.root.all("specific/bandCharacterisation/band")
    numbered = sorted(elements, key=lambda element: xml.number(element, "bandNumber"))
    numbers = [int(xml.number(element, "bandNumber")) for element in numbered]
    if numbers != list(range(1, len(numbers) + 1)):
        raise ProductInconsistent(
            product=xml.name, what="bandCharacterisation", found=len(set(numbers)), other="it", expected=len(numbers)
        )
    return [_in_um(*(xml.number(element, key) for key in KEYS)) for element in numbered]


def _of_header(download, name):
    try:
        entries = parse_header(text_of(download, name).decode("utf-8", errors="replace"))
        lists = [numbers_of(entries, key) for key in LISTS]
    except ValueError as error:
        raise ProductUnreadable(product=name, reason=f"{error}.") from error
    for key, values in zip(LISTS, lists):
        if values is None or len(values) != len(lists[0]):
            raise ProductIncomplete(product=name, title=TITLE, missing=key)
    return [_in_um(*row) for row in zip(*lists)]


def _alike(rows, others):
    """Whether two descriptions state the same to the digits that they are written with."""
    return len(rows) == len(others) and np.allclose(rows, others, rtol=2e-4, atol=1e-9)


def _in_um(centre, width, gain, offset):
    return centre / 1e3, width / 1e3, gain, offset


def _masks(download, stem, dataset):
    name = _named(download, stem + QUALITY, (".tif", ".tiff"))
    if not name:
        return (), (MasksMissing(product=download.name, shown=(stem + QUALITY).rpartition("/")[2]),)
    cube = RasterCube(same_grid(download, dataset, name))
    return tuple(QualityMask(title, cube, BAD, plane) for title, plane in MASKS.items()), ()


def _stem(download):
    """The name of the product's files up to -SPECTRAL_IMAGE or -METADATA; "" for none or several."""
    stems = set()
    for name in [download.chosen] if download.chosen else download.names:
        for part in (IMAGE, METADATA, QUALITY):
            at = name.upper().find(part)
            if at > 0 and name.rpartition("/")[2].upper().startswith(PREFIX):
                stems.add(name[:at])
    return stems.pop() if len(stems) == 1 else ""


def _named(download, stem, endings):
    """The file of a stem and one of some endings, in any case of letters; "" for none."""
    wanted = {(stem + ending).lower() for ending in endings}
    return next((name for name in download.names if name.lower() in wanted), "")
