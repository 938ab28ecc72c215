# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that readers of one format read differently: what counts is GDAL's reading, whoever reads."""

import numpy as np
import pytest
from faults.rasters import RIGHT, judged
from faults.tiff_changes import place
from faults.tiff_files import FLOAT, LONG, SHORT, SSHORT, Entry, plain_tiff
from making import write_envi, write_geotiff
from osgeo import gdal

from mineral_prune_plugin.errors import RasterMixesSignedBytes
from mineral_prune_plugin.raster.direct.layouts import find_layout
from mineral_prune_plugin.raster.source import describe

CUBE = np.random.default_rng(6).integers(-30_000, 30_000, (3, 20, 24)).astype(np.int16)
PLAIN = "read directly"


def reader_of(path):
    """Who read the file with GDAL's values: "read directly" or "read by GDAL"; else how they differ."""
    outcome = judged(path, "")
    assert outcome.verdict == RIGHT, outcome.detail
    return outcome.detail


def envi(folder, line="", instead=False):
    """An ENVI file with 96 bytes before its values. line : more in its header; instead : of the entry of its key"""
    path = write_envi(folder / "cube.img", CUBE, "bil")
    path.write_bytes(bytes(range(96)) + path.read_bytes())
    header = path.with_suffix(".hdr")
    lines = header.read_text().replace("header offset = 0", "header offset = 96").splitlines()
    kept = [other for other in lines if not instead or letters(other) != letters(line)]
    header.write_text("\n".join([*kept, line, ""]), encoding="utf-8")
    return path


def letters(line):
    return "".join(filter(str.isalpha, line.partition("=")[0].partition(":")[0])).lower()


@pytest.mark.parametrize(
    "line", ["", "byte order = 0", "HEADER OFFSET = 96", "Interleave = BIL", "file compression = 0"]
)
def test_a_header_that_is_plain_is_read_directly(tmp_path, line):
    assert reader_of(envi(tmp_path, line, instead=True)) == PLAIN


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_a_header_of_any_system_is_read_directly(tmp_path, end):
    path = envi(tmp_path)
    header = path.with_suffix(".hdr")
    header.write_bytes(header.read_text().replace("\n", end).encode())
    assert reader_of(path) == PLAIN


@pytest.mark.parametrize(
    "line",
    [
        "header offset = 9_6", "header offset = \u0669\u0666", "header offset = \uff19\uff16", "header offset = +96",
        "header offset = 96.0", "header offset = 96 bytes", "header offset = 96;1", "header offset = 96=1",
        "header offset:96 = 0", "header\toffset = 96", " header offset = 96", "header offset = 0x60",
        "byte order = 01", "byte order = 0=1", "interleave = bilx", "interleave = bil;", "file compression = none",
        "data type = 2.5", "lines = 20.9", "major frame offsets = {0, 0}", "header offset = 96\x00",
    ],
)  # fmt: skip
def test_an_entry_that_is_not_plain_is_left_to_gdal(tmp_path, line):
    path = envi(tmp_path, line, instead=True)
    assert find_layout(describe(path)) is None
    assert reader_of(path) == "read by GDAL"


@pytest.mark.parametrize(
    "line",
    ["header offset = 0", "header offset = 96", "Header Offset = 0", "header_offset = 0", "byte order = 1",
     "interleave = bsq", "interleave:bsq = 1", "data type = 12", "lines = 19"],
)  # fmt: skip
def test_an_entry_that_stands_twice_is_left_to_gdal(tmp_path, line):
    path = envi(tmp_path, line)
    assert find_layout(describe(path)) is None
    assert reader_of(path) == "read by GDAL"


def test_an_entry_within_a_list_that_does_not_end_is_none(tmp_path):
    path = envi(tmp_path)
    header = path.with_suffix(".hdr")
    header.write_text(header.read_text().replace("byte order", "description = {x\nbyte order"))
    assert reader_of(path) == "read by GDAL"


def tiff(folder, change=None, order="<", big=False, **form):
    """A TIFF of strips of all bands; change : what to do to it."""
    written = plain_tiff(CUBE, order, big, rows=4, **form)
    if change:
        change(written)
    path = folder / "cube.tif"
    written.write(path)
    return path


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("form", [{}, {"planar": 2}, {"tile": (16, 16)}, {"tile": (16, 16), "planar": 2}])
def test_a_plain_tiff_is_read_directly(tmp_path, order, big, form):
    assert reader_of(tiff(tmp_path, None, order, big, **form)) == PLAIN


