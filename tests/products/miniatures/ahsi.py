# SPDX-License-Identifier: GPL-2.0-or-later
"""GF-5B and ZY1-02E AHSI, Level 1: two GeoTIFFs (VNIR and SWIR), 7 x 5 pixels of all bands.

From public readers of these products (no specification is public in full): the names, as
GF5B_AHSI_E111.6_N35.8_20231031_011422_L10000412729_VN.tif and _SW.tif, 150 and 180 bands, and ZY1E_AHSI_.., 76 and 90
bands; uint16 without wavelengths, projection or geotransform; rational polynomial coefficients in .rpb files; text
files GF5B_AHSI_RadCal_VNIR.raw (gain, offset a line: radiance = gain * DN + offset) and
GF5B_AHSI_Spectralresponse_VNIR.raw (centre, width in nm a line), their twins of the SWIR; an .xml with SatelliteID,
SensorID, ProductLevel.
Our guess: that DN 0 is no data, the comma in the .raw files of other deliveries, and the units of radiance; the
numbers of bands of ZY1-02D are those of ZY1-02E here.
"""

import numpy as np
from osgeo import gdal, gdal_array
from products.miniatures.truth import Miniature, numbers

HEIGHT, WIDTH = 7, 5
SENSORS = {  # scene, prefix of the text files, bands of the VNIR and SWIR, their first and last centres (nm)
    "GF5B": ("GF5B_AHSI_E111.6_N35.8_20231031_011422_L10000412729", 150, 180, (390.3, 1029.2), (1004.6, 2513.2)),
    "ZY1E": ("ZY1E_AHSI_E111.60_N35.80_20230521_007654_L1A0000412729", 76, 90, (396.0, 1039.1), (1006.6, 2501.1)),
}
_RPB = """satId = "{sensor}";
bandId = "{part}";
SpecId = "RPC00B";
BEGIN_GROUP = IMAGE
\terrBias = 1.0;
\terrRand = 0.0;
\tlineOffset = 3.0;
\tsampOffset = 2.0;
\tlatOffset = 35.8;
\tlongOffset = 111.6;
\theightOffset = 900;
\tlineScale = 4.0;
\tsampScale = 3.0;
\tlatScale = 0.0011;
\tlongScale = 0.0012;
\theightScale = 500;
\tlineNumCoef = (
{line_num});
\tlineDenCoef = (
{den});
\tsampNumCoef = (
{samp_num});
\tsampDenCoef = (
{den});
END_GROUP = IMAGE
END;
"""


def build(folder, sensor="GF5B", calibration=True):
    """Write the folder of a scene; gives its Miniature, whose path is the folder. The truth, at every height:
    line = 3 - 4 (latitude - 35.8) / 0.0011, sample = 2 + 3 (longitude - 111.6) / 0.0012; there is no grid.

    sensor      : "GF5B" or "ZY1E"
    calibration : whether the .raw files of centres and of gains are there; values are raw numbers without
    """
    scene, vnir, swir, *ends = SENSORS[sensor]
    folder = folder / scene
    folder.mkdir()
    values, centres, widths = [], [], []
    for part, bands, (first, last) in zip(("VN", "SW"), (vnir, swir), ends):
        stored = numbers(bands, HEIGHT, WIDTH, 300 if part == "VN" else 500, 19).astype(np.uint16)
        stored[:, 0, 0] = 0
        _tif(folder / f"{scene}_{part}.tif", stored)
        terms = {"line_num": (0, 0, -1), "samp_num": (0, 1), "den": (1,)}
        (folder / f"{scene}_{part}.rpb").write_text(_RPB.format(sensor=sensor, part=part, **_terms(terms)), "ascii")
        spectrum = np.round(np.linspace(first, last, bands), 4), np.round(np.linspace(4.1, 8.7, bands), 4)
        gain, offset = 0.0105 if part == "VN" else 0.0042, 0.1
        if calibration:
            spectral = "\n".join(f"{centre:.4f},{width:.4f}" for centre, width in zip(*spectrum)) + "\n"
            (folder / f"{sensor}_AHSI_Spectralresponse_{part}IR.raw").write_text(spectral)
            (folder / f"{sensor}_AHSI_RadCal_{part}IR.raw").write_text(f"{gain},{offset}\n" * bands)
        values.append(np.where(stored == 0, np.nan, stored * gain + offset if calibration else stored.astype(float)))
        centres.append(spectrum[0])
        widths.append(spectrum[1])
    (folder / f"{scene}.xml").write_text(_xml(sensor), encoding="utf-8")
    centres = np.concatenate(centres)
    return Miniature(
        path=folder,
        values=np.concatenate(values),
        centres_um=centres / 1000,
        widths_um=np.concatenate(widths) / 1000,
        good=np.ones(len(centres), bool),
        overlap=_overlap(centres, vnir),
    )


def wavelength_file(folder, miniature, widths=True):
    """A text file of the centres in nm, a line a band, as users make it from the sensor's table; gives its path."""
    path = folder / "wavelengths.txt"
    rows = zip(1000 * miniature.centres_um, 1000 * miniature.widths_um)
    lines = [f"{centre:.4f},{width:.4f}" if widths else f"{centre:.4f}" for centre, width in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _overlap(centres, vnir):
    first = np.arange(len(centres)) < vnir
    twice = (centres >= centres[~first].min()) & (centres <= centres[first].max())
    return tuple(tuple(np.flatnonzero(twice & side)) for side in (first, ~first))


def _terms(some):
    """The twenty terms of each polynomial as .rpb has them, zeros after the given ones."""
    return {
        name: ",\n".join(f"\t\t\t{term:+.6E}" for term in (*terms, *([0] * (20 - len(terms)))))
        for name, terms in some.items()
    }


def _tif(path, cube):
    code = gdal_array.NumericTypeCodeToGDALTypeCode(cube.dtype.type)
    bands, height, width = cube.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, code, options=["INTERLEAVE=BAND"])
    dataset.WriteArray(cube)
    dataset = None


def _xml(sensor):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ProductMetaData>'
        f"<SatelliteID>{sensor}</SatelliteID><SensorID>AHSI</SensorID><ProductLevel>LEVEL1</ProductLevel>"
        "<CenterTime>2023-10-31 03:14:22</CenterTime></ProductMetaData>\n"
    )
