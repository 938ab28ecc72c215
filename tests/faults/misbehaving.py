# SPDX-License-Identifier: GPL-2.0-or-later
"""A room for the tests of the watch: its seed is what goes wrong."""

import os
import time

from faults.outcome import refused, right

FINE, HANGS, CRASHES, EATS, RAISES, STUTTERS, PRINTS = range(7)


def run_case(seed, folder):
    """seed : one of the above; folder : Path"""
    (folder / "file.txt").write_text("of this case alone")
    if seed == HANGS:
        time.sleep(600)
    elif seed == CRASHES:
        os.abort()
    elif seed == EATS:
        bytes(bytearray(120 * 10**6))
    elif seed == RAISES:
        raise KeyError("a bug")
    elif seed == STUTTERS:
        return refused("refused", "Traceback")
    elif seed == PRINTS:
        os.write(1, b'{"verdict": "right"}\n')
    return right("fine")
