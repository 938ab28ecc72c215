# SPDX-License-Identifier: GPL-2.0-or-later
"""An archive of scenes: every scene to a map of its own, on the cores of a machine or on a cluster of Dask.

Needs no QGIS, and Dask only where more than this very process works.
"""
