# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a person waits in QGIS: whole processes, the batch dialog, a click in the dock."""
