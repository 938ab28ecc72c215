# SPDX-License-Identifier: GPL-2.0-or-later
"""Reports as PDF, written by Qt and read again by GDAL or by what the system has."""

import re
import zlib

import pytest
from qgis.PyQt.QtGui import QFontDatabase

from mineral_prune_plugin.errors import OutputFailed
from mineral_prune_plugin.interface.pdf_pages import write_pdf
from mineral_prune_plugin.reports.page import Cell, Html, facts_list, finding, page, section, table

RECTANGLE = '<rect width="200" height="100" fill="#ff0000"/>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{RECTANGLE}</svg>'


def pages_of(content):
    return len(re.findall(rb"/Type /Page\b", content))


def pictures_of(content):
    """(width, height) of each picture in a PDF."""
    sizes = re.findall(rb"/Subtype /Image\s+/Width (\d+)\s+/Height (\d+)", content)
    return [tuple(map(int, size)) for size in sizes]


def test_a_page_becomes_a_pdf_of_a4_with_its_drawings(qgis, tmp_path):
    table_of = table(["Mineral", "Area (km2)"], [["alunite", "1.25"]], "Below.")
    text = page("Title", [finding("So."), Html(SVG), table_of, facts_list([("Scene", "a.img")])])
    write_pdf(tmp_path / "a.pdf", text)
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF-") and pages_of(content) == 1 and b"/MediaBox [0 0 595" in content
    assert pictures_of(content) == [(400, 200)] and b"/DCTDecode" not in content


def test_details_and_long_tables_go_on_on_pages_of_their_own(qgis, tmp_path):
    rows = [[f"mineral {number}", "1.25"] for number in range(150)]
    part = Html('<h2 class="part">Details</h2>')
    write_pdf(tmp_path / "a.pdf", page("Title", [finding("So."), part, section("Rows", table(["A", "B"], rows))]))
    assert pages_of((tmp_path / "a.pdf").read_bytes()) >= 4  # the first, and three of rows


def test_chinese_has_its_characters(qgis, tmp_path):
    """Not boxes: the font that is embedded knows them."""
    if not QFontDatabase().families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no font of this system has Chinese characters")
    write_pdf(tmp_path / "a.pdf", page("明矾石", []))
    content = (tmp_path / "a.pdf").read_bytes()
    maps = b"".join(re.findall(rb"beginbfrange(.*?)endbfrange", content, re.DOTALL)).lower()
    assert all(f"<{ord(letter):04x}>".encode() in maps for letter in "明矾石")


def test_the_shades_of_cells_are_filled(qgis, tmp_path):
    """Their colours are in the streams that draw the page; the font of either cell has one too."""
    cells = [Cell("5", "background-color: rgb(51, 102, 204)"), Cell("0", "color: #999")]
    write_pdf(tmp_path / "a.pdf", page("Title", [table(["A", "B"], [cells])]))
    streams = re.findall(rb"stream\r?\n(.*?)endstream", (tmp_path / "a.pdf").read_bytes(), re.DOTALL)
    drawn = b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")
    colours = re.findall(rb"cs ([0-9. ]+) scn", drawn)
    assert {(0.2, 0.4, 0.8), (0.6, 0.6, 0.6)} <= {tuple(map(float, each.split())) for each in colours}


def test_a_place_that_cannot_be_written_is_an_error(qgis, tmp_path):
    with pytest.raises(OutputFailed, match="PDF"):
        write_pdf(tmp_path / "gone" / "a.pdf", page("Title", []))


def test_names_of_strangers_are_text_and_load_nothing(qgis, tmp_path):
    (tmp_path / "x.svg").write_text(SVG)
    name = f'<img src="file://{tmp_path}/x.svg">'
    write_pdf(tmp_path / "a.pdf", page("Title", [table(["A"], [[name]])]))
    assert pictures_of((tmp_path / "a.pdf").read_bytes()) == []
