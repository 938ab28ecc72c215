# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters that cannot be read, or that a model cannot use."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class RasterUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} cannot be read as a raster: {reason}")


class RasterHasNoBands(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} has no bands; choose a hyperspectral raster.")


class RasterIsComplex(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} holds complex numbers; a reflectance raster is needed.")


class RasterReadFailed(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{raster} could not be read at row {row}, column {column}: {reason} The file may be damaged."
    )


class RasterIsNotAFile(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{raster} is not a raster that GDAL reads ({provider}); save it as a GeoTIFF first."
    )


class WavelengthUnitUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} states its wavelengths in '{unit}', which is no unit known here; write micrometers or nanometers "
        "in its header.",
    )


class WavelengthsImplausible(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} states wavelengths from {first:g} to {last:g} {unit}, outside 0.1 to 100 um; correct the unit in its "
        "header.",
    )


class BandListLength(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The header of {raster} lists {found} entries under '{key}' for {expected} bands; correct the header.",
    )


class RasterHasNoWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} states no wavelengths. Add them to "
        "its header or choose the raster that has them.",
    )


class FeatureNeedsWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The feature '{feature}' needs the wavelength of every band; {raster} states none. Add wavelengths to its "
        "header "
        "or choose the feature 'reflectance' or 'normalised'.",
    )


class FeatureShapeDiffers(MineralPruneError):
    """A feature that does not give one value for each band and pixel. expected, found : shapes of arrays."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The feature '{feature}' must give one value for each band and pixel, an array of {expected}; it gave {found}. "
        "Choose another feature.",
    )


class RangeNeedsWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "A range of {lowest:g} to {highest:g} um was asked for; {raster} states no wavelengths. Leave the range "
        "empty or "
        "add wavelengths to its header.",
    )


class NoBandInRange(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "None of the {bands} bands of {raster} is good and between {lowest:g} and {highest:g} um; choose another "
        "range.",
    )


class TooFewBands(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "At least {expected} bands are needed; {raster} has {found} usable ones in the range."
    )


class BandsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} has {found} of them (missing "
        "{missing} um). Choose a raster of the same sensor, or tick Interpolate.",
    )


class BandsNotBridged(BandsMissing):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} has or can interpolate {found} of "
        "them "
        "(not {missing} um). Choose a raster that covers them.",
    )


class BandCountDiffers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained without wavelengths and needs exactly {expected} bands; {raster} has {found}.",
    )


class ScaleDiffers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained on values near {expected:g}; those of {raster} are near {found:g}. State the raster's "
        "scale factor in its header, so that both are reflectance.",
    )


class SceneWithoutData(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} has not one valid pixel: all {pixels} are no-data, not finite or not positive. Nothing was written.",
    )
