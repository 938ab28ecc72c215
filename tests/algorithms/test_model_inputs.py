# SPDX-License-Identifier: GPL-2.0-or-later
"""Model files that algorithms read: whoever cancels does not wait for a large one."""

import os
import threading
from dataclasses import replace

import numpy as np
import pytest
from making import random_model

from mineral_prune_plugin.algorithms.model_inputs import loaded_model
from mineral_prune_plugin.errors import Cancelled, ModelFileError
from mineral_prune_plugin.models.model_file import save
from mineral_prune_plugin.models.model_notices import ModelUnchecked
from mineral_prune_plugin.progress import Progress, silent


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never comes to its end is of POSIX alone")
def test_cancelling_does_not_wait_for_a_file_that_is_slow_to_read(tmp_path):
    path, cancelled = tmp_path / "model.safetensors", threading.Event()
    os.mkfifo(path)
    threading.Timer(0.2, cancelled.set).start()
    with pytest.raises(Cancelled):
        loaded_model(path, Progress(lambda done: None, lambda notice: None, cancelled.is_set))
    os.close(os.open(path, os.O_WRONLY))  # lets the reader go


def test_a_model_is_loaded_and_what_there_is_to_say_is_told(tmp_path):
    path, told = tmp_path / "model.safetensors", []
    save(random_model(), path)
    data = path.read_bytes()
    changed = data.replace(b'\\"checksum\\"', b'\\"checksuM\\"')
    path.write_bytes(changed)
    model = loaded_model(path, replace(silent(), tell=told.append))
    assert np.array_equal(model.network.weights[0], random_model().network.weights[0])
    assert changed != data and [type(notice) for notice in told] == [ModelUnchecked]


def test_an_error_of_the_file_is_that_of_the_algorithm(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"none")
    with pytest.raises(ModelFileError):
        loaded_model(tmp_path / "model.safetensors", silent())
