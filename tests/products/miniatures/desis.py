# SPDX-License-Identifier: GPL-2.0-or-later
"""DESIS L2A (DESIS-HSI-L2A-*), 7 x 5 pixels of all 235 bands: a GeoTIFF, an ENVI header beside it and METADATA.xml.

From public documents (DESIS product documentation, DLR; the importer of EnMAP-Box; public readers): the file names;
int16 with -32768 where there is nothing; -SPECTRAL_IMAGE.hdr with wavelength, fwhm (nm), data gain values and data
offset values, one number a line; METADATA.xml with specific/bandCharacterisation/band/{bandNumber,
wavelengthCenterOfBand, wavelengthWidthOfBand, gainOfBand, offsetOfBand}; a second list of `band` under
interiorOrientation, which is geometry; reflectance = DN * gain + offset, 0.0001 and 0 in L2A; QL_QUALITY-2.tif of ten
bands: shadow, land, snow, haze over land, haze over water, cloud over land, cloud over water, water, AOT, water vapour.
Our guess: the order of the header's entries, and the root's name.
"""

import numpy as np
from osgeo import gdal, gdal_array
from products.miniatures.truth import Miniature, numbers, wkt

SCENE = "DESIS-HSI-L2A-DT0444838140_013-20200422T071751-V0210"
BANDS, HEIGHT, WIDTH = 235, 7, 5
GEOTRANSFORM, EPSG = (513_435.0, 30.0, 0.0, 4_420_155.0, 0.0, -30.0), 32614
NO_DATA = -32768
QUALITY = ("shadow", "land", "snow", "haze_land", "haze_water", "cloud_land", "cloud_water", "water", "aot", "wv")


def build(folder, gain=0.0001, offset=0.0, header=True, xml=True):
    """Write the product; gives its Miniature, whose path is METADATA.xml, or the TIF where there is none. The truth:
    the upper left corner of pixel (row, column) lies at x = 513435 + 30 column, y = 4420155 - 30 row in UTM zone 14 N.

    gain, offset : of every band; lists for one each
    header, xml  : whether the .hdr and METADATA.xml are there
    """
    gains, offsets = np.broadcast_to(gain, BANDS), np.broadcast_to(offset, BANDS)
    centres = np.round(np.linspace(401.4, 999.5, BANDS), 3)
    widths = np.round(np.linspace(3.3, 3.6, BANDS), 4)
    folder = folder / SCENE
    folder.mkdir()
    stored = numbers(BANDS, HEIGHT, WIDTH).astype(np.int16)
    stored[:, :2, -1] = NO_DATA
    image = folder / f"{SCENE}-SPECTRAL_IMAGE.tif"
    _tif(image, stored, NO_DATA)
    quality = np.zeros((len(QUALITY), HEIGHT, WIDTH), np.uint8)
    quality[QUALITY.index("land")] = 1
    quality[QUALITY.index("cloud_land"), 3, 1:3] = quality[QUALITY.index("shadow"), 4, 2] = 1
    _tif(folder / f"{SCENE}-QL_QUALITY-2.tif", quality)
    if header:
        text = _header(centres, widths, gains, offsets)
        (folder / f"{SCENE}-SPECTRAL_IMAGE.hdr").write_text(text, encoding="utf-8")
    metadata = folder / f"{SCENE}-METADATA.xml"
    if xml:
        metadata.write_text(_xml(centres, widths, gains, offsets), encoding="utf-8")
    reflectance = stored * gains[:, None, None] + offsets[:, None, None]
    return Miniature(
        path=metadata if xml else image,
        values=np.where(stored == NO_DATA, np.nan, reflectance),
        centres_um=centres / 1000,
        widths_um=widths / 1000,
        good=np.ones(BANDS, bool),
        geotransform=GEOTRANSFORM,
        epsg=EPSG,
        masks={name: quality[index] > 0 for index, name in enumerate(QUALITY[:8]) if name != "land"},
    )


def _tif(path, cube, no_data=None):
    code = gdal_array.NumericTypeCodeToGDALTypeCode(cube.dtype.type)
    bands, height, width = cube.shape
    options = ["INTERLEAVE=PIXEL", "COMPRESS=LZW"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, code, options=options)
    dataset.SetGeoTransform(GEOTRANSFORM)
    dataset.SetProjection(wkt(EPSG))
    if no_data is not None:
        for number in range(1, bands + 1):
            dataset.GetRasterBand(number).SetNoDataValue(no_data)
    dataset.WriteArray(cube)
    dataset = None


def _header(centres, widths, gains, offsets):
    def listed(name, values):
        return f"{name} = {{\n" + ",\n".join(f"{value:.7g}" for value in values) + "}\n"

    return (
        f"ENVI\ndescription = {{{SCENE}}}\nsamples = {WIDTH}\nlines = {HEIGHT}\nbands = {BANDS}\nheader offset = 0\n"
        "file type = TIFF\ndata type = 2\ninterleave = bip\nbyte order = 0\n"
        f"data ignore value = {NO_DATA}\nwavelength units = Nanometers\n"
        + listed("data gain values", gains)
        + listed("data offset values", offsets)
        + listed("wavelength", centres)
        + listed("fwhm", widths)
    )


def _xml(centres, widths, gains, offsets):
    bands = [
        f"<band><bandNumber>{index + 1}</bandNumber>"
        f"<wavelengthCenterOfBand>{centres[index]:.3f}</wavelengthCenterOfBand>"
        f"<wavelengthWidthOfBand>{widths[index]:.4f}</wavelengthWidthOfBand>"
        f"<gainOfBand>{gains[index]:.7g}</gainOfBand><offsetOfBand>{offsets[index]:.7g}</offsetOfBand>"
        f"<response>0.1,0.9,0.1</response><wavelengths>{centres[index] - 3:.3f},{centres[index]:.3f},"
        f"{centres[index] + 3:.3f}</wavelengths></band>"
        for index in range(BANDS)
    ]
    geometry = "".join(f"<band><bandNumber>{index + 1}</bandNumber><x>0</x></band>" for index in range(BANDS))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<hsi_doc>\n<metadata><schema/></metadata>\n'
        f"<base><name>{SCENE}</name><format>GeoTIFF+Metadata</format></base>\n<specific>\n"
        f"<interiorOrientation>{geometry}</interiorOrientation>\n"
        f"<bandCharacterisation>{''.join(bands)}</bandCharacterisation>\n</specific>\n</hsi_doc>\n"
    )
