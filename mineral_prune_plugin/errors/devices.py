# SPDX-License-Identifier: GPL-2.0-or-later
"""Processors that are not there."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class NoCuda(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "CUDA was asked for; the torch {version} installed here finds no CUDA device. Choose the device 'auto' or "
        "'cpu', or install a CUDA build of torch.",
    )
