# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of a raster's bands were used, for who knows them by nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BandNumbers:
    """numbers : of the bands that were used, from 1, ascending; total : how many bands the raster has"""

    numbers: tuple[int, ...]
    total: int

    @property
    def others(self):
        """Numbers of the bands that were left out."""
        return [number for number in range(1, self.total + 1) if number not in self.numbers]
