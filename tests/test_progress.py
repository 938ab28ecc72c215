# SPDX-License-Identifier: GPL-2.0-or-later
"""How long computations are awaited: in threads of their own, new ones or some that stay."""

import threading
import time

import pytest

from mineral_prune_plugin.errors import Cancelled
from mineral_prune_plugin.progress import Apart, Progress, awaited, silent


def test_what_is_awaited_apart_has_one_thread_from_call_to_call_and_for_what_is_awaited_within():
    apart, here = Apart(), threading.get_ident()
    threads = {
        apart.awaited(lambda: (threading.get_ident(), awaited(threading.get_ident, silent())), silent())
        for _ in range(3)
    }
    ((outer, inner),) = threads
    assert outer == inner != here
    assert awaited(threading.get_ident, silent()) not in (outer, here)  # elsewhere as before


def test_who_cancels_does_not_wait_for_what_runs_apart_and_the_next_call_does_not_either():
    apart, end = Apart(), threading.Event()
    moment = time.monotonic() + 0.2
    stopped = Progress(lambda done: None, lambda notice: None, lambda: time.monotonic() > moment)
    try:
        with pytest.raises(Cancelled):
            apart.awaited(lambda: awaited(lambda: end.wait(20), stopped), stopped)
        assert apart.awaited(lambda: "the next", silent()) == "the next"
        assert not end.is_set()
    finally:
        end.set()


def test_a_failure_apart_is_the_failure_of_who_waits():
    with pytest.raises(ZeroDivisionError):
        Apart().awaited(lambda: awaited(lambda: 1 // 0, silent()), silent())
