# SPDX-License-Identifier: GPL-2.0-or-later
"""Two copies of the packages' folder, while one takes the other's place: a kill in between leaves one that is whole.

The old copy waits beside the place under a name of its own, is never deleted before the new one stands, and never bit
by bit under that name: what waits there is whole. Whoever starts next puts it back where the place is empty.
"""

import os
from contextlib import suppress


def waiting_copy(final):
    """Path where the old copy waits. Each Python has its own, for QGIS 3 and 4 may share a profile.

    final : Path of the folder of packages
    """
    return final.with_name(final.name.replace("packages", "old"))


def installation_lock(final):
    """Path of the lock that an installation holds. final : Path of the folder of packages"""
    return final.with_name("installing.lock")


def put_back(final):
    """The old copy stands in its place again where a kill has left the place empty; else nothing happens.

    final : Path of the folder of packages
    """
    if not os.path.lexists(final):
        with suppress(OSError):  # none waits; or Windows has it open, and a later start puts it back
            os.replace(waiting_copy(final), final)
