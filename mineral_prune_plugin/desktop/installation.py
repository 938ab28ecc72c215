# SPDX-License-Identifier: GPL-2.0-or-later
"""One installation, step by step, in separate processes: check pip, run pip, try the packages, move them in place.

Nothing blocks the window. Whatever ends it early, cancelling included, leaves the profile as it was.
"""

import os
import sys
import threading
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import numpy
from qgis.PyQt.QtCore import QLockFile, QObject, QProcess, QProcessEnvironment, QTimer, pyqtSignal

from . import pip_log, staging
from .known_secrets import secrets_in, settings_of_pip
from .masking import without_secrets
from .pip_command import install_arguments, pip_environment
from .proxy import Proxy
from .requirements import Size

MB = 10**6
EVERY_MS = 500  # how often the download is measured
TRIAL = Path(__file__).with_name("trial.py")


@dataclass(frozen=True)
class Request:
    """What to install, with which Python, where; `index` is an address beside pip's own, "" for none."""

    python: str
    requirements: tuple
    folder: Path
    size: Size
    index: str = field(default="", repr=False)  # may have a login or a token in it
    cpu_only: bool = True
    proxy: Proxy = Proxy()


class Installation(QObject):
    """Signals: `logged` a line; `progressed` 0 to 100, -1 while pip unpacks, and the MB fetched; `ended` why.

    "" is success. Else one of pip_log.REASONS, no_python, other_python, busy, no_room, cuda, cancelled, trial, in_use
    or unknown; `words.py` has a sentence for each.
    """

    logged = pyqtSignal(str)
    progressed = pyqtSignal(int, int)
    ended = pyqtSignal(str)
    _cleaned = pyqtSignal(str)

    def __init__(self, request, parent=None):
        super().__init__(parent)
        self.request = request
        self.places = staging.Places(request.folder)
        self.log = []  # as it may be shown
        self._heard = []  # as pip wrote it, with all that must not be shown; only looked at
        self.installed = []  # "torch 2.9.0", as the trial reports them
        self._secrets = secrets_in([request.index, *settings_of_pip(os.environ)])
        self._lock = QLockFile(str(self.places.lock))
        self._lock.setStaleLockTime(0)  # a lock ends with its process, not with its age: a download may take hours
        self._process = None
        self._cleaner = None
        self._stopped_for = ""
        self._expected = request.size.download_mb * MB
        self._announced = 0
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_MS)
        self._clock.timeout.connect(self._measure)
        self._cleaned.connect(self._after_cleaning)

    @property
    def running(self):
        return self._process is not None or self._cleaner is not None

    def start(self):
        if staging.free_bytes(self.places.final) < self.request.size.room_mb * MB:
            return self.ended.emit("no_room")
        try:
            self.places.final.parent.mkdir(parents=True, exist_ok=True)
            if not self._lock.tryLock(0):
                return self.ended.emit("busy")
            staging.prepare(self.places, versions_of_qgis())
        except OSError as error:
            self._write_log(str(error))
            return self._end(pip_log.reason(str(error)))
        self._run(["-m", "pip", "--version"], self._after_version)

    def cancel(self):
        self._stop("cancelled")

    def cancel_and_wait(self):
        """For the end of the plugin: when this returns, nothing runs and nothing is left."""
        self._clock.stop()
        if self._cleaner is not None:
            self._cleaner.join()
        elif self._process is not None:
            self._process.disconnect()
            self._process.kill()
            self._process.waitForFinished(5000)
            staging.discard(self.places)
            self._lock.unlock()
        self._process = self._cleaner = None

    def _run(self, arguments, then):
        """Start the interpreter; `then(exit code)` follows when it has ended."""
        environment = QProcessEnvironment.systemEnvironment()
        for name, value in {**pip_environment(self.places), **self.request.proxy.variables}.items():
            environment.insert(name, value)
        process = QProcess(self)
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(self.places.work))
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyReadStandardOutput.connect(self._read_lines)
        process.errorOccurred.connect(self._not_started)
        process.finished.connect(lambda code, status: self._finished(code, status, then))
        self._process = process
        process.start(self.request.python, arguments)

    def _not_started(self, error):
        if error == QProcess.ProcessError.FailedToStart:
            self._end("no_python")

    def _finished(self, code, status, then):
        self._read_lines(to_the_end=True)
        if self._stopped_for:
            self._end(self._stopped_for)
        else:
            then(code if status == QProcess.ExitStatus.NormalExit else 1)

    def _read_lines(self, to_the_end=False):
        while self._process.canReadLine() or (to_the_end and not self._process.atEnd()):
            self._handle_line(bytes(self._process.readLine()).decode("utf-8", "replace").rstrip())

    def _handle_line(self, line):
        self._heard.append(line)
        self._write_log(line)
        self._announced += pip_log.announced(line)[1]
        if self.request.cpu_only and pip_log.is_cuda(line):
            self._stop("cuda")
        elif pip_log.is_unpacking(line):
            self._clock.stop()  # thousands of small files from here on: no longer counted
            self.progressed.emit(-1, self._announced // MB)

    def _write_log(self, line):
        line = without_secrets(line, self.request.proxy.logins, self._secrets)
        self.log.append(line)
        self.logged.emit(line)

    def _after_version(self, code):
        running = f"{sys.version_info.major}.{sys.version_info.minor}"
        if code:
            self._end(pip_log.reason("\n".join(self._heard)))
        elif pip_log.python_of("\n".join(self._heard)) != running:
            self._end("other_python")
        else:
            arguments = install_arguments(self.request.requirements, self.places, self.request.index)
            self._write_log(f"{self.request.python} {' '.join(arguments)}")
            self._clock.start()
            self._run(arguments, self._after_pip)

    def _after_pip(self, code):
        self._clock.stop()
        if code:
            return self._end(pip_log.reason("\n".join(self._heard)))
        try:
            staging.drop_qgis_packages(self.places.target)
        except OSError as error:
            self._write_log(str(error))
            return self._end(pip_log.reason(str(error)))
        names = [requirement.name for requirement in self.request.requirements]
        installed = (str(self.places.final), str(self.places.final / "first"))
        qgis_path = [entry for entry in sys.path if entry and entry not in installed]
        self._run([str(TRIAL), str(self.places.target), *names, "--", *qgis_path], self._after_trial)

    def _after_trial(self, code):
        self.installed = [line[len("works: ") :] for line in self._heard if line.startswith("works: ")]
        if code:
            return self._end("trial")
        try:
            staging.commit(self.places)
        except OSError as error:  # on Windows, libraries that this QGIS has loaded
            self._write_log(str(error))
            return self._end("in_use")
        self._end("")

    def _measure(self):
        fetched = staging.bytes_in(self.places.scratch)
        expected = max(self._expected, self._announced)
        self.progressed.emit(min(99, 100 * fetched // expected), fetched // MB)

    def _stop(self, reason):
        if self._process is not None and not self._stopped_for:
            self._stopped_for = reason
            self._process.kill()

    def _end(self, reason):
        """Leave no process, no folder and no lock; in a thread, for the folder may hold 15,000 files."""
        self._clock.stop()
        self._process = None
        self._cleaner = threading.Thread(target=self._clean, args=(reason,))
        self._cleaner.start()

    def _clean(self, reason):
        staging.discard(self.places)
        self._lock.unlock()
        self._cleaned.emit(reason)  # into the window's thread, by way of its event loop

    def _after_cleaning(self, reason):
        if self._cleaner is not None:  # else the plugin has ended meanwhile
            self._cleaner = None
            self.ended.emit(reason)


def versions_of_qgis():
    """The versions of what is QGIS's own and must not move."""
    versions = {"numpy": numpy.__version__}
    try:
        versions["GDAL"] = metadata.version("GDAL")
    except metadata.PackageNotFoundError:  # some builds of QGIS keep no record of it; nothing we install needs it
        return versions
    return versions


def restart_needed(requirements, folder):
    """Whether Python holds modules of what was just installed: older ones, or the half of one that failed to load.

    requirements : the Requirements that were installed
    folder       : Path of the folder that they are in now
    """
    names = {requirement.name for requirement in requirements} | {path.stem for path in (folder / "first").iterdir()}
    return any(module.split(".")[0] in names for module in sys.modules)
