# SPDX-License-Identifier: GPL-2.0-or-later
"""Libraries of reference spectra: read, cleaned, matched to minerals, resampled to the bands of a scene."""
