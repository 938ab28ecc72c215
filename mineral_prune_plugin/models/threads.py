# SPDX-License-Identifier: GPL-2.0-or-later
"""One thread for matrix products for the length of a computation.

Sums then run in one order, so results do not depend on the machine's thread count; and for networks this small more
threads are slower. torch's own count is not enough: QGIS links OpenBLAS (through GDAL), whose `sgemm` takes the place
of the one inside torch and keeps its own count. threadpoolctl finds every such library of the process.

The counts belong to the whole QGIS process: they are put back when the last computation ends.
"""

import threading
from contextlib import contextmanager

_lock = threading.Lock()
_limits = []  # what to undo, set by the first of the computations that overlap
_users = []  # one entry a computation that is under way


@contextmanager
def one_thread():
    """Computations may overlap and nest; only the first pays for the search, some milliseconds."""
    with _lock:
        if not _users:
            _limits.append(_limit())
        _users.append(None)
    try:
        yield
    finally:
        with _lock:
            _users.pop()
            if not _users:
                _limits.pop()()


def _limit():
    """Limit every library to one thread; returns what undoes it."""
    import torch
    from threadpoolctl import threadpool_limits

    before = torch.get_num_threads()
    others = threadpool_limits(limits=1)
    torch.set_num_threads(1)

    def undo():
        others.restore_original_limits()
        torch.set_num_threads(before)

    return undo
