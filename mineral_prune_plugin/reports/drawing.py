# SPDX-License-Identifier: GPL-2.0-or-later
"""What all figures share: colours, settings, labels and legends, and the inline SVG with real text that comes out.

The same data gives the same bytes. Colours are those of Okabe and Ito (2008), distinct to colour-blind eyes; line,
marker and hatch do the same in a grey print. matplotlib is imported inside the functions, and pyplot never: loading
the plugin stays quick.
"""

import hashlib
import io
import re
import threading
import unicodedata
import warnings
from contextlib import contextmanager

from .page import Html

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#777777"
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's settings belong to the whole process
WIDTH = 7.2  # inches; 72 points each in the SVG
SETTINGS = {
    "figure.facecolor": "none",
    "figure.edgecolor": "none",
    "axes.facecolor": "none",
    "svg.fonttype": "none",  # text stays text: any script, searchable, small
    "svg.hashsalt": "mineral-prune",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
}


@contextmanager
def drawing(height):
    """A Figure `height` inches high under our settings alone, whatever the user's matplotlib is set to."""
    import matplotlib
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME, matplotlib.rc_context(), warnings.catch_warnings():
        # Widths are measured with matplotlib's own font, which has no Chinese; the browser picks one that has.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield Figure(figsize=(WIDTH, height), constrained_layout=True)


def svg(sheet):
    """The figure `sheet` as an <svg> element: no XML head, metadata or date, and no names that two could share."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    target = io.StringIO()
    FigureCanvasSVG(sheet).print_svg(target, metadata={"Date": None})  # savefig draws twice, for borders that are cut
    text = target.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    # Text takes the page's font, which has fallbacks for Chinese. matplotlib 3.6 names fonts in one word, 3.11 in two.
    text = re.sub(r"font-family: ?[^;\"]*;? ?", "", text)
    return Html(_named_by_order(re.sub(r"font: [^;\"]*?(\d[\d.]*px)[^;\"]*", r"font-size: \1", text)))


def _named_by_order(text):
    """An <svg> whose parts are named by their order and by all that is drawn, and so is each mention of them.

    matplotlib names them by numbers of full precision; those of its layout differ in the last digit, now and then.
    """
    places = {name: place for place, name in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', text)))}
    mentions = re.compile(r'( id="|url\(#|href="#)([^")]+)')
    drawn = mentions.sub(lambda match: f"{match[1]}{places[match[2]]}", text)
    digest = hashlib.sha256(drawn.encode()).hexdigest()[:10]
    return mentions.sub(lambda match: f"{match[1]}f{digest}-{places[match[2]]}", text)


def label_axes(axes, below, beside):
    """Name the horizontal axis of `axes` by the text `below`, the vertical one by `beside`."""
    axes.set_xlabel(plain(below))
    axes.set_ylabel(plain(beside))


def whole_numbers(axes):
    """At most 12 ticks below, none between whole numbers."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True))


def legend_above(axes, columns, right=None):
    """The legend of `axes` above the data, in `columns`; `right` as in legend."""
    legend(axes, right, loc="lower left", bbox_to_anchor=(0, 1), ncol=columns, borderaxespad=0.3)


def legend(axes, right=None, **place):
    """One legend for `axes` and for the twin `right` with the other vertical axis, if any."""
    handles, labels = axes.get_legend_handles_labels()
    if right is not None:
        more_handles, more_labels = right.get_legend_handles_labels()
        handles, labels = handles + more_handles, labels + more_labels
    axes.legend(handles, [label + room(label) for label in labels], **place)


def plain(text):
    r"""Text without mathematics: matplotlib reads what stands between two dollars as a formula, unless escaped."""
    return str(text).replace("$", r"\$")


def room(text):
    """Blanks that make up for wide characters: matplotlib's own font lacks them and measures 0.6 em, not 1."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return "\u00a0" * round(wide * 0.4 / 0.318)  # the width of a no-break space, which no browser collapses
