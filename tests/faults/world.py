# SPDX-License-Identifier: GPL-2.0-or-later
"""A real QGIS in this process, small inputs made by the plugin itself, and one way to run its algorithms."""

import functools
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
NO_SENTENCE = "There were errors executing the algorithm."  # QGIS reports what is raised in prepareAlgorithm
BEFORE_A_SENTENCE = ("Unable to execute algorithm\n", "Incorrect parameter value for ")


@dataclass(frozen=True)
class Answer:
    """What an algorithm answered.

    results  : its outputs by name; None where it failed
    sentence : why it failed, all that a user reads; "" where it did not
    notices  : warnings and remarks, one text each
    crash    : the repr of an exception that is no refusal, or ""
    """

    results: dict = None
    sentence: str = ""
    notices: tuple = ()
    crash: str = ""


@functools.cache
def qgis():
    """QgsApplication with Processing and our provider: once a process, and never taken apart."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    from mineral_prune_plugin.provider import MineralPruneProvider

    provider = MineralPruneProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider


@dataclass
class Log:
    """What an algorithm told. cancel_at : the number of the question whether it is cancelled that is answered yes."""

    cancel_at: int = None
    questions: int = 0
    notices: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def feedback_of(log):
    """A QgsProcessingFeedback that keeps a Log. log : Log"""
    from qgis.core import QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        """Answers and keeps."""

        def isCanceled(self):  # noqa: N802, the name that QGIS calls
            log.questions += 1
            return log.cancel_at is not None and log.questions >= log.cancel_at

        def pushWarning(self, warning):  # noqa: N802
            log.notices.append(warning)

        def pushInfo(self, info):  # noqa: N802
            log.notices.append(info)

        def reportError(self, error, fatalError=False):  # noqa: N802, N803
            log.errors.append(error.strip())

    return Feedback(False)


def run(algorithm, parameters, log=None):
    """The Answer of an algorithm.

    algorithm  : short id
    parameters : by name
    log        : Log to keep
    """
    qgis()
    import processing
    from qgis.core import QgsProcessingException

    log = log or Log()
    try:
        results = processing.run(f"mineralprune:{algorithm}", parameters, feedback=feedback_of(log))
    except QgsProcessingException as error:
        sentence = str(error).replace("Unable to execute algorithm\n", "").strip()
        sentence = log.errors[0] if sentence == NO_SENTENCE and log.errors else sentence
        return Answer(sentence=sentence, notices=tuple(log.notices))
    except Exception as error:
        return Answer(notices=tuple(log.notices), crash=repr(error))
    return Answer(results, notices=tuple(log.notices))
