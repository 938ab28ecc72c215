# SPDX-License-Identifier: GPL-2.0-or-later
"""EnMAP L2A, 7 x 5 pixels of all 224 bands: a folder of GeoTIFFs with METADATA.XML, or the zip of it.

From public documents (EnMAP HSI Level 1 / Level 2 product specification EN-PCV-ICD-2009-2, DLR; the importers of
EnMAP-Box and EnPT): the file names; level_X as root; specific/bandCharacterisation/bandID[@number] with
wavelengthCenterOfBand and FWHMOfBand (nm), GainOfBand 0.0001 and OffsetOfBand 0; bands in the order of their
wavelengths, VNIR and SWIR taking turns where they overlap, 900 to 1000 nm;
specific/vnirProductQuality/expectedChannelsList and its twin of the SWIR, counted from 1; int16, background -32768;
QL_QUALITY_CLOUD, _CLOUDSHADOW, _CIRRUS, _HAZE, _SNOW (1 where it is so), _CLASSES (0 none, 1 land, 2 water, 3
background), _TESTFLAGS, QL_PIXELMASK (0 good); processing before orthorectified products ends in UTM.
Our guess: the numbers of the five bands that hold -32768 everywhere (131 to 135, where water vapour absorbs), and that
QL_PIXELMASK of L2A has one band. The published products have 30 m pixels, and COGs differ only by _COG in their names.
"""

import zipfile

import numpy as np
from osgeo import gdal, gdal_array
from products.miniatures.truth import Miniature, numbers, wkt

SCENE = "ENMAP01-____L2A-DT0000001867_20220724T104526Z_008_V010302_20230628T165614Z"
HEIGHT, WIDTH = 7, 5
GEOTRANSFORM, EPSG = (366_000.0, 30.0, 0.0, 5_810_400.0, 0.0, -30.0), 32633
NO_DATA, GAIN = -32768, 0.0001
DEAD = (130, 131, 132, 133, 134)  # counted from 0
MASKS = ("CLOUD", "CLOUDSHADOW", "CIRRUS", "HAZE", "SNOW")


def wavelengths():
    """(centres, widths, is_vnir) in nm of the 224 bands: 91 of the VNIR, 133 of the SWIR, in ascending order."""
    vnir, swir = np.linspace(418.24, 993.38, 91), np.linspace(902.25, 2445.3, 133)
    centres, of_vnir = np.concatenate([vnir, swir]), np.arange(224) < 91
    order = np.argsort(centres)
    return np.round(centres[order], 3), np.where(of_vnir, 6.8, 9.6)[order], of_vnir[order]


def digital_numbers():
    """int16 (224, 7, 5) as stored: the dead bands and the lower left corner, outside the swath, are -32768."""
    stored = numbers(224, HEIGHT, WIDTH).astype(np.int16)
    stored[list(DEAD)] = NO_DATA
    stored[:, -2:, 0] = NO_DATA
    return stored


