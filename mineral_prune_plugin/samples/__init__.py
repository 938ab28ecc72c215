# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels of known mineral, each in one split, and their spectra; unlabelled pixels."""
