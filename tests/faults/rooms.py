# SPDX-License-Identifier: GPL-2.0-or-later
"""The rooms of the campaign, a row each, and how a case's own seed comes from its number."""

import hashlib
import importlib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "faults"


@dataclass(frozen=True)
class Room:
    """name    : of the module in this folder

    about     : what is tried, for the table of counts
    act       : what a case is: a hostile "input", or an "end" (a kill, an interrupt, a cancelling, a full disk)
    seconds   : that a case may take, of the clock: beyond, it hangs; generous, for busy machines
    megabytes : that the peak of a case may be over what the process held before
    """

    name: str
    about: str
    act: str = "input"
    seconds: float = 120
    megabytes: int = 512


_ROWS = (
    Room("models", "model files: bytes, headers, tensors, shapes, sizes"),
    Room("samples", "layers of samples: GeoPackage, shapefile, GeoJSON, CSV"),
    Room("legends", "class rasters and their legends"),
    Room("rasters", "rasters by layout and format"),
    Room("texts", "names, fields and paths that are hostile"),
    Room("products", "products as they are downloaded: bytes, arrays, attributes, XML, files"),
    Room("libraries", "spectral libraries: ENVI, folders of splib07, ECOSTRESS, tables"),
    Room("memory", "memory bombs: files and models that claim or take much", seconds=900, megabytes=4000),
    Room("ends", "kills, interrupts and cancellings in every algorithm", "end"),
    Room("disks", "full disks and vanishing folders, in every algorithm", "end"),
    Room("together", "four runs on one output", "end"),
)
ROOMS = {room.name: room for room in _ROWS if (HERE / f"{room.name}.py").exists()}


def module_of(name):
    """The module of a room, imported now. name : a key of ROOMS"""
    return importlib.import_module(f"faults.{name}")


def case_seed(seed, room, number):
    """The seed of a case, 0 to 2^48 - 1: the same on every machine.

    seed, number : of the campaign and of the case, ints
    room         : name
    """
    return int.from_bytes(hashlib.sha256(f"{seed}/{room}/{number}".encode()).digest()[:6], "big")


def command(seed, room, number):
    """What repeats a case. seed, room, number : as of `case_seed`"""
    return f'make faults ARGS="--seed {seed} --room {room} --case {number}"'
