#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Unpack the packaged plugin into a QGIS profile: $PROFILE is a profile's name or folder, else the default profile.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

case "$(uname -s)" in
    Darwin) profiles="$HOME/Library/Application Support/QGIS/QGIS3/profiles" ;;
    *) profiles="${XDG_DATA_HOME:-$HOME/.local/share}/QGIS/QGIS3/profiles" ;;
esac
case "${PROFILE:-}" in
    */*) profile=$PROFILE ;;
    *) profile="$profiles/${PROFILE:-default}" ;;
esac

version=$(sed -n 's/^version=//p' "$root/metadata.txt")
plugin="$profile/python/plugins/mineral_prune_plugin"
if [[ -e $plugin && ! -L $plugin ]] && ! grep -qsx 'name=Mineral Prune' "$plugin/metadata.txt"; then
    echo "$plugin exists and is not Mineral Prune: move it away first." >&2
    exit 1
fi
mkdir -p "$profile/python/plugins"
rm -rf "$plugin"  # no file of an older version stays; a link goes, not what it leads to
"${PYTHON:-/usr/bin/python3}" -m zipfile -e "$root/build/mineral_prune_plugin-$version.zip" "$profile/python/plugins"
echo "Installed $plugin"
echo "In QGIS: Plugins > Manage and Install Plugins > Installed > tick Mineral Prune. Its algorithms then say what is missing, if anything."
