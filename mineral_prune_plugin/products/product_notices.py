# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said about a product: what was done, left out, decided or doubted."""

from ..errors import QT_TRANSLATE_NOOP
from ..notices import Notice


class ProductOpened(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is {title}: {bands} bands of {columns} x {rows} pixels, {first:.3f} to {last:.3f} um, {good} of the "
        "bands good.",
    )


class ReferredTo(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Nothing is copied: {output} is a virtual raster that reads {product}, so keep the product where it is.",
    )


class PixelsCopied(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The pixels are written to {output} ({megabytes:.0f} MB), which no longer needs {product}."
    )


class PixelsCopiedWithoutPlace(PixelsCopied):
    """Of a raster whose longitudes and latitudes stay in the product."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The pixels are written to {output} ({megabytes:.0f} MB). Keep {product} where it is: the longitudes and "
        "latitudes that put {output} and maps of it on the ground are read from it.",
    )


class BandsMarkedBad(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} marks {bands} of its {total} bands as bad ({shown} um). They are kept and marked, and other "
        "algorithms leave them out.",
    )


class BandsDead(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{bands} bands of {product} hold no data, or zeros alone ({shown} um). They are marked as bad, and other "
        "algorithms leave them out.",
    )


class ImageWithoutData(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} has no data at any pixel that was looked at: check it, or choose another scene."
    )


class InSensorGeometry(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is opened in the geometry of the sensor and has no place on the ground: labels in map coordinates "
        "cannot be used with it. Its longitudes and latitudes are handed on, to maps of it too, by which GDAL's warp "
        "can put it on the ground (gdalwarp -geoloc).",
    )


class Orthorectified(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is orthorectified with its own lookup table. {percent:.0f} % of the {columns} x {rows} pixels have "
        "data, each copied unchanged from one of the sensor.",
    )


class OverlapKept(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The two spectrometers of {product} overlap from {first:.3f} to {last:.3f} um. All {bands} bands there are "
        "kept, in the order of their wavelengths; choose 'Where spectrometers overlap' to keep one of the two.",
    )


class OverlapChosen(Notice):
    """choice : vnir or swir."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Where the two spectrometers of {product} overlap ({first:.3f} to {last:.3f} um), the bands of {choice} are "
        "taken; {dropped} bands are left out.",
    )


class OverlapAveraged(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Where the two spectrometers of {product} overlap ({first:.3f} to {last:.3f} um), {vnir} bands of the VNIR and "
        "{swir} of the SWIR become {bands}: each is the mean of a band of the SWIR and its nearest band of the VNIR.",
    )


class OverlapNone(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} has no spectrometers that overlap; the choice is without effect."
    )


class SaturatedAsNoData(Notice):
    """value : that stands for a saturated pixel."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Saturated pixels of {product} (stored as {value:g}) become no data in the bands in which they are saturated.",
    )


class PixelsSaturated(Notice):
    """values : of all bands."""

    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{values} values of {product} are saturated and become no data. A pixel is used only where every band has "
        "data.",
    )


class MasksApplied(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Quality masks of {product} set {pixels} of {total} pixels to no data: {shown}."
    )


class MasksMissing(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} comes without these quality masks, which are not applied: {shown}."
    )


class MasksNone(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "No quality masks of {product} are known; none is applied.")


class CornersDecided(Notice):
    """where : "centres" or "edges"."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The corner coordinates of {product} are the {where} of its corner pixels: its latitudes and longitudes then "
        "agree within {metres:.1f} m ({other:.1f} m otherwise).",
    )


class CornersUndecided(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Latitudes and longitudes of {product} are missing or agree with neither reading of its corner coordinates "
        "(nearest: {metres:.1f} m). They are taken as the {where} of its corner pixels; check the place on a map.",
    )


class WavelengthsFromFile(Notice):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "The wavelengths of {product} are those of {file} ({unit}).")


class ScaleGiven(Notice):
    """scale : a number; stated : those of the product, as text, 1 where it states none."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Stored values of {product} times {scale:g} are its reflectance, as was given; the product's own factor is "
        "{stated}.",
    )


class WavelengthsReplaced(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The wavelengths that {product} states itself are replaced by those of {file}."
    )


class WavelengthsOfSensor(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} names its bands only; wavelengths and widths are those published for {sensor}."
    )


class GridNotRegular(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is not on a map grid. Warp it with its {how} before you compare it with a map (Raster > Projections "
        "> Warp).",
    )


class RadianceOpened(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} holds radiance, not reflectance: minerals cannot be compared with a spectral library before it is "
        "corrected for the atmosphere.",
    )


class ResolutionChosen(Notice):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product}: bands of other resolutions are read by nearest pixel on a grid of {metres:g} m."
    )


class MaskNotTaken(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} has a mask or an alpha band beside its bands, which is not taken over: pixels that it hides show.",
    )


class CalibrationMissing(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} comes without the file of its gains (RadCal, .raw): its values stay raw numbers.",
    )


class GeoreferenceOfSwath(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is read through GDAL's HDF4 driver, which gives its place by control points. Check the place on a "
        "map.",
    )


class BandsWithoutWavelength(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{bands} bands of {product} have wavelengths that cannot be (such as {shown}). They are marked as bad.",
    )


class BandsWithoutWidth(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{bands} bands of {product} have no width (FWHM) that can be (such as {shown}). They are given none.",
    )


class DescriptionsDisagree(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{first} and {second} of {product} state different wavelengths, widths or gains. Those of {first} are taken; "
        "check them.",
    )


class BackgroundDisagrees(Notice):
    serious = True
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} states the background value {stated:g}, but the image {taken:g}, which is taken as no data.",
    )
