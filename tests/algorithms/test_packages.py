# SPDX-License-Identifier: GPL-2.0-or-later
"""The command that installs what QGIS lacks."""

import numpy


def test_torch_comes_with_what_it_needs_and_matplotlib_moves_no_numpy(qgis):
    from mineral_prune_plugin.algorithms.packages import install_command

    assert install_command(["torch", "safetensors"]).endswith('" torch safetensors')
    both = install_command(["torch", "matplotlib"])
    assert both.endswith(f'" torch matplotlib numpy=={numpy.__version__}') and "--no-deps" not in both
