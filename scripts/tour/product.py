# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside QGIS: the dialog that opens a product as it was downloaded; "Your data" shows it."""

import os
import sys

sys.path.insert(0, os.environ["MINERAL_PRUNE_TOUR_CODE"])

import window  # noqa: E402

GRANULE = "EMIT_L2A_RFL_001_20230316T045133_2307503_005.nc"


def story():
    window.tidy_window()
    granule, output = window.WORK / GRANULE, window.WORK / "scene.tif"
    dialog = window.open_dialog("openproduct", (900, 560), INPUT=str(granule), OUTPUT=str(output))
    window.picture(dialog, "open_product")
    dialog.close()
    return {}


window.tell(story)
