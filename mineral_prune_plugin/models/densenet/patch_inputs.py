# SPDX-License-Identifier: GPL-2.0-or-later
"""Patches as a network takes them: standardised features, zero where there is no data, in any of eight symmetries.

A mineral map has no preferred direction, so a patch turned or mirrored is as good to train on as the patch itself. Also
how a model of patches identifies samples.
"""

from dataclasses import dataclass

import numpy as np

from .forward import logits

TOGETHER = 4096  # patches whose pixels are copied at a time
SYMMETRIES = 8  # of a square: four turns, each mirrored or not; the first is the square as it is


@dataclass(frozen=True)
class PatchInputs:
    """Patches that share their pixels.

    values : float32 (n_pixels, n_features), standardised
    places : int32 (n, side * side), row by row, where in `values` the pixels of each patch are
    """

    values: np.ndarray
    places: np.ndarray

    def __len__(self):
        return len(self.places)

    @property
    def side(self):
        return int(round(self.places.shape[1] ** 0.5))

    def take(self, chosen, symmetries=None):
        """Some of the patches, float32 (n, n_features, side, side).

        chosen     : int64 (n,), which
        symmetries : int64 (n,), 0 to 7, how each is turned; None for as they are
        """
        places = self.places[chosen]
        if symmetries is not None:
            places = np.take_along_axis(places, _orders(self.side)[symmetries], axis=1)
        taken = self.values[places.ravel()].reshape(len(places), self.side, self.side, -1)
        return taken.transpose(0, 3, 1, 2)

    def where(self, keep):
        """The patches for which the mask, or at the places, `keep`."""
        return PatchInputs(self.values, self.places[keep])

    def joined(self, following):
        """These patches, and the `following` ones behind them."""
        places = np.concatenate([self.places, following.places + np.int32(len(self.values))])
        return PatchInputs(np.concatenate([self.values, following.values]), places)


def patch_inputs(patches, preprocessing):
    """PatchInputs of patches.

    patches       : raster.patch_reader.Patches in the bands of the preprocessing
    preprocessing : models.preprocessing.Preprocessing
    """
    valid = np.isfinite(patches.pixels).all(axis=0)
    inputs = preprocessing.inputs(patches.pixels[:, valid])
    values = np.zeros((len(valid), inputs.shape[1]), np.float32)
    values[valid] = inputs
    return PatchInputs(values, patches.places)


def _orders(side):
    """int64 (8, side * side): where each pixel of a turned patch comes from."""
    square = np.arange(side * side).reshape(side, side)
    turned = [np.rot90(square, turns) for turns in range(4)]
    return np.array([symmetry.ravel() for turn in turned for symmetry in (turn, turn[:, ::-1])])


def identify_patches(model, patches, reference):
    """(reference, identified), int64 (n,) class numbers.

    model     : Model whose network is a DenseNetwork
    patches   : raster.patch_reader.Patches in the model's bands
    reference : uint8 (n,), the class number of each
    """
    numbers = np.array([mineral.number for mineral in model.classes])
    return reference.astype(np.int64), numbers[patch_logits(model, patches).argmax(axis=1)]


def patch_logits(model, patches):
    """Logits of `patches` by `model`, both as in `identify_patches`: float32 (n, n_classes)."""
    inputs = patch_inputs(patches, model.preprocessing)
    parts = [np.zeros((0, len(model.classes)), np.float32)]
    for start in range(0, len(inputs), TOGETHER):
        chosen = np.arange(start, min(start + TOGETHER, len(inputs)))
        parts.append(logits(model.network, inputs.take(chosen)))
    return np.concatenate(parts)
