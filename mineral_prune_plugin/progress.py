# SPDX-License-Identifier: GPL-2.0-or-later
"""How long work tells its caller where it is, and learns that it is to stop."""

from dataclasses import dataclass
from typing import Callable

from .errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """What a caller hands to long work.

    show      : called with the share done, 0 to 1
    tell      : called with a Notice, a remark that the user should read
    cancelled : True once the work is to stop
    """

    show: Callable
    tell: Callable
    cancelled: Callable

    def step(self, done):
        """Report the share done (0 to 1). Raises Cancelled when the user has asked to stop."""
        self.ask()
        self.show(done)

    def ask(self):
        """Raises Cancelled when the user has asked to stop."""
        if self.cancelled():
            raise Cancelled()

    def part(self, start, end):
        """The same progress, for a part of the work that runs from share `start` to share `end`."""
        return Progress(lambda done: self.show(start + done * (end - start)), self.tell, self.cancelled)


def silent():
    """Progress for callers that do not watch."""
    return Progress(lambda done: None, lambda notice: None, lambda: False)
