#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Print the shell exports with which QGIS finds this checkout, and enable the plugin in a profile of its own, build/qgis.
# MINERAL_PRUNE_PROFILES=folder for another: tests that run side by side have one each.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
profiles=${MINERAL_PRUNE_PROFILES:-$root/build/qgis}

main() {
    local site_packages
    site_packages=$("$root/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    enable_plugin 3
    enable_plugin 4
    export_line QGIS_PLUGINPATH "$root/build/plugins"
    export_line QGIS_CUSTOM_CONFIG_PATH "$profiles"
    export_line PYTHONPATH "$(first "$site_packages" "${PYTHONPATH:-}")"
    export_line PATH "$(first "$root/scripts/bin" "$PATH")"  # its qgis_process works on Debian 12 too
    export_line QT_QPA_PLATFORM offscreen
    export_line XDG_RUNTIME_DIR "$(runtime_folder)"
}

export_line() { printf 'export %s=%q\n' "$1" "$2"; }

first() {  # $1, then the rest of the list $2 without it
    local rest=":$2:"
    rest=${rest//":$1:"/:}
    rest=${rest#:}
    rest=${rest%:}
    echo "$1${rest:+:$rest}"
}

enable_plugin() {  # in the settings of QGIS 3 or 4
    local settings="$profiles/profiles/default/QGIS/QGIS$1.ini"
    mkdir -p "${settings%/*}"
    grep -qs '^mineral_prune_plugin=true' "$settings" && return
    if grep -qs '^\[PythonPlugins\]' "$settings"; then
        sed -i -e '/^mineral_prune_plugin=/d' -e 's/^\[PythonPlugins\]/&\nmineral_prune_plugin=true/' "$settings"
    else
        printf '[PythonPlugins]\nmineral_prune_plugin=true\n\n' >>"$settings"
    fi
}

runtime_folder() {  # Qt wants one that only its owner can read
    local folder=${XDG_RUNTIME_DIR:-}
    if [[ ! -d $folder || ! -O $folder || $(stat -c %a "$folder") != 700 ]]; then
        folder=$root/build/runtime
        mkdir -p "$folder"
        chmod 0700 "$folder"
    fi
    echo "$folder"
}

main
