# SPDX-License-Identifier: GPL-2.0-or-later
"""The chain of files, the small rasters and models, and the refusals that the tests of the algorithms make."""

from tests.algorithms.conftest import chain, files, hand_model, raster, refused

__all__ = ["chain", "files", "hand_model", "raster", "refused"]
