# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra, absorptions by name and a bar a band, drawn with Qt alone.

matplotlib takes half a second to import and a tenth to draw; a click must be answered at once.
"""

import math
from dataclasses import dataclass, field

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

FOR, AGAINST = QColor("#0072B2"), QColor("#D55E00")
PAPER, INK, FAINT, GRID = QColor("#ffffff"), QColor("#222222"), QColor("#777777"), QColor("#e6e6e6")
LEFT, RIGHT, TOP, BOTTOM, BETWEEN = 56, 12, 22, 36, 8  # pixels around the axes
SHARE_OF_BARS = 0.36  # of the height
ROW = 15  # pixels of a line of names
MOST_ROWS = 3


@dataclass(frozen=True)
class Curve:
    """A line of the plot.

    label  : for the legend
    places : wavelengths, micrometres, or band numbers
    values : NaN breaks the line
    """

    label: str
    places: tuple
    values: tuple
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Content:
    """curves : Curves; marks : (place, text) pairs
    bars   : (place, share) pairs, logits; of none there is no room for them
    below, beside, beside_bars : what the axes show
    """

    curves: tuple = ()
    marks: tuple = ()
    bars: tuple = ()
    below: str = ""
    beside: str = ""
    beside_bars: str = ""
    hint: str = field(default="")


class SpectrumPlot(QWidget):
    """Shows a Content; `hint` stands where there is no curve."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("MineralPruneSpectrumPlot")
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.content = Content()

    def sizeHint(self):
        return QSize(420, 300)

    def show_content(self, content):
        """Draw a Content."""
        self.content = content
        self.update()

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), PAPER)
        if self.content.curves:
            _Drawing(painter, self.content, self.width(), self.height()).draw()
        else:
            painter.setPen(FAINT)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), flags, self.content.hint)
        painter.end()


