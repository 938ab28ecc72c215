# SPDX-License-Identifier: GPL-2.0-or-later
"""Remarks on what a raster states, and on what was left out or taken on trust."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class HeaderDiffersFromCopy(Notice):
    """entries : of the header, as ENVI calls them."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The header of {raster} and {copy}, an earlier copy that QGIS or GDAL left beside it, differ in: {entries}. "
        "The header is used. Delete the copy, so that QGIS shows the same.",
    )


class HeaderBesideTiff(Notice):
    """header : the file's name; entries : of it that are used, as ENVI calls them."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{raster} is read with {header}, the ENVI header beside it, which states its {entries}."
    )


class HeaderDamaged(Notice):
    """header : the file's name; entry : the first whose list has no end."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{header}, the ENVI header beside {raster}, is damaged: the list under '{entry}' has no closing brace. "
        "{raster} is read without it: without its wavelengths, bad bands, scale and value for no data. Repair the "
        "header, or delete it.",
    )


class TiffDiffersFromHeader(Notice):
    """header : the file's name; entries : that differ, as ENVI calls them."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} itself and {header}, the ENVI header beside it, contradict each other in: {entries}. The header is "
        "used, but for 'data ignore value' and 'reflectance scale factor', for which {raster} is. Delete the header if "
        "it belongs to another raster, or correct what is wrong.",
    )


class EmptyBandsLeftOut(Notice):
    """shown : wavelengths or numbers of the bands."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{bands} of the {total} bands of {raster} hold no data anywhere, or zeros alone, and are left out ({shown}).",
    )


class BandsOfZerosUsed(Notice):
    """Of a small raster. shown : wavelengths or numbers of the bands."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands that are 0 at all pixels of {raster} ({shown}). It is so small that this may be "
        "what was measured, over water or in shadow: they are used as they are. If they hold no data, the map is "
        "wrong.",
    )


class BandsWithGaps(Notice):
    """share : per cent of the pixels with data; shown : wavelengths or numbers of the bands."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "About {share} % of the pixels of {raster} are lost to a few bands without data there ({shown}): a pixel is "
        "used only where every band has data. To keep them, mark these bands as bad in the header (bbl) or train on "
        "wavelengths without them.",
    )


class BandsWithZeros(BandsWithGaps):
    """Of a raster whose no-data value is 0."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "About {share} % of the pixels of {raster} are lost to a few bands that are 0 there ({shown}), which is its "
        "no-data value: a pixel is used only where every band has data. To keep them, mark these bands as bad in the "
        "header (bbl), train on wavelengths without them, or remove the no-data value if 0 is a measured value.",
    )


class CrsOfLayer(Notice):
    """used, stated : names of coordinate systems."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster}: the coordinate system that its layer has in QGIS is used ({used}), not that of the file ({stated}).",
    )


class CrsFromLayer(CrsOfLayer):
    """Of a file that states no coordinate system."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster}: the file has no coordinate system; that of its layer in QGIS is used ({used}).",
    )


class BandsTakenInOrder(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Neither wavelengths nor names tell which of the {bands} bands of {raster} are those of the model: they are "
        "taken in their order. If it is not that of the training raster, the result is wrong.",
    )


class BandsWithoutWavelength(Notice):
    """shown : numbers of the bands."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{bands} bands of {raster} have no wavelength, or 0, and are left out (numbers {shown})."
    )


class WavelengthsFromNames(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} states wavelengths in the names of its bands alone ({first:.3f} to {last:.3f} um); they are used.",
    )


class BandsBeyondEnds(Notice):
    """most : micrometres."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{bands} bands of the model lie up to {most:.4f} um beyond the bands of {raster}, less than half a band's "
        "width: its first or last band is used for them.",
    )


class BandsShifted(Notice):
    """most : micrometres."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{bands} bands of {raster} lie up to {most:.3f} um beside those of the model, within an eighth of their width: "
        "they are used as they are.",
    )
