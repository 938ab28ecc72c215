# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model from a spectral library is worth: `make library-study`."""
