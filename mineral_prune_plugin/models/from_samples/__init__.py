# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from samples that leaves pixels unclassified which are unlike all of them."""
