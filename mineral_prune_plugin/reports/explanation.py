# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of explained pixels: of each point its spectrum, its classes, the bands and neurons that decided."""

from ..explaining.sentences import band_label, neuron_label, response, verdict, without_shares
from .explanation_figure import explained_spectrum
from .first_page import NO_COVER, details, first_page
from .matrix import class_name, name_in
from .numbers import percent, shown
from .page import Html, facts_list, figure, finding, page, paragraph, section, table

TOP_NEURONS, TOP_BANDS = 10, 5


def explanation_report(facts, pixels, bands, tr=str, total=None, cover=NO_COVER):
    """The page of `explainpixels`.

    facts  : (label, value) pairs of text, in reading order
    pixels : ExplainedPixels with their spectra, those that are shown
    bands  : (float (n_bands of the model,) wavelengths or band numbers, whether they are numbers)
    tr     : translates an English sentence
    total  : how many points there are; None where all are shown
    cover  : Cover
    returns: str, HTML
    """
    below = [_points_table(pixels, tr)]
    if total is not None and total > len(pixels):
        sentence = tr("The first {shown} of {points} points are shown; all of them are in the table.")
        below.append(paragraph(sentence.format(shown=len(pixels), points=total)))
    first = first_page([_summary(pixels, tr)], cover.origin, tr, below=below)
    points = [_point(pixel, bands, tr) for pixel in pixels]
    return page(tr("Why these minerals"), [first, details(tr, facts_list(facts), _method(pixels, tr), *points)], tr)


def _summary(pixels, tr):
    """How many of the points that are shown get which mineral."""
    explained = [pixel.explanation for pixel in pixels if pixel.explanation is not None]
    winners = [each.classes[each.winner] for each in explained if not _is_unclassified(each, each.winner)]
    names = [name_in(mineral, tr) for mineral in winners]
    counted = ", ".join(f"{name} ({names.count(name)})" for name in dict.fromkeys(names)) or tr("none")
    return tr("Of {points} points, {named} get a mineral: {minerals}.").format(
        points=len(pixels), named=len(names), minerals=counted
    )


def _points_table(pixels, tr):
    headings = [tr("Point"), tr("Class"), tr("Probability (%)"), tr("Runner-up"), tr("Probability (%)")]
    rows = []
    for pixel in pixels:
        cells, explanation = [shown("")] * 4, pixel.explanation
        if explanation is not None:
            places = [place for place in (explanation.winner, explanation.rival) if place is not None]
            texts = [(class_name(explanation.classes[k], tr), percent(explanation.probabilities[k], 1)) for k in places]
            cells = [cell for pair in texts for cell in pair] + cells[2 * len(places) :]
        rows.append([str(pixel.place.label), *cells])
    return table(headings, rows, words=(0, 1, 3))


def _is_unclassified(explanation, place):
    return explanation.classes[place].number in explanation.kinds


def _method(pixels, tr):
    if not any(pixel.explanation is not None and pixel.explanation.decided is not None for pixel in pixels):
        return Html("")
    return paragraph(
        tr(
            "Bars and shares are in logits: what each band, and each neuron, adds to the margin between the class and "
            "its runner-up, compared with the mean spectrum of the training. Bands: integrated gradients along the "
            "straight line from that mean, exact (Sundararajan et al. 2017). Neurons of the last hidden layer: Shapley "
            "values, exact, for the logits are linear in them. Both add up to the margin less the margin at the mean. "
            "They tell what this network used, not what is true of the ground."
        )
    )


def _point(pixel, bands, tr):
    place = pixel.place
    title = tr("Point {label}: column {column}, row {row}").format(
        label=place.label, column=place.column, row=place.row
    )
    if pixel.explanation is None:
        return section(title, paragraph(tr("This pixel has no data in the bands of the model.")))
    decided = pixel.explanation.decided
    return section(
        title,
        finding(verdict(pixel.explanation, tr)),
        figure(explained_spectrum(pixel, bands, tr), _caption(pixel, bands, tr)),
        _classes_table(pixel.explanation, tr),
        Html("") if decided is None else _neurons_table(pixel.explanation, bands, tr),
    )


def _caption(pixel, bands, tr):
    explanation = pixel.explanation
    strongest = explanation.strongest_bands(TOP_BANDS)
    if not strongest:
        text = tr("Reflectance, and the same without its continuum.")
        return " ".join(filter(None, (text, without_shares(explanation, tr))))
    places, of_bands = bands
    named = ", ".join(
        f"{band_label(places[band], of_bands, tr)} ({explanation.decided.bands[band]:+.2f})" for band in strongest
    )
    sentence = tr(
        "Reflectance, and the same without its continuum. Below, the share of each band: above zero for {winner}, "
        "below zero for {rival}. The largest: {bands}. Margin {margin:.2f}, of which {baseline:.2f} at the mean of the "
        "training."
    )
    return sentence.format(
        winner=name_in(explanation.classes[explanation.winner], tr),
        rival=name_in(explanation.classes[explanation.rival], tr),
        bands=named,
        margin=explanation.margin,
        baseline=explanation.decided.baseline_margin,
    )


def _classes_table(explanation, tr):
    order = sorted(range(len(explanation.classes)), key=lambda place: -explanation.logits[place])
    rows = [
        [
            class_name(explanation.classes[place], tr),
            shown(percent(explanation.probabilities[place])),
            f"{explanation.logits[place]:.2f}",
            _shown_as(explanation, place, tr),
        ]
        for place in order
    ]
    headings = [tr("Class"), tr("Probability (%)"), tr("Logit"), tr("On the map")]
    return table(headings, rows, words=(0, 3), marked=(order.index(explanation.winner),))


def _shown_as(explanation, place, tr):
    return tr("unclassified") if _is_unclassified(explanation, place) else str(explanation.classes[place].number)


def _neurons_table(explanation, bands, tr):
    headings = [tr("Neuron"), tr("Output"), tr("Share (logits)"), tr("Adds most to"), tr("Responds to")]
    rows = [
        [
            neuron_label(neuron, tr),
            f"{neuron.output:.3g}" if neuron.fires else tr("does not fire"),
            f"{neuron.share:+.2f}",
            name_in(explanation.classes[neuron.class_index], tr),
            response(neuron, *bands, tr),
        ]
        for neuron in explanation.strongest_neurons(TOP_NEURONS)
    ]
    caption = tr("The neurons of the last hidden layer with the largest shares, by their numbers before pruning.")
    return table(headings, rows, caption, words=(0, 3, 4))
