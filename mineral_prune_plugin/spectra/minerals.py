# SPDX-License-Identifier: GPL-2.0-or-later
"""The seven minerals of the example scene: where each absorbs between 1.99 and 2.48 um, and who published it.

Centres are published positions. Widths (full width at half maximum) and depths (1 - reflectance / continuum at the
centre) are rounded values typical of pure, fine-grained laboratory samples; both vary with grain size and composition.
No spectrum is stored or needed: `reflectance` draws one from the table.
"""

from dataclasses import dataclass

import numpy as np

HUNT_SALISBURY_1970 = "Hunt and Salisbury 1970, Modern Geology 1, 283-300"
HUNT_1971 = "Hunt, Salisbury and Lenhoff 1971, Modern Geology 3, 1-14"
HUNT_1977 = "Hunt 1977, Geophysics 42, 501-513"
GAFFEY_1987 = "Gaffey 1987, J. Geophys. Res. 92 B2, 1429-1440"
CLARK_1990 = "Clark et al. 1990, J. Geophys. Res. 95 B8, 12653-12680"
CLARK_1999 = "Clark 1999, Manual of Remote Sensing 3, 3-58"
GORYNIUK_2004 = "Goryniuk, Rivard and Jones 2004, Geophys. Res. Lett. 31, L24701"
BISHOP_2005 = "Bishop and Murad 2005, American Mineralogist 90, 1100-1107"
SWAYZE_2014 = "Swayze et al. 2014, Economic Geology 109, 1179-1221"
KOKALY_2017 = "Kokaly et al. 2017, USGS Data Series 1035 (splib07)"

HALF_MAXIMUM = 4 * np.log(2)  # a Gaussian of full width W falls as exp(-HALF_MAXIMUM * (offset / W)^2)


@dataclass(frozen=True)
class Absorption:
    """A Gaussian in absorbance. centre_um, width_um (full width at half maximum): micrometres; depth: 0..1."""

    centre_um: float
    width_um: float
    depth: float
    source: str


@dataclass(frozen=True)
class Mineral:
    """What a mineral looks like.

    number      : its class in the example scene, 1 to 7; 0 for the host rock, which is no class
    brightness  : reflectance of its continuum near 2.2 um, 0..1
    absorptions : those between 1.99 and 2.48 um, in order of wavelength
    wings       : those centred outside, whose flanks bend the continuum
    """

    number: int
    name: str
    brightness: float
    absorptions: tuple
    wings: tuple

    @property
    def diagnostic(self):
        """The deepest absorption: the one to mark in a figure."""
        return max(self.absorptions, key=lambda absorption: absorption.depth)


def water(depth):
    """The flank of the 1.91 um combination of molecular water."""
    return Absorption(1.910, 0.130, depth, HUNT_1977)


def hydroxyl(depth):
    """The flank of the OH stretching fundamental near 2.75 um, which darkens all that holds OH beyond 2.2 um."""
    return Absorption(2.750, 0.750, depth, CLARK_1999)


