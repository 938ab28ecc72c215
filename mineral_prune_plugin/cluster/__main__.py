# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m mineral_prune_plugin.cluster`: the command mineral-map."""

import sys

from .command_line import main

if __name__ == "__main__":  # workers are started anew and read this file too
    sys.exit(main())
