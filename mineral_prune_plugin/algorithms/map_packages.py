# SPDX-License-Identifier: GPL-2.0-or-later
"""The packages that a map by a model needs: none for a perceptron on the processor, torch for the rest."""

from ..errors import MineralPruneError

TORCH = ("torch", "threadpoolctl")


def packages_of_map(path, device="cpu"):
    """Names of packages.

    path   : of the model file; of one that cannot be read none is needed, for the run says what is wrong with it
    device : "cpu", "cuda" or "auto"
    """
    return TORCH if device == "cuda" or _is_densenet(path) else ()


def _is_densenet(path):
    from ..models.model_file import names_densenet

    try:
        return names_densenet(path)
    except MineralPruneError:
        return False
