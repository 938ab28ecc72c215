# SPDX-License-Identifier: GPL-2.0-or-later
"""EnMAP L2A and L1C (DLR): a GeoTIFF or COG of int16 and METADATA.XML, in a folder or the zip as it is delivered.

Of each band `specific/bandCharacterisation/bandID` states number, centre and width (nm), gain and offset. Bands of the
water vapour are -32768 everywhere. VNIR and SWIR take turns from 900 to 1000 nm; `expectedChannelsList` of either says
which is which. Quality layers: cloud, cloud shadow, cirrus, haze and snow, 0 for none.
"""

from dataclasses import replace

import numpy as np

from ...errors import QT_TRANSLATE_NOOP, ProductIncomplete, ProductInconsistent, ProductIsRadiance
from ...raster.source import grid_of
from ..assembling import assemble
from ..bands import shown_wavelengths, wavelength_name
from ..product import Band, Plane, Product, QualityMask, RasterCube
from ..product_notices import BackgroundDisagrees, BandsDead, ImageWithoutData, MasksMissing
from ..stored import empty_planes, is_empty, raster_of, same_grid
from ..xml_tree import read_xml

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "an EnMAP L2A product")
LEVEL_1 = QT_TRANSLATE_NOOP("MineralPrune", "an EnMAP L1 radiance product")
METADATA, IMAGE = "-METADATA.XML", "-SPECTRAL_IMAGE"
MASKS = ("QL_QUALITY_CLOUD", "QL_QUALITY_CLOUDSHADOW", "QL_QUALITY_CIRRUS", "QL_QUALITY_HAZE", "QL_QUALITY_SNOW")
BAD = frozenset(range(1, 256))
NO_DATA = -32768.0


def looks_like(download):
    """The title of the EnMAP product that a `download` is, "" where it is none."""
    name = _metadata(download)
    if not name:
        return ""
    return TITLE if "L2A" in _base(name) else LEVEL_1


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    metadata = _metadata(download)
    xml = read_xml(download, metadata, TITLE)
    if "L2A" not in (xml.root.first("base/level") or _base(metadata)):
        raise ProductIsRadiance(product=download.name, title=LEVEL_1, wanted="L2A")
    characters = xml.root.all("specific/bandCharacterisation/bandID")
    name = _image(download, metadata)
    dataset = raster_of(download, name, len(characters), metadata)
    no_data, doubts = _background(xml, dataset)
    bands, dead = _bands(xml, characters, dataset, no_data)
    masks, missing = _masks(download, metadata, dataset) if choices.masks else ((), ())
    notices = [*doubts, *([ImageWithoutData(product=download.name)] if is_empty(dataset, bands) else [])]
    notices += [BandsDead(product=download.name, bands=len(dead), shown=shown_wavelengths(dead))] if dead else []
    notices += [MasksMissing(product=download.name, shown=", ".join(missing))] if missing else []
    cubes, grid = (RasterCube(download.gdal_path(name)),), grid_of(dataset)
    product = Product(TITLE, download.name, grid, bands, cubes, masks=masks, notices=tuple(notices))
    return assemble(product, choices, _spectrometers(xml, len(bands)))


def _background(xml, dataset):
    """(the no-data value, notices): that of the image where the metadata state another."""
    stated = dataset.GetRasterBand(1).GetNoDataValue()
    background = xml.root.first("specific/backgroundValue")
    value = xml.number(xml.root, "specific/backgroundValue") if background else NO_DATA
    if stated is None or stated == value:
        return value, ()
    return stated, (BackgroundDisagrees(product=xml.name, stated=value, taken=stated),)


def _bands(xml, characters, dataset, no_data):
    """All bands in the order of the image, and those without data."""
    by_number = {element.attributes.get("number", ""): element for element in characters}
    bands = []
    for number in range(len(characters)):
        element = by_number.get(str(number + 1))
        if element is None:
            raise ProductIncomplete(product=xml.name, title=TITLE, missing=f"bandID number {number + 1}")
        centre, width = (xml.number(element, key) / 1e3 for key in ("wavelengthCenterOfBand", "FWHMOfBand"))
        plane = Plane(0, number, xml.number(element, "GainOfBand"), xml.number(element, "OffsetOfBand"), no_data)
        bands.append(Band(wavelength_name(number, centre), (plane,), centre, width))
    dead = empty_planes(dataset, bands)
    bands = [replace(band, good=number not in dead) for number, band in enumerate(bands)]
    return tuple(bands), [band for band in bands if not band.good]


def _spectrometers(xml, count):
    """0 for bands of the VNIR, 1 for those of the SWIR; None where the metadata do not say."""
    lists = [xml.root.first(f"specific/{part}ProductQuality/expectedChannelsList") for part in ("vnir", "swir")]
    numbers = [[int(item) for item in text.split(",") if item.strip().isdigit()] for text in lists]
    if sorted(numbers[0] + numbers[1]) != list(range(1, count + 1)):
        if any(numbers):
            raise ProductInconsistent(
                product=xml.name,
                what="expectedChannelsList",
                found=len(numbers[0] + numbers[1]),
                other="bandCharacterisation",
                expected=count,
            )
        return None
    return np.isin(np.arange(1, count + 1), numbers[1]).astype(int)


def _metadata(download):
    """The one METADATA.XML of the product, by that name or by the image that was chosen; "" for none."""
    names = [name for name in download.beside(METADATA) if _base(name).upper().startswith("ENMAP")]
    if download.chosen in names:
        return download.chosen
    if download.chosen:
        names = [name for name in names if download.chosen.startswith(_base(name)[: -len(METADATA)])]
    return names[0] if len(names) == 1 else ""


def _image(download, metadata):
    stem = metadata[: -len(METADATA)]
    names = [stem + IMAGE + ending for ending in (".TIF", "_COG.TIF", ".tif", "_COG.tif", ".BSQ", ".BIL", ".BIP")]
    name = next((name for name in names if name in download.names), None)
    if name is None:
        raise ProductIncomplete(product=download.name, title=TITLE, missing=_base(stem) + IMAGE + ".TIF")
    return name


def _masks(download, metadata, dataset):
    """(QualityMasks, names of those that are not there)."""
    stem, masks, missing = metadata[: -len(METADATA)], [], []
    for key in MASKS:
        names = [f"{stem}-{key}{ending}" for ending in (".TIF", "_COG.TIF", ".tif", "_COG.tif")]
        name = next((name for name in names if name in download.names), None)
        if name is None:
            missing.append(key)
        else:
            masks.append(QualityMask(key, RasterCube(same_grid(download, dataset, name)), BAD))
    return tuple(masks), tuple(missing)


def _base(name):
    return name.rpartition("/")[2]
