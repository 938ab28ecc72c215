# SPDX-License-Identifier: GPL-2.0-or-later
"""The chain of files, small rasters and models, refusals of the tests of the algorithms."""

from tests.algorithms.conftest import chain, files, hand_model, layer, raster, refused, run, told

__all__ = ["chain", "files", "hand_model", "layer", "raster", "refused", "run", "told"]
