# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentinel-2 L2A (ESA): a .SAFE folder of JPEG 2000 files, or its zip, opened at 20 m: ten bands, seven of them finest.

reflectance = (DN + BOA_ADD_OFFSET) / BOA_QUANTIFICATION_VALUE, the offset from processing baseline 04.00 on; DN 0 none,
65535 saturated, which is no data here. Centres are those that the product states, widths those published for the
satellite (the product gives whole passbands).
"""

import math

from ...errors import QT_TRANSLATE_NOOP, ProductDriverMissing, ProductIncomplete, ProductIsRadiance
from ...raster.gdal_versions import gdal_version
from ...raster.source import grid_of
from ..assembling import assemble
from ..container import has_jpeg2000
from ..download import download_of
from ..product import Band, Plane, Product, QualityMask, RasterCube
from ..product_notices import SaturatedAsNoData, WavelengthsOfSensor
from ..sensors import sensor_bands
from ..stored import raster_of, same_grid
from ..xml_tree import read_xml

TITLE = QT_TRANSLATE_NOOP("MineralPrune", "a Sentinel-2 L2A product")
LEVEL_1 = QT_TRANSLATE_NOOP("MineralPrune", "a Sentinel-2 L1C product")
METADATA, METADATA_L1 = "MTD_MSIL2A.XML", "MTD_MSIL1C.XML"
NAMES = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B8A", "B11", "B12")
RESOLUTION = "20m"
NOMINAL = "Sentinel-2A"  # whose widths stand in for satellites that the table does not have
BAD_CLASSES = frozenset({1, 3, 8, 9, 10, 11})  # saturated or defective, cloud shadow, clouds, cirrus, snow
NO_DATA, SATURATED = 0.0, 65535.0
OFFSETS_SINCE = "04.00"  # processing baseline
CHARACTERISTICS = "General_Info/Product_Image_Characteristics/"


def looks_like(download):
    """The title of the Sentinel-2 product that a `download` is, "" where it is none."""
    if _metadata(download, METADATA):
        return TITLE
    return LEVEL_1 if _metadata(download, METADATA_L1) else ""


def read(download, choices):
    """The Product of a `download`, as the `choices` say."""
    metadata = _metadata(download, METADATA)
    if not metadata:
        raise ProductIsRadiance(product=download.name, title=LEVEL_1, wanted="MSIL2A")
    if not has_jpeg2000():
        raise ProductDriverMissing(product=download.name, title=TITLE, driver="JP2OpenJPEG", version=gdal_version())
    name = download.name
    download = download_of(download.folder) if metadata == download.chosen else download
    xml = read_xml(download, metadata, TITLE)
    files = [_image(download, xml, metadata, band) for band in NAMES]
    first = raster_of(download, files[0], 1)
    cubes = tuple(RasterCube(same_grid(download, first, file)) for file in files)
    bands, sensor = _bands(xml)
    masks = ()
    if choices.masks:
        classes = RasterCube(same_grid(download, first, _image(download, xml, metadata, "SCL")))
        masks = (QualityMask("SCL", classes, BAD_CLASSES),)
    notices = (WavelengthsOfSensor(product=name, sensor=sensor), SaturatedAsNoData(product=name, value=SATURATED))
    return assemble(Product(TITLE, name, grid_of(first), bands, cubes, masks=masks, notices=notices), choices)


def _metadata(download, wanted):
    names = [name for name in download.ending(wanted) if name.rpartition("/")[2].upper() == wanted]
    return names[0] if len(names) == 1 else ""


def _image(download, xml, metadata, band):
    """The file of a band at 20 m, among those that the metadata list and the download has."""
    folder = metadata[: len(metadata) - len(METADATA)]
    listed = {element.text.strip() for element in xml.root.anywhere("IMAGE_FILE")}
    listed |= {element.text.strip() for element in xml.root.anywhere("IMAGE_ID")}
    names = [f"{folder}{file}.jp2" for file in listed if file.endswith(f"_{band}_{RESOLUTION}")]
    names = [name for name in names if name in download.names]  # not one that leads out of it
    if len(names) != 1:
        raise ProductIncomplete(product=download.name, title=TITLE, missing=f"..._{band}_{RESOLUTION}.jp2")
    return names[0]


def _bands(xml):
    """(the Bands, the satellite whose published widths they have)."""
    sensor = next((element.text for element in xml.root.anywhere("SPACECRAFT_NAME")), NOMINAL)
    published = sensor_bands(sensor)
    sensor, published = (sensor, published) if published else (NOMINAL, sensor_bands(NOMINAL))
    quantification = xml.number(xml.root, CHARACTERISTICS + "QUANTIFICATION_VALUES_LIST/BOA_QUANTIFICATION_VALUE")
    if quantification <= 0:
        raise ProductIncomplete(product=xml.name, title=TITLE, missing="BOA_QUANTIFICATION_VALUE above 0")
    offsets = {
        element.attributes.get("band_id", ""): xml.value(element) for element in xml.root.anywhere("BOA_ADD_OFFSET")
    }
    baseline = next((element.text for element in xml.root.anywhere("PROCESSING_BASELINE")), "")
    if not offsets and baseline >= OFFSETS_SINCE:
        raise ProductIncomplete(product=xml.name, title=TITLE, missing=f"BOA_ADD_OFFSET (baseline {baseline})")
    spectral = {
        element.attributes.get("physicalBand", ""): element for element in xml.root.anywhere("Spectral_Information")
    }
    bands = []
    for number, name in enumerate(NAMES):
        physical = name.replace("B0", "B")
        centre, width = published[physical]
        element = spectral.get(physical)
        if element is not None and element.first("Wavelength/CENTRAL"):
            centre = xml.number(element, "Wavelength/CENTRAL") / 1e3
        key = _band_id(physical, element)
        if offsets and key not in offsets:
            raise ProductIncomplete(product=xml.name, title=TITLE, missing=f"BOA_ADD_OFFSET of {name}")
        scale, offset = 1.0 / quantification, offsets.get(key, 0.0) / quantification
        plane = Plane(number, 0, scale, offset, NO_DATA, SATURATED)
        bands.append(Band(f"{name} ({centre:.4f} um)", (plane,), centre, width if math.isfinite(width) else math.nan))
    return tuple(bands), sensor


def _band_id(physical, element):
    """The number that other lists of the metadata give a band: B1 is 0, B8A is 8, B9 is 9."""
    if element is not None and element.attributes.get("bandId"):
        return element.attributes["bandId"]
    if physical == "B8A":
        return "8"
    number = int(physical[1:])
    return str(number - 1 if number <= 8 else number)
