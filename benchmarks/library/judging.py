# SPDX-License-Identifier: GPL-2.0-or-later
"""How a model does on labelled spectra: what it names, how much of that is right, and when it must choose a mineral."""

from dataclasses import dataclass

import numpy as np

from mineral_prune_plugin.models.darkness import identified_places, with_dark
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.reject import FEATURELESS

MOST_LOST = 0.10  # share of true pixels
UNNAMED = ""


@dataclass(frozen=True)
class Score:
    """Shares in percent.

    forced : right where one of the minerals must be chosen
    named  : get a mineral's name
    right  : of the named ones
    """

    forced: float
    named: float
    right: float


def score(model, judged):
    """The Score of a Model with a reject on a pixels.Judged."""
    outputs = logits(model.network, model.inputs_of(judged.reflectance))
    places = with_dark(model, judged.reflectance, outputs.argmax(axis=1))
    minerals = len(model.minerals)
    names = np.array([mineral.name for mineral in model.minerals] + [UNNAMED] * (len(model.classes) - minerals))
    return score_names(names[outputs[:, :minerals].argmax(axis=1)], names[places], judged.minerals)


def score_names(chosen, given, minerals):
    """The Score of names.

    chosen   : (n,), where one of the minerals must be chosen
    given    : (n,), UNNAMED where none is given; None where a method names everything
    minerals : (n,), the right ones
    """
    forced = 100 * (chosen == minerals).mean()
    if given is None:
        return Score(forced, 100.0, forced)
    named = given != UNNAMED
    right = 100 * (given == minerals)[named].mean() if named.any() else float("nan")
    return Score(forced, 100 * named.mean(), right)


def rejected_share(model, reflectance):
    """Percent of spectra that get no mineral's name."""
    return 100 * float((identified_places(model, reflectance) >= len(model.minerals)).mean())


def open_set(model, judged, mineral):
    """How well scores tell pixels of an unknown mineral from those of the model's minerals.

    returns : score's name -> (percent of the unknown rejected where MOST_LOST of the known are lost, AUROC in percent)
    """
    outputs = logits(model.network, model.inputs_of(judged.reflectance)).astype(np.float64)
    unknown = judged.minerals == mineral
    return {name: separation(values[~unknown], values[unknown]) for name, values in _scores(outputs, model).items()}


def _scores(outputs, model):
    """Name -> (n,), larger for what is known better."""
    count = len(model.minerals)
    best, rest = outputs[:, :count].max(axis=1), outputs[:, count:].max(axis=1)
    kinds = [model.reject.kinds.get(each.number) for each in model.classes]
    unlike = outputs[:, [place for place in range(count, len(kinds)) if kinds[place] != FEATURELESS]].max(axis=1)
    shifted = np.exp(outputs[:, :count] - best[:, None])
    return {
        "margin over the rejects": best - rest,
        "margin over the rejects but featureless": best - unlike,
        "softmax of the minerals": 1 / shifted.sum(axis=1),
        "energy of the minerals": best + np.log(shifted.sum(axis=1)),
    }


def separation(known, unknown):
    """(percent of the unknown below the score that MOST_LOST of the known are below, AUROC in percent)."""
    threshold = np.quantile(known, MOST_LOST)
    ranks = np.argsort(np.argsort(np.concatenate([known, unknown]), kind="stable"), kind="stable")[: len(known)] + 1
    auroc = (ranks.sum() - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))
    return 100 * float((unknown < threshold).mean()), 100 * float(auroc)
