# SPDX-License-Identifier: GPL-2.0-or-later
"""Results on disk: one JSON object a line, the last of a mutant counts."""

import json

from benchmarks.mutants.rooms import BUILD

RESULTS = BUILD / "results.jsonl"
SURVIVED, KILLED, TIMEOUT, INVALID = "survived", "killed", "timeout", "invalid"


def read_results():
    """{mutant's key: result}; a line that was cut off by the end of a run is dropped."""
    results = {}
    for line in RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else ():
        try:
            result = json.loads(line)
        except ValueError:
            continue
        results[result["key"]] = result
    return results


def write_result(result):
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write("\n" * ends_cut_off() + json.dumps(result) + "\n")


def ends_cut_off():
    text = RESULTS.read_bytes()[-1:] if RESULTS.exists() else b""
    return bool(text) and text != b"\n"
