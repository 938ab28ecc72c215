# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's algorithms in one QGIS without windows: it starts once, however many of them run."""

import signal
import sys
from contextlib import contextmanager
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback

TENTH = 10  # of the progress, in percent


class Printed(QgsProcessingFeedback):
    """What an algorithm says, on the terminal, as qgis_process prints it."""

    def __init__(self):
        super().__init__(False)
        self._tenths, self._in_line, self._error = 0, False, None

    def setProgress(self, percent):  # noqa: N802, names that QGIS gives
        while self._tenths * TENTH <= percent:
            self._in_line = True
            print(f"{self._tenths * TENTH}...", end="", flush=True)
            self._tenths += 1

    def pushInfo(self, text):  # noqa: N802
        self.end_line()
        print(text, flush=True)

    def pushWarning(self, text):  # noqa: N802
        self.end_line()
        print(text, file=sys.stderr, flush=True)

    def reportError(self, text, fatalError=False):  # noqa: N802, N803
        if text != self._error:  # Processing reports what it raises, but not what it finds before a run
            self.pushWarning(text)
        self._error = text

    def end_line(self):
        if self._in_line:
            print(flush=True)
        self._in_line = False


@contextmanager
def toolbox(plugins):
    """A function that runs an algorithm of the provider by its name, with a dict of parameters.

    It gives the outputs, or None where the algorithm failed and said why. GDAL has no drivers afterwards.

    plugins : Path of the folder that holds the plugin's
    errors  : KeyboardInterrupt, when the algorithm that the user interrupts has ended
    """
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(plugins))
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    import processing
    from processing.core.Processing import Processing

    from mineral_prune_plugin import classFactory

    Processing.initialize()
    plugin = classFactory(None)
    plugin.initProcessing()

    def run(name, parameters):
        feedback = Printed()
        before = signal.signal(signal.SIGINT, lambda *_: feedback.cancel())
        try:
            return processing.run(f"mineralprune:{name}", parameters, feedback=feedback)
        except QgsProcessingException as error:
            if feedback.isCanceled():
                raise KeyboardInterrupt from None
            feedback.reportError(str(error))
            return None
        finally:
            signal.signal(signal.SIGINT, before)

    try:
        yield run
    finally:
        plugin.unload()
        application.exitQgis()
