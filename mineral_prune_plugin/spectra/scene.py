# SPDX-License-Identifier: GPL-2.0-or-later
"""Composes the example scene: hydrothermal alteration like Cuprite's, as AVIRIS would see it, with known minerals.

Around two centres: silica (chalcedony), then alunite, kaolinite and halloysite, montmorillonite and muscovite, and
calcite outside (zones after Swayze et al. 2014, Economic Geology 109, 1179-1221). Every row is made alone from the
seed, so that any block of rows has the same bytes however the scene is read, and the whole need not be in memory.
The numbers below were chosen so that the paper's network (30 hidden units, 100 training pixels a class) identifies
about 94 % of the test pixels, as at Cuprite.
"""

from dataclasses import dataclass

import numpy as np

from .minerals import HALF_MAXIMUM, HOST_ROCK, MINERALS, absorbance

# The 50 bands of the paper's subset of AVIRIS 1995: centres to 0.1 nm, in micrometres.
WAVELENGTHS_UM = np.array(
    [1.9908, 2.0009, 2.0109, 2.0209, 2.0309, 2.0409, 2.0509, 2.0609, 2.0710, 2.0810, 2.0910, 2.1010, 2.1110, 2.1210,
     2.1309, 2.1409, 2.1509, 2.1609, 2.1709, 2.1809, 2.1908, 2.2008, 2.2108, 2.2208, 2.2307, 2.2407, 2.2506, 2.2606,
     2.2706, 2.2805, 2.2904, 2.3004, 2.3104, 2.3203, 2.3302, 2.3402, 2.3501, 2.3600, 2.3700, 2.3799, 2.3898, 2.3997,
     2.4096, 2.4196, 2.4295, 2.4394, 2.4493, 2.4592, 2.4691, 2.4790]
)  # fmt: skip
WIDTHS_UM = np.full(WAVELENGTHS_UM.shape, 0.010)  # full widths at half maximum, micrometres
INTEGERS_PER_UNIT = 10_000  # int16 10000 is a reflectance of 1
PIXEL_SIZE_M = 20.0  # AVIRIS from 20 km

# Where things lie. Lengths are shares of the scene's size, the square root of its area.
CENTRES = ((0.30, 0.40), (0.72, 0.55))  # of alteration, as shares of width and height
CENTRE_JITTER = 0.06
RADIUS = 0.36  # distance 1 of the zones below
BOUNDARY_ROUGHNESS = 0.22  # relative deviation of the distance to a centre, by fractal noise: the cores stay
# Zone of each mineral: at which distance from a centre it is at home, over what width, how patchy it is.
ZONES = {
    "tuff": (1.10, 0.50, 1.0),
    "muscovite": (1.00, 0.17, 1.3),
    "kaolinite": (0.58, 0.15, 1.2),
    "halloysite": (0.66, 0.14, 1.3),
    "calcite": (1.36, 0.18, 1.2),
    "montmorillonite": (0.86, 0.16, 1.3),
    "alunite": (0.37, 0.15, 1.1),
    "chalcedony": (0.08, 0.19, 1.1),
}
MATERIALS = (HOST_ROCK, *MINERALS.values())  # by class number
MIXING = 0.50  # of neighbouring minerals within a pixel: 0 would give pure pixels
LABELLED_SHARE = 0.60  # a pixel is labelled when one mineral covers this much of it
DEEPEST_LABELLED_SHADE = 0.45  # of the illumination of level ground

# How light and instrument show it.
ROCK_BRIGHTNESS = 0.45  # of a rough, weathered surface, relative to a fine powder in the laboratory
BRIGHTNESS_DEVIATION = 0.15
SLOPE_DEVIATION = 0.12  # of the continuum from end to end, relative
DEPTH_MEAN, DEPTH_DEVIATION, DEPTH_RANGE = 0.55, 0.16, (0.15, 1.0)  # of absorptions, relative to a fine powder
RELIEF = 0.04  # deviation of height, in shares of the scene's size
SUN_ELEVATION_DEG, SUN_AZIMUTH_DEG = 50.0, 135.0
WHITE_NOISE = 0.0051  # reflectance, at the middle bands
EDGE_NOISE = 1.5  # how many times noisier the end bands are
# Imperfectly corrected absorption by the air: centre um, full width um, deviation relative to the signal.
AIR_RESIDUALS = (
    (1.96, 0.09, 0.030),
    (2.008, 0.024, 0.015),
    (2.058, 0.026, 0.012),
    (2.37, 0.08, 0.006),
    (2.52, 0.13, 0.03),
)

