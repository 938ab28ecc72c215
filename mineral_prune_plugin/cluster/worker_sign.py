# SPDX-License-Identifier: GPL-2.0-or-later
"""A hidden file in the folder of an archive, by which workers show that they see this folder and no other."""

import re
from contextlib import contextmanager, suppress

from ..outputs.locks import locked, locked_if_free

NAME = re.compile(r"\.mineral-prune-[0-9a-f]{12}-[0-9a-f]{8}\.sign")


@contextmanager
def signed(folder, run):
    """The name of the sign of a run, which is there until the block ends.

    folder : Path
    run    : name of the run's ModelHolder
    """
    sign = folder / f".{run}.sign"
    try:
        with locked(sign):
            sign.touch()  # another run may have removed it before the lock was held
            yield sign.name
    finally:
        sign.unlink(missing_ok=True)


def remove_signs(folder):
    """Remove the signs of runs that were killed; what the system does not allow stays. folder : Path"""
    for sign in folder.glob(".mineral-prune-*.sign"):
        if NAME.fullmatch(sign.name) and sign.is_file() and not sign.is_symlink():
            with locked_if_free(sign) as free:
                pass
            if free:
                with suppress(OSError):
                    sign.unlink()
