# SPDX-License-Identifier: GPL-2.0-or-later
"""The XML of strangers, through GDAL's small parser: it expands no entities and follows no references."""

import math
from dataclasses import dataclass

from osgeo import gdal

from ..errors import ProductIncomplete, ProductUnreadable
from ..raster.number_text import number_in
from ..raster.opening import call_gdal
from .download import text_of

DEEPEST = 100
ELEMENT, TEXT, ATTRIBUTE = 0, 1, 2  # kinds of GDAL's nodes


@dataclass(frozen=True)
class Element:
    """An element; `name` without its namespace's prefix, `text` of its own."""

    name: str
    text: str
    attributes: dict
    children: tuple

    def all(self, path):
        """Every element at a `path` below this, such as specific/bandID."""
        step, _, rest = path.partition("/")
        near = [child for child in self.children if child.name == step]
        return [element for child in near for element in child.all(rest)] if rest else near

    def first(self, path):
        """The text of the first element at a `path`, "" where there is none."""
        return next((element.text for element in self.all(path)), "")

    def anywhere(self, name):
        """Every element of this `name` below this, at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.anywhere(name)


@dataclass(frozen=True)
class XmlFile:
    """A parsed file. name : for messages; title : what the product is, for messages; root : its Element."""

    name: str
    title: str
    root: Element

    def number(self, element, path):
        """The number at a `path` below an `element`. Errors: ProductIncomplete."""
        return self._number(element.first(path), path)

    def value(self, element):
        """The number that is an element's text. Errors: ProductIncomplete."""
        return self._number(element.text, element.name)

    def _number(self, text, what):
        try:
            value = number_in(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ProductIncomplete(product=self.name, title=self.title, missing=f"{what} ({text[:20] or '-'})")
        return value


def read_xml(download, name, title):
    """The XmlFile of a file of a `download` by its `name`; `title` : what the product is. Errors: ProductUnreadable."""
    text = text_of(download, name).decode("utf-8", errors="replace").lstrip("\ufeff")
    shown = name.rpartition("/")[2]
    tree, reason = call_gdal(lambda: gdal.ParseXMLString(text))
    if not tree:
        raise ProductUnreadable(product=shown, reason=f"{reason.rstrip('. ') or 'it is no XML'}.")
    roots = tree[2:] if tree[1] == "" else [tree]
    if _depth(tree) > DEEPEST:
        raise ProductUnreadable(product=shown, reason="its elements are nested without end.")
    elements = [_element(node) for node in roots if node[0] == ELEMENT and not node[1].startswith(("?", "!"))]
    if not elements:
        raise ProductUnreadable(product=shown, reason="it has no elements.")
    return XmlFile(shown, title, elements[-1])


def _depth(tree):
    """How deep GDAL's nodes are nested, DEEPEST + 1 at most."""
    depth, level = 0, [tree]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [part for node in level for part in node[2:] if isinstance(part, list)]
    return depth


def _element(node):
    parts = node[2:]
    return Element(
        name=node[1].rpartition(":")[2],
        text="".join(part[1] for part in parts if part[0] == TEXT).strip(),
        attributes={part[1]: part[2][1] for part in parts if part[0] == ATTRIBUTE and len(part) > 2},
        children=tuple(_element(part) for part in parts if part[0] == ELEMENT),
    )
