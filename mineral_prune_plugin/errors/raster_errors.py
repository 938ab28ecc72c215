# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters that cannot be read, or that a model cannot use."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class RasterUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} cannot be read as a raster: {reason}")


class RasterHasNoBands(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} has no bands. Choose a hyperspectral raster.")


class RawSourceElsewhere(MineralPruneError):
    """file : as the virtual raster names it."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} takes its values from the raw file {file}. From version 3.12, GDAL opens such a file only where it "
        "lies in the folder of the virtual raster or below and is named relative to it. Move the two together and name "
        'the file so (relativeToVRT="1"), or convert the raster to GeoTIFF with an earlier version.',
    )


class BandsReadAsColumns(MineralPruneError):
    """version : of GDAL; width, height, bands : as it reads them."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "GDAL {version} takes the bands of {raster} for columns: {width} x {height} pixels of {bands} bands. Open the "
        "granule with 'Open product' first, and choose the raster that it writes.",
    )


class RasterIsComplex(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} contains complex numbers. Choose a reflectance raster.")


class RasterMixesSignedBytes(MineralPruneError):
    """signed, total : how many bands hold signed bytes, and all."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} holds signed bytes in {signed} of its {total} bands and other numbers in the rest, which cannot be "
        "read together. Save it with bands of one type.",
    )


class RasterReadFailed(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{raster} could not be read at row {row}, column {column}: {reason} The file may be damaged."
    )


class RasterCutShort(MineralPruneError):
    """file : with the values, of the raster or one of its sources; expected, found : bytes."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} cannot be used: by its header {file} should hold at least {expected} bytes, and it has {found}. Copy "
        "or download it again, or correct the header.",
    )


class RasterBlocksMissing(MineralPruneError):
    """expected, found : blocks (strips or tiles) of a GeoTIFF."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} is damaged: a raster of its size needs {expected} blocks of data, and the file lists {found}. Copy "
        "or download it again.",
    )


class RasterBlocksTooLarge(MineralPruneError):
    """width, height, bands : of a block; needed, most : megabytes."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} is stored in blocks of {width} x {height} pixels and {bands} bands, which can only be read whole: "
        "that takes about {needed} MB of memory, and {most} MB are allowed. Store it in smaller blocks (Raster > "
        "Conversion > Translate, with the creation options TILED=YES and COMPRESS=DEFLATE), or allow more memory "
        "under Settings > Options > Processing > Providers > Mineral Prune.",
    )


class MapNeedsMemory(MineralPruneError):
    """needed, most : megabytes."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "To map {raster} with this model takes about {needed} MB of memory, and {most} MB are allowed. Allow more "
        "under Settings > Options > Processing > Providers > Mineral Prune, or choose a smaller model or a raster of "
        "smaller blocks.",
    )


class RasterIsNotAFile(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "GDAL cannot read {raster} (provider: {provider}). Save it as a GeoTIFF first."
    )


class WavelengthUnitUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} gives its wavelengths in '{unit}', which is not a known unit. Write micrometers or nanometers in "
        "its header.",
    )


class WavelengthsImplausible(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} gives wavelengths from {first:g} to {last:g} {unit}, outside 0.1 to 100 um. Correct the unit in "
        "its header.",
    )


class BandListLength(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The header of {raster} lists {found} values under '{key}' for {expected} bands. Correct the header.",
    )


class HeaderOfAnotherRaster(MineralPruneError):
    """header : the file's name; stated, actual : entries of a header that differ, "samples = 614, bands = 50"."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{header}, the ENVI header beside {raster}, describes another raster: it states {stated}, but {raster} has "
        "{actual}. Delete or rename the header, or correct it if it belongs to {raster}.",
    )


class RasterHasNoWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands from {first:.3f} to {last:.3f} um, but {raster} has no wavelengths. Add them "
        "to its header, or choose a raster that has them.",
    )


class FeatureNeedsWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The feature '{feature}' needs the wavelength of every band, but {raster} has no wavelengths. Add them to its "
        "header, or choose the feature 'reflectance' or 'normalised'.",
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
        "'Wavelengths (micrometres)' is set to {lowest:g} to {highest:g} um, but {raster} has no wavelengths. Leave "
        "the range empty, or add wavelengths to its header.",
    )


class NoBandInRange(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "None of the {bands} bands of {raster} is a good band between {lowest:g} and {highest:g} um. Choose "
        "another range.",
    )


class TooFewBands(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "At least {expected} bands are needed; {raster} has {found} usable bands in the range."
    )


class BandsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} has {found} of them (missing: "
        "{missing} um). Choose a raster from the same sensor, or tick 'Interpolate missing bands'.",
    )


class BandsNotBridged(BandsMissing):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model needs {bands} bands from {first:.3f} to {last:.3f} um; {raster} has or can interpolate {found} of "
        "them (missing: {missing} um). Choose a raster that covers them.",
    )


class BandCountDiffers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained without wavelengths and needs exactly {expected} bands, but {raster} has {found}.",
    )


class BandNumbersDiffer(MineralPruneError):
    """Of a model that left bands out. without, unusable : numbers of bands, of the training raster and of this."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained without wavelengths on {bands} of {total} bands (without {without}), but {raster} has "
        "{found} bands, of which these cannot be used: {unusable}. Choose a raster of the same sensor in which the "
        "model's bands hold data, or one of the model's {bands} bands alone.",
    )


class BandNamesMissing(MineralPruneError):
    """Of a model that knows its bands by name. missing : names that the raster lacks; names : of the raster."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained without wavelengths and knows its {bands} bands by name, but {raster} has none named "
        "{missing} (its bands: {names}). Choose a raster with these bands, or give its bands the names that they have "
        "in the model.",
    )


class ScaleDiffers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The model was trained on values near {expected:g}, but those of {raster} are near {found:g}. Give the scale "
        "factor of the raster in its header, so that both are reflectance.",
    )


class SceneNotReflectance(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Spectra of a library are reflectance from 0 to 1; the values of {raster} have a mean of {found:.4g}. State "
        "its scale factor in the header, or choose a scene of reflectance.",
    )


class SceneIsRadiance(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} looks like radiance, not reflectance: the air's absorption at {wavelength:.3f} um takes "
        "{depth:.0f} % of its median spectrum. Correct the scene for the atmosphere first, or choose its reflectance "
        "product.",
    )


class SceneNeedsWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} states no wavelengths of its bands, so a spectral library cannot be compared with it. Add them to "
        "its header, or choose another raster.",
    )


class SceneTooSmall(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} has {found} pairs of usable neighbouring pixels; at least {least} are needed to learn the scene's "
        "brightness and noise. Choose a larger scene, or one with less no-data.",
    )


class SceneWithoutData(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} has no valid pixels: all {pixels} are no-data, not finite or not positive. Nothing was written.",
    )
