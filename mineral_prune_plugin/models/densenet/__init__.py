# SPDX-License-Identifier: GPL-2.0-or-later
"""Densely connected convolutional networks (Huang et al. 2017) that learn which maps to read (Wu et al. 2019)."""
