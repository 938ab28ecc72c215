# SPDX-License-Identifier: GPL-2.0-or-later
"""Tanager surface reflectance, *_ortho_sr_hdf5.h5 and *_basic_sr_hdf5.h5, 6 x 5 pixels of all 426 bands.

From public documents (Tanager Product Specification, November 2025, Planet, sections 3.4 to 3.6): HDF-EOS5; the ortho
product in HDFEOS/GRIDS/HYP/Data Fields, the basic one in HDFEOS/SWATHS/HYP/Data Fields with Geolocation
Fields/Latitude, Longitude, Time; surface_reflectance (Band, YDim, XDim) float32 with the attributes wavelengths, fwhm
(nm) and good_wavelengths (1 good); nodata_pixels, beta_cloud_mask and beta_cirrus_mask (1 where it is so); strip_id of
HYP; HDFEOS INFORMATION/StructMetadata.0 with XDim, YDim, UpperLeftPointMtrs, LowerRightMtrs, HE5_GCTP_UTM, ZoneCode and
PixelRegistration=HE5_HDFE_CORNER: the corners are outer edges; Planet_Ortho_Framing of Geolocation Fields, in JSON.
From public readers of samples (HyperCoast, hytools): _FillValue -9999, epsg_code of HYP, masks of unsigned integers.
Our guess: which wavelengths are bad, and a negative ZoneCode in the south (as GCTP has it).
"""

import json

import h5py
import numpy as np
from products.miniatures.truth import Miniature, gradient, longitudes_latitudes

ITEM = "20250426_092059_95_4001"
BANDS, HEIGHT, WIDTH = 426, 6, 5
GEOTRANSFORM = (570_300.0, 30.0, 0.0, 3_555_450.0, 0.0, -30.0)
FILL = -9999.0
_STRUCTURE = """GROUP=SwathStructure
END_GROUP=SwathStructure
GROUP=GridStructure
\tGROUP=GRID_1
\t\tGridName="HYP"
\t\tBand={bands}
\t\tXDim={width}
\t\tYDim={height}
\t\tUpperLeftPointMtrs=({west:.2f},{north:.2f})
\t\tLowerRightMtrs=({east:.2f},{south:.2f})
\t\tProjection=HE5_GCTP_UTM
\t\tZoneCode={zone}
\t\tSphereCode=12
\t\tCompressionType=HE5_HDFE_COMP_DEFLATE
\t\tDeflateLevel=4
\t\tPixelRegistration=HE5_HDFE_CORNER
\t\tGridOrigin=HE5_HDFE_GD_UL
\t\tGROUP=Dimension
\t\t\tOBJECT=Dimension_1
\t\t\t\tDimensionName="Band"
\t\t\t\tSize={bands}
\t\t\tEND_OBJECT=Dimension_1
\t\t\tOBJECT=Dimension_2
\t\t\t\tDimensionName="YDim"
\t\t\t\tSize={height}
\t\t\tEND_OBJECT=Dimension_2
\t\t\tOBJECT=Dimension_3
\t\t\t\tDimensionName="XDim"
\t\t\t\tSize={width}
\t\t\tEND_OBJECT=Dimension_3
\t\tEND_GROUP=Dimension
\tEND_GROUP=GRID_1
END_GROUP=GridStructure
GROUP=PointStructure
END_GROUP=PointStructure
GROUP=ZaStructure
END_GROUP=ZaStructure
END
"""


