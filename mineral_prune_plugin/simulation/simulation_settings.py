# SPDX-License-Identifier: GPL-2.0-or-later
"""How spectra are simulated: numbers, each with its unit. No numpy here: dialogs read this."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SimulationSettings:
    """How many spectra of what are drawn, and how they vary.

    draws         : spectra
    seed          : 0 or above
    depths        : of the deepest absorption, 1 - reflectance / continuum, drawn log-uniform between the two
    concentration : of the Dirichlet distribution by which the records of a material mix: 1 is uniform, 0 a single one
    partners      : share of the spectra with a second material
    partner_depth : of the second material at most, as a share of the first one's
    intimate      : share of the mixtures that are intimate (grains side by side), not areal (patches side by side)
    slope, bend   : deviation of the continuum's tilt and curvature, relative, from the middle to the end of the range
    noise         : how many times the scene's own noise, drawn log-uniform between the two
    requested     : how often a requested mineral is drawn, relative to what follows; 0: only as a partner of others
    common, rare  : how often a mineral that is not requested is drawn, relative to a requested one; `common` for those
                    that alteration often makes
    surface       : the same for a surface that is no mineral
    unlike        : the same for all spectra that are like no material
    featureless   : share of the spectra that are continuum and noise alone
    """

    draws: int = 50_000
    seed: int = 1
    depths: tuple[float, float] = (0.02, 0.45)
    concentration: float = 0.4
    partners: float = 0.8
    partner_depth: float = 0.8
    intimate: float = 0.5
    slope: float = 0.05
    bend: float = 0.02
    noise: tuple[float, float] = (0.63, 1.41)
    requested: float = 1.0
    common: float = 0.15
    rare: float = 0.02
    surface: float = 0.05
    unlike: float = 0.3
    featureless: float = 0.06
