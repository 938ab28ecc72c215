# SPDX-License-Identifier: GPL-2.0-or-later
"""Which version of the plugin this is."""

from pathlib import Path

PLUGIN = Path(__file__).resolve().parent


def plugin_version():
    """The version of metadata.txt, or of the installed package; "unknown" where neither is there."""
    for folder in (PLUGIN, PLUGIN.parent):
        metadata = folder / "metadata.txt"
        if metadata.is_file():
            lines = metadata.read_text(encoding="utf-8").splitlines()
            return next((line.split("=", 1)[1] for line in lines if line.startswith("version=")), "unknown")
    return _installed_version()


def _installed_version():
    from importlib import metadata

    try:
        return metadata.version("mineral-prune")
    except metadata.PackageNotFoundError:
        return "unknown"
