# SPDX-License-Identifier: GPL-2.0-or-later
"""Fuzzing of the model file: any bytes give a model or a ModelFileError. See fuzzing.py."""

import atheris

with atheris.instrument_imports(include=["mineral_prune_plugin", "json"]):
    from mineral_prune_plugin.errors import ModelFileError
    from mineral_prune_plugin.models.model_file import load, save

from densenets import patch_model
from faults.fuzzing import fuzz, memory_file
from making import random_model

PATH = memory_file()


def check(data):
    PATH.write_bytes(data)
    try:
        load(PATH)
    except ModelFileError as error:
        if not str(error).isprintable():
            raise ValueError("a refusal that is no sentence") from error


def seeds():
    for model in (random_model(), random_model(hidden=(3, 2), um=None), patch_model(3, bands=2)):
        save(model, PATH)
        yield PATH.read_bytes()


if __name__ == "__main__":
    fuzz("model", check, seeds(), 8192)
