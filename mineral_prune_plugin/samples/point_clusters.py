# SPDX-License-Identifier: GPL-2.0-or-later
"""Labelled points that lie close together are one place: what is known of one of them tells of its neighbours."""

import numpy as np

# Pixels. Within a mineral, spectra of the Cuprite replica this far apart are still correlated by 0.37 (0.89 side by
# side, 0.00 at 20), those of Jasper Ridge by 0.12 (0.37 side by side, 0.03 at 20): benchmarks/autocorrelation.py.
REACH = 10


def point_clusters(features, classes, columns, rows):
    """The cluster of each feature, from 1 in the order of the features: single linkage, mineral by mineral.

    features      : int64 (n,), which labelled point each pixel comes from, from 1; a multi-point has several pixels
    classes       : int64 (n,), class number of each pixel
    columns, rows : int64 (n,)
    returns       : int64 (1 + greatest feature,), 0 for features without a pixel
    """
    width = int(columns.max(initial=0)) + 1 + REACH
    clusters = np.arange(int(features.max(initial=0)) + 1)
    for number in np.unique(classes).tolist():
        chosen = classes == number
        pairs = _neighbours(features[chosen], rows[chosen] * width + columns[chosen], width)
        clusters = _joined(clusters, *pairs)
    present = np.unique(clusters[features])
    numbered = np.zeros(len(clusters), np.int64)
    numbered[np.unique(features)] = np.searchsorted(present, clusters[np.unique(features)]) + 1
    return numbered


def _neighbours(features, pixels, width):
    """(features, features of the same mineral within REACH of them), int64 (n_pairs,) each."""
    order = np.argsort(pixels, kind="stable")
    pixels, features = pixels[order], features[order]
    first, second = [features[1:][pixels[1:] == pixels[:-1]]], [features[:-1][pixels[1:] == pixels[:-1]]]
    for down in range(REACH + 1):
        for across in range(-REACH, REACH + 1):
            if (down, across) > (0, 0) and down**2 + across**2 <= REACH**2:
                places = np.minimum(np.searchsorted(pixels, pixels + down * width + across), len(pixels) - 1)
                near = pixels[places] == pixels + down * width + across
                first.append(features[near])
                second.append(features[places[near]])
    return np.concatenate(first), np.concatenate(second)


def _joined(clusters, first, second):
    """The same clusters where those of `first` and `second` are one: each takes the least number that it touches."""
    while True:
        least = np.minimum(clusters[first], clusters[second])
        joined = clusters.copy()
        for side in (first, second):
            np.minimum.at(joined, clusters[side], least)
            np.minimum.at(joined, side, least)
        joined = joined[joined]
        if (joined == clusters).all():
            return clusters
        clusters = joined
