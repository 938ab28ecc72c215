# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger of an archive: a SQLite file with a row a scene, of which a run writes one as soon as a scene is over.

Rows survive the end of the process at any moment. A write-ahead log that is this process's alone needs no shared
memory, which network disks lack; who wants to read the rows while a run lasts reads its log of scenes instead.
"""

import json
import os
import re
import sqlite3
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import ArchiveInUse, LedgerUnusable, OutputFailed
from ..outputs.locks import locked_if_free
from .archive_job import DONE, SceneOutcome

VERSION = 1
TABLE = """
CREATE TABLE IF NOT EXISTS scenes (
    path TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, failure TEXT NOT NULL, error TEXT NOT NULL,
    reason TEXT NOT NULL, pixels TEXT NOT NULL, seconds REAL NOT NULL, attempts INTEGER NOT NULL, worker TEXT NOT NULL,
    model_sha256 TEXT NOT NULL, job TEXT NOT NULL, inputs TEXT NOT NULL, bytes INTEGER NOT NULL, notices TEXT NOT NULL,
    finished TEXT NOT NULL
) WITHOUT ROWID
"""
COLUMNS = (
    "path, name, state, failure, error, reason, pixels, seconds, attempts, worker, model_sha256, job, inputs, bytes, "
    "notices, finished"
)
WRITE = f"INSERT OR REPLACE INTO scenes ({COLUMNS}) VALUES ({', '.join('?' * 16)})"
READ_ALL = "SELECT * FROM scenes"
OF_THE_DISK = re.compile("is full|readonly|disk I/O|unable to open")  # in SQLite's words
READ = "SELECT path, name, state, failure, reason, job, inputs, bytes, seconds, pixels FROM scenes"


@dataclass(frozen=True)
class Row:
    """What a ledger knows of a scene; the fields are those of SceneOutcome. job : ArchiveJob.key that it was made by"""

    path: str
    name: str
    state: str
    failure: str
    reason: str
    job: str
    inputs: tuple
    bytes: int
    seconds: float
    pixels: dict

    def is_of(self, job):
        """Whether it tells of this ArchiveJob."""
        return self.job == job.key

    @property
    def done(self):
        return self.state == DONE


class Ledger:
    """Rows of scenes, read and written. Made by `opened`. connection : of SQLite; path : for errors"""

    def __init__(self, connection, path):
        self._connection, self.path = connection, path

    def rows(self):
        """{path of a scene: Row} of all scenes. Errors: LedgerUnusable, OutputFailed"""
        with self._failures():
            return {record[0]: _row(record) for record in self._connection.execute(READ)}

    def write(self, scene, job, outcome, attempts):
        """Write the row of a scene, in the place of an earlier one.

        scene    : Scene
        job      : ArchiveJob
        outcome  : SceneOutcome
        attempts : how often it was tried by this run
        errors   : LedgerUnusable, OutputFailed
        """
        finished = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        texts = (outcome.state, outcome.failure, outcome.error, outcome.reason, json.dumps(outcome.pixels))
        made = (outcome.seconds, attempts, outcome.worker, job.model_hash, job.key, json.dumps(outcome.inputs))
        row = (scene.path, scene.name, *texts, *made, outcome.bytes, "\n".join(outcome.notices), finished)
        with self._failures():
            self._connection.execute(WRITE, [storable(value) for value in row])

    def records(self):
        """Whole rows as SQLite has them, a list of tuples in the order of COLUMNS. Errors: those of `rows`"""
        self.rows()  # which finds what no run has written
        with self._failures():
            return self._connection.execute(READ_ALL).fetchall()

    def adopt(self, records):
        """Take over rows of other ledgers where this one has none, or an older one.

        The name of a scene stays with the first that has it: another scene of that name counts as not mapped yet.

        records : as of `records`
        """
        known = {record[0]: record[-1] for record in self.records()}
        names = {record[1].casefold(): record[0] for record in self.records()}
        newer = []
        for record in sorted(records, key=lambda record: record[2] != DONE):
            if record[-1] > known.get(record[0], "") and names.setdefault(record[1].casefold(), record[0]) == record[0]:
                newer.append(record)
        with self._failures():
            self._connection.execute("BEGIN")
            self._connection.executemany(WRITE, newer)
            self._connection.execute("COMMIT")

    @contextmanager
    def _failures(self):
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, RecursionError) as error:
            raise _unusable(self.path, error) from error


@contextmanager
def opened(path):
    """The Ledger at a `path`, made where there is none, and this run's alone until the block ends.

    errors : ArchiveInUse, LedgerUnusable, OutputFailed
    """
    path = Path(path)
    lock = path.with_name(f".{path.name}.lock")
    try:
        lock.touch()
    except OSError as error:
        raise OutputFailed(output=str(path), reason=error.strerror) from error
    with locked_if_free(lock) as free:
        if not free:
            raise ArchiveInUse(folder=str(path.parent))
        connection = _connected(path)
        try:
            yield Ledger(connection, path)
        finally:
            with suppress(sqlite3.Error):
                connection.close()


def _connected(path):
    try:
        connection = sqlite3.connect(os.fspath(path), isolation_level=None, timeout=1)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise LedgerUnusable(path=str(path), reason=f"its version is {version}, not {VERSION}")
        connection.execute(TABLE)
        connection.execute(f"PRAGMA user_version={VERSION}")
        return connection
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _unusable(path, error):
    """The error to raise: to move a ledger away is no advice where the disk is full."""
    kind = OutputFailed if OF_THE_DISK.search(str(error)) else LedgerUnusable
    facts = {"output": str(path)} if kind is OutputFailed else {"path": str(path)}
    return kind(**facts, reason=str(error))


def _row(record):
    path, name, state, failure, reason, job, inputs, size, seconds, pixels = record
    files, counts = tuple(tuple(file) for file in json.loads(inputs)), json.loads(pixels)
    texts = (path, name, state, failure, reason, job, *(file[0] for file in files if file))
    if not all(isinstance(text, str) for text in texts) or not isinstance(counts, dict):
        raise ValueError("it holds values of another kind")
    if not all(len(file) == 3 for file in files) or name != Path(name).name or name.startswith("."):
        raise ValueError(f"it holds {name!r}, of {path!r}")
    return Row(path, name, state, failure, reason, job, files, size, seconds, counts)


def storable(value):
    """A name of a file that is no UTF-8 cannot be text in SQLite as it is: its bytes are spelt out."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def outcome_of(row):
    """The SceneOutcome that a Row tells of, without its notices. row : Row"""
    return SceneOutcome(
        row.path, row.state, row.failure, "", {}, row.reason, row.inputs, row.pixels, row.bytes, row.seconds
    )
