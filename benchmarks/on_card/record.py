# SPDX-License-Identifier: GPL-2.0-or-later
"""What was measured, in a JSON file that is written anew after every row: what cuts a run off loses one row at most.

{"machine": {...}, "sections": {name: {"status": ..., "seconds": ..., "notes": [...], "tables": {title: [row]}}}}
"""

import json

RUNNING, DONE, PART, FAILED, STOPPED = "running", "done", "to be continued", "failed", "stopped"


def read(path):
    """The document of a file, with nothing in it where there is no file."""
    if not path.exists():
        return {"machine": {}, "sections": {}}
    return json.loads(path.read_text(encoding="utf-8"))


class Record:
    """One section of the file. A single process at a time writes it: that of the section, else the one that started it.

    path    : of the JSON file
    section : its name
    """

    def __init__(self, path, section):
        self._path, self._section = path, section

    def machine(self, facts):
        """Say where the sections of the file were run. facts : dict of text"""
        document = read(self._path)
        document["machine"] = facts
        self._write(document)

    def begin(self, keep=False):
        """Empty the section, but for the tables and the state that it goes on with where `keep`."""
        document = read(self._path)
        before = document["sections"].get(self._section, {}) if keep else {}
        blank = {"notes": [], "tables": before.get("tables", {}), "state": before.get("state", {})}
        document["sections"][self._section] = {"status": RUNNING, "seconds": 0.0, **blank}
        self._write(document)

    def row(self, table, **cells):
        """Add a row to a table. table : its title; cells : numbers, text, True or False, or None"""
        self._change(lambda section: section["tables"].setdefault(table, []).append(cells))
        print(f"{self._section}: {table}: {cells}", flush=True)

    def note(self, text):
        """Add a sentence."""
        self._change(lambda section: section["notes"].append(text))
        print(f"{self._section}: {text}", flush=True)

    def remember(self, **state):
        """Keep numbers for the next run of a section that goes on."""
        self._change(lambda section: section["state"].update(state))

    def end(self, status, seconds, traceback=""):
        """Say how the section ended. status : one of this module's; traceback : of what failed"""
        self._change(lambda section: section.update(status=status, seconds=round(seconds, 1), traceback=traceback))

    def section(self):
        """What the file has of the section."""
        return read(self._path)["sections"].get(self._section, {"status": "", "notes": [], "tables": {}, "state": {}})

    def _change(self, change):
        document = read(self._path)
        change(document["sections"].setdefault(self._section, {"status": "", "notes": [], "tables": {}, "state": {}}))
        self._write(document)

    def _write(self, document):
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".part")
        beside.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        beside.replace(self._path)
