# SPDX-License-Identifier: GPL-2.0-or-later
"""Products as they are downloaded: what cannot be recognised, read or used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class ProductUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is no product that is known ({known}), and GDAL cannot read it as a raster either ({reason}). "
        "Choose the file, folder or zip as it was downloaded.",
    )


class ProductMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} does not exist. Choose the file, folder or zip as it was downloaded."
    )


class ProductIncomplete(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} looks like {title}, but lacks '{missing}'. Download it again, or unpack all of its files into one "
        "folder.",
    )


class ProductInconsistent(MineralPruneError):
    """Two parts of a product that must agree. what, other : the parts; expected, found : their numbers."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} contradicts itself: {what} has {found}, but {other} has {expected}. Download it again.",
    )


class ProductIsRadiance(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is {title}, not reflectance of the ground. Choose its reflectance product ({wanted}), or correct it "
        "for the atmosphere first.",
    )


class ProductSeveral(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} holds {found} products ({shown}). Choose the file of the one that you want."
    )


class ProductTooManyFiles(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} holds more than {most} files. Choose the folder of a single product."
    )


class ProductDriverMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is {title}, for which GDAL needs its {driver} driver. This GDAL ({version}) has none: install a "
        "QGIS with it (the standard installers have it), or convert the product elsewhere.",
    )


class ProductUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{product} cannot be read: {reason} The file may be damaged. Download it again."
    )


class ProductNotPlaced(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} gives no place on the ground that can be used: {reason}. Check it, or download it again.",
    )


class ProductNeedsWavelengths(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} ({title}) has {bands} bands, but states no wavelengths. Give them under 'Wavelengths': a text or "
        "CSV file, or the header of another raster of the same sensor.",
    )


class ProductNeedsComputing(MineralPruneError):
    """An output .vrt of a product whose pixels have to be computed."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output}: a virtual raster only refers to a product, but the pixels of {title} have to be rearranged or "
        "changed. Choose a file that ends in .tif.",
    )


class ProductIsNotARaster(MineralPruneError):
    """A product that was chosen as the raster of another algorithm. {title} : what it is."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{product} is {title} as it is downloaded, not a raster that can be used directly. Run 'Open product' on it "
        "first and choose its output here.",
    )


class WavelengthFileUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{file} gives no wavelengths: {reason}. It must be text with the wavelength of a band in each line (and "
        "optionally its FWHM), or the header of a raster.",
    )


class WavelengthCount(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{file} lists {found} wavelengths, but {product} has {expected} bands. Choose another file."
    )


class ProductTooLarge(MineralPruneError):
    """needed, free : gigabytes."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output} would take {needed:.1f} GB, but its disk has {free:.1f} GB free. Choose another disk, or a virtual "
        "raster (.vrt) where the product allows it.",
    )
