# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by the interpreter of QGIS, apart from it: do the new packages work beside those that QGIS has?

    python trial.py FOLDER NAME... -- ENTRY_OF_QGIS_PATH...

Prints each package with its version; a package that does not import ends it with its error.
"""

import importlib
import sys


def main(folder, *rest):
    names, entries = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    sys.path[:] = [*entries, folder]
    for name in names:
        print("works:", name, getattr(importlib.import_module(name), "__version__", ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
