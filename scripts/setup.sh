#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Install what the plugin needs and the machine lacks; `setup.sh test` adds the test tools, `setup.sh bench` other programs to compare with,
# `setup.sh mutants` a mutation tool, `setup.sh screenshots` a screen and a Chinese font. Prints to stderr only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec >&2

PYTHON=${PYTHON:-/usr/bin/python3}
PACKAGES=(qgis python3-qgis qgis-providers gdal-bin python3-gdal python3-venv python3-matplotlib)
VENV_PYTHON=.venv/bin/python

main() {
    mkdir -p build
    if command -v flock >/dev/null; then  # two terminals at once: the second waits
        exec 9>build/setup.lock
        flock 9
    fi
    if [[ ${1:-} == test ]]; then PACKAGES+=(xvfb); fi  # a screen for the tests that open QGIS's window
    if [[ ${1:-} == screenshots ]]; then PACKAGES+=(xvfb fonts-wqy-microhei python3-pil); fi
    system_is_complete "${1:-}" || install_system
    venv_is_alive || make_venv
    install_once run
    if [[ ${1:-} == test || ${1:-} == mutants ]]; then install_once "$1"; fi
    if [[ ${1:-} == bench ]]; then
        install_once bench || echo "Not all programs to compare with could be installed; those are left out."
    fi
}

system_is_complete() {
    [[ $1 != test && $1 != screenshots ]] || command -v Xvfb >/dev/null || return 1
    [[ $1 != screenshots ]] || { [[ -n $(fc-list :lang=zh) ]] && has PIL; } || return 1
    command -v qgis_process >/dev/null && command -v gdalinfo >/dev/null && has qgis osgeo numpy matplotlib ensurepip
}

has() {  # without importing: QGIS takes half a second
    "$PYTHON" - "$@" <<'CODE' 2>/dev/null
import sys, importlib.util
sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))
CODE
}

install_system() {
    local become_root=()
    if ! command -v apt-get >/dev/null; then
        essentials_or_stop "This system has no apt-get. Install QGIS 3.22 or later, GDAL and their Python modules with its own package manager, then try again."
        return
    fi
    if [[ $(id -u) != 0 ]]; then
        if ! command -v sudo >/dev/null; then
            essentials_or_stop "QGIS is missing and this user may not install it. As root: apt-get install ${PACKAGES[*]}"
            return
        fi
        become_root=(sudo)
    fi
    echo "Installing QGIS and GDAL from the distribution ..."
    "${become_root[@]}" apt-get update -qq
    "${become_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${PACKAGES[@]}" </dev/null
    essentials_or_stop "QGIS was installed, but $PYTHON cannot import it. Name the Python that can: make setup PYTHON=/usr/bin/python3"
}

essentials_or_stop() {  # matplotlib can come later, into .venv; QGIS and GDAL cannot
    command -v qgis_process >/dev/null && has qgis osgeo numpy ensurepip && return
    echo "$1"
    exit 1
}

venv_is_alive() {  # an upgrade of the distribution leaves a .venv of a Python that is gone
    [[ -x $VENV_PYTHON && $("$VENV_PYTHON" -c "$ABOUT_PYTHON" 2>/dev/null) == "$("$PYTHON" -c "$ABOUT_PYTHON")" ]]
}
ABOUT_PYTHON='import sys; print(sys.version)'

make_venv() {
    echo "Making .venv ..."
    rm -rf .venv
    "$PYTHON" -m venv --system-site-packages .venv
}

install_once() {  # a stamp in .venv holds the requirements that were installed
    local stamp=.venv/installed-$1.txt
    local wanted
    wanted=$(requirements "$1")
    [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
    system_versions >build/constraints.txt
    if [[ $wanted == *torch==* ]] && ! PYTHON=$VENV_PYTHON has torch; then
        echo "Installing torch: about 200 MB as a CPU build, several GB as the CUDA build that pip takes by default on Linux (README: Install)."
    fi
    printf '%s\n' "$wanted" >"build/requirements-$1.txt"
    "$VENV_PYTHON" -m pip install --disable-pip-version-check \
        --constraint build/constraints.txt --requirement "build/requirements-$1.txt" </dev/null
    printf '%s\n' "$wanted" >"$stamp"
}

requirements() {  # the pinned file, less a torch and plus a matplotlib where the system has or lacks them
    if [[ $1 == run ]] && has torch; then
        grep -v -e '^torch==' -e '^#' "requirements/$1.txt"
    else
        grep -v '^#' "requirements/$1.txt"
    fi
    if [[ $1 == run ]] && ! has matplotlib; then echo matplotlib; fi
}

system_versions() {  # QGIS is compiled against these: pip may not bring others
    "$PYTHON" -c '
import numpy
from osgeo import gdal
print(f"numpy=={numpy.__version__}")
print(f"GDAL=={gdal.__version__}")'
}

main "$@"
