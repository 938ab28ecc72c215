# SPDX-License-Identifier: GPL-2.0-or-later
"""Satellite and airborne products as they are downloaded, opened as rasters."""
