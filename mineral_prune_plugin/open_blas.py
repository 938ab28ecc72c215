# SPDX-License-Identifier: GPL-2.0-or-later
"""OpenBLAS, which multiplies numpy's matrices, or should: its count of threads, its kernels, its product.

In QGIS on Linux numpy's calls end in the plain loops of GSL's CBLAS, which QGIS links too and the loader finds first:
six times as slow. So the product is called by its name in OpenBLAS.

threadpoolctl knows many more libraries, but QGIS lacks it. QGIS's own numpy has OpenBLAS nearly everywhere; where it
has another (Apple's Accelerate) there is nothing to set.
"""

import ctypes
import itertools
import operator
import os
import re
from dataclasses import dataclass
from pathlib import Path

MAPS = Path("/proc/self/maps")
LIBRARY = re.compile(r" (/[^\n]+\.so[^\n/]*)\n")
BUNDLED = ("../numpy.libs", ".libs", ".dylibs")  # beside numpy's modules: of wheels, on Windows and macOS too
AFFIXES = tuple(itertools.product(("", "scipy_"), ("", "64_", "_64")))  # what builds put around their functions' names
ROW_MAJOR, AS_IT_IS, TRANSPOSED = 101, 111, 112  # CBLAS's names for them
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

    @property
    def has_product(self):
        """Whether it was built with CBLAS, as nearly all are."""
        return hasattr(self.library, f"{self.prefix}cblas_sgemm{self.suffix}")

    def product(self):
        """A function of two float32 matrices, each contiguous or the transposed of such, that gives their product."""
        import numpy as np

        integer = ctypes.c_int64 if "64" in self.suffix else ctypes.c_int
        matrix = [ctypes.c_void_p, integer]
        gemm = getattr(self.library, f"{self.prefix}cblas_sgemm{self.suffix}")
        gemm.restype = None
        gemm.argtypes = [*[ctypes.c_int] * 3, *[integer] * 3, ctypes.c_float, *matrix, *matrix, ctypes.c_float, *matrix]

        def product(left, right):
            (rows, terms), columns = left.shape, right.shape[1]
            outputs = np.empty((rows, columns), np.float32)
            orders, sides = zip(*(_layout(matrix) for matrix in (left, right)))
            places = left.ctypes.data, sides[0], right.ctypes.data, sides[1]
            gemm(ROW_MAJOR, *orders, rows, columns, terms, 1.0, *places, 0.0, outputs.ctypes.data, max(1, columns))
            return outputs

        return product


def _layout(matrix):
    """(How a float32 matrix lies, as CBLAS has it; how many numbers from a row, or else from a column, to the next).

    errors : ValueError of another type, and where neither its rows nor its columns are contiguous and apart
    """
    size = matrix.itemsize
    for order, (across, along) in ((AS_IT_IS, (0, 1)), (TRANSPOSED, (1, 0))):
        rows, columns = matrix.shape[across], matrix.shape[along]
        step, rest = divmod(matrix.strides[across], size) if rows > 1 else (columns, 0)
        contiguous = columns == 1 or matrix.strides[along] == size
        if matrix.dtype == "float32" and contiguous and step >= columns and not rest:
            return order, max(1, step)
    raise ValueError(f"a matrix of {matrix.dtype} and strides {matrix.strides}")


def open_blas():
    """Every OpenBlas of the process."""
    libraries = (_opened(path) for path in library_paths() if "openblas" in os.path.basename(path).lower())
    return [library for library in libraries if library is not None]


def has_slow_products():
    """Whether products take four times as long as they could, or more.

    That is so where OpenBLAS takes its kernels for processors without AVX, and on Linux where there is none.
    """
    libraries = open_blas()
    return any(library.kernels in OLDEST_KERNELS for library in libraries) or (MAPS.exists() and not libraries)


def fastest_product():
    """A function of two float32 matrices that gives their product: OpenBLAS's on Linux, else numpy's own."""
    libraries = [library for library in open_blas() if library.has_product] if MAPS.exists() else []
    return libraries[0].product() if libraries else operator.matmul


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
