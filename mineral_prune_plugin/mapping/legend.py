# SPDX-License-Identifier: GPL-2.0-or-later
"""The legend of a map: category names and colours in the file, a QGIS style (.qml) beside it."""

from dataclasses import dataclass
from html import escape

from osgeo import gdal

from ..classes import UNCLASSIFIED, UNCLASSIFIED_NAME, MineralClass
from ..raster.category_names import category_names, items_within
from ..raster.geotiff import gdal_failures_as_errors

LEARNT_FROM_ALL = "model_learnt_from_all_samples"  # an item of the band's metadata
SOURCE_ITEMS = ("map_of_scene", "map_by_model")  # of the band's metadata
SETTLED, NOT_SETTLED, UNKNOWN_IF_SETTLED = 1, 0, 255
SETTLED_CLASSES = (MineralClass(NOT_SETTLED, "not settled", "#BDBDBD"), MineralClass(SETTLED, "settled", "#1B7837"))
CONFIDENCE_COLOURS = ((0, "#440154"), (0.25, "#3B528B"), (0.5, "#21918C"), (0.75, "#5EC962"), (1, "#FDE725"))


@dataclass(frozen=True)
class MapSource:
    """Names of the scene and of the model file that a map was made of, "" where not known."""

    scene: str = ""
    model: str = ""


def write_legend(dataset, classes, path):
    """Write category names and a colour table into a class GeoTIFF; the names also within the file itself.

    dataset : open for writing, before its first pixel is written
    classes : MineralClasses
    path    : of the file, for errors
    errors  : OutputFailed
    """
    with gdal_failures_as_errors(path):
        band = dataset.GetRasterBand(1)
        table = gdal.ColorTable()
        names = [UNCLASSIFIED_NAME] + [""] * max(mineral.number for mineral in classes)
        table.SetColorEntry(UNCLASSIFIED, (0, 0, 0, 0))
        for mineral in classes:
            table.SetColorEntry(mineral.number, (*_rgb(mineral.colour), 255))
            names[mineral.number] = mineral.name
        band.SetColorTable(table)
        band.SetCategoryNames(names)
        within = items_within({mineral.number: mineral.name for mineral in classes})
        band.SetMetadata({**band.GetMetadata(), **within})


def name_source(dataset, path, source):
    """Say within a class GeoTIFF what it was made of. dataset, path : as of `write_legend`; source : MapSource"""
    with gdal_failures_as_errors(path):
        for item, name in zip(SOURCE_ITEMS, (source.scene, source.model)):
            if name:
                dataset.GetRasterBand(1).SetMetadataItem(item, name)


def source_of(dataset):
    """The MapSource that a class map names. dataset : of GDAL"""
    return MapSource(*(dataset.GetRasterBand(1).GetMetadataItem(item) or "" for item in SOURCE_ITEMS))


def mark_learnt_from_all(dataset, path):
    """Say within a class GeoTIFF that its model has met all of its samples. dataset, path : as of `write_legend`"""
    with gdal_failures_as_errors(path):
        dataset.GetRasterBand(1).SetMetadataItem(LEARNT_FROM_ALL, "yes")


def is_learnt_from_all(dataset):
    """Whether a class map says so. dataset : of GDAL"""
    return dataset.GetRasterBand(1).GetMetadataItem(LEARNT_FROM_ALL) == "yes"


def read_legend(dataset):
    """The classes of a class map: numbers, names and colours as its file states them; () where it states none.

    errors : CategoryNamesMisread
    """
    names, table = category_names(dataset), dataset.GetRasterBand(1).GetRasterColorTable()
    return tuple(MineralClass(number, name, _hex(table, number)) for number, name in names.items())


def style(classes):
    """A QGIS style, text of a .qml: the model's classes only, for the colour table has 256 entries."""
    entries = "\n".join(
        f'        <paletteEntry value="{mineral.number}" color="{mineral.colour}" alpha="255" '
        f'label="{escape(mineral.name)}"/>'
        for mineral in classes
    )
    return f"""<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">
      <colorPalette>
{entries}
      </colorPalette>
    </rasterrenderer>
  </pipe>
</qgis>
"""


def confidence_style():
    """A QGIS style of a confidence raster, 0 to 1: viridis, whose lightness rises with the value for every eye."""
    items = "\n".join(
        f'          <item value="{value:g}" color="{colour}" alpha="255" label="{value:g}"/>'
        for value, colour in CONFIDENCE_COLOURS
    )
    return f"""<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" classificationMin="0" \
classificationMax="1">
      <rastershader>
        <colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" minimumValue="0" \
maximumValue="1">
{items}
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
  </pipe>
</qgis>
"""


def _rgb(colour):
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _hex(table, number):
    if table is None or number >= table.GetCount():
        return "#808080"
    return "#{:02X}{:02X}{:02X}".format(*table.GetColorEntry(number)[:3])
