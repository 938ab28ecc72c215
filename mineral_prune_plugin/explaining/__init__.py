# SPDX-License-Identifier: GPL-2.0-or-later
"""Why a pixel is the mineral that the map shows: its spectrum, its classes, the bands and neurons that decided."""
