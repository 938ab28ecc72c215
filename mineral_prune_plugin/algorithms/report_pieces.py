# SPDX-License-Identifier: GPL-2.0-or-later
"""What the first page of a report shows beside the numbers: a map, and where all of it comes from."""

from configparser import ConfigParser, Error
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from qgis.core import Qgis

from ..errors import MineralPruneError
from ..interface.translation import sentence_of

METADATA = Path(__file__).parents[1] / "metadata.txt"


def origin_of(grid, **names):
    """The first_page.Origin of a report that is written now, with `names` of scene, map and model where there are any.

    grid : raster.source.Grid of the scene or the map, or None
    """
    from ..raster.footprint import footprint
    from ..reports.first_page import Origin

    date = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M (UTC%z)")
    place = None if grid is None else footprint(grid)
    return Origin(**names, date=date, version=made_with(), footprint=place)


def write_report(file, page):
    """Write a page of `reports`, as a PDF where the name ends so. file : Path of a draft; page : text of HTML"""
    if file.suffix.lower() == ".pdf":
        from ..interface.pdf_pages import write_pdf

        write_pdf(file, page)
    else:
        file.write_text(page, encoding="utf-8")


def made_with():
    """ "Mineral Prune 0.1.0, QGIS 3.22.16-Białowieża" """
    metadata = ConfigParser(interpolation=None)
    try:
        metadata.read(METADATA, encoding="utf-8")
        version = metadata.get("general", "version", fallback="")
    except (Error, OSError, UnicodeDecodeError):
        version = ""
    return f"Mineral Prune {version}".strip() + f", QGIS {Qgis.QGIS_VERSION}"


def map_cover(path, classes, origin):
    """The first_page.Cover of a report on a class map, with the reason in place of a picture that cannot be read.

    path    : of the class map
    classes : MineralClasses
    origin  : first_page.Origin
    """
    from ..mapping.legend import source_of
    from ..mapping.thumbnail import thumbnail
    from ..raster.opening import open_raster
    from ..reports.first_page import Cover

    try:
        source = source_of(open_raster(path))
        origin = replace(origin, scene=source.scene, model=source.model)
        return Cover(origin, thumbnail(path, classes, origin.footprint))
    except MineralPruneError as error:  # no reason to lose the numbers
        return Cover(origin, missing=sentence_of(error))


def model_cover(model, info, origin):
    """The first_page.Cover of a report on a model: the middle of the scene as it maps it, where that can be read.

    model  : Model
    info   : raster.source.RasterInfo of the scene
    origin : first_page.Origin
    """
    from ..mapping.quicklook import preview
    from ..reports.first_page import Cover

    apart = model.training.get("test_apart")
    try:
        return Cover(origin, preview(model, info, origin.footprint), apart)
    except MineralPruneError as error:
        return Cover(origin, apart=apart, missing=sentence_of(error))