# Cells of the coarsest lattice in the scene's size, whole numbers: how many patches, hills and so on fit side by side.
PATCH_CELLS, BOUNDARY_CELLS, TERRAIN_CELLS, LIGHT_CELLS = 11, 3, 3, 15
OCTAVES = 7
PERSISTENCE = 0.65  # amplitude of an octave over that of the coarser one
DEVIATION_OF_LATTICE_POINTS = 1.5  # interpolation between them loses a third of it
# Random streams: each number below opens one of its own.
PATCH_STREAM, BOUNDARY_STREAM, TERRAIN_STREAM, LIGHT_STREAM, CENTRE_STREAM, PIXEL_STREAM = range(120, 720, 100)


@dataclass(frozen=True, eq=False)
class Scene:
    """Known minerals, and spectra made on demand; no pixel is without data.

    labels         : uint8 (height, width), number of the ruling mineral, 0 where none rules
    wavelengths_um : float64 (50,), band centres; widths_um : float64 (50,), full widths at half maximum
    ground         : what the rows are made from
    """

    labels: np.ndarray
    wavelengths_um: np.ndarray
    widths_um: np.ndarray
    ground: "Ground"

    def rows(self, start, stop):
        """Reflectance times INTEGERS_PER_UNIT of rows start to stop - 1: int16 (50, stop - start, width)."""
        return np.stack([_observed(self.ground, row) for row in range(start, stop)], axis=1)


def compose_scene(settings, progress):
    """The Scene of some SceneSettings; its spectra are made when its rows are read.

    settings : SceneSettings
    progress : reports and is asked to cancel
    errors   : Cancelled
    """
    ground = Ground(settings)
    labels = np.empty((settings.height, settings.width), dtype=np.uint8)
    for row in range(settings.height):
        progress.step(row / settings.height)
        labels[row] = _labels(_cover(ground, row), _illumination(ground, row))
    progress.step(1.0)
    return Scene(labels, WAVELENGTHS_UM.copy(), WIDTHS_UM.copy(), ground)


class Ground:
    """The random fields a scene is made of, each evaluated row by row."""

    def __init__(self, settings):
        self.settings = settings
        self.size = np.sqrt(settings.width * settings.height)  # pixels
        self.patches = [self._field(PATCH_STREAM + material.number, PATCH_CELLS) for material in MATERIALS]
        self.boundary = self._field(BOUNDARY_STREAM, BOUNDARY_CELLS)
        self.terrain = self._field(TERRAIN_STREAM, TERRAIN_CELLS, octaves=5, persistence=0.42)
        self.brightness, self.slope, self.depth = (
            self._field(LIGHT_STREAM + number, LIGHT_CELLS) for number in range(3)
        )
        jitter = np.random.default_rng([settings.seed, CENTRE_STREAM]).uniform(-CENTRE_JITTER, CENTRE_JITTER, (2, 2))
        self.centres = (np.array(CENTRES) + jitter) * (settings.width, settings.height) / self.size

    def _field(self, stream, cells, octaves=OCTAVES, persistence=PERSISTENCE):
        rng = np.random.default_rng([self.settings.seed, stream])
        extent = self.settings.height / self.size, self.settings.width / self.size
        columns = np.arange(self.settings.width) / self.size
        return FractalNoise(rng, extent, columns, cells, octaves, persistence)

    def place(self, row):
        """Position of `row` in shares of the scene's size."""
        return row / self.size


class FractalNoise:
    """Smooth noise of mean 0 and deviation near 1: random lattices, each twice as fine as the last, interpolated."""

    def __init__(self, rng, extent, columns, cells, octaves, persistence):
        """extent: height and width, columns: positions, both in shares of the scene's size; cells: of the coarsest
        lattice in a share of 1; persistence: amplitude of an octave over that of the coarser one.
        """
        self.octaves = []
        for octave in range(octaves):
            frequency, amplitude = cells * 2**octave, persistence**octave
            # Offsets keep the lattices of octaves and fields from lining up, which would show as straight edges.
            down, across = rng.random(2)
            lattice = amplitude * rng.standard_normal([int(side * frequency) + 3 for side in extent])
            self.octaves.append((frequency, down, lattice, *_cells_and_shares(columns * frequency + across)))
        variance = sum(persistence ** (2 * octave) for octave in range(octaves))
        self.scale = DEVIATION_OF_LATTICE_POINTS / np.sqrt(variance)

    def row(self, place):
        """The noise along one row, at `place` in shares of the scene's size: float64 (width,)."""
        total = 0.0
        for frequency, down, lattice, cells, shares in self.octaves:
            cell, share = _cells_and_shares(place * frequency + down)
            line = lattice[cell] * (1 - share) + lattice[cell + 1] * share
            total = total + line[cells] * (1 - shares) + line[cells + 1] * shares
        return total * self.scale