MUSCOVITE = Mineral(
    1,
    "muscovite",
    0.75,
    (
        Absorption(2.120, 0.040, 0.03, HUNT_SALISBURY_1970),
        Absorption(2.200, 0.045, 0.30, CLARK_1990),
        Absorption(2.350, 0.045, 0.15, CLARK_1990),
        Absorption(2.440, 0.045, 0.10, CLARK_1990),
    ),
    (hydroxyl(0.36),),
)
KAOLINITE = Mineral(
    2,
    "kaolinite",
    0.75,
    (
        Absorption(2.162, 0.040, 0.26, CLARK_1990),
        Absorption(2.206, 0.038, 0.32, CLARK_1990),
        Absorption(2.312, 0.030, 0.06, CLARK_1990),
        Absorption(2.350, 0.030, 0.05, CLARK_1990),
        Absorption(2.380, 0.030, 0.07, CLARK_1990),
    ),
    (hydroxyl(0.62),),
)
HALLOYSITE = Mineral(
    3,
    "halloysite",
    0.60,
    (
        Absorption(2.168, 0.050, 0.18, SWAYZE_2014),
        Absorption(2.207, 0.042, 0.34, CLARK_1990),
        Absorption(2.312, 0.035, 0.05, KOKALY_2017),
        Absorption(2.350, 0.035, 0.05, KOKALY_2017),
        Absorption(2.380, 0.035, 0.05, KOKALY_2017),
    ),
    (water(0.30), hydroxyl(0.62)),
)
CALCITE = Mineral(
    4,
    "calcite",
    0.88,
    (
        Absorption(1.995, 0.045, 0.03, GAFFEY_1987),
        Absorption(2.160, 0.060, 0.04, GAFFEY_1987),
        Absorption(2.338, 0.100, 0.30, GAFFEY_1987),
    ),
    (Absorption(2.540, 0.140, 0.42, GAFFEY_1987),),
)
MONTMORILLONITE = Mineral(
    5,
    "montmorillonite",
    0.65,
    (Absorption(2.208, 0.052, 0.21, CLARK_1990), Absorption(2.390, 0.080, 0.03, KOKALY_2017)),
    (water(0.55), hydroxyl(0.55)),
)
ALUNITE = Mineral(
    6,
    "alunite",
    0.70,
    (
        Absorption(2.070, 0.050, 0.04, BISHOP_2005),
        Absorption(2.165, 0.070, 0.36, HUNT_1971),
        Absorption(2.208, 0.045, 0.14, BISHOP_2005),
        Absorption(2.320, 0.045, 0.16, HUNT_1971),
        Absorption(2.420, 0.100, 0.16, CLARK_1990),
    ),
    (hydroxyl(0.34),),
)
CHALCEDONY = Mineral(
    7,
    "chalcedony",
    0.58,
    (Absorption(2.210, 0.070, 0.12, GORYNIUK_2004), Absorption(2.255, 0.095, 0.10, SWAYZE_2014)),
    (water(0.20), hydroxyl(0.36)),
)
# Not a class: fresh ash-flow tuff, nearly featureless, with a trace of clay (Swayze et al. 2014, at Cuprite).
HOST_ROCK = Mineral(0, "tuff", 0.55, (Absorption(2.205, 0.060, 0.03, SWAYZE_2014),), (water(0.20), hydroxyl(0.36)))

MINERALS = {
    mineral.name: mineral
    for mineral in (MUSCOVITE, KAOLINITE, HALLOYSITE, CALCITE, MONTMORILLONITE, ALUNITE, CHALCEDONY)
}


def reflectance(mineral, wavelengths_um, widths_um=0.0):
    """The spectrum of a pure, fine-grained sample as a sensor would see it, free of noise.

    mineral        : Mineral
    wavelengths_um : float (n_bands,), band centres, micrometres
    widths_um      : float (n_bands,) or one for all, full widths at half maximum of Gaussian bands; 0: monochromatic
    returns        : float64 (n_bands,), 0..1
    """
    return mineral.brightness * np.exp(-absorbance(mineral, wavelengths_um, widths_um))


def absorbance(mineral, wavelengths_um, widths_um=0.0):
    """-ln(reflectance / brightness): the sum of the mineral's absorptions, wings included.

    Gaussians in absorbance after Sunshine, Pieters and Pratt 1990 (J. Geophys. Res. 95 B5, 6955-6966), here over
    wavelength, as these bands are narrow. mineral, wavelengths_um, widths_um : as of `reflectance`.

    returns : float64 (n_bands,), at least 0
    """
    total = np.zeros(np.shape(wavelengths_um))
    for absorption in mineral.absorptions + mineral.wings:
        total += _gaussian(absorption, np.asarray(wavelengths_um, dtype=float), np.asarray(widths_um, dtype=float))
    return total


def _gaussian(absorption, wavelengths_um, widths_um):
    """One absorption seen through Gaussian bands: wider, and shallower by as much, since its area stays."""
    width_um = np.hypot(absorption.width_um, widths_um)
    peak = -np.log1p(-absorption.depth) * absorption.width_um / width_um
    return peak * np.exp(-HALF_MAXIMUM * ((wavelengths_um - absorption.centre_um) / width_um) ** 2)
