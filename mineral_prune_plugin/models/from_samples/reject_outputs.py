# SPDX-License-Identifier: GPL-2.0-or-later
"""The outputs of a network from samples with a reject: its minerals, then a kind of reject each."""

import numpy as np

from ...classes import LARGEST_CLASS, MineralClass
from ...errors import NoNumbersForReject
from ...simulation import endmembers
from ..from_library.library_outputs import REJECT_COLOUR, REJECTS, Outputs
from ..reject import FEATURELESS, OTHER_MINERAL, SURFACE, UNLIKE

KINDS = {endmembers.OTHER_MINERAL: OTHER_MINERAL, endmembers.SURFACE: SURFACE}  # of an endmember's role


def new_outputs(simulation, minerals):
    """The Outputs of a model to be trained.

    simulation : simulation.draws.Simulation of `simulation.prepare_samples`
    minerals   : MineralClasses of the samples, ascending
    errors     : NoNumbersForReject
    """
    drawn = set(_kinds(simulation))
    kinds = [kind for kind in REJECTS if kind in drawn]
    first = max(mineral.number for mineral in minerals) + 1
    if first + len(kinds) - 1 > LARGEST_CLASS:
        raise NoNumbersForReject(found=first - 1, most=LARGEST_CLASS - len(kinds))
    rejects = tuple(MineralClass(number, kind, REJECT_COLOUR) for number, kind in enumerate(kinds, first))
    return _outputs(simulation, minerals, rejects, {kind: reject for kind, reject in zip(kinds, rejects)})


def outputs_of_model(simulation, model):
    """The Outputs of a Model that has such a reject; spectra of a kind that it does not know are unlike all others.

    simulation : as of `new_outputs`
    model      : Model
    """
    rejects = tuple(each for each in model.classes if each.number in model.reject.kinds)
    by_kind = {model.reject.kinds[reject.number]: reject for reject in rejects}
    return _outputs(simulation, model.minerals, rejects, by_kind)


def _outputs(simulation, minerals, rejects, by_kind):
    """The Outputs; -1 stands for the minerals, which are never drawn alone. by_kind : kind -> its MineralClass"""
    classes = (*minerals, *rejects)
    spare = by_kind.get(UNLIKE, rejects[-1])
    of = [-1 if kind is None else classes.index(by_kind.get(kind, spare)) for kind in _kinds(simulation)]
    return Outputs(tuple(minerals), rejects, np.array(of))


def _kinds(simulation):
    """The kind of each class of a simulation, None of those of the samples."""
    return [*(KINDS.get(each.role) for each in simulation.endmembers), UNLIKE, FEATURELESS]