def _cells_and_shares(positions):
    """The lattice point before each position, and the smoothed share (0..1) of the point after it."""
    cells = np.floor(positions).astype(int)
    shares = positions - cells
    return cells, shares * shares * (3 - 2 * shares)


def _cover(ground, row):
    """Share of the pixel that each material covers: float64 (8, width), sums to 1; the host rock first."""
    place = ground.place(row)
    distance = _distance(ground, place) * np.exp(BOUNDARY_ROUGHNESS * ground.boundary.row(place))
    scores = []
    for material, patches in zip(MATERIALS, ground.patches):
        home, reach, patchiness = ZONES[material.name]
        scores.append(-(((distance - home) / reach) ** 2) / 2 + patchiness * patches.row(place))
    odds = np.exp((np.array(scores) - np.max(scores, axis=0)) / MIXING)
    return odds / odds.sum(axis=0)


def _distance(ground, place):
    """Distance to the nearer centre in units of RADIUS: float64 (width,)."""
    columns = np.arange(ground.settings.width) / ground.size
    return np.min([np.hypot(columns - x, place - y) for x, y in ground.centres], axis=0) / RADIUS


def _labels(cover, illumination):
    """The number of the ruling mineral, 0 where none covers LABELLED_SHARE or it is too dark: uint8 (width,)."""
    ruling = cover.argmax(axis=0)
    clear = (cover.max(axis=0) >= LABELLED_SHARE) & (illumination >= DEEPEST_LABELLED_SHADE)
    return np.where(clear, ruling, 0).astype(np.uint8)


def _illumination(ground, row):
    """Direct and sky light on the slopes relative to level ground: float64 (width,), 0.2 and more (Lambert's law)."""
    place, step = ground.place(row), 1 / ground.size
    east = RELIEF * np.gradient(ground.terrain.row(place), step)
    south = RELIEF * (ground.terrain.row(place + step) - ground.terrain.row(place)) / step
    azimuth, elevation = np.radians(SUN_AZIMUTH_DEG), np.radians(SUN_ELEVATION_DEG)
    # Ground that rises away from the sun faces it; row numbers grow southwards.
    towards = -east * np.sin(azimuth) + south * np.cos(azimuth)
    cosine = (np.sin(elevation) + towards * np.cos(elevation)) / np.sqrt(1 + east**2 + south**2)
    return 0.2 + 0.8 * np.maximum(cosine, 0) / np.sin(elevation)


def _observed(ground, row):
    """One row as the sensor delivers it: int16 (50, width)."""
    rng = np.random.default_rng([ground.settings.seed, PIXEL_STREAM, row])
    signal = _signal(ground, row)
    observed = signal * (1 + _air(rng, signal.shape[1])) + _band_noise() * rng.standard_normal(signal.shape)
    return np.clip(np.rint(observed * INTEGERS_PER_UNIT), 1, 32767).astype(np.int16)


def _signal(ground, row):
    """Reflectance of one row before the air and the instrument: float64 (50, width)."""
    place, cover = ground.place(row), _cover(ground, row)
    depth = np.clip(DEPTH_MEAN + DEPTH_DEVIATION * ground.depth.row(place), *DEPTH_RANGE)
    mixture = 0.0
    for material, share in zip(MATERIALS, cover):
        dark = absorbance(material, WAVELENGTHS_UM, WIDTHS_UM)
        mixture = mixture + share * material.brightness * np.exp(-dark[:, None] * depth)
    tilt = np.linspace(-0.5, 0.5, len(WAVELENGTHS_UM))[:, None] * SLOPE_DEVIATION * ground.slope.row(place)
    brightness = ROCK_BRIGHTNESS * np.exp(BRIGHTNESS_DEVIATION * ground.brightness.row(place))
    return mixture * brightness * _illumination(ground, row) * np.exp(tilt)


def _air(rng, width):
    """What the correction for water vapour, carbon dioxide and methane left, relative to the signal: (50, width)."""
    residual = 0.0
    for centre_um, width_um, deviation in AIR_RESIDUALS:
        shape = np.exp(-HALF_MAXIMUM * ((WAVELENGTHS_UM - centre_um) / width_um) ** 2)
        residual = residual + shape[:, None] * (deviation * rng.standard_normal(width))
    return residual


def _band_noise():
    """Deviation of the white noise in reflectance, growing towards the ends of the range: float64 (50, 1)."""
    across = np.linspace(-1, 1, len(WAVELENGTHS_UM))
    return (WHITE_NOISE * (1 + (EDGE_NOISE - 1) * across**4))[:, None]