def odd(tag, *values, kind=SHORT, count=None):
    def change(written):
        entry = written.entry(tag)
        if entry is None:
            place(written, Entry(tag, kind, list(values), count))
        else:
            entry.kind, entry.values, entry.count = kind, list(values), count

    return change


def again(tag, *values, kind=SHORT, after=1):
    return lambda written: place(written, Entry(tag, kind, list(values)), after)


def turned(first, second):
    def change(written):
        one, other = (written.entries.index(written.entry(tag)) for tag in (first, second))
        written.entries[one], written.entries[other] = written.entries[other], written.entries[one]

    return change


AMBIGUOUS = {
    "bits in reverse": odd(266, 2),
    "a predictor": odd(317, 2),
    "the width twice": again(256, 24),
    "the offsets twice": again(273, *range(8, 13), kind=LONG),
    "other offsets before": again(273, *range(8, 13), kind=LONG, after=0),
    "rows of a strip twice": again(278, 5),
    "tags out of order": turned(256, 259),
    "a signed width": odd(256, 24, kind=SSHORT),
    "a width that is a fraction": odd(256, 24, kind=FLOAT),
    "tiles beside strips": lambda written: [again(322, 24)(written), again(323, 4)(written)],
    "a compression of each sample": odd(259, 1, 1, 1),
    "bits of a sample too many": odd(258, 16, 16, 16, 16),
    "masks": odd(262, 4),
    "colours apart from brightness": odd(262, 6),
    "depth": odd(32997, 1, 1, count=2),
    "numbers of samples that differ": odd(339, 2, 2, 1),
    "numbers without a type": odd(339, 4, 4, 4),
    "a planar configuration of a signed number": odd(284, 1, kind=SSHORT),
}  # fmt: skip


@pytest.mark.parametrize("defect", AMBIGUOUS)
def test_a_directory_that_is_not_plain_is_left_to_gdal_or_refused(tmp_path, defect):
    path = tiff(tmp_path, AMBIGUOUS[defect])
    outcome = judged(path, defect)
    assert outcome.verdict in ("right", "refused") and outcome.detail != PLAIN, outcome


def test_of_a_tag_that_stands_twice_the_first_says_how_long_the_file_should_be(tmp_path):
    path = tiff(tmp_path, again(273, *[10**6] * 5, kind=LONG))
    assert np.array_equal(gdal.Open(str(path)).ReadAsArray(), CUBE)
    assert reader_of(path) == "read by GDAL"


def test_signed_bytes_are_signed(tmp_path):
    cube = CUBE.astype(np.int8)
    path = tmp_path / "cube.tif"
    plain_tiff(cube, rows=4).write(path)
    assert describe(path).dtype == np.int8 and (gdal.Open(str(path)).ReadAsArray() == cube).all()
    assert reader_of(path) == PLAIN
    gdal.Translate(
        str(tmp_path / "packed.tif"), str(path), creationOptions=["COMPRESS=DEFLATE", "PIXELTYPE=SIGNEDBYTE"]
    )
    assert reader_of(tmp_path / "packed.tif") == "read by GDAL"


@pytest.mark.skipif(int(gdal.VersionInfo()) >= 3_070_000, reason="GDAL has a type for signed bytes")
def test_signed_bytes_beside_other_numbers_are_refused(tmp_path):
    plain_tiff(CUBE[:1].astype(np.int8), rows=4).write(tmp_path / "signed.tif")
    write_geotiff(tmp_path / "other.tif", CUBE[:1], transform=None)
    band = (
        '<VRTRasterBand dataType="{}" band="{}">{}<SimpleSource><SourceFilename relativeToVRT="1">{}</SourceFilename>'
    )
    band += "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
    note = '<Metadata domain="IMAGE_STRUCTURE"><MDI key="PIXELTYPE">SIGNEDBYTE</MDI></Metadata>'
    bands = band.format("Byte", 1, note, "signed.tif") + band.format("Int16", 2, "", "other.tif")
    (tmp_path / "both.vrt").write_text(f'<VRTDataset rasterXSize="24" rasterYSize="20">{bands}</VRTDataset>')
    with pytest.raises(RasterMixesSignedBytes) as refusal:
        describe(tmp_path / "both.vrt")
    assert refusal.value.facts == {"raster": "both.vrt", "signed": 1, "total": 2}
