#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Make build/plugins/mineral_prune_plugin: links that put metadata.txt and resources inside the plugin folder, where QGIS wants them.
set -euo pipefail
shopt -s nullglob  # no hidden files either
cd "$(dirname "${BASH_SOURCE[0]}")/.."

staged=build/plugins/mineral_prune_plugin
mkdir -p "$staged"
for child in mineral_prune_plugin/* metadata.txt resources LICENSE README.md CHANGELOG.md; do
    link=$staged/${child##*/}
    target=../../../$child
    if [[ -e $child && $child != */__pycache__ && $(readlink "$link") != "$target" ]]; then
        ln -sfn "$target" "$link"  # only where needed: a QGIS may be reading the others
    fi
done
find "$staged" -mindepth 1 -maxdepth 1 -xtype l -delete  # what was renamed or deleted since