class _Drawing:
    """One drawing of a Content."""

    def __init__(self, painter, content, width, height):
        self._painter, self._content = painter, content
        inner = height - TOP - BOTTOM
        bars = SHARE_OF_BARS * inner if content.bars else 0
        self._above = QRectF(LEFT, TOP, width - LEFT - RIGHT, inner - bars - (BETWEEN if bars else 0))
        self._below = QRectF(LEFT, TOP + inner - bars, width - LEFT - RIGHT, bars)
        finite = [
            (place, value)
            for curve in content.curves
            for place, value in zip(curve.places, curve.values)
            if math.isfinite(place) and math.isfinite(value)
        ]
        places = [place for place, _ in finite] + [place for place, _ in content.bars]
        self._x = _padded(min(places, default=0), max(places, default=1), 0.015)
        self._y = _padded(min((v for _, v in finite), default=0), max((v for _, v in finite), default=1), 0.06)

    def draw(self):
        self._axes()
        self._marks()
        self._painter.setClipRect(self._above)
        for curve in self._content.curves:
            self._curve(curve)
        self._painter.setClipping(False)
        if self._content.bars:
            self._bars()
        self._legend()

    def _at(self, place):
        low, high = self._x
        return self._above.left() + (place - low) / (high - low) * self._above.width()

    def _axes(self):
        _value_axis(self._painter, self._above, self._y, self._content.beside)
        area = self._below if self._content.bars else self._above
        low, high = self._x
        for tick in _ticks(low, high, max(2, int(self._above.width() / 70))):
            x = self._at(tick)
            self._painter.setPen(GRID)
            self._painter.drawLine(QPointF(x, self._above.top()), QPointF(x, area.bottom()))
            self._painter.setPen(INK)
            self._painter.drawText(QRectF(x - 35, area.bottom() + 2, 70, 15), _CENTRE, f"{tick:.6g}")
        below = QRectF(self._above.left(), area.bottom() + 17, self._above.width(), 17)
        self._painter.drawText(below, _CENTRE, self._content.below)
        self._frame(self._above)

    def _frame(self, area):
        self._painter.setPen(QPen(FAINT, 1))
        self._painter.drawLine(area.bottomLeft(), area.topLeft())
        self._painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _curve(self, curve):
        pen = QPen(QColor(curve.colour), 1.6)
        if curve.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        for run in _runs(curve):
            line = QPolygonF([QPointF(self._at(place), _height(self._above, self._y, value)) for place, value in run])
            if len(run) == 1:
                self._painter.drawEllipse(line[0], 1.5, 1.5)
            self._painter.drawPolyline(line)

    def _marks(self):
        """Names in up to three rows at the foot, where they do not cover each other; lines for all of them."""
        metrics, ends = self._painter.fontMetrics(), [-math.inf] * MOST_ROWS
        for place, text in self._content.marks:
            x = self._at(place)
            if not self._above.left() <= x <= self._above.right():
                continue
            self._painter.setPen(QPen(FAINT, 1, Qt.PenStyle.DotLine))
            self._painter.drawLine(QPointF(x, self._above.top()), QPointF(x, self._above.bottom()))
            wide = min(metrics.horizontalAdvance(text) + 6, int(self._above.width() / 2))
            left = min(x + 2, self._above.right() - wide)
            row = next((row for row, end in enumerate(ends) if left > end), None)
            if row is not None:
                ends[row] = left + wide
                place_of_text = QRectF(left, self._above.bottom() - ROW * (row + 1), wide, ROW)
                self._painter.setPen(FAINT)
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
                self._painter.drawText(place_of_text, Qt.AlignmentFlag.AlignLeft, shown)

    def _bars(self):
        shares = [share for _, share in self._content.bars]
        values = _padded(min(0.0, *shares), max(0.0, *shares), 0.08)
        _value_axis(self._painter, self._below, values, self._content.beside_bars, few=True)
        zero = _height(self._below, values, 0.0)
        wide = max(1.0, min(14.0, 0.8 * self._below.width() / (len(shares) + 1)))
        for place, share in self._content.bars:
            top = _height(self._below, values, share)
            bar = QRectF(self._at(place) - wide / 2, min(top, zero), wide, abs(top - zero))
            self._painter.fillRect(bar, FOR if share > 0 else AGAINST)
        self._painter.setPen(QPen(FAINT, 1))
        self._painter.drawLine(QPointF(self._below.left(), zero), QPointF(self._below.right(), zero))

    def _legend(self):
        """The last curve first, which is the pixel that was clicked; as many as there is room for."""
        metrics, x = self._painter.fontMetrics(), self._above.left()
        for curve in reversed(self._content.curves):
            wide = metrics.horizontalAdvance(curve.label) + 34
            if x + wide > self._above.right() + RIGHT and x > self._above.left():
                break
            pen = QPen(QColor(curve.colour), 2)
            if curve.dashed:
                pen.setStyle(Qt.PenStyle.DashLine)
            self._painter.setPen(pen)
            self._painter.drawLine(QPointF(x, TOP / 2), QPointF(x + 18, TOP / 2))
            self._painter.setPen(INK)
            self._painter.drawText(QRectF(x + 22, 0, wide, TOP), Qt.AlignmentFlag.AlignVCenter, curve.label)
            x += wide


_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def _value_axis(painter, area, values, title, few=False):
    """The ticks of a vertical axis, and its title. values : (lowest, highest)"""
    for tick in _ticks(*values, 3 if few else max(2, int(area.height() / 32))):
        y = _height(area, values, tick)
        painter.setPen(GRID)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(INK)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(area.left() - 44, y - 8, 40, 16), flags, f"{tick:.6g}")
    painter.save()
    painter.translate(9, area.center().y())
    painter.rotate(-90)
    font = painter.font()
    font.setPointSizeF(0.9 * font.pointSizeF())
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(area.height()))
    painter.drawText(QRectF(-area.height() / 2, -8, area.height(), 16), _CENTRE, shown)
    painter.restore()


def _height(area, values, value):
    low, high = values
    return area.bottom() - (value - low) / (high - low) * area.height()


def _padded(low, high, share):
    """The range with some room at both ends; never empty."""
    room = (high - low) * share or max(abs(high), 1e-6) * 0.05
    return low - room, high + room


def _ticks(low, high, count):
    """Round numbers within a range, about `count` of them."""
    raw = (high - low) / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 12) for k in range(first, math.floor(high / step + 1e-9) + 1)]


def _runs(curve):
    """Lists of (place, value) without gaps."""
    run = []
    for place, value in zip(curve.places, curve.values):
        if math.isfinite(place) and math.isfinite(value):
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run
