# SPDX-License-Identifier: GPL-2.0-or-later
"""The OpenBLAS that multiplies numpy's matrices: its count of threads and its kernels.

threadpoolctl knows many more libraries, but QGIS lacks it. QGIS's own numpy has OpenBLAS nearly everywhere; where it
has another (Apple's Accelerate) there is nothing to set.
"""

import ctypes
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

MAPS = Path("/proc/self/maps")
LIBRARY = re.compile(r" (/[^\n]+\.so[^\n/]*)\n")
BUNDLED = ("../numpy.libs", ".libs", ".dylibs")  # beside numpy's modules: of wheels, on Windows and macOS too
AFFIXES = tuple(itertools.product(("", "scipy_"), ("", "64_", "_64")))  # what builds put around their functions' names
OLDEST_KERNELS = {"Prescott", "Core2", "Penryn", "Nehalem", "Opteron", "Barcelona"}  # of processors without AVX


@dataclass(frozen=True)
class OpenBlas:
    """library : ctypes.CDLL; prefix, suffix : around the names of its functions"""

    library: ctypes.CDLL
    prefix: str
    suffix: str

    def _function(self, name, result=ctypes.c_int):
        function = getattr(self.library, f"{self.prefix}openblas_{name}{self.suffix}")
        function.restype = result
        return function

    @property
    def threads(self):
        return self._function("get_num_threads")()

    def set_threads(self, count):
        """Give it `count` threads: for the whole process."""
        self._function("set_num_threads", None)(ctypes.c_int(count))

    @property
    def kernels(self):
        """The processor that its kernels are made for: an older one than the processor where it does not know that."""
        return self._function("get_corename", ctypes.c_char_p)().decode(errors="replace")


def open_blas():
    """Every OpenBlas of the process."""
    libraries = (_opened(path) for path in library_paths() if "openblas" in Path(path).name.lower())
    return [library for library in libraries if library is not None]


def has_old_kernels():
    """Whether the OpenBLAS of this process takes its kernels for processors without AVX: four times as slow."""
    return any(library.kernels in OLDEST_KERNELS for library in open_blas())


def library_paths():
    """Paths of libraries that the process has loaded: of all on Linux, elsewhere of those that came with numpy."""
    if MAPS.exists():
        return sorted(set(LIBRARY.findall(MAPS.read_text(errors="replace"))))
    import numpy

    folders = (Path(numpy.__file__).parent / name for name in BUNDLED)
    return sorted(str(path) for folder in folders if folder.is_dir() for path in folder.iterdir())


def _opened(path):
    """The OpenBlas of a loaded library's path, or None where it is none."""
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return None
    for prefix, suffix in AFFIXES:
        if hasattr(library, f"{prefix}openblas_get_num_threads{suffix}"):
            return OpenBlas(library, prefix, suffix)
    return None
