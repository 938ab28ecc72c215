# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin needs beside QGIS: packages, their oldest versions, how large they are, and which are missing."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Requirement:
    """A package; its sizes in MB, those that it brings along included, are rounded from builds of 2025 and 2026.

    trains : whether training needs it; QGIS's window asks for no other by itself
    """

    name: str
    oldest: str
    download_mb: int
    disk_mb: int
    trains: bool = True

    @property
    def specifier(self):
        return f"{self.name}>={self.oldest}"


REQUIREMENTS = (
    Requirement("torch", "2.4", 200, 900),
    Requirement("safetensors", "0.4", 1, 2),
    Requirement("threadpoolctl", "3.0", 1, 1),
    Requirement("matplotlib", "3.5", 25, 80),
    Requirement("onnx", "1.14", 12, 60, trains=False),
)
CUDA_DOWNLOAD_MB, CUDA_DISK_MB = 3000, 7000  # torch for NVIDIA cards on Linux, with the libraries that it brings


def to_install(folder, requirements=REQUIREMENTS):
    """Those of the `requirements` that Python lacks, or has only in the plugin's `folder`, which is made anew."""
    return tuple(each for each in requirements if _comes_from(each.name) in (None, Path(folder)))


def missing(requirements=REQUIREMENTS):
    """The requirements of training that Python does not find at all."""
    return tuple(each for each in requirements if each.trains and _comes_from(each.name) is None)


def _comes_from(name):
    """The folder on Python's path that a package is imported from."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:  # no origin: an empty folder of that name
        return None
    place = Path(spec.origin).parent
    return place.parent if spec.submodule_search_locations is not None else place


@dataclass(frozen=True)
class Size:
    download_mb: int
    disk_mb: int

    @property
    def room_mb(self):
        """What must be free: while pip unpacks, the downloaded files lie beside what comes out of them."""
        return self.download_mb + self.disk_mb


def size(requirements, cuda=False):
    """The Size of an installation, estimated.

    requirements : Requirements to install
    cuda         : whether torch comes as the CUDA build, beside which the others are small
    """
    if cuda:
        return Size(CUDA_DOWNLOAD_MB, CUDA_DISK_MB)
    return Size(sum(each.download_mb for each in requirements), sum(each.disk_mb for each in requirements))
