# SPDX-License-Identifier: GPL-2.0-or-later
"""Styles that a person made are kept when an output brings its own, and links have the side files of their file.

A style names and colours the classes of one map: beside another it would show wrong names, so the new one must stand
there. But one that a person saved in QGIS is work: it stays under another name, and it is told.
"""

import os
import shutil

from .draft import contents
from .moving import STALE
from .output_notices import StyleKept

HEAD = (
    b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" styleCategories=\"Symbology\">"
)


def keep_styles(drafts, progress):
    """Copy the styles that are not the plugin's and will be replaced.

    drafts   : sequence of Draft, each finished
    progress : Progress that is told
    errors   : OSError
    """
    for draft in drafts:
        for child in contents(draft.folder):
            place = draft.path.with_name(child.name)
            if child.suffix == ".qml" and place.is_file() and not _is_of_plugin(place, child):
                kept = _free_name(place)
                shutil.copy2(place, kept)
                progress.tell(StyleKept(style=str(place), kept=kept.name))


def link_side_files(draft, link):
    """What GDAL and QGIS look for beside a link is that of its file: its style; and nothing of an older one.

    draft  : Draft, finished, of the file that the link leads to
    link   : Path
    errors : OSError
    """
    for name in [link.name + suffix for suffix in STALE]:
        link.with_name(name).unlink(missing_ok=True)
    style, beside = draft.path.with_suffix(".qml"), link.with_suffix(".qml")
    if (draft.folder / style.name).is_file() and os.path.realpath(beside) != os.path.realpath(style):
        if beside.is_file() and not _is_of_plugin(beside, draft.folder / style.name):
            os.replace(beside, _free_name(beside))
        beside.unlink(missing_ok=True)
        beside.symlink_to(style)


def _is_of_plugin(style, new):
    """Whether a style was written by the plugin, or is the same as the new one."""
    with open(style, "rb") as file, open(new, "rb") as other:
        return file.read(len(HEAD)) == HEAD or style.read_bytes() == other.read()


def _free_name(style):
    """Path beside a style under which it can stay: map (kept).qml, map (kept 2).qml and so on."""
    names = (f"{style.stem} (kept{number})" for number in ("", *(f" {number}" for number in range(2, 10_000))))
    return next(place for place in (style.with_name(f"{name}.qml") for name in names) if not os.path.lexists(place))
