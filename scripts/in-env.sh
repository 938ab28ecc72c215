#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Run a command with the exports of env.sh.
set -euo pipefail
exports=$("$(dirname "${BASH_SOURCE[0]}")/env.sh")
eval "$exports"
exec "$@"
