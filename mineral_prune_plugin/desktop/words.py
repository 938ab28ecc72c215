# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of the dialog that installs packages: one for each way an installation can end."""

from ..interface.translation import translate as tr


def sentence(reason, **facts):
    """The sentence for a reason of `Installation.ended`; `facts`: python, version, free, needed, folder, package."""
    return _sentences().get(reason, _sentences()["unknown"]).format(**facts)


def size_text(megabytes):
    """A size as people write it, "900 MB" or "1.1 GB": all but the free ones are estimates."""
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 995 else f"{10 * round(megabytes / 10) or megabytes} MB"


def _sentences():
    return {**_of_the_network(), **_of_this_computer(), **_of_packages()}


def _of_the_network():
    return {
        "offline": tr(
            "The package index could not be reached, so nothing was installed. Check the internet connection, then "
            "press Install again."
        ),
        "proxy": tr(
            "The proxy refused the connection or could not be reached, so nothing was installed. Check Settings > "
            "Options > Network, then press Install again."
        ),
        "socks": tr(
            "pip cannot use a SOCKS proxy, so nothing was installed. Choose an HTTP proxy in Settings > Options > "
            "Network, or install without one."
        ),
        "certificate": tr(
            "The certificate of the package index was not accepted, so nothing was installed. On a network that "
            "inspects encrypted connections, pip's `cert` setting must name the certificate of the network; ask your "
            "administrator."
        ),
    }


def _of_this_computer():
    return {
        "disk_full": tr("The disk is full, so nothing was installed; {folder} needs {needed}."),
        "no_room": tr(
            "{folder} needs {needed} of free space, and {free} is available. Free some space, then press Install again."
        ),
        "denied": tr(
            "You are not allowed to write to {folder}, so nothing was installed. Ask the administrator of this "
            "computer."
        ),
        "long_path": tr(
            "Windows limits paths to 260 characters, and {folder} is too long for that. Nothing was installed. Turn on "
            "long paths in Windows, or use a QGIS profile in a folder with a shorter path."
        ),
        "in_use": tr(
            "This QGIS is using the packages that were to be replaced, so they were not changed. Restart QGIS, then "
            "press Install before doing anything else."
        ),
        "no_python": tr("The Python of this QGIS could not be started: {python}. Nothing was installed."),
        "other_python": tr(
            "{python} is not the same Python as that of this QGIS, so nothing was installed. Run the command that the "
            "algorithms show with QGIS's own Python."
        ),
        "no_pip": tr(
            "The Python of this QGIS has no pip, which installs packages. On Debian or Ubuntu, install python3-pip; "
            "elsewhere, run: {python} -m ensurepip"
        ),
        "busy": tr("Another QGIS is installing these packages at the moment. Wait until it has finished."),
    }


def _of_packages():
    return {
        "cancelled": tr("Cancelled; nothing was installed."),
        "cuda": tr(
            "Stopped before downloading the CUDA build, which is several gigabytes; nothing was installed. Paste the "
            "address that PyTorch's installation page shows for the CPU build, or untick 'CPU build only' to install "
            "the CUDA build."
        ),
        "conflict": tr(
            "The packages found are not compatible with each other, so nothing was installed; the log says which."
        ),
        "nothing_found": tr(
            "pip found no {package} for Python {version} on this computer, so nothing was installed. Either the "
            "package index could not be reached, or it has no such package; check the connection and the extra package "
            "index."
        ),
        "no_build": tr(
            "The package index has no {package} for Python {version} on this computer, so nothing was installed."
        ),
        "trial": tr(
            "The new packages do not work together with those of this QGIS, so they were not kept. The last lines of "
            "the log say why."
        ),
        "unknown": tr("pip could not install the packages, and nothing was kept. The last lines of the log say why."),
    }
