# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples straight from labelled polygons, drawn as `draw_samples` draws them, with no layer of points between."""

from dataclasses import dataclass

import numpy as np

from ..errors import PolygonsNotDealt
from ..raster.label_notices import PixelsOfPolygons, PolygonsDealt
from .class_counts import AT_MOST
from .draw import DrawSettings, draw_samples
from .samples import SPLITS


@dataclass(frozen=True)
class Purpose:
    """What samples are drawn for.

    numbers : pixels of each mineral for each split of SPLITS, at most
    apart   : whether all pixels of a polygon go to one split
    """

    numbers: tuple[int, int, int]
    apart: bool


# As many in all as 'Draw samples' draws by default.
LEAVE_OUT = Purpose((440, 0, 0), apart=False)  # polygons are left out in turn, so there are no splits
LEARN_AND_TEST = Purpose((100, 100, 240), apart=True)
LEARN_AND_TEST_ONLY = Purpose((200, 0, 240), apart=True)  # simulated spectra choose
LEARNT = Purpose((220, 220, 0), apart=False)  # of a model that has met all of them: there is nothing to test


def samples_of_polygons(reader, labels, names, purpose, progress):
    """Samples of polygons, of which only the polygons decide which: the same ones train a model and prune it.

    reader   : SpectrumReader
    labels   : FeatureLabels of polygons
    names    : class number -> name
    purpose  : Purpose
    progress : reports, is asked to cancel, and is told what was drawn
    errors   : PolygonsNotDealt, those of `draw_samples`
    """
    wanted = tuple(_constant(number) for number in purpose.numbers)
    settings = DrawSettings(wanted, purpose.apart, by_feature=True, block_size=1, seed=0, amount=AT_MOST)
    samples = draw_samples(reader, labels, names, settings, progress)
    counts = dict(zip(SPLITS, samples.counts().sum(axis=1).tolist()))
    facts = {"labels": labels.name, "samples": len(samples), "most": sum(purpose.numbers)}
    if not purpose.apart:
        progress.tell(PixelsOfPolygons(polygons=len(np.unique(samples.groups)), **facts))
    elif purpose.numbers[1] and not counts["validation"]:
        raise PolygonsNotDealt(layer=labels.name)
    else:
        progress.tell(PolygonsDealt(**counts, **facts))
    return samples


def _constant(number):
    return lambda mineral: number
