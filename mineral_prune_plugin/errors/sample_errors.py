# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels and samples that cannot be used."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class ClassNumberTooLarge(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Classes must be whole numbers from 1 to {largest}; {labels} contains {found}."
    )


class LabelsDoNotOverlap(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{labels} ({label_extent}) does not overlap the raster ({raster_extent}). Choose labels for the same area.",
    )


class LabelsNeedGeoreference(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{labels} ({label_size} pixels) and the raster ({raster_size} pixels) differ in size and are not both "
        "georeferenced. Labels that are not georeferenced must have the size of the raster.",
    )


class LabelsWithoutPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No labelled pixel has a valid spectrum in {raster}. Check that the labels lie on the raster and are not "
        "all 0.",
    )


class LabelsEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{labels} has no labelled features. Draw some, or choose another layer."
    )


class ClassFieldMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{labels} needs a field with the mineral of each feature. Choose one of its fields: {fields}."
    )


class ClassCountUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' must be a number, a list such as 'muscovite=400, halloysite=240', or both; '{found}' is not.",
    )


class ClassCountMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' has no number for {mineral}. Add '{mineral}=...', or a number without a name for all "
        "other minerals.",
    )


class ClassCountUnused(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "'{parameter}' names '{mineral}', which is not among the minerals of the labels: {minerals}."
    )


class NoSamplesAsked(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "All numbers of samples are 0. Give at least one training, validation or test pixel per class.",
    )


class TooManySamples(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{samples} samples would be drawn, and a layer of points holds at most {most}. Choose 'up to' or "
        "'proportional' under 'Numbers', or fewer pixels per class.",
    )


class TooFewPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Too few labelled pixels with data: {shortages}. Draw fewer samples, label more pixels, use smaller blocks, or "
        "choose 'up to' under 'Numbers'.",
    )


class NothingSelected(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Selected features only' is ticked for {layer}, but nothing is selected in it. Select samples, or untick it.",
    )


class SampleFieldsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Samples need the fields mineral, class and split; {layer} lacks {missing}. Use 'Draw samples' to make them.",
    )


class SamplesNotPoints(MineralPruneError):
    """kind : QGIS's name of the geometry that was there."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Samples must be points; {layer} has other features ({kind}). Draw points from them with 'Draw samples'.",
    )


class LayerWithoutGeometry(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} is a table without geometry, so its rows have no place on the raster. Make points of them with QGIS's "
        "'Create points layer from table', or choose another layer.",
    )


class CoordinatesNotConverted(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "None of the {features} features of {layer} can be converted from its coordinate system ({layer_crs}) to that "
        "of the raster ({raster_crs}). Are latitude and longitude swapped? Correct the coordinates, or set the "
        "layer's coordinate system.",
    )


class GeometriesInvalid(MineralPruneError):
    """As Processing is set to stop at them."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{features} features of {layer} have an invalid geometry, such as a polygon that crosses itself; the id of the "
        "first is {first}. Repair them with 'Fix geometries', or let Processing skip invalid features.",
    )


class NamesMisread(MineralPruneError):
    """Of a vector layer. name : as it was read."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} was read in the wrong encoding: it has a mineral '{name}'. Set the encoding in its properties under "
        "Source (GB18030 for Chinese), put a .cpg file beside a shapefile, or save it as UTF-8.",
    )


class TableHeaderDamaged(MineralPruneError):
    """table : of a shapefile. rows, length : number, bytes each; fields, size : bytes of the fields, the file."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The table {table} is damaged or cut short: its header tells of {rows} rows of {length} bytes, with fields of "
        "{fields} bytes, and the file has {size} bytes. Copy it from its source again.",
    )


class TableRowsDamaged(MineralPruneError):
    """table : of a shapefile. damaged, rows : of so many, so many; first : number of the first, from 1."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The table {table} is damaged: {damaged} of its {rows} rows, the first of them row {first}, do not begin with "
        "a blank or an asterisk as rows do. Copy it from its source again.",
    )


class CategoryNamesMisread(MineralPruneError):
    """name : as it was read."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The class names of {raster} are not in UTF-8: one reads '{name}'. Save its header or side file (.hdr, "
        ".aux.xml) as UTF-8.",
    )


class SampleValueMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer}: {samples} samples have no usable value in the field '{field}'. Fill it in, or delete these samples.",
    )


class HiddenSizesUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'Hidden sizes' (SIZES) must be like '5, 10, 20', with '64-32' for two layers; '{found}' is not.",
    )


class SplitUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has a split called '{found}'; it must be one of {expected}. Correct the field."
    )


class MineralHasTwoNumbers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} has {first} and {second}; each mineral needs one class number of its own."
    )


class PointsOutsideRaster(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {points} points of {layer} lies on the raster. Choose points that lie on it."
    )


class PointsMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{layer} has no points to explain. Add some, or choose another layer.")


class FeaturesNotPoints(MineralPruneError):
    """kind : QGIS's name of the geometry that was there."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Points are needed; {layer} has other features ({kind}). Choose a layer of points."
    )


class PlaceOutside(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "That place lies outside {raster}. Click on the raster.")


class PolygonTooLarge(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The polygon holds more than {most} pixels. Draw a smaller one to see its mean spectrum."
    )


class PolygonWithoutPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The polygon holds the centre of no pixel. Draw a larger one, or click on a pixel."
    )


class SampleThereAlready(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} has a sample of {mineral} in this pixel already, in the split {split}. Delete that one first.",
    )


class LayerNotWritable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{layer} takes no new points. Save it as a GeoPackage, or add to a new layer of samples."
    )


class SamplesOutsideRaster(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {samples} samples of {layer} lies on the raster. Choose samples drawn from it."
    )


class SamplePixelTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer}: {pixels} samples share a pixel with a sample of another split or class. Keep one sample per pixel.",
    )


class SamplesWithoutSpectra(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "None of the {samples} samples has data in {raster}. Choose samples drawn from it."
    )


class TooManyPatchPixels(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The neighbourhoods of the samples in {raster} need {found} MB, but no more than {most} MB is held in memory. "
        "Use fewer samples or unlabelled pixels, a smaller neighbourhood or fewer bands.",
    )


class SampleMineralNotRequested(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{layer} has samples of {mineral}, which is not among the minerals to identify ({minerals}). Add it to them, "
        "or give the samples the name used there.",
    )


class LayerUnreadable(MineralPruneError):
    """label : of the parameter, as the dialog shows it."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "QGIS can read no layer in {file}, which was given as '{label}'. It may be damaged or incomplete: get a new "
        "copy of it, or export it again.",
    )


class PolygonsUnknown(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "To leave polygons out, every sample of {layer} must say in the field 'group' which polygon it comes from, as "
        "those that 'Draw samples' draws from polygons do. Draw them so, or choose 'test samples' under 'Accuracy "
        "from'.",
    )


class PolygonsTooFew(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Every mineral of {layer} has a single polygon, so none can be left out. Label a second polygon of each, or "
        "choose 'test samples' under 'Accuracy from'.",
    )


class RejectNeedsTest(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "With 'Leave pixels unclassified that are unlike all samples' no polygons can be left out. Choose 'automatic' "
        "or 'test samples' under 'Accuracy from', or untick it.",
    )
