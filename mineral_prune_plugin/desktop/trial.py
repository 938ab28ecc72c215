# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by the interpreter of QGIS, apart from it: do the new packages work beside those that QGIS has?

    python trial.py FOLDER NAME... -- ENTRY_OF_QGIS_PATH...

The folder stands last on Python's path, so that QGIS's own packages win. Where one of those is too old for what is
new (Debian 12 has a sympy that torch cannot use), the newer one moves into FOLDER/first, which stands first.
Prints what moved and each package with its version; a package that does not work ends it with its error.
"""

import importlib
import os
import sys
from importlib import metadata
from pathlib import Path

FIRST = "first"
NEVER_FIRST = {"numpy", "gdal", "setuptools"}  # QGIS's own; and what builds packages, which nothing here does


def main(folder, *rest):
    names, entries = rest[: rest.index("--")], list(rest[rest.index("--") + 1 :])
    move_first(Path(folder), entries)
    sys.path[:] = [str(Path(folder) / FIRST), *entries, folder]
    for name in names:
        module = importlib.import_module(name)
        if name == "torch":  # an optimizer loads what the first import leaves for later
            module.optim.Adam([module.zeros(1, requires_grad=True)])
        print("works:", name, getattr(module, "__version__", ""))


def move_first(folder, entries):
    """Move distributions into folder/first where QGIS's copy is of a version that a new one refuses.

    folder  : Path with the new distributions
    entries : QGIS's own part of Python's path
    """
    distributions = metadata.distributions(path=[str(folder)])
    new = {normalised(distribution.metadata["Name"]): distribution for distribution in distributions}
    (folder / FIRST).mkdir()
    for name in sorted(too_old(new, entries) & new.keys() - NEVER_FIRST):
        print("QGIS's own is too old, so the new one comes first:", name, new[name].version)
        for top in {file.parts[0] for file in new[name].files or () if file.parts[0] not in ("..", "bin")}:
            if (folder / top).exists():
                os.replace(folder / top, folder / FIRST / top)


def too_old(new, entries):
    """Names of QGIS's distributions, found on the path `entries`, that a requirement of the `new` ones refuses."""
    from pip._vendor.packaging.requirements import Requirement

    refused = set()
    needs = (Requirement(text) for distribution in new.values() for text in distribution.requires or ())
    for need in needs:
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            present = next(iter(metadata.distributions(name=need.name, path=entries)), None)
            if present is not None and not need.specifier.contains(present.version, prereleases=True):
                refused.add(normalised(need.name))
    return refused


def normalised(name):
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    main(*sys.argv[1:])