def build(folder, stored=None, gain=GAIN, offset=0.0, cog=False, order=None):
    """Write the folder of a product; gives its Miniature, whose path is METADATA.XML. The truth: the upper left corner
    of pixel (row, column) lies at x = 366000 + 30 column, y = 5810400 - 30 row in UTM zone 33 north.

    stored       : int16 (224, 7, 5), other numbers to be stored
    gain, offset : as in METADATA.XML, of every band; lists for one each
    cog          : names of files with _COG
    order        : the order of the bandID elements in the XML, numbers from 0; the attribute `number` stays right
    """
    stored = digital_numbers() if stored is None else stored
    gains, offsets = np.broadcast_to(gain, 224), np.broadcast_to(offset, 224)
    centres, widths, of_vnir = wavelengths()
    folder = folder / SCENE
    folder.mkdir()
    end = "_COG.TIF" if cog else ".TIF"
    write_tif(folder / f"{SCENE}-SPECTRAL_IMAGE{end}", stored, NO_DATA)
    masks = quality(stored)
    for name, mask in masks.items():
        write_tif(folder / f"{SCENE}-QL_QUALITY_{name}{end}", mask[None].astype(np.uint8))
    outside = (stored == NO_DATA).all(axis=0)
    write_tif(folder / f"{SCENE}-QL_QUALITY_CLASSES{end}", np.where(outside, 3, 1)[None].astype(np.uint8))
    write_tif(folder / f"{SCENE}-QL_PIXELMASK{end}", np.zeros_like(outside)[None].astype(np.uint8))
    metadata = folder / f"{SCENE}-METADATA.XML"
    metadata.write_text(_xml(centres, widths, of_vnir, gains, offsets, order), encoding="utf-8")
    (folder / f"{SCENE}-HISTORY.XML").write_text("<history/>", encoding="utf-8")
    reflectance = stored * gains[:, None, None] + offsets[:, None, None]
    twice = (centres >= centres[~of_vnir].min()) & (centres <= centres[of_vnir].max())
    return Miniature(
        path=metadata,
        values=np.where(stored == NO_DATA, np.nan, reflectance),
        centres_um=centres / 1000,
        widths_um=widths / 1000,
        good=~(stored == NO_DATA).all(axis=(1, 2)),
        geotransform=GEOTRANSFORM,
        epsg=EPSG,
        masks=masks,
        overlap=tuple(tuple(np.flatnonzero(twice & side)) for side in (of_vnir, ~of_vnir)),
    )


def quality(stored):
    """The masks by name: each marks a pixel of its own; cloud marks two."""
    masks = {name: np.zeros(stored.shape[1:], bool) for name in MASKS}
    for index, name in enumerate(MASKS):
        masks[name][index, 2] = True
    masks["CLOUD"][0, 4] = True
    return masks


def zipped(miniature, folder):
    """The zip that DLR delivers, of the folder of a Miniature; gives its path."""
    path = folder / f"{SCENE}.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part in sorted(miniature.path.parent.iterdir()):
            file.write(part, f"{SCENE}/{part.name}")
    return path


def write_tif(path, cube, no_data=None):
    """A GeoTIFF of (bands, rows, columns) on the grid of the product."""
    code = gdal_array.NumericTypeCodeToGDALTypeCode(cube.dtype.type)
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=LZW", "INTERLEAVE=BAND"]
    bands, height, width = cube.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, code, options=options)
    dataset.SetGeoTransform(GEOTRANSFORM)
    dataset.SetProjection(wkt(EPSG))
    if no_data is not None:
        for number in range(1, bands + 1):
            dataset.GetRasterBand(number).SetNoDataValue(no_data)
    dataset.WriteArray(cube)
    dataset = None


def _xml(centres, widths, of_vnir, gains, offsets, order):
    bands = [
        f'<bandID number="{index + 1}"><wavelengthCenterOfBand>{centres[index]:.3f}</wavelengthCenterOfBand>'
        f"<FWHMOfBand>{widths[index]:.3f}</FWHMOfBand><GainOfBand>{gains[index]:.8g}</GainOfBand>"
        f"<OffsetOfBand>{offsets[index]:.8g}</OffsetOfBand></bandID>"
        for index in (range(224) if order is None else order)
    ]
    channels = [",".join(str(index + 1) for index in np.flatnonzero(side)) for side in (of_vnir, ~of_vnir)]
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<level_X xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<metadata><name>{SCENE}</name></metadata>
<base><level>L2A</level><format>GeoTIFF+Metadata</format></base>
<product><image><merge><name>{SCENE}-SPECTRAL_IMAGE.TIF</name></merge></image></product>
<specific>
<sunElevationAngle><center>52.1</center></sunElevationAngle>
<numberOfVNIRBands>91</numberOfVNIRBands><numberOfSWIRBands>133</numberOfSWIRBands>
<backgroundValue>{NO_DATA}</backgroundValue>
<vnirProductQuality><numChannelsExpected>91</numChannelsExpected><expectedChannelsList>{channels[0]}</expectedChannelsList>
</vnirProductQuality>
<swirProductQuality><numChannelsExpected>133</numChannelsExpected><expectedChannelsList>{channels[1]}</expectedChannelsList>
</swirProductQuality>
<bandCharacterisation>{"".join(bands)}</bandCharacterisation>
</specific>
</level_X>
"""
