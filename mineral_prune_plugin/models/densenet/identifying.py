# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model that sees patches says of samples."""

import numpy as np

from .forward import logits
from .patch_inputs import patch_inputs

TOGETHER = 4096  # patches whose pixels are copied at a time


def identify_patches(model, patches, reference):
    """(reference, identified), int64 (n,) class numbers.

    patches   : raster.patches.Patches in the model's bands; reference : uint8 (n,)
    """
    numbers = np.array([mineral.number for mineral in model.classes])
    return reference.astype(np.int64), numbers[patch_logits(model, patches).argmax(axis=1)]


def patch_logits(model, patches):
    """float32 (n, n_classes) of raster.patches.Patches."""
    inputs = patch_inputs(patches, model.feature, model.wavelengths, model.standardisation)
    parts = [np.zeros((0, len(model.classes)), np.float32)]
    for start in range(0, len(inputs), TOGETHER):
        chosen = np.arange(start, min(start + TOGETHER, len(inputs)))
        parts.append(logits(model.network, inputs.take(chosen)))
    return np.concatenate(parts)
