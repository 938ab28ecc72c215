# SPDX-License-Identifier: GPL-2.0-or-later
"""The hidden folder beside an output in which it is written: `.NAME-xxxxxxxx.partial`.

Its hidden entries are the folder's own: LOCK, held while its run lives; SET, the folders of the outputs that belong
together, and the names of this one's files; DECIDED, in the first folder of the set alone, once they are to be moved;
OLD, the files that they replace. Everything else in it is the output and its side files.
"""

import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .locks import locked

SUFFIX = ".partial"
LOCK, SET, DECIDED, OLD = ".lock", ".set.json", ".decided", ".old"
NAME = re.compile(r"\..*-[a-z0-9_]{8}\.partial", re.DOTALL)
LONGEST_STEM = 40  # characters of the output's name: the rest of the folder's name must fit too


@dataclass(frozen=True)
class Draft:
    """folder : Path, hidden, beside the output; path : Path of the output itself"""

    folder: Path
    path: Path

    @property
    def file(self):
        """Path that stands for the output: same name, in the folder."""
        return self.folder / self.path.name


def drafted(path):
    """A context that gives the Draft of an output, and whose folder goes with it.

    path   : Path
    errors : OSError, at once, where its folder cannot be made
    """
    prefix = f".{path.stem[:LONGEST_STEM]}-"
    return _removed(Draft(Path(tempfile.mkdtemp(prefix=prefix, suffix=SUFFIX, dir=path.parent)), path))


@contextmanager
def _removed(draft):
    try:
        with locked(draft.folder / LOCK):
            yield draft
    finally:
        remove(draft.folder)


def remove(folder):
    """A draft's folder goes, as far as the system lets it: what stays is removed by a later run.

    The lock goes last: a folder without it is nobody's draft.

    folder : Path
    """
    with suppress(OSError):
        for child in folder.iterdir():
            if child.name == LOCK:
                continue
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child, ignore_errors=True)
            else:
                child.unlink(missing_ok=True)
        (folder / LOCK).unlink(missing_ok=True)
        folder.rmdir()


def contents(folder):
    """Paths of what a draft's folder holds of the output itself, sorted. Raises OSError."""
    return sorted(child for child in folder.iterdir() if not child.name.startswith("."))


def hidden_in(folder):
    """Paths directly in a folder that are named as a draft's, sorted. folder : Path. Raises OSError."""
    with os.scandir(folder) as entries:
        return sorted(folder / entry.name for entry in entries if NAME.fullmatch(entry.name))


def is_draft(folder):
    """Whether a path is a draft's folder of this user, with its lock, no link. folder : Path"""
    lock = folder / LOCK
    if folder.is_symlink() or lock.is_symlink() or not (folder.is_dir() and lock.is_file()):
        return False
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
