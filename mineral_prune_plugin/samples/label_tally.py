# SPDX-License-Identifier: GPL-2.0-or-later
"""What comes of labels, window by window: pixels in conflict, features and minerals that give no pixel."""

import numpy as np

from ..classes import LARGEST_CLASS, UNCLASSIFIED
from ..notices import LabelConflicts
from ..raster.label_notices import FeaturesWithoutPixel, MineralsWithoutPixel
from ..raster.labels import SHOWN, counted, named_classes


class LabelTally:
    """Counts while labels are read, and tells at the end.

    conflicts : pixels that different classes claimed, so far
    """

    def __init__(self, labels):
        """labels : RasterLabels or FeatureLabels"""
        self._labels = labels
        self.conflicts = 0
        self._classes, self._drawable = np.zeros((2, LARGEST_CLASS + 1), bool)  # by number
        self._used = np.zeros(len(labels.feature_classes), bool)

    def count(self, window_labels, usable):
        """
        window_labels : WindowLabels
        usable        : bool (n_pixels,), where there is a label and a valid spectrum
        """
        self.conflicts += window_labels.conflicts
        self._classes |= np.bincount(window_labels.classes, minlength=LARGEST_CLASS + 1) > 0
        self._drawable |= np.bincount(window_labels.classes[usable], minlength=LARGEST_CLASS + 1) > 0
        self._used[window_labels.features[usable]] = True

    def notices(self, names):
        """The notices of all windows. names : class number -> name."""
        if self.conflicts:
            yield LabelConflicts(pixels=self.conflicts)
        classes = self._labels.feature_classes
        unused = classes[~self._used & (classes > 0)].tolist()
        if unused:
            minerals = counted(unused, names)
            yield FeaturesWithoutPixel(features=len(unused), labels=self._labels.name, minerals=minerals)
        labelled = {*np.flatnonzero(self._classes).tolist(), *names} - {UNCLASSIFIED}
        lost = labelled - set(np.flatnonzero(self._drawable).tolist())
        if lost:
            listed = [mineral.name for mineral in named_classes(lost, names)]
            minerals = ", ".join(listed[:SHOWN]) + (", ..." if len(listed) > SHOWN else "")
            yield MineralsWithoutPixel(labels=self._labels.name, minerals=minerals)
