# SPDX-License-Identifier: GPL-2.0-or-later
"""A report as a PDF, drawn by Qt alone: no browser, no printer and no package is needed, and none is asked.

Qt's text documents know HTML of 1999 and no drawings: these become pictures, coloured squares letters of their colour.
"""

import os
import re

from qgis.PyQt.QtCore import QByteArray, QMarginsF, QRectF, QSizeF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
    QTextOption,
    QTransform,
)
from qgis.PyQt.QtSvg import QSvgRenderer

from ..errors import OutputFailed

DPI = 96  # of the page's style
FINE, COARSE, MANY = 2.0, 1.5, 20  # pixels of a picture for each of the page's, of more drawings fewer: memory
END = b"%%EOF"
MARGIN_MM = 15
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
SHADE = re.compile(r'style="background-color: rgb\((\d+), (\d+), (\d+)\)"')
FACTS = re.compile(r'<table[^>]*class="facts">.*?</table>', re.DOTALL)
BEYOND_QT = (re.compile(r' clip-path="[^"]*"'), ""), (re.compile(r"fill: url\(#[^)]*\)"), "fill: #f5b78e")  # hatches
VERDICT = (
    r'<table width="100%" bgcolor="#eaf2f8" cellpadding="6" cellspacing="0"><tr><td class="verdict" align="left">'
    r'<p class="first">\1</p>\2</td></tr></table>'
)
REPLACEMENTS = tuple(
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (r"<head>.*?</head>", ""),
        (r"<h1>(.*?)</h1>", r'<p class="h1">\1</p>'),
        (r'<h2 class="part">(.*?)</h2>', r'<p class="part">\1</p>'),
        (r"<h2>(.*?)</h2>", r'<p class="h2">\1</p>'),
        (r'<div class="finding verdict"><p>(.*?)</p>(.*?)</div>', VERDICT),
        (r'<p class="finding">(.*?)</p>', VERDICT.replace(r"\2", "")),
        (r"<table([^>]*)><caption>(.*?)</caption>(.*?)</table>", r'<table\1>\3</table><p class="caption">\2</p>'),
        (
            r'<span class="swatch" style="background-color: (#[0-9A-Fa-f]{6})"></span>(\d+) ',
            r'<font color="\1">&#9632;</font>&nbsp;\2&nbsp;',
        ),
        (r'<th scope="row"([^>]*)>(.*?)</th>', r'<td align="left"\1>\2</td>'),
        (r'<(td|th)([^>]*class="words")', r'<\1 align="left"\2'),
        (r"<(td|th)(?![^>]*align=)(?=[ >])", r'<\1 align="right"'),
        (r"<table(?![^>]*cellpadding)", r'<table cellspacing="0"'),
    )
)
STYLE = """
body { font-size: 9pt; color: #222222; }
p { margin-top: 4px; margin-bottom: 4px; }
p.h1 { font-size: 16pt; font-weight: bold; margin-bottom: 8px; }
p.h2 { font-size: 11.5pt; font-weight: bold; margin-top: 14px; }
p.part { font-size: 14pt; font-weight: bold; page-break-before: always; }
p.first { font-size: 10.5pt; font-weight: bold; }
p.caption, .figure p { color: #555555; font-size: 7.5pt; }
table { margin-top: 6px; margin-bottom: 6px; }
th, td { padding: 2px 4px; font-size: 7.5pt; }
th { font-size: 7pt; }
td.verdict { font-size: 9pt; }
tr.marked td { background-color: #fff3d6; font-weight: bold; }
"""


def write_pdf(path, html):
    """Write a page of `reports` as a PDF of A4 pages.

    path   : of the file
    html   : text of the page
    errors : OutputFailed
    """
    document = QTextDocument()
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setPageLayout(_a4())
    area = QSizeF(writer.width(), writer.height())
    document.documentLayout().setPaintDevice(writer)
    document.setDefaultStyleSheet(STYLE)
    document.setDocumentMargin(0)
    document.setPageSize(area)  # first: after the text all of it would be laid out anew
    document.setHtml(_with_pictures(_of_1999(html), document, area.width()))
    _paint(document, writer, area, path)


def _a4():
    size = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def _of_1999(html):
    """The page as Qt's documents know HTML, its own style left out: numbers stand at the right, words at the left.

    Shades of cells become attributes, for a style of its own costs each cell more than its text.
    """
    html = SHADE.sub(lambda match: 'bgcolor="#{:02x}{:02x}{:02x}"'.format(*map(int, match.groups())), html)
    for pattern, text in REPLACEMENTS:
        html = pattern.sub(text, html)
    return FACTS.sub(lambda match: match[0].replace('align="right"', 'align="left"'), html)


def _with_pictures(html, document, width):
    """The page with an <img> for each drawing, which the document holds, no wider than the page."""
    drawings = DRAWING.findall(html)
    for number, drawing in enumerate(drawings):
        picture, size = _picture(drawing, width, FINE if len(drawings) <= MANY else COARSE)
        name = f"drawing-{number}"
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), picture)
        image = f'<img src="{name}" width="{size.width():.0f}" height="{size.height():.0f}">'
        html = html.replace(drawing, image, 1)
    return html


def _picture(drawing, width, finer):
    """(QImage of an <svg> with `finer` pixels for each of the page's, its QSizeF on the page)."""
    for pattern, text in BEYOND_QT:
        drawing = pattern.sub(text, drawing)
    renderer = QSvgRenderer(QByteArray(drawing.encode("utf-8")))
    size = QSizeF(renderer.viewBoxF().size())
    size *= min(1.0, width / size.width())
    image = QImage((size * finer).toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image, size


def _paint(document, writer, area, path):
    """Page by page, each with its number."""
    painter = QPainter()
    if not painter.begin(writer):
        raise OutputFailed(output=str(path), reason="the PDF could not be opened for writing")
    if hasattr(QPainter.RenderHint, "LosslessImageRendering"):  # Qt 5.13: no JPEG of a map of classes
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        painter.save()
        painter.setTransform(QTransform.fromTranslate(0, -number * area.height()), True)
        document.drawContents(painter, QRectF(0, number * area.height(), area.width(), area.height()))
        painter.restore()
        foot = QRectF(0, area.height() + 8, area.width(), 20)
        painter.setFont(QFont(painter.font().family(), 7))
        painter.drawText(foot, f"{number + 1} / {pages}", QTextOption(Qt.AlignmentFlag.AlignRight))
    painter.end()
    with open(path, "rb") as file:  # Qt says nothing of a disk that is full
        file.seek(-min(os.path.getsize(path), len(END) + 2), os.SEEK_END)
        if END not in file.read():
            raise OutputFailed(output=str(path), reason="the PDF was not written to its end")
