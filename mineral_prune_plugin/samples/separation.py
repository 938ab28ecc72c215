# SPDX-License-Identifier: GPL-2.0-or-later
"""How far test samples lie from training samples: close ones flatter the test accuracy, for neighbours are alike."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..raster.label_notices import ClustersShared, PolygonsShared, SamplesTouch
from .samples import CLUSTER, POLYGON, SPLITS

TOUCHING = 1.5  # pixels between the centres of two samples: neighbours, diagonal ones too
MOST_PAIRS = 50_000_000  # of test and training samples whose distance is taken; more test samples are sampled
CHUNK = 2_000_000
MANY = 0.1  # a larger share of test samples in company is told


@dataclass(frozen=True)
class Separation:
    """Test samples and their distance from training samples.

    test     : number of test samples
    shared   : of these, in a polygon or block that has training samples too; None where no groups are known
    polygons : whether the groups that are shared are polygons
    clusters : whether they are clusters of labelled points
    touching : share of the test samples that are neighbours of a training sample, 0 to 1
    median   : of the distances to the nearest training sample, pixels
    """

    test: int
    shared: Optional[int]
    polygons: bool
    clusters: bool
    touching: float
    median: float

    def notices(self, layer):
        """What a user has to know before quoting the test accuracy. layer : the samples' name"""
        if self.shared is not None and self.polygons and self.shared > MANY * self.test:
            return [PolygonsShared(layer=layer, shared=self.shared, test=self.test)]
        if self.shared is not None and self.clusters and self.shared > MANY * self.test:
            return [ClustersShared(layer=layer, shared=self.shared, test=self.test)]
        if self.touching > MANY:
            return [SamplesTouch(layer=layer, touching=100 * self.touching)]
        return []


def separation(samples):
    """The Separation of Samples, None where there are no test or no training samples."""
    training, test = (samples.where(samples.splits == SPLITS.index(split)) for split in ("train", "test"))
    if not len(training) or not len(test):
        return None
    distances = _nearest(test, training)
    shared, polygons, clusters = None, False, False
    if samples.groups is not None:
        together = np.isin(test.groups, training.groups) & (test.groups != "")
        shared = int(together.sum())
        polygons, clusters = (
            bool(np.char.startswith(test.groups[together], kind).any()) for kind in (POLYGON, CLUSTER)
        )
    return Separation(
        len(test), shared, polygons, clusters, float((distances <= TOUCHING).mean()), float(np.median(distances))
    )


def _nearest(test, training):
    """float64 (n,), pixels from each of evenly picked test samples to the nearest training sample."""
    step = -(-len(test) * len(training) // MOST_PAIRS)
    columns, rows = test.columns[::step], test.rows[::step]
    nearest = np.full(len(columns), np.inf)
    size = max(1, CHUNK // len(columns))
    for first in range(0, len(training), size):
        part = slice(first, first + size)
        across = columns[:, None] - training.columns[part].astype(np.float64)
        down = rows[:, None] - training.rows[part].astype(np.float64)
        np.minimum(nearest, np.hypot(across, down).min(axis=1), out=nearest)
    return nearest
