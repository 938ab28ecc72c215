# SPDX-License-Identifier: GPL-2.0-or-later
"""The command mineral-map as a process of its own beside QGIS, which never imports Dask; its reports, line by line."""

import json
import sys

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from ..errors import ArchiveCancelled, Cancelled

WAIT_MS = 100
END_MS = 20_000  # for workers to end after the command was told to
MOST_LINE = 2**20  # bytes that a line may have
LAST_WORDS = 2000  # characters of what the process printed as it failed
OTHER_FAILURE = -1


def run_command(python, arguments, progress, heed):
    """The exit code of the command and what it printed last.

    python    : path of the interpreter
    arguments : texts, of mineral-map
    progress  : is asked to cancel
    heed      : called with each report, a dict
    errors    : ArchiveCancelled, once the process has ended
    """
    process = QProcess()
    process.setProcessEnvironment(_environment())
    process.start(python, ["-m", "mineral_prune_plugin.cluster", *arguments, "--json-lines"])
    try:
        while process.state() != QProcess.ProcessState.NotRunning:
            process.waitForReadyRead(WAIT_MS)
            _read(process, heed)
            progress.raise_if_cancelled()
        _read(process, heed)
    except Cancelled as error:
        _end(process)
        raise ArchiveCancelled() from error
    words = bytes(process.readAllStandardError()).decode("utf-8", "replace")[-LAST_WORDS:].strip()
    normal = (
        process.exitStatus() == QProcess.ExitStatus.NormalExit
        and process.error() != QProcess.ProcessError.FailedToStart
    )
    return process.exitCode() if normal else OTHER_FAILURE, words or process.errorString()


def _environment():
    """This process's, with its module path: the other finds the same plugin, GDAL and packages."""
    environment = QProcessEnvironment.systemEnvironment()
    separator = ";" if sys.platform == "win32" else ":"
    environment.insert("PYTHONPATH", separator.join(filter(None, sys.path)))
    environment.insert("PYTHONIOENCODING", "utf-8")
    return environment


def _read(process, heed):
    while process.canReadLine():
        line = bytes(process.readLine(MOST_LINE))
        try:
            report = json.loads(line)
        except ValueError:
            continue  # a library printed it
        if isinstance(report, dict):
            heed(report)


def _end(process):
    """Told to end it ends its workers too; on Windows they end by themselves, as their parent does."""
    process.terminate()
    if not process.waitForFinished(END_MS):
        process.kill()
        process.waitForFinished(END_MS)
