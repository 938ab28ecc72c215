# SPDX-License-Identifier: GPL-2.0-or-later
"""How long computations report their progress and are cancelled."""

from dataclasses import dataclass
from typing import Callable

from .errors import Cancelled


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
