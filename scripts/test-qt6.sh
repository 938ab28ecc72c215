#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Try the dialogs, the dock and what else asks only for Qt under PyQt6, with a shim in place of QGIS: tests/qt6.
# Scene and model are made by the QGIS that is installed. Arguments go to pytest; pictures lie in build/qt6-pictures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=$PWD/build/qt6-packages files=$PWD/build/qt6-files
export MINERAL_PRUNE_QT6=$files MINERAL_PRUNE_PICTURES=$PWD/build/qt6-pictures

main() {
    [[ " $* " == *" tests/"* ]] || set -- tests/qt6 "$@"
    install_pyqt6
    mkdir -p "$files" "$MINERAL_PRUNE_PICTURES"
    [[ -s $files/model.safetensors ]] || make_files
    eval "$(scripts/env.sh)"
    exec env PYTHONPATH="$PWD/tests/qt6/shim:$packages:$PYTHONPATH" \
        .venv/bin/python -m pytest --confcutdir=tests/qt6 -p no:cacheprovider "$@"
}

install_pyqt6() {
    cmp -s requirements/qt6.txt "$packages/installed.txt" && return
    rm -rf "$packages"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --target "$packages" --requirement requirements/qt6.txt
    cp requirements/qt6.txt "$packages/installed.txt"
}

make_files() {
    echo "Making a scene and a model with QGIS ..."
    run createexamplescene WIDTH=60 HEIGHT=50 OUTPUT="$files/scene.tif" LABELS="$files/labels.tif"
    run drawsamples INPUT="$files/scene.tif" LABELS="$files/labels.tif" OUTPUT="$files/samples.gpkg" \
        TRAIN_PER_CLASS=40 VALIDATION_PER_CLASS=20 TEST_PER_CLASS=20
    run trainmodel INPUT="$files/scene.tif" SAMPLES="$files/samples.gpkg" EPOCHS=120 HIDDEN_UNITS=12 \
        MODEL="$files/model.safetensors" REPORT="$files/report.html"
}

run() {
    local algorithm=$1
    shift
    scripts/in-env.sh qgis_process run "mineralprune:$algorithm" -- "$@" >"$files/$algorithm.log" 2>&1 ||
        { tail -n 20 "$files/$algorithm.log" >&2; exit 1; }
}

main "$@"
