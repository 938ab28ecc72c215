# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters that several algorithms have, each with its help, and the checks of output names."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRange,
    QgsProcessingParameterRasterLayer,
)

from ..interface.translation import translate as tr
from ..models.settings import EPOCHS, SEED, UNLABELLED
from ..spectra.features import FEATURES

MODEL_FILES = "Mineral Prune model (*.safetensors)"


def with_help(parameter, text, advanced=False):
    """The parameter with its help; advanced ones are folded away in the dialog."""
    parameter.setHelp(text)
    if advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def scene(name="INPUT"):
    return with_help(
        QgsProcessingParameterRasterLayer(name, tr("Hyperspectral raster (reflectance)")),
        tr(
            "A raster of reflectance with many bands. Wavelengths, bad bands, scale and no-data value are taken from "
            "the "
            "file; values are reflectance from 0 to 1 after its scale factor."
        ),
    )


def samples(name="SAMPLES", optional=False):
    return with_help(
        QgsProcessingParameterFeatureSource(
            name, tr("Samples (points)"), [QgsProcessing.SourceType.TypeVectorPoint], optional=optional
        ),
        tr(
            "Points with the fields mineral (name), class (number from 1) and split (train, validation or test), as "
            "'Draw samples' makes them. Any coordinate system."
        ),
    )


def model(name="MODEL"):
    return with_help(
        QgsProcessingParameterFile(name, tr("Model"), QgsProcessingParameterFile.Behavior.File, fileFilter=MODEL_FILES),
        tr("A model file (.safetensors) made by 'Train model' or 'Prune model'."),
    )


def model_output(name, label):
    return with_help(
        QgsProcessingParameterFileDestination(name, label, MODEL_FILES),
        tr("The model file to write, ending in .safetensors."),
    )


def report(label):
    """label : what it reports on; QGIS's results viewer lists it under that name."""
    return with_help(
        QgsProcessingParameterFileDestination("REPORT", label, "HTML (*.html *.htm)", optional=True),
        tr("A page with figures and tables, which opens from the results viewer or in any browser."),
    )


def table(name="TABLE"):
    return with_help(
        QgsProcessingParameterFileDestination(name, tr("Table"), "CSV (*.csv)", optional=True),
        tr("The numbers of the report as comma-separated values, with units in the headings."),
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
        rows_help(tr("What the network sees of the reflectance."), FEATURES.values()),
    )


def rows_help(question, rows):
    """The help of a choice from a table: the question, then what each row says of itself."""
    return " ".join([question, *(f"{row.name}: {tr(row.help)}" for row in rows)])


def wavelengths():
    return with_help(
        QgsProcessingParameterRange(
            "RANGE", tr("Wavelengths (micrometres)"), QgsProcessingParameterNumber.Type.Double, optional=True
        ),
        tr("Only bands from the lowest to the highest wavelength, for instance 1.99 to 2.48. Empty: all good bands."),
    )


def epochs():
    return with_help(
        whole_number(EPOCHS, tr("Epochs")),
        tr(
            "Passes over the training samples; of every fifth epoch the one of lowest loss on the validation samples "
            "is kept."
        ),
    )


def unlabelled(text):
    return with_help(whole_number(UNLABELLED, tr("Unlabelled pixels to learn from")), text)


def seed():
    return with_help(whole_number(SEED, tr("Seed")), tr("The same seed and input give the same result, bit for bit."))


def interpolate():
    return with_help(
        QgsProcessingParameterBoolean("INTERPOLATE", tr("Interpolate missing bands"), defaultValue=False),
        tr(
            "For a raster of another sensor: where no band lies within 0.005 um of one that the model needs, take it "
            "from the two neighbours, if they are no further apart than 0.05 um."
        ),
        advanced=True,
    )


def device():
    return with_help(
        choice("DEVICE", tr("Device"), ("auto", "cpu", "cuda"), "auto"),
        tr(
            "What computes: auto takes an NVIDIA graphics card (CUDA) where there is one and the scene is large enough "
            "to pay, cpu the processor's cores. The map is the same."
        ),
        advanced=True,
    )


def whole_number(bounds, label, name=None):
    return QgsProcessingParameterNumber(
        name or bounds.name,
        label,
        QgsProcessingParameterNumber.Type.Integer,
        defaultValue=bounds.default,
        minValue=bounds.least,
        maxValue=bounds.most,
    )


def real_number(bounds, label):
    return QgsProcessingParameterNumber(
        bounds.name,
        label,
        QgsProcessingParameterNumber.Type.Double,
        defaultValue=bounds.default,
        minValue=bounds.least,
        maxValue=bounds.most,
    )


def choice(name, label, options, default):
    return QgsProcessingParameterEnum(name, label, options=list(options), defaultValue=default, usesStaticStrings=True)
