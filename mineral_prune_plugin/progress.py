# SPDX-License-Identifier: GPL-2.0-or-later
"""How long computations report their progress and are cancelled."""

import threading
from dataclasses import dataclass
from typing import Callable

from .errors import Cancelled

POLL_S = 0.1  # between looks whether the user has cancelled
MOST_APART = 1000  # threads, with those that nobody waits for any more

_thread = threading.local()


@dataclass(frozen=True)
class Progress:
    """What a caller hands to a long computation.

    show      : called with the share done, 0 to 1
    tell      : called with a Notice, a remark that the user should read
    cancelled : called without arguments, True once the computation is to stop
    """

    show: Callable
    tell: Callable
    cancelled: Callable

    def step(self, done):
        """Report the share done (0 to 1). Raises Cancelled when the user has asked to stop."""
        self.raise_if_cancelled()
        self.show(done)

    def raise_if_cancelled(self):
        """Raises Cancelled when the user has asked to stop."""
        if self.cancelled():
            raise Cancelled()

    def tell_all(self, notices):
        """Tell each of some `notices`."""
        for notice in notices:
            self.tell(notice)

    def part(self, start, end):
        """The same progress, for a part of the computation that runs from share `start` to share `end`, 0 to 1."""
        return Progress(lambda done: self.show(start + done * (end - start)), self.tell, self.cancelled)


def silent():
    """Progress for callers that do not watch."""
    return Progress(lambda done: None, lambda notice: None, lambda: False)


def awaited(call, progress):
    """What `call()` returns; it runs in a thread of its own, so that who cancels need not wait for its end.

    call     : without arguments, such as a read of a large block, which GDAL cannot be stopped in. Once the user has
               cancelled it ends when it does and its result is dropped, so it changes nothing that others hold
    progress : is asked to cancel meanwhile
    errors   : those of the call, Cancelled
    """
    if getattr(_thread, "is_apart", False):  # who waits for this thread is asked already
        progress.raise_if_cancelled()
        return call()
    from concurrent.futures import Future  # here, for QGIS starts sooner without it

    future = Future()

    def settle():
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001, raised again where the result is waited for
            future.set_exception(error)

    threading.Thread(target=settle).start()
    return result_of(future, progress)


class Apart:
    """Threads that stay, for who awaits call after call.

    A new thread opens PROJ's database anew: in a small scene that took as long as its reading.
    """

    def __init__(self):
        from concurrent.futures import ThreadPoolExecutor

        self._threads = ThreadPoolExecutor(MOST_APART, initializer=_mark_apart)

    def awaited(self, call, progress):
        """As the function `awaited`; what is awaited within the call runs in the same thread.

        call     : without arguments
        progress : is asked to cancel meanwhile, on behalf of what is awaited within the call too
        """
        return result_of(self._threads.submit(call), progress)


def _mark_apart():
    _thread.is_apart = True


def result_of(future, progress):
    """The result of a `future`, while `progress` is asked to cancel. Errors: its own, Cancelled."""
    from concurrent.futures import TimeoutError  # another than Python's before 3.11

    while True:
        try:
            return future.result(timeout=POLL_S)
        except TimeoutError:
            if future.done():  # raised by the call itself
                raise
            progress.raise_if_cancelled()
