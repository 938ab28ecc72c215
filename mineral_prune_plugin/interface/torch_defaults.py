# SPDX-License-Identifier: GPL-2.0-or-later
"""torch as a new process has it while an algorithm runs: other plugins may have changed what it does by default.

Networks would otherwise be made in 64 bits, on another device, or without the gradients that training needs.
"""

import threading
from contextlib import ExitStack, contextmanager

_lock = threading.Lock()
_process = {}  # while algorithms run: how many, and the number type before; it belongs to the whole process


@contextmanager
def torch_defaults():
    """float32, the processor and gradients, until the block ends; for the thread that computes, and those it starts."""
    import torch

    with ExitStack() as stack:
        stack.enter_context(_single_precision(torch))
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.enable_grad())
        if _default_device(torch) != "cpu":  # asking for it costs something at every call of torch
            stack.enter_context(torch.device("cpu"))
        yield


def _default_device(torch):
    try:
        return torch.get_default_device().type
    except AttributeError:  # torch 2.6, once a plugin has taken back a default that it had set
        return "cpu"


@contextmanager
def _single_precision(torch):
    """Algorithms may overlap in threads: the number type is put back when the last of them ends."""
    with _lock:
        if not _process:
            _process.update(users=0, before=torch.get_default_dtype())
            torch.set_default_dtype(torch.float32)
        _process["users"] += 1
    try:
        yield
    finally:
        with _lock:
            _process["users"] -= 1
            if not _process["users"]:
                torch.set_default_dtype(_process["before"])
                _process.clear()
