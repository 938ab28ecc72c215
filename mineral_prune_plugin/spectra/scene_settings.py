# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user sets for the example scene, and its bounds. No numpy here: QGIS reads this as it starts."""

from dataclasses import dataclass

from ..errors import QT_TRANSLATE_NOOP, MineralPruneError

SEED_RANGE = (0, 2**31 - 1)
SIDE_RANGE_PIXELS = (16, 20_000)
LARGEST_SCENE_PIXELS = 4_000_000


class SceneSizeError(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The sides of an example scene must be from {smallest} to {largest} pixels, with no more than {most} pixels "
        "in all, but {width} x {height} was given. Choose another size.",
    )


class SceneSeedError(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The seed must be a whole number from {smallest} to {largest}; {seed} is not."
    )


@dataclass(frozen=True)
class SceneSettings:
    """seed : SEED_RANGE; width, height : pixels, SIDE_RANGE_PIXELS each, LARGEST_SCENE_PIXELS in all."""

    seed: int = 1
    width: int = 400
    height: int = 350

    def __post_init__(self):
        smallest, largest = SIDE_RANGE_PIXELS
        sides_fit = all(smallest <= side <= largest for side in (self.width, self.height))
        if not sides_fit or self.width * self.height > LARGEST_SCENE_PIXELS:
            raise SceneSizeError(
                smallest=smallest, largest=largest, most=LARGEST_SCENE_PIXELS, width=self.width, height=self.height
            )
        if not SEED_RANGE[0] <= self.seed <= SEED_RANGE[1]:
            raise SceneSeedError(smallest=SEED_RANGE[0], largest=SEED_RANGE[1], seed=self.seed)
