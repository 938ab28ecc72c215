# SPDX-License-Identifier: GPL-2.0-or-later
"""How outputs look when QGIS loads them into a project. Of samples the mineral is the colour, the split the shape."""

from html import escape

from qgis.core import (
    QgsContrastEnhancement,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterMinMaxOrigin,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from .mineral_legends import translate_legend

SHAPES = {"train": "circle", "validation": "square", "test": "triangle"}

_waiting = []  # stylers whose layer is not loaded yet: QGIS keeps only the C++ half of them alive


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Calls `apply(layer)` once the layer is loaded."""

    def __init__(self, apply):
        super().__init__()
        self._apply = apply
        _waiting.append(self)

    def postProcessLayer(self, layer, context, feedback):
        if self in _waiting:
            _waiting.remove(self)
        self._apply(layer)


def style_when_loaded(context, output, apply):
    """Have `apply(layer)` called for the path `output`, if the QgsProcessingContext `context` is to load it."""
    if context.willLoadLayerOnCompletion(output):
        context.layerToLoadOnCompletionDetails(output).setPostProcessor(_Styler(apply))


def samples_styler(minerals):
    """Points in the colour of their mineral and the shape of their split."""

    def apply(layer):
        apply_style(layer, samples_style(minerals))

    return apply


def false_colour_styler(red, green, blue):
    """Bands numbered `red`, `green` and `blue`, from 1, each stretched; by itself QGIS 3.22 shows the first three."""

    def apply(layer):
        renderer = layer.renderer()
        renderer.setRedBand(red)
        renderer.setGreenBand(green)
        renderer.setBlueBand(blue)
        stretch = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        layer.setContrastEnhancement(stretch, QgsRasterMinMaxOrigin.Limits.CumulativeCut)

    return apply


def polygons_styler(minerals):
    """Polygons in the colour of their mineral."""

    def apply(layer):
        apply_style(layer, polygons_style(minerals))

    return apply


def map_styler(style_path):
    """The style beside a class map."""

    def apply(layer):
        layer.loadNamedStyle(style_path)
        translate_legend(layer)

    return apply


def samples_style(minerals):
    """The text of a .qml for samples of these MineralClasses."""
    return _categories(minerals, _symbol, 0)


def polygons_style(minerals):
    """The text of a .qml for polygons of these MineralClasses."""
    return _categories(minerals, _fill, 2)


def _categories(minerals, symbol, geometry):
    """Written out, since QGIS's own text varies by the run.

    symbol   : gives the text of a symbol, of its number and colour
    geometry : QGIS's number of points or polygons
    """
    categories = "\n".join(
        f'      <category type="string" symbol="{index}" value="{escape(mineral.name)}" label="{escape(mineral.name)}"'
        ' render="true"/>'
        for index, mineral in enumerate(minerals)
    )
    symbols = "\n".join(symbol(index, mineral.colour) for index, mineral in enumerate(minerals))
    return f"""<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <renderer-v2 type="categorizedSymbol" attr="mineral" forceraster="0" symbollevels="0" enableorderby="0">
    <categories>
{categories}
    </categories>
    <symbols>
{symbols}
    </symbols>
  </renderer-v2>
  <layerGeometryType>{geometry}</layerGeometryType>
</qgis>
"""


def _fill(index, colour):
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    options = {
        "color": f"{red},{green},{blue},255",
        "outline_color": "35,35,35,255",
        "outline_style": "solid",
        "outline_width": "0",
        "style": "solid",
    }
    option, old = _written_options(options)
    return f"""      <symbol type="fill" name="{index}" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
{option}
          </Option>
{old}
        </layer>
      </symbol>"""


def _written_options(options):
    """(options of a symbol's layer as QGIS 3.26 and later read them, the same for earlier ones)."""
    option = "\n".join(f'            <Option type="QString" name="{k}" value="{v}"/>' for k, v in options.items())
    return option, "\n".join(f'          <prop k="{k}" v="{v}"/>' for k, v in options.items())


def apply_style(layer: QgsVectorLayer, style):
    """Give a `layer` the `style`, the text of a .qml, its legend in the interface's language."""
    document = QDomDocument()
    document.setContent(style)
    layer.importNamedStyle(document)
    translate_legend(layer)


def _symbol(index, colour):
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    cases = " ".join(f"WHEN \"split\" = '{split}' THEN '{shape}'" for split, shape in SHAPES.items())
    options = {
        "color": f"{red},{green},{blue},255",
        "name": "circle",
        "outline_color": "35,35,35,255",
        "outline_style": "solid",
        "outline_width": "0",
        "size": "2",
        "size_unit": "MM",
    }
    option, old = _written_options(options)
    expression = escape(f"CASE {cases} ELSE 'circle' END")
    return f"""      <symbol type="marker" name="{index}" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
{option}
          </Option>
{old}
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" name="name" value=""/>
              <Option type="Map" name="properties">
                <Option type="Map" name="name">
                  <Option type="bool" name="active" value="true"/>
                  <Option type="QString" name="expression" value="{expression}"/>
                  <Option type="int" name="type" value="3"/>
                </Option>
              </Option>
              <Option type="QString" name="type" value="collection"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>"""
