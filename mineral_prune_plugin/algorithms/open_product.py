# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm openproduct: a satellite or airborne product as it is downloaded, as a raster."""

from qgis.core import (
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingUtils,
    QgsProperty,
)

from ..errors import QT_TRANSLATE_NOOP
from ..models.training_settings import Bounds
from ..products.choices import OVERLAPS, Choices
from . import parameters as common
from .algorithm import MineralPruneAlgorithm
from .destinations import GEOTIFF, named_destination
from .reporting import reporting

PRODUCT_FILES = "Products (*.nc *.he5 *.h5 *.hdf *.zip *.xml *.XML *.tif *.TIF *.hdr *.vrt);;All files (*)"
WAVELENGTH_FILES = "Wavelengths (*.txt *.csv *.hdr *.dat *.tif);;All files (*)"


SCALE = Bounds("SCALE", QT_TRANSLATE_NOOP("MineralPrune", "Scale factor (0: the product's)"), 0.0, 0.0, 1000.0, "")


class OpenProduct(MineralPruneAlgorithm):
    INPUT, ORTHORECTIFY, OVERLAP, MASKS, WAVELENGTHS = "INPUT", "ORTHORECTIFY", "OVERLAP", "MASKS", "WAVELENGTHS"
    SCALE, OUTPUT = "SCALE", "OUTPUT"
    RASTERS = (*GEOTIFF, ".vrt")

    def name(self):
        return "openproduct"

    def displayName(self):
        return self.tr("Open product")

    def groupId(self):
        return "prepare"

    def shortHelpString(self):
        return self.tr(
            "Opens a product as it is downloaded (EMIT, EnMAP, PRISMA, Tanager, AVIRIS-3 and -5, DESIS, Sentinel-2, "
            "ASTER, GF-5, ZY1-02D and others) as a raster that QGIS and the other algorithms understand, with "
            "wavelengths, band widths, bad bands, scale, no-data value and georeference.\n\n"
            "Choose a file, or type the path of a folder or zip; nothing needs to be unpacked. Where no pixel has to "
            "be computed, the output is a virtual raster (.vrt), which copies nothing; otherwise it is a GeoTIFF. "
            "The log says what was done."
        )

    def initAlgorithm(self, configuration=None):
        for parameter, text in self._inputs():
            self.addParameter(common.with_help(parameter, text))
        self.addParameter(
            common.with_help(
                QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Opened product")),
                self.tr(
                    "A name that ends in .vrt refers to the product, where that is possible; .tif copies its pixels. "
                    "A temporary output is a .vrt where possible."
                ),
            )
        )

    def _inputs(self):
        """Pairs of a parameter and its help."""
        yield (
            QgsProcessingParameterFile(self.INPUT, self.tr("Product"), fileFilter=PRODUCT_FILES),
            self.tr(
                "The file as downloaded: .nc, .he5, .h5, .zip, METADATA.XML or .tif. For products of many files "
                "(Sentinel-2 .SAFE, ASTER, GF-5), type the path of the folder."
            ),
        )
        yield (
            QgsProcessingParameterBoolean(self.ORTHORECTIFY, self.tr("Orthorectify"), defaultValue=True),
            self.tr(
                "For products whose pixels lie as the sensor saw them (EMIT): put them on the ground with the "
                "product's own lookup table, each unchanged. Untick to keep the geometry of the sensor, in which "
                "each pixel is mapped once, but labels in map coordinates cannot be used."
            ),
        )
        yield (
            common.choice(self.OVERLAP, self.tr("Where spectrometers overlap"), OVERLAPS, OVERLAPS[0]),
            self.tr(
                "EnMAP, PRISMA, GF-5 and ZY1 see about 0.9 to 1.0 um with two spectrometers. keep: all bands, in "
                "the order of their wavelengths. vnir, swir: those of one of the two. average: the mean of each "
                "band of the SWIR and its nearest band of the VNIR."
            ),
        )
        yield (
            QgsProcessingParameterBoolean(self.MASKS, self.tr("Apply quality masks"), defaultValue=False),
            self.tr("Set pixels to no data where the product marks clouds, their shadows, haze, snow or errors."),
        )
        yield from self._statements()

    def _statements(self):
        """What a raster may not state itself, as pairs of a parameter and its help."""
        yield (
            QgsProcessingParameterFile(
                self.WAVELENGTHS, self.tr("Wavelengths"), optional=True, fileFilter=WAVELENGTH_FILES
            ),
            self.tr(
                "For a product that states none: text or CSV with the wavelength of a band in each line, optionally "
                "its FWHM, or a raster (or its .hdr) of the same sensor. Empty: those of the product."
            ),
        )
        yield (
            common.real_number(SCALE),
            self.tr(
                "For a product that states none or a wrong one: what a stored 1 is in reflectance, such as 0.0001 "
                "where 10000 stands for 1. 0: as the product states it."
            ),
        )

    def work(self, parameters, context, feedback):
        from ..products.open_product import open_product
        from ..products.recognise import read_product

        choices = Choices(
            orthorectify=self.parameterAsBoolean(parameters, self.ORTHORECTIFY, context),
            overlap=self.parameterAsEnumString(parameters, self.OVERLAP, context),
            masks=self.parameterAsBoolean(parameters, self.MASKS, context),
            wavelengths=self.parameterAsFile(parameters, self.WAVELENGTHS, context),
            scale=self.parameterAsDouble(parameters, self.SCALE, context),
        )
        with reporting(feedback) as progress:
            product = read_product(self.parameterAsFile(parameters, self.INPUT, context), choices, progress)
            parameters = self._with_extension(parameters, context, ".tif" if product.is_computed else ".vrt")
            output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
            open_product(product, output, progress)
        return {self.OUTPUT: output}

    def _with_extension(self, parameters, context, extension):
        """A temporary output gets the `extension` that its kind needs, which QGIS cannot know."""
        value = parameters.get(self.OUTPUT)
        if named_destination(parameters, self.OUTPUT):
            return parameters
        place = QgsProcessingUtils.generateTempFilename("OUTPUT" + extension)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            definition = QgsProcessingOutputLayerDefinition(value)
            definition.sink = QgsProperty.fromValue(place)
            return {**parameters, self.OUTPUT: definition}
        return {**parameters, self.OUTPUT: place}
