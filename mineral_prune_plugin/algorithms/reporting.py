# SPDX-License-Identifier: GPL-2.0-or-later
"""Between the core and Processing's feedback: progress out, cancellation in, errors as translated sentences."""

from contextlib import contextmanager

from qgis.core import QgsProcessingException

from ..errors import MineralPruneError
from ..progress import Progress
from .algorithm import translate


@contextmanager
def reporting(feedback):
    """The Progress that stands for a QgsProcessingFeedback; an expected failure becomes a QgsProcessingException."""
    try:
        yield Progress(
            show=lambda done: feedback.setProgress(100 * done),
            tell=lambda notice: _tell(feedback, notice),
            cancelled=feedback.isCanceled,
        )
    except MineralPruneError as error:
        raise QgsProcessingException(sentence_of(error)) from error


def sentence_of(message):
    """The translated sentence of an error or a notice."""
    return translate(message.sentence).format(**message.facts)


def problem_of(check, *arguments):
    """The sentence of the error that a call raises, "" where it raises none: for checkParameterValues."""
    try:
        check(*arguments)
    except MineralPruneError as error:
        return sentence_of(error)
    return ""


def _tell(feedback, notice):
    if notice.serious:
        feedback.pushWarning(sentence_of(notice))
    else:
        feedback.pushInfo(sentence_of(notice))
