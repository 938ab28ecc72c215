# SPDX-License-Identifier: GPL-2.0-or-later
"""A model from few polygons: what teaches it, and how accurate such a model is on polygons that it has not met."""
