# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m mineral_prune_plugin.cluster`: the command mineral-map."""

from .command_line import command

if __name__ == "__main__":  # workers are started anew and read this file too
    command()
