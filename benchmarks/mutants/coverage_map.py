# SPDX-License-Identifier: GPL-2.0-or-later
"""Which tests run which lines, and in what order they meet a mutant."""

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.mutants.rooms import BUILD, PLUGIN, ROOT, test_files
from benchmarks.mutants.statements import statement_of

QUICK = 1.0  # seconds; slower tests wait for the quick ones of all files


class CoverageMap:
    """seconds of each test, lines of each test and of each test file's imports and fixtures."""

    def __init__(self, answers):
        self.seconds, self.lines, self.kills = {}, {}, defaultdict(Counter)
        self.broken = []
        for rows in answers.values():
            shared = next((lines for test, _, lines in rows if not test), [])
            for test, seconds, lines in rows:
                if test and seconds is None:
                    self.broken.append(test)
                elif test:
                    self.seconds[test] = seconds
                    self.lines[test] = by_file(lines), by_file(shared)

    def tests(self, mutant, limit):
        """{test: seconds} of the tests that can kill, the likely and quick ones first, and how many are left out.

        limit : seconds that the tests may take together, as they were measured; the slow ones at the end are left out.
        A line inside a function: the tests that run its statement, in a call or in a fixture of their file. A line that
        runs at import: the tests that run a function's line in a file that mentions what the statement defines.
        """
        statement = statement_of(mutant.file, mutant.line)
        lines = set(range(statement.first, statement.last + 1))
        if statement.names:
            users = files_with(statement.names) | {mutant.file}
            chosen = [test for test, (calls, _) in self.lines.items() if users & calls.keys()]
        else:
            chosen = [test for test, parts in self.lines.items() if any(lines & run_in(part, mutant) for part in parts)]
        tests, spent = {}, 0
        for test in self.ordered(mutant, chosen, lines):
            if spent + self.seconds[test] <= limit or not tests:
                spent += self.seconds[test]
                tests[test] = self.seconds[test]
        return tests, len(chosen) - len(tests)

    def ordered(self, mutant, tests, lines):
        stem = Path(mutant.file).stem
        cost = Counter()
        for test in tests:
            cost[test.split("::")[0]] += self.seconds[test]
        recent = [test for test, _ in self.kills[mutant.file].most_common(5)]

        def place(test):
            file = test.split("::")[0]
            in_call = bool(lines & run_in(self.lines[test][0], mutant))
            named = Path(file).stem == f"test_{stem}"
            seconds = self.seconds[test]
            return test not in recent, seconds > QUICK, not in_call, not named, cost[file], file, seconds

        return sorted(tests, key=place)


def run_in(part, mutant):
    """The lines of the mutant's file in a test's call, or in its file's fixtures."""
    return part.get(mutant.file, set())


def by_file(lines):
    files = defaultdict(set)
    for file, line in lines:
        files[file].add(line)
    return dict(files)


def files_with(names):
    """The plugin's files that mention one of the names."""
    word = re.compile(r"\b(" + "|".join(sorted(names)) + r")\b")
    files = (ROOT / PLUGIN).rglob("*.py")
    return {str(file.relative_to(ROOT)) for file in files if word.search(file.read_text(encoding="utf-8"))}


def load(ask_all):
    """The map of today's tests; only files that changed, or all when the plugin did, are run again."""
    cache = BUILD / "coverage"
    cache.mkdir(parents=True, exist_ok=True)
    shared = digest(*sorted((ROOT / PLUGIN).rglob("*.py")), *sorted((ROOT / "tests").glob("*.py")))
    places = {file: cache / f"{digest(ROOT / file)}-{shared}-{Path(file).stem}.json" for file in test_files()}
    missing = [file for file in places if not places[file].exists()]
    for request, answer in ask_all([{"cover": file} for file in missing]):
        if answer[0] in ("killed", "timeout"):
            raise RuntimeError(f"{request['cover']} does not end by itself: {answer}")
        print("covered", request["cover"], file=sys.stderr)
        places[request["cover"]].write_text(json.dumps(answer), encoding="utf-8")
    return CoverageMap({file: json.loads(place.read_text(encoding="utf-8")) for file, place in places.items()})


def digest(*files):
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
