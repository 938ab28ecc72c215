#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Run the tests in a Debian of its own, with the QGIS, GDAL, Python and numpy of that release, all from apt:
#   SUITE=bookworm   QGIS 3.22, GDAL 3.6, Python 3.11, numpy 1.24; torch comes from pip, as Debian's is too old
#   SUITE=trixie     QGIS 3.40, GDAL 3.10, Python 3.13, numpy 2.2, torch 2.6
#   SUITE=testing    whatever follows; in November 2026 QGIS 3.44, GDAL 3.13, Python 3.14, torch 2.14
# Needs root and debootstrap, 6 GB of disk a system; each is made once, in $TEST_ROOTS (/var/tmp). Arguments go to
# pytest; without any, the tests run in a process a core. benchmarks/results/versions.md says what ran when.
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

suite=${SUITE:-trixie}
root=${TEST_ROOTS:-/var/tmp}/mineral-prune-$suite
data=${MINERAL_PRUNE_DATA:-$checkout/../shared/data}
PACKAGES=(
    qgis python3-qgis qgis-providers gdal-bin python3-gdal python3-venv python3-matplotlib libopenblas0-pthread
    python3-h5py python3-netcdf4 qttools5-dev-tools xvfb chromium fonts-wqy-microhei git make procps
)
OF_APT=(  # of pip in bookworm: the versions of requirements/
    python3-torch python3-safetensors python3-threadpoolctl python3-pytest python3-pytest-xdist python3-hypothesis
    python3-hdf4 python3-wheel python3-onnx python3-onnxruntime python3-dask python3-distributed bandit
)

main() {
    (($#)) || set -- -n auto --maxprocesses 8
    [[ $suite =~ ^[a-z]+$ ]] || stop "SUITE is a release of Debian, such as bookworm, trixie or testing, not '$suite'."
    [[ $(id -u) == 0 ]] || stop "A system of its own needs root: sudo make test-root SUITE=$suite"
    command -v debootstrap >/dev/null || stop "debootstrap is missing: apt-get install debootstrap"
    exec 9>"$root.lock"
    flock -n 9 || stop "Tests are running in $root already."
    [[ -d $root/etc/apt ]] || make_root
    [[ $suite == bookworm ]] || PACKAGES+=("${OF_APT[@]}")
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99frozen"  # a mirror may be frozen
    copy_checkout
    mkdir -p "$root/data"
    # Mounts and processes of their own: none of either stays behind, however this ends.
    exec unshare --mount --pid --fork --kill-child bash -c "$(declare -f inside quiet); inside \"\$@\"" - \
        "$suite" "$root" "$data" "${PACKAGES[*]}" "$(settings_of_pip)" "$@"
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

settings_of_pip() {  # where this machine keeps them, and the folders of packages that they name
    [[ $suite == bookworm ]] || return 0
    local place
    for place in /etc/pip.conf /etc/xdg/pip \
        $("$checkout/.venv/bin/python" -m pip config list 2>/dev/null | grep -oE "/[^' ]+" | sort -u); do
        [[ ! -e $place ]] || echo -n "$place "
    done
}

quiet() {  # show what a command says only when it fails
    local log
    log=$("$@" 2>&1) || { echo "$log" >&2; return 1; }
}

inside() {  # suite, root, data, packages, places of pip's settings, then pytest's arguments
    set -euo pipefail
    local suite=$1 root=$2 data=$3 packages=$4 settings=$5 place pip
    shift 5
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    if [[ -d $data ]]; then
        mount --bind "$data" "$root/data"
        mount -o remount,bind,ro "$root/data"
    fi
    for place in $settings; do
        if [[ -d $place ]]; then mkdir -p "$root$place" && mount --bind "$place" "$root$place"; fi
        if [[ -f $place && ! $place -ef $root$place ]]; then install -D -m 644 "$place" "$root$place"; fi
    done
    mapfile -d '' -t pip < <(env -0 | grep -z '^PIP_' || true)
    local enter=(chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
        DEBIAN_FRONTEND=noninteractive MINERAL_PRUNE_DATA=/data
        MINERAL_PRUNE_GDAL_EXCEPTIONS="${MINERAL_PRUNE_GDAL_EXCEPTIONS:-}" "${pip[@]}")
    if ! "${enter[@]}" dpkg-query -W $packages >/dev/null 2>&1; then
        echo "Installing QGIS from Debian's own packages ..."
        quiet "${enter[@]}" apt-get update -q
        quiet "${enter[@]}" apt-get install -q -y --no-install-recommends $packages
    fi
    # env -C: chroot goes to /; the .venv brings pip, which a test runs, and the packages that apt does not have
    "${enter[@]}" env -C /checkout bash -ec '
        if [[ $1 == bookworm ]]; then scripts/setup.sh test; else python3 -m venv --system-site-packages .venv; fi
        shift
        scripts/stage.sh
        scripts/in-env.sh .venv/bin/python scripts/versions.py
        exec scripts/in-env.sh .venv/bin/python -m pytest "$@"' - "$suite" "$@"
}

main "$@"