def build(folder, basic=False, zone=13, epsg_attribute=True, shape=(BANDS, HEIGHT, WIDTH)):
    """Write the product; gives its Miniature. The truth: the upper left corner of pixel (row, column) lies at
    x = 570300 + 30 column, y = 3555450 - 30 row in UTM; the basic product is in the sensor's geometry and has no grid.

    basic          : the basic product, not the ortho one
    zone           : of UTM; negative in the south
    epsg_attribute : whether HYP has epsg_code; without it StructMetadata.0 alone tells the zone
    shape          : (bands, rows, columns)
    """
    bands, height, width = shape
    path = folder / f"{ITEM}_{'basic' if basic else 'ortho'}_sr_hdf5.h5"
    epsg = 32600 + zone if zone > 0 else 32700 - zone
    centres = np.linspace(376.44, 2499.13, bands).astype(np.float32)
    widths = np.linspace(5.3, 6.1, bands).astype(np.float32)
    good = ~(((centres > 1340) & (centres < 1450)) | ((centres > 1790) & (centres < 1960)))
    cube = gradient(bands, height, width).astype(np.float32)
    outside = np.zeros((height, width), bool)
    outside[0, 0] = outside[-1, 3:] = True
    cube[:, outside] = FILL
    masks = {name: np.zeros((height, width), bool) for name in ("beta_cloud_mask", "beta_cirrus_mask")}
    masks["beta_cloud_mask"][2, 1:3], masks["beta_cirrus_mask"][3, 4] = True, True
    with h5py.File(path, "w") as file:
        group = file.create_group(f"HDFEOS/{'SWATHS' if basic else 'GRIDS'}/HYP")
        group.attrs["strip_id"] = np.bytes_("20250426_092059")
        if epsg_attribute and not basic:
            group.attrs["epsg_code"] = np.int64(epsg)
        fields = group.create_group("Data Fields")
        _write_fields(fields, cube, centres, widths, good, {"nodata_pixels": outside, **masks})
        _write_place(file, group, basic, zone, epsg, shape)
    return Miniature(
        path=path,
        values=np.where(cube == np.float32(FILL), np.nan, cube.astype(np.float64)),
        centres_um=centres.astype(np.float64) / 1000,
        widths_um=widths.astype(np.float64) / 1000,
        good=good,
        geotransform=None if basic else GEOTRANSFORM,
        epsg=None if basic else epsg,
        masks=masks,
    )


def _write_fields(fields, cube, centres, widths, good, masks):
    reflectance = fields.create_dataset(
        "surface_reflectance", data=cube, chunks=(min(32, len(cube)), 3, 5), compression="gzip"
    )
    reflectance.attrs["wavelengths"], reflectance.attrs["wavelengths_units"] = centres, np.bytes_("nm")
    reflectance.attrs["fwhm"], reflectance.attrs["fwhm_units"] = widths, np.bytes_("nm")
    reflectance.attrs["good_wavelengths"] = good.astype(np.uint8)
    reflectance.attrs["_FillValue"], reflectance.attrs["Unit"] = np.float32(FILL), np.bytes_("Unitless")
    for name, mask in masks.items():
        fields[name] = mask.astype(np.uint32)
    fields["sun_zenith"] = np.full(cube.shape[1:], 31.5, np.float32)
    fields["column_water_vapor"] = np.full(cube.shape[1:], 1.5, np.float32)
    uncertainty = fields.create_dataset("surface_reflectance_uncertainty", data=np.full_like(cube, 0.01))
    uncertainty.attrs["_FillValue"] = np.float32(FILL)


def _write_place(file, group, basic, zone, epsg, shape):
    bands, height, width = shape
    x, step, _, y, _, down = GEOTRANSFORM
    if basic:
        places = group.create_group("Geolocation Fields")
        places["Longitude"], places["Latitude"] = longitudes_latitudes(GEOTRANSFORM, epsg, height, width)
        places["Time"] = 1_745_658_059.95 + 0.01 * np.arange(height)
        framing = {"epsg_code": epsg, "rows": height, "cols": width, "geotransform": list(GEOTRANSFORM)}
        places.attrs["Planet_Ortho_Framing"] = np.bytes_(json.dumps(framing))
    corners = {"west": x, "north": y, "east": x + step * width, "south": y + down * height}
    structure = _STRUCTURE.format(bands=bands, width=width, height=height, zone=zone, **corners)
    empty = "GROUP=SwathStructure\nEND_GROUP=SwathStructure\nEND\n"
    file["HDFEOS INFORMATION/StructMetadata.0"] = np.bytes_(empty if basic else structure)
