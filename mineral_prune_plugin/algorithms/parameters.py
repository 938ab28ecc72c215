# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters that several algorithms have, each with its help, and the checks of output names."""

import math

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..interface.translation import translate as tr
from ..models.training_settings import EPOCHS, HIDDEN_UNITS, SEED, UNLABELLED
from ..spectra.features import FEATURES
from .library_file import library_file
from .optional_range import OptionalRange

LIBRARY_FILES = "Spectral libraries (*.sli *.hdr *.txt *.csv *.asc);;All files (*)"
MODEL_FILES = "Mineral Prune model (*.safetensors)"


def with_help(parameter, text, advanced=False):
    """The parameter with its help, a translated text; advanced ones are folded away in the dialog."""
    parameter.setHelp(text)
    if advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def scene(name="INPUT"):
    return with_help(
        QgsProcessingParameterRasterLayer(name, tr("Hyperspectral raster (reflectance)")),
        tr(
            "A reflectance raster with many bands. Wavelengths, bad bands, scale factor and no-data value are read "
            "from the file. After scaling, the values must be reflectance from 0 to 1."
        ),
    )


def class_map(name):
    return with_help(
        QgsProcessingParameterRasterLayer(name, tr("Mineral map")),
        tr(
            "A raster of class numbers, as written by 'Map minerals' or any other program; 0 is unclassified. Names "
            "are those of its legend in QGIS, else of its file."
        ),
    )


def samples(name="SAMPLES", optional=False):
    """The points of known mineral, under `name`; `optional` where something else can stand in for them."""
    return with_help(
        QgsProcessingParameterFeatureSource(
            name, tr("Samples (points)"), [QgsProcessing.SourceType.TypeVectorPoint], optional=optional
        ),
        tr(
            "Points with the fields mineral (name), class (number from 1) and split (train, validation or test), as "
            "made by 'Draw samples'. Any coordinate system."
        ),
    )


def library():
    return with_help(
        QgsProcessingParameterFile(
            "LIBRARY",
            tr("Spectral library"),
            QgsProcessingParameterFile.Behavior.File,
            optional=True,
            fileFilter=LIBRARY_FILES,
        ),
        tr(
            "Reference spectra: an ENVI library (.sli), USGS splib07 or ECOSTRESS text, or a table (.csv); type the "
            "path of a folder for all files in it. Empty: the library of the plugin, whose spectra were composed from "
            "the absorptions of 63 materials, 0.4 to 2.5 um."
        ),
    )


def library_request(algorithm, parameters, context):
    """(path of LIBRARY, "" for the plugin's own; the minerals of MINERALS as text).

    algorithm, parameters, context : as QGIS hands them over
    """
    return (
        library_file(algorithm, parameters, context),
        algorithm.parameterAsString(parameters, "MINERALS", context),
    )


def model(name="MODEL"):
    return with_help(
        QgsProcessingParameterFile(name, tr("Model"), QgsProcessingParameterFile.Behavior.File, fileFilter=MODEL_FILES),
        tr("A model file (.safetensors) made by 'Train model', 'Train from spectral library' or 'Prune model'."),
    )


def model_output(name, label):
    """Where the model is written: parameter `name`, shown as `label`."""
    return with_help(
        QgsProcessingParameterFileDestination(name, label, MODEL_FILES),
        tr("The model file to write, ending in .safetensors."),
    )


def report(label):
    """label : what it reports on, translated; QGIS's results viewer lists it under that name."""
    return with_help(
        QgsProcessingParameterFileDestination("REPORT", label, "HTML (*.html *.htm);;PDF (*.pdf)", optional=True),
        tr(
            "A web page with figures and tables, for the results viewer and any browser; or, where the file's name "
            "ends in .pdf, the same as pages to print or to paste."
        ),
    )


def table(name="TABLE"):
    return with_help(
        QgsProcessingParameterFileDestination(name, tr("Table"), "CSV (*.csv)", optional=True),
        tr("The numbers of the report as comma-separated values, with units in the column headings."),
    )


