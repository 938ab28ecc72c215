# SPDX-License-Identifier: GPL-2.0-or-later
"""Some pixels of a raster explained, and the same as rows of a table."""

from dataclasses import dataclass
from typing import Optional

from ..errors import PointsOutsideRaster
from ..models.compatibility import BrightnessCheck
from ..notices import PointsOutside
from ..threads import one_thread
from .explanation import Explanation
from .pixel_spectra import PixelSpectra, Spectrum

MOST_SHOWN = 12  # points that get a figure in a report
TOP_BANDS, TOP_NEURONS = 5, 5  # that a row names
HEADINGS = (
    "point",
    "x",
    "y",
    "column",
    "row",
    "map_class",
    "output",
    "probability",
    "runner_up",
    "runner_up_probability",
    "margin_logits",
    "unclassified_because",
    "bands_that_decided_logits",
    "neurons_that_decided_logits",
)
NO_DATA = "no data"


@dataclass(frozen=True)
class Place:
    """label : what a table calls the point; x, y : in the raster's coordinate system; column, row : from 0"""

    label: str
    x: float
    y: float
    column: int
    row: int


@dataclass(frozen=True)
class ExplainedPixel:
    """explanation : None where the pixel has no data in the model's bands; spectrum : None where nobody shows it"""

    place: Place
    explanation: Optional[Explanation]
    spectrum: Optional[Spectrum] = None


def places_on(grid, points, layer, progress):
    """Places of points on a raster; those outside are left out, with a notice.

    grid     : Grid of the raster
    points   : (label, x, y) of each
    layer    : their layer's name
    progress : receives the notice
    errors   : PointsOutsideRaster where none is left
    """
    columns, rows = grid.pixels([x for _, x, _ in points], [y for _, _, y in points])
    inside = grid.inside(columns, rows)
    if not inside.any():
        raise PointsOutsideRaster(layer=layer, points=len(points))
    if not inside.all():
        progress.tell(PointsOutside(layer=layer, points=int((~inside).sum())))
    return [
        Place(label, x, y, int(column), int(row))
        for (label, x, y), column, row, within in zip(points, columns, rows, inside)
        if within
    ]


def explain_pixels(explainer, places, progress, shown=MOST_SHOWN):
    """ExplainedPixels in the order of the places.

    explainer : Explainer
    places    : Places
    progress  : reports, and is asked to cancel
    shown     : how many of the first get their spectrum too
    errors    : RasterReadFailed, ScaleDiffers, Cancelled
    """
    spectra = PixelSpectra(explainer.info, explainer.reader)
    brightness, pixels = BrightnessCheck(explainer.model, explainer.info.name), []
    with one_thread():
        for number, place in enumerate(places):
            progress.step(number / len(places))
            reflectance = explainer.reflectance(place.column, place.row)
            explanation = explainer.explain(place.column, place.row, reflectance)
            if explanation is not None:
                brightness.add(reflectance[:, None])
            spectrum = spectra.of(place.column, place.row) if number < shown else None
            pixels.append(ExplainedPixel(place, explanation, spectrum))
        brightness.finish()
    return pixels


def explained_rows(pixels, model, band_names):
    """The numbers of a report, a point a row.

    pixels     : ExplainedPixels
    model      : Model
    band_names : of the model's bands, such as "2.205 um"
    returns    : (headings, rows of text); the probability of each class of the model stands at the end
    """
    headings = [*HEADINGS, *(f"probability {mineral.name}" for mineral in model.classes)]
    return headings, [_row(pixel, model, band_names) for pixel in pixels]


def _row(pixel, model, band_names):
    place, explanation = pixel.place, pixel.explanation
    where = [place.label, f"{place.x:.10g}", f"{place.y:.10g}", str(place.column), str(place.row)]
    if explanation is None:
        empty = [""] * (len(HEADINGS) - len(where) - 1 + len(model.classes))
        return [*where, NO_DATA, *empty]
    probabilities = explanation.probabilities
    rival = explanation.rival
    return [
        *where,
        str(explanation.mapped_number),
        model.classes[explanation.winner].name,
        f"{probabilities[explanation.winner]:.6f}",
        "" if rival is None else model.classes[rival].name,
        "" if rival is None else f"{probabilities[rival]:.6f}",
        "" if rival is None else f"{explanation.margin:.6g}",
        explanation.reject_kind,
        "; ".join(f"{band_names[band]} {explanation.decided.bands[band]:+.4g}" for band in _bands(explanation)),
        "; ".join(
            f"layer {neuron.layer} neuron {neuron.number} {neuron.share:+.4g}"
            for neuron in explanation.strongest_neurons(TOP_NEURONS)
        ),
        *(f"{share:.6f}" for share in probabilities),
    ]


def _bands(explanation):
    return explanation.strongest_bands(TOP_BANDS)
