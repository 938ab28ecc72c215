# SPDX-License-Identifier: GPL-2.0-or-later
"""One torch thread for the length of a computation.

Sums then run in one order, so results do not depend on the machine's thread count; and for networks this small more
threads are slower. The count belongs to the whole QGIS process: it is put back when the last computation ends.
"""

import threading
from contextlib import contextmanager

_lock = threading.Lock()
_users = []  # thread counts to restore, one an entry; only the first entrant's is the process's own


@contextmanager
def one_torch_thread():
    import torch

    with _lock:
        _users.append(torch.get_num_threads())
        before = _users[0]
        torch.set_num_threads(1)
    try:
        yield
    finally:
        with _lock:
            _users.pop()
            if not _users:
                torch.set_num_threads(before)
