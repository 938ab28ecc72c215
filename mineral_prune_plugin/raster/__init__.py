# SPDX-License-Identifier: GPL-2.0-or-later
"""GDAL: reading and writing blocks, wavelengths and bad bands, labels and samples."""
