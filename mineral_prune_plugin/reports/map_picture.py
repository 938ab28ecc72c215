# SPDX-License-Identifier: GPL-2.0-or-later
"""A map in a report: its pixels in the colours of its classes, a scale bar, and the legend below."""

from base64 import b64encode
from math import floor, log10

from .matrix import COLOUR, class_name, name_in
from .page import Html, element, paragraph
from .png import palette_png

WIDTH, HEIGHT = 380, 380  # of the picture at most, in pixels of 1/96 inch
LEAST = 4  # of a row of pixels or a column, which would be less than a hair
FOOT, BAR = 34, 120  # below the map, where the scale bar is; the room that it and its text need
LONGEST = 0.4  # of the width: the scale bar
WHITE, GREY, BLACK = (255, 255, 255), (128, 128, 128), (0, 0, 0)
MOST_NAMES, SHORT = 40, 24  # in a legend; characters of a name that is not broken


def cover_picture(cover, tr):
    """The picture of a `cover`, first_page.Cover, or why there is none. tr : translates an English sentence"""
    if cover.missing:
        return paragraph(tr("There is no picture of the map: {reason}").format(reason=cover.missing))
    return map_picture(cover.thumbnail, tr)


def map_picture(thumbnail, tr):
    """The picture with its scale bar and its legend; empty without a map.

    thumbnail : mapping.thumbnail.Thumbnail, or None
    tr        : translates an English sentence
    """
    if thumbnail is None:
        return Html("")
    rows, columns = thumbnail.numbers.shape
    shape = rows * thumbnail.aspect / columns
    width, height = (max(LEAST, side) for side in (min(WIDTH, HEIGHT / shape), min(HEIGHT, WIDTH * shape)))
    bar = _scale_bar(thumbnail.width_m, width, height, tr)
    wide = max(width, BAR) if bar else width
    view = {"viewBox": f"0 0 {wide:.0f} {height + (FOOT if bar else 2):.0f}", "width": f"{wide:.0f}"}
    view.update({"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"})
    drawn = element("svg", _image(thumbnail, width, height), bar, **view, role="img")
    return element("div", drawn, *_notes(thumbnail, tr), legend(thumbnail.occurring, tr), **{"class": "figure map"})


def _notes(thumbnail, tr):
    """What the picture leaves open: that it is a part, where north is, and what is white."""
    sentences = [] if thumbnail.whole else [tr("The middle of the scene.")]
    if thumbnail.turned:
        sentences.append(tr("Rows as in the file: north is not up."))
    if not thumbnail.numbers.all():
        sentences.append(tr("White: unclassified or without data."))
    if thumbnail.differ is not None and (thumbnail.numbers == thumbnail.differ).any():
        sentences.append(tr("Black: the models differ."))
    return [element("p", " ".join(sentences))] if sentences else []


def legend(classes, tr):
    """A line of coloured squares with names. classes : MineralClasses; tr : translates an English sentence"""
    shown = [
        element("span", class_name(mineral, tr), **_whole(name_in(mineral, tr))) for mineral in classes[:MOST_NAMES]
    ]
    if len(classes) > MOST_NAMES:
        shown.append(element("span", tr("and {more} more").format(more=len(classes) - MOST_NAMES)))
    return paragraph(*(piece for each in shown for piece in (each, "  "))) if shown else Html("")


def _whole(name):
    """A name that fits on a line of a phone stays on it."""
    return {"class": "key"} if len(name) <= SHORT else {}


def _image(thumbnail, width, height):
    palette = [WHITE] + [GREY] * 255
    for mineral in thumbnail.classes:
        if COLOUR.fullmatch(mineral.colour):
            palette[mineral.number] = tuple(int(mineral.colour[start : start + 2], 16) for start in (1, 3, 5))
    if thumbnail.differ is not None:
        palette[thumbnail.differ] = BLACK
    data = b64encode(palette_png(thumbnail.numbers, palette)).decode("ascii")
    place = {"width": f"{width:.1f}", "height": f"{height:.1f}", "preserveAspectRatio": "none"}
    picture = element(
        "image", **place, style="image-rendering: pixelated", **{"xlink:href": f"data:image/png;base64,{data}"}
    )
    frame = {"x": "0.5", "y": "0.5", "width": f"{width - 1:.1f}", "height": f"{height - 1:.1f}"}
    return Html(picture + element("rect", **frame, fill="none", stroke="#777777"))


def _scale_bar(width_m, width, height, tr):
    """A bar of a round length below the map; empty where the ground is not known."""
    if width_m is None:
        return Html("")
    length = round_length(LONGEST * width_m)
    end, top = width * length / width_m, height + 8
    frame = {"x": "0.5", "y": f"{top:.1f}", "width": f"{end:.1f}", "height": "6"}
    outer = element("rect", **frame, fill="#ffffff", stroke="#222222")
    inner = element("rect", **{**frame, "width": f"{end / 2:.1f}"}, fill="#222222", stroke="#222222")
    text = element("text", _length_text(length, tr), x=f"{end + 6:.1f}", y=f"{top + 8:.1f}", **{"font-size": "14"})
    return Html(outer + inner + text)


def round_length(longest):
    """The largest of 1, 2 and 5 times a power of ten that is no larger than `longest`, a number above 0."""
    power = 10.0 ** floor(log10(longest))
    return max(factor * power for factor in (0.5, 1, 2, 5) if factor * power <= longest * (1 + 1e-9))


def _length_text(metres, tr):
    if metres >= 1000:
        return tr("{length} km").format(length=f"{metres / 1000:g}")
    return tr("{length} m").format(length=f"{metres:g}")
