# SPDX-License-Identifier: GPL-2.0-or-later
"""An Explanation in words, the same in the dock and in the report. `tr` translates an English sentence."""

from ..mineral_names import shown_name
from .path_shares import MOST_NEURONS


def verdict(explanation, tr, of_mean=False):
    """What the map shows and how surely: one or two sentences.

    explanation : Explanation
    tr          : see the module
    of_mean     : whether it is that of a mean spectrum, which no map shows
    """
    winner, shares = explanation.classes[explanation.winner], explanation.probabilities
    if explanation.darkest:
        text = tr(
            "Left unclassified: too dark to be told. Its reflectance is below {darkest} on average, beyond 1 um where "
            "the model has bands there."
        )
        return text.format(darkest=f"{explanation.darkest:.3g}")
    facts = {"mineral": shown_name(winner.name, tr("en")), "probability": f"{100 * shares[explanation.winner]:.1f}"}
    if explanation.reject_kind:
        meaning = explanation.reason
        text = tr("Left unclassified: {reason} (probability {probability} %).").format(reason=tr(meaning), **facts)
    elif of_mean:
        text = tr("The model takes the mean spectrum for {mineral} (probability {probability} %).").format(**facts)
    else:
        text = tr("The map shows {mineral} (probability {probability} %).").format(**facts)
    return text if explanation.rival is None else f"{text} {_next(explanation, tr)}"


def _next(explanation, tr):
    rival, shares = explanation.classes[explanation.rival], explanation.probabilities
    facts = {"probability": f"{100 * shares[explanation.rival]:.1f}", "margin": f"{explanation.margin:.2f}"}
    if explanation.reject_kind:
        sentence = tr("The likeliest mineral is {mineral} ({probability} %), {margin} logits behind.")
    elif rival.number in explanation.kinds:
        sentence = tr("It was nearly left unclassified ({mineral}: {probability} %), {margin} logits behind.")
    else:
        sentence = tr("The runner-up is {mineral} ({probability} %), {margin} logits behind.")
    return sentence.format(mineral=shown_name(rival.name, tr("en")), **facts)


def without_shares(explanation, tr):
    """Why no bands are said to have decided, "" where they are. explanation : Explanation; tr : see the module"""
    if explanation.rival is None or explanation.strongest_bands(1):
        return ""
    if explanation.decided is None:
        return tr("This model reads the neighbourhood of a pixel, so no share is given to single bands.")
    sentence = tr("The network has more than {most} hidden neurons, so the shares of the bands are not computed.")
    return sentence.format(most=MOST_NEURONS)


def band_label(place, of_bands, tr):
    """What a sentence calls a band.

    place    : its wavelength, micrometres, or its number
    of_bands : whether it is the number
    tr       : see the module
    """
    return (tr("band {number:.0f}") if of_bands else tr("{number:.3f} um")).format(number=place)


def neuron_label(neuron, tr):
    """ "layer 1 neuron 17", of a NeuronShare, as 'Map neurons' calls it, through `tr`."""
    return tr("layer {layer} neuron {number}").format(layer=neuron.layer, number=neuron.number)


def response(neuron, places, of_bands, tr):
    """What a neuron responds to: the wavelengths of its largest weights, and whether it fires at high or low values.

    neuron   : NeuronShare
    places   : float (n_bands of the model,), wavelengths or band numbers
    of_bands : whether they are numbers
    tr       : see the module
    """
    parts = [
        (tr("high at {band}") if sign > 0 else tr("low at {band}")).format(band=band_label(places[band], of_bands, tr))
        for band, sign in zip(neuron.bands, neuron.signs)
    ]
    return ", ".join(parts)
