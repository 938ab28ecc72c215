#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Run the tests in a Debian 13 of its own, where QGIS 3.40, GDAL 3.10, numpy 2.2 and torch 2.6 all come from apt.
# Needs root and debootstrap, 6 GB of disk; the system is made once, in $DEBIAN13_ROOT. Arguments go to pytest; without any,
# the tests run in a process a core.
# SUITE=testing takes what comes after Debian 13 instead (QGIS 3.44, GDAL 3.13, Python 3.14 as of 2026-11).
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

suite=${SUITE:-trixie}
root=${DEBIAN13_ROOT:-/var/tmp/mineral-prune-debian13}
[[ $suite == trixie ]] || root=/var/tmp/mineral-prune-$suite
data=${MINERAL_PRUNE_DATA:-$checkout/../shared/data}
PACKAGES=(
    qgis python3-qgis qgis-providers gdal-bin python3-gdal python3-venv python3-matplotlib
    python3-torch python3-safetensors python3-threadpoolctl libopenblas0-pthread
    python3-pytest python3-pytest-xdist python3-hypothesis python3-h5py python3-netcdf4 python3-hdf4 qttools5-dev-tools
    python3-onnx python3-onnxruntime
    xvfb git procps
)

main() {
    (($#)) || set -- -n auto --maxprocesses 8
    [[ $(id -u) == 0 ]] || stop "A system of its own needs root: sudo make test-debian13"
    command -v debootstrap >/dev/null || stop "debootstrap is missing: apt-get install debootstrap"
    [[ -d $root/etc/apt ]] || make_root
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    copy_checkout
    mkdir -p "$root/data"
    # Mounts and processes of their own: none of either stays behind, however this ends.
    exec unshare --mount --pid --fork --kill-child bash -c "$(declare -f inside quiet); inside \"\$@\"" - \
        "$root" "$data" "${PACKAGES[*]}" "$@"
}

stop() {
    echo "$1" >&2
    exit 1
}

make_root() {
    echo "Making a Debian ($suite) in $root ..."
    rm -rf "$root.part"
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root.part" "$(mirror)" >"$root.log" ||
        stop "debootstrap failed: $root.log"
    mv "$root.part" "$root"
}

mirror() {  # where this system's own Debian comes from
    local found
    found=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/^Debian Debian //p' | head -n 1)
    echo "${found:-http://deb.debian.org/debian}"
}

copy_checkout() {  # what git knows and does not ignore, without the history
    rm -rf "$root/checkout"
    mkdir -p "$root/checkout"
    git -C "$checkout" ls-files -z --cached --others --exclude-standard |
        (cd "$checkout" && while IFS= read -r -d '' file; do [[ -f $file ]] && printf '%s\0' "$file"; done) |
        tar -C "$checkout" --null --files-from=- -cf - | tar -C "$root/checkout" -xf -
}

quiet() {  # show what a command says only when it fails
    local log
    log=$("$@" 2>&1) || { echo "$log" >&2; return 1; }
}

inside() {  # root, data, packages, then pytest's arguments
    set -euo pipefail
    local root=$1 data=$2 packages=$3
    shift 3
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    if [[ -d $data ]]; then
        mount --bind "$data" "$root/data"
        mount -o remount,bind,ro "$root/data"
    fi
    local enter=(chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
        DEBIAN_FRONTEND=noninteractive MINERAL_PRUNE_DATA=/data)
    if ! "${enter[@]}" dpkg-query -W $packages >/dev/null 2>&1; then
        echo "Installing QGIS and torch from Debian's own packages ..."
        quiet "${enter[@]}" apt-get -o Acquire::Check-Valid-Until=false update -q  # a mirror may be frozen
        quiet "${enter[@]}" apt-get install -q -y --no-install-recommends $packages
    fi
    # env -C: chroot goes to /; the .venv brings pip, which a test runs, and nothing else
    "${enter[@]}" env -C /checkout bash -ec '
        python3 -m venv --system-site-packages .venv
        scripts/stage.sh
        exec scripts/in-env.sh .venv/bin/python -m pytest "$@"' - "$@"
}

main "$@"
