# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from simulated spectra: its outputs, the ensemble that teaches it, its floor."""