def features(default="reflectance"):
    return with_help(
        QgsProcessingParameterEnum(
            "FEATURES",
            tr("Features of the spectrum"),
            options=list(FEATURES),
            defaultValue=default,
            usesStaticStrings=True,
        ),
        rows_help(tr("How the reflectance is transformed before the network sees it."), FEATURES.values()),
    )


def rows_help(question, rows):
    """The help of a choice from a table: the question, then what each of `rows` (with name and help) says of itself."""
    return " ".join([question, *(f"{row.name}: {tr(row.help)}" for row in rows)])


def hidden_units():
    return with_help(
        QgsProcessingParameterString(
            HIDDEN_UNITS.name, tr(HIDDEN_UNITS.label), defaultValue=f"{HIDDEN_UNITS.default:g}"
        ),
        tr("Number of neurons in the hidden layer, such as 30. Several layers, from input to output: 64,32."),
    )


def wavelengths():
    return with_help(
        OptionalRange(
            "RANGE", tr("Wavelengths (micrometres)"), QgsProcessingParameterNumber.Type.Double, optional=True
        ),
        tr("Use only the bands in this range, for instance 1.99 to 2.48. Empty: all good bands."),
    )


def epochs():
    return with_help(
        whole_number(EPOCHS),
        tr(
            "Passes over the training samples. Every fifth epoch is checked, and the one with the lowest loss on the "
            "validation samples is kept."
        ),
    )


def unlabelled(text):
    return with_help(whole_number(UNLABELLED), text)


def seed():
    return with_help(whole_number(SEED), tr("The same seed and input give the same result, bit for bit."))


def interpolate():
    return with_help(
        QgsProcessingParameterBoolean("INTERPOLATE", tr("Interpolate missing bands"), defaultValue=False),
        tr(
            "For a raster from another sensor: where no band lies within 0.005 um of a band that the model needs, "
            "interpolate between its two neighbours, provided they are no more than 0.05 um apart. Beyond the raster's "
            "first or last band by less than half a band's width, that band is taken, and it is said."
        ),
        advanced=True,
    )


def device():
    return with_help(
        choice("DEVICE", tr("Device"), ("auto", "cpu", "cuda"), "auto"),
        tr(
            "Where to compute. auto: on an NVIDIA graphics card (CUDA), if there is one, for large scenes with the "
            "feature continuum or asai; else on the processor. cpu: on the processor's cores. cuda: on the graphics "
            "card; sparse DenseNets stay on the processor. The map is the same."
        ),
        advanced=True,
    )


def whole_number(bounds):
    return _number(bounds, QgsProcessingParameterNumber.Type.Integer)


def number_or_none(bounds, algorithm, parameters, context):
    """The whole number of the optional parameter of `bounds`, None where it is not set.

    QGIS takes an optional number for 0 where it is a text without a number in it, or an empty one.

    algorithm, parameters, context : as QGIS hands them on
    errors                         : SettingOutOfBounds where it is no number
    """
    text = algorithm.parameterAsString(parameters, bounds.name, context).strip()
    if not text:
        return None
    try:
        finite = math.isfinite(float(text))
    except ValueError:
        finite = False
    if not finite:
        raise bounds.refusal(text)
    return algorithm.parameterAsInt(parameters, bounds.name, context)


def real_number(bounds):
    return _number(bounds, QgsProcessingParameterNumber.Type.Double)


def _number(bounds, kind):
    return QgsProcessingParameterNumber(
        bounds.name,
        tr(bounds.label),
        kind,
        defaultValue=bounds.default,
        optional=bounds.default is None,
        minValue=bounds.least,
        maxValue=bounds.most,
    )


def choice(name, label, options, default):
    """The parameter `name`, shown as `label`: one of `options`, `default` among them, which are never translated."""
    return QgsProcessingParameterEnum(name, label, options=list(options), defaultValue=default, usesStaticStrings=True)
