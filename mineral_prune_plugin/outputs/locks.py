# SPDX-License-Identifier: GPL-2.0-or-later
"""Locks between processes, which the system lets go when their process ends, however it ends."""

import os
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

WAIT_S = 0.05
PATIENCE_S = 60  # to move files takes far less; a lock that is held longer belongs to a process that hangs


@contextmanager
def locked(path):
    """Hold a lock on a file, made for it. Where the system has no locks the block runs without.

    path   : Path
    errors : OSError where the file cannot be made
    """
    with open(path, "ab") as file:
        with suppress(OSError):
            _take(file.fileno())
        yield


@contextmanager
def locked_if_free(path):
    """Whether the lock on a file, which must exist, could be taken; held while the block runs.

    path : Path
    """
    try:
        file = open(path, "r+b")  # noqa: SIM115, closed below
    except OSError:
        yield False
        return
    with file:
        try:
            _take(file.fileno())
        except OSError:
            yield False
            return
        yield True


@contextmanager
def folders_locked(folders):
    """Hold the locks of folders, waiting for whoever holds them: two runs must not move files into one at once.

    Where the system has no locks, and after PATIENCE_S, the block runs without.

    folders : paths
    """
    with ExitStack() as stack:
        for folder in sorted({os.path.realpath(folder) for folder in folders}):
            descriptor = _open_for_lock(folder)
            if descriptor is not None:
                stack.callback(os.close, descriptor)
                _wait(descriptor)
        yield


def _open_for_lock(folder):
    """A descriptor that stands for a folder: itself, on Windows a file of this user of its own. None: none can be."""
    try:
        if fcntl:
            return os.open(folder, os.O_RDONLY)
        import hashlib

        name = hashlib.sha256(os.path.normcase(folder).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return os.open(os.path.join(tempfile.gettempdir(), f"mineral-prune-{name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _wait(descriptor):
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return _take(descriptor)
        except BlockingIOError:
            pass
        except PermissionError:  # held by another, on Windows
            pass
        except OSError:
            return None
        if time.monotonic() > until:
            return None
        time.sleep(WAIT_S)


def _take(descriptor):
    """Errors: OSError where another process holds it."""
    if fcntl:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
