# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentinel-2 L2A, a .SAFE folder of one tile: 24 x 18 pixels of 10 m, 12 x 9 of 20 m, 4 x 3 of 60 m.

From public documents (Sentinel-2 Products Specification Document S2-PDGS-TAS-DI-PSD, ESA; GDAL's documentation of its
SENTINEL2 driver): MTD_MSIL2A.xml with Product_Organisation/Granule_List/Granule/IMAGE_FILE, BOA_QUANTIFICATION_VALUE
10000, and, from processing baseline 04.00 on, BOA_ADD_OFFSET -1000 by band_id: reflectance = (DN + offset) / 10000; DN
0 no data, 65535 saturated; GRANULE/*/MTD_TL.xml with Tile_Geocoding; IMG_DATA/R10m, R20m, R60m of JPEG 2000, uint16;
SCL, classes of the scene, of 20 and 60 m (3 cloud shadow, 8 and 9 cloud, 10 cirrus, 11 snow). Centres and widths (nm)
of the bands of Sentinel-2A: Sentinel-2 Spectral Response Functions, COPE-GSEG-EOPG-TN-15-0007, ESA; a product states
them in Spectral_Information_List, as here.
Our guess: nothing known; left out is what the driver and readers do not need (masks, quicklooks, DATASTRIP).
"""

import numpy as np
from osgeo import gdal, gdal_array
from products.miniatures.truth import Miniature, numbers, wkt

SCENE = "S2A_MSIL2A_20230812T092031_N0509_R093_T34SGJ_20230812T145558.SAFE"
TILE, GRANULE = "T34SGJ_20230812T092031", "L2A_T34SGJ_A042505_20230812T092406"
ORIGIN, EPSG = (699_960.0, 4_300_020.0), 32634
BANDS = {  # physical band: band_id, centre and width (nm) of Sentinel-2A, finest resolution (m)
    "B1": (0, 442.7, 21, 60), "B2": (1, 492.4, 66, 10), "B3": (2, 559.8, 36, 10), "B4": (3, 664.6, 31, 10),
    "B5": (4, 704.1, 15, 20), "B6": (5, 740.5, 15, 20), "B7": (6, 782.8, 20, 20), "B8": (7, 832.8, 106, 10),
    "B8A": (8, 864.7, 21, 20), "B9": (9, 945.1, 20, 60), "B10": (10, 1373.5, 31, 60), "B11": (11, 1613.7, 91, 20),
    "B12": (12, 2202.4, 175, 20),
}  # fmt: skip
DELIVERED = {
    10: ("B02", "B03", "B04", "B08"),
    20: ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B8A", "B11", "B12"),
    60: ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B8A", "B09", "B11", "B12"),
}
SIZES = {10: (24, 18), 20: (12, 9), 60: (4, 3)}
CLOUD, SATURATED = 9, 65535


def build(folder, offset=-1000, baseline="05.09"):
    """Write the folder; gives {resolution (m): Miniature}, whose path is the folder. The truth: the upper left corner
    of pixel (row, column) of r metres lies at x = 699960 + r column, y = 4300020 - r row in UTM zone 34 north.

    offset   : BOA_ADD_OFFSET; None for a product from before baseline 04.00, which has none
    baseline : PROCESSING_BASELINE
    """
    root = folder / SCENE
    files, made = [], {}
    for resolution, names in DELIVERED.items():
        stored = digital_numbers(resolution)
        place = f"GRANULE/{GRANULE}/IMG_DATA/R{resolution}m/{TILE}"
        (root / place).parent.mkdir(parents=True)
        classes = np.full((1, *SIZES[resolution]), 5, np.uint8)
        classes[0, 1, 2] = CLOUD
        layers = [(name, values) for name, values in zip(names, stored)]
        layers += [("SCL", classes[0])] if resolution > 10 else []
        for name, values in layers:
            files.append(f"{place}_{name}_{resolution}m")
            _jp2(root / f"{files[-1]}.jp2", values, resolution)
        made[resolution] = _truth(root, stored, names, resolution, offset or 0, classes[0] == CLOUD)
    (root / "MTD_MSIL2A.xml").write_text(_product_xml(files, offset, baseline), encoding="utf-8")
    (root / "GRANULE" / GRANULE / "MTD_TL.xml").write_text(_tile_xml(), encoding="utf-8")
    return made


def digital_numbers(resolution):
    """uint16 (bands, rows, columns) as stored: above 1000 for a reflectance above 0; one corner 0, no data; one value
    of the second band, and two of the last but one, saturated.
    """
    stored = numbers(len(DELIVERED[resolution]), *SIZES[resolution], 1_500, 211, 67, 29).astype(np.uint16)
    stored[:, 0, 0] = 0
    stored[1, 2, 1] = stored[-2, 1:3, 2] = SATURATED
    return stored


def _truth(root, stored, names, resolution, offset, cloudy):
    bands = [BANDS[name.replace("B0", "B")] for name in names]
    x, y = ORIGIN
    return Miniature(
        path=root,
        values=np.where((stored == 0) | (stored == SATURATED), np.nan, (stored.astype(np.float64) + offset) / 10_000),
        centres_um=np.array([centre for _, centre, _, _ in bands]) / 1000,
        widths_um=np.array([width for _, _, width, _ in bands]) / 1000,
        good=np.ones(len(names), bool),
        geotransform=(x, float(resolution), 0.0, y, 0.0, -float(resolution)),
        epsg=EPSG,
        masks={"cloud": cloudy},
    )


def _jp2(path, values, resolution):
    height, width = values.shape
    code = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype.type)
    memory = gdal.GetDriverByName("MEM").Create("", width, height, 1, code)
    memory.SetGeoTransform((ORIGIN[0], resolution, 0, ORIGIN[1], 0, -resolution))
    memory.SetProjection(wkt(EPSG))
    memory.GetRasterBand(1).WriteArray(values)
    options = ["QUALITY=100", "REVERSIBLE=YES", "YCBCR420=NO"]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(path), memory, options=options)
    for aside in path.parent.glob("*.aux.xml"):
        aside.unlink()


def _product_xml(files, offset, baseline):
    images = "".join(f"<IMAGE_FILE>{name}</IMAGE_FILE>" for name in files)
    spectral = "".join(
        f'<Spectral_Information bandId="{number}" physicalBand="{name}"><RESOLUTION>{finest}</RESOLUTION><Wavelength>'
        f'<MIN unit="nm">{centre - width / 2}</MIN><MAX unit="nm">{centre + width / 2}</MAX>'
        f'<CENTRAL unit="nm">{centre}</CENTRAL></Wavelength></Spectral_Information>'
        for name, (number, centre, width, finest) in BANDS.items()
    )
    values = "".join(f'<BOA_ADD_OFFSET band_id="{number}">{offset}</BOA_ADD_OFFSET>' for number in range(13))
    offsets = "" if offset is None else f"<BOA_ADD_OFFSET_VALUES_LIST>{values}</BOA_ADD_OFFSET_VALUES_LIST>"
    schema = "https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd"
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<n1:Level-2A_User_Product xmlns:n1="{schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<n1:General_Info><Product_Info>
<PRODUCT_START_TIME>2023-08-12T09:20:31.024Z</PRODUCT_START_TIME>
<PRODUCT_STOP_TIME>2023-08-12T09:20:31.024Z</PRODUCT_STOP_TIME>
<PRODUCT_URI>{SCENE}</PRODUCT_URI><PROCESSING_LEVEL>Level-2A</PROCESSING_LEVEL><PRODUCT_TYPE>S2MSI2A</PRODUCT_TYPE>
<PROCESSING_BASELINE>{baseline}</PROCESSING_BASELINE>
<Datatake datatakeIdentifier="GS2A_20230812T092031_042505_N05.09">
<SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME></Datatake>
<Query_Options completeSingleTile="true"><PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT></Query_Options>
<Product_Organisation><Granule_List>
<Granule datastripIdentifier="S2A_OPER_MSI_L2A_DS_2APS_20230812T145558_S20230812T092406_N05.09"
granuleIdentifier="S2A_OPER_MSI_L2A_TL_2APS_20230812T145558_A042505_T34SGJ_N05.09" imageFormat="JPEG2000">
{images}</Granule></Granule_List></Product_Organisation></Product_Info>
<Product_Image_Characteristics>
<Special_Values><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
<SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX></Special_Values>
<Special_Values><SPECIAL_VALUE_TEXT>SATURATED</SPECIAL_VALUE_TEXT>
<SPECIAL_VALUE_INDEX>65535</SPECIAL_VALUE_INDEX></Special_Values>
<QUANTIFICATION_VALUES_LIST>
<BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE></QUANTIFICATION_VALUES_LIST>
{offsets}
<Spectral_Information_List>{spectral}</Spectral_Information_List>
</Product_Image_Characteristics></n1:General_Info>
<n1:Geometric_Info><Product_Footprint><Product_Footprint><Global_Footprint>
<EXT_POS_LIST>38.8 23.3 38.8 23.4 38.7 23.4 38.7 23.3 38.8 23.3 </EXT_POS_LIST>
</Global_Footprint></Product_Footprint></Product_Footprint></n1:Geometric_Info>
</n1:Level-2A_User_Product>
"""


def _tile_xml():
    sizes = "".join(
        f'<Size resolution="{step}"><NROWS>{rows}</NROWS><NCOLS>{columns}</NCOLS></Size>'
        for step, (rows, columns) in SIZES.items()
    )
    places = "".join(
        f'<Geoposition resolution="{step}"><ULX>{ORIGIN[0]:.0f}</ULX><ULY>{ORIGIN[1]:.0f}</ULY>'
        f"<XDIM>{step}</XDIM><YDIM>-{step}</YDIM></Geoposition>"
        for step in SIZES
    )
    schema = "https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd"
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<n1:Level-2A_Tile_ID xmlns:n1="{schema}">
<n1:General_Info><TILE_ID metadataLevel="Brief">S2A_OPER_MSI_L2A_TL_2APS_20230812T145558_A042505_T34SGJ_N05.09</TILE_ID>
</n1:General_Info>
<n1:Geometric_Info><Tile_Geocoding metadataLevel="Brief"><HORIZONTAL_CS_NAME>WGS84 / UTM zone 34N</HORIZONTAL_CS_NAME>
<HORIZONTAL_CS_CODE>EPSG:{EPSG}</HORIZONTAL_CS_CODE>{sizes}{places}</Tile_Geocoding></n1:Geometric_Info>
</n1:Level-2A_Tile_ID>
"""
