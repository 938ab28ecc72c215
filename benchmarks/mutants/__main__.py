# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants of the plugin's core: run them, list the survivors, write the page.

Results go to build/mutants/results.jsonl as they come: the same command goes on where a stopped one was. `--again` runs
the survivors once more, after new tests, with more `--seconds` or another `--seed`. `--survivors` prints those without
a verdict, with their diffs; `--verdicts` adds them to benchmarks/results/mutants.csv, where a person writes equivalent
or left, and why. `--page` writes benchmarks/results/mutants.md.
"""

import argparse
import difflib
import fcntl
import random
import sys
import time

from benchmarks.mutants import coverage_map, page
from benchmarks.mutants.operators import mutants_of
from benchmarks.mutants.results import INVALID, SURVIVED, read_results, write_result
from benchmarks.mutants.rooms import BUILD, ROOMS, ROOT, source_files
from benchmarks.mutants.statements import statement_of
from benchmarks.mutants.workers import Workers

FIRST = 3  # test files that a mutant meets first: the rest is not even collected where these kill


def main():
    arguments = parse_arguments()
    mutants = {room: mutants_in(room, arguments) for room in arguments.room or ROOMS}
    if arguments.page:
        page.write(mutants, read_results())
    elif arguments.verdicts:
        page.add_verdicts(page.open_survivors(mutants, read_results()))
    elif arguments.survivors:
        for result in page.open_survivors(mutants, read_results()):
            print(f"# {result['file']}:{result['line']} {result['where']}; {about(result)}\n{result['diff']}\n")
    else:
        BUILD.mkdir(parents=True, exist_ok=True)
        with (BUILD / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a second run would mutate the same copies
            run([m for room in mutants.values() for m in room], arguments)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", action="append", choices=ROOMS, help="only this room; may be repeated")
    parser.add_argument("--paths", nargs="+", default=(), help="files or folders in place of those of one --room")
    parser.add_argument("--share", type=float, default=1, help="a seeded sample of this share of each room's mutants")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0, help="stop after as many; 0: when all is done")
    parser.add_argument("--seconds", type=float, default=8, help="of tests for a mutant, as measured once")
    parser.add_argument("--seed", type=int, default=0, help="of Hypothesis's examples: others may kill a survivor")
    parser.add_argument("--again", action="store_true", help="survivors without a verdict too")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--verdicts", action="store_true")
    parser.add_argument("--page", action="store_true")
    arguments = parser.parse_args()
    if arguments.paths and len(arguments.room or ()) != 1:
        parser.error("--paths needs one --room")
    return arguments


def mutants_in(room, arguments):
    mutants = [mutant for file in source_files(room, arguments.paths) for mutant in mutants_of(file)]
    if arguments.share < 1:
        mutants = [mutant for mutant in mutants if random.Random(mutant.key).random() < arguments.share]
    return mutants


def about(result):
    return f"{result['operator']}; {result['tests']} tests passed, {result['left_out']} were left out. {result['by']}"


def run(mutants, arguments):
    """Every mutant without a result, with `--again` survivors too; shuffled, so that a part is a fair sample."""
    results, started = read_results(), time.monotonic()
    again = {result["key"] for result in page.open_survivors({"": mutants}, results)} if arguments.again else set()
    waiting = [m for m in mutants if m.key not in results or m.key in again]
    random.Random(0).shuffle(waiting)
    waiting.sort(key=lambda mutant: mutant.key not in again)  # survivors first
    with Workers(arguments.workers) as workers:
        tests = coverage_map.load(lambda requests: workers.map(lambda ask, request: ask(request), requests))
        print(f"{len(waiting)} of {len(mutants)} mutants to run against {len(tests.seconds)} tests", file=sys.stderr)
        for test in tests.broken:
            print(f"left out, for it does not pass here: {test}", file=sys.stderr)
        late = (lambda: time.monotonic() - started > 60 * arguments.minutes) if arguments.minutes else lambda: False
        done = 0
        for mutant, result in workers.map(lambda ask, m: None if late() else fate(ask, m, tests, arguments), waiting):
            if result:
                write_result(result)
                done += 1
                tests.kills[mutant.file][result["by"]] += result["outcome"] != SURVIVED and "::" in result["by"]
                progress = f"{done}/{len(waiting)} {time.monotonic() - started:.0f} s"
                print(f"{progress} {result['outcome']:9} {mutant.key} {result['by']}", file=sys.stderr)


def fate(ask, mutant, tests, arguments):
    """The result of one mutant: outcome, the test that killed it, its place and its diff."""
    started, code = time.monotonic(), mutant.code()
    outcome, by, chosen, left_out = INVALID, "", {}, 0
    if code is not None:
        outcome, by, (chosen, left_out) = SURVIVED, "no test runs it", tests.tests(mutant, arguments.seconds)
        for part in parts(chosen):
            outcome, by = ask({"file": mutant.file, "code": code, "tests": part, "seed": arguments.seed})
            if outcome != SURVIVED:
                break
    changed = change(mutant, code or "")
    return {
        "key": mutant.key, "file": mutant.file, "line": mutant.line, "operator": mutant.operator,
        "where": statement_of(mutant.file, mutant.line).where, "outcome": outcome, "by": by,
        "tests": len(chosen), "left_out": left_out, "seconds": round(time.monotonic() - started, 2), **changed,
    }  # fmt: skip


def parts(chosen):
    """The tests up to the end of the first few files, then the others."""
    files = list(dict.fromkeys(test.split("::")[0] for test in chosen))[:FIRST]
    first = {}
    for test in chosen:
        if test.split("::")[0] not in files:
            break
        first[test] = chosen[test]
    rest = {test: seconds for test, seconds in chosen.items() if test not in first}
    return [part for part in (first, rest) if part]


def change(mutant, code):
    """The lines before and after, on one line each, and the diff."""
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    texts = source.splitlines(), code.splitlines()
    diff = list(difflib.unified_diff(*texts, mutant.file, mutant.file, lineterm="", n=2))
    lines = diff[2:] if code else []
    return {
        "before": " / ".join(line[1:].strip() for line in lines if line.startswith("-") and line[1:].strip()),
        "after": " / ".join(line[1:].strip() for line in lines if line.startswith("+") and line[1:].strip()),
        "diff": "\n".join(diff) if code else "",
    }


if __name__ == "__main__":
    main()
