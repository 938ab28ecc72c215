# SPDX-License-Identifier: GPL-2.0-or-later
"""The outputs of a network from a library: one for each requested mineral, and four for the rest."""

from dataclasses import dataclass

import numpy as np

from ...classes import MineralClass, with_colours
from ...errors import TooManyMinerals
from ...simulation import endmembers
from ..reject import FEATURELESS, OTHER_MINERAL, SURFACE, UNLIKE

REJECTS = (OTHER_MINERAL, SURFACE, UNLIKE, FEATURELESS)
REJECT_COLOUR = "#808080"
MOST_MINERALS = 200


@dataclass(frozen=True)
class Outputs:
    """minerals : the MineralClasses of the requested minerals, numbered from 1
    rejects  : those of the four kinds of the rest, numbered after them
    of       : int64 (n_fine,), the output of each class of the simulation
    """

    minerals: tuple[MineralClass, ...]
    rejects: tuple[MineralClass, ...]
    of: np.ndarray

    @property
    def classes(self):
        return (*self.minerals, *self.rejects)

    @property
    def kinds(self):
        """Class number -> kind, of the rejects."""
        return {reject.number: reject.name for reject in self.rejects}


def outputs_of(simulation):
    """The Outputs for a simulation.draws.Simulation. Errors: TooManyMinerals."""
    names = [each.name for each in simulation.endmembers if each.role == endmembers.MINERAL]
    if len(names) > MOST_MINERALS:
        raise TooManyMinerals(most=MOST_MINERALS, requested=len(names))
    rejects = tuple(MineralClass(number, kind, REJECT_COLOUR) for number, kind in enumerate(REJECTS, len(names) + 1))
    place = {endmembers.SURFACE: len(names) + 1, endmembers.OTHER_MINERAL: len(names)}
    fine = [place.get(each.role, at) for at, each in enumerate(simulation.endmembers)]  # requested ones stand first
    of = np.array([*fine, len(names) + 2, len(names) + 3])
    return Outputs(with_colours(list(enumerate(names, start=1))), rejects, of)


def pooled(shares, outputs):
    """float32 (n, n_outputs): probabilities of the outputs, rows sum to 1.

    Where several classes make an output, its share is that of the likeliest of them: materials compete one by one, not
    as a crowd.

    shares  : float32 (n, n_fine), of the classes of the simulation
    outputs : Outputs
    """
    result = np.zeros((len(shares), len(outputs.classes)), np.float32)
    for fine, output in enumerate(outputs.of):
        np.maximum(result[:, output], shares[:, fine], out=result[:, output])
    return result / result.sum(axis=1, keepdims=True)
