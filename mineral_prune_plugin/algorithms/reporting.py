# SPDX-License-Identifier: GPL-2.0-or-later
"""Between the core and Processing's feedback: progress out, cancellation in, errors as translated sentences."""

import errno
import os
import time
from contextlib import contextmanager

from qgis.core import QgsApplication, QgsProcessingException

from ..errors import Cancelled, DiskFull, MineralPruneError
from ..errors.wording import readable
from ..interface.translation import sentence_of, translate
from ..progress import Progress

EVENTS_EVERY_S = 0.1
NAMES_A_FILE = {"raster", "path", "output", "folder"}  # facts
FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # torch 2.6 writes as it is first used


@contextmanager
def reporting(feedback, raster=None):
    """The Progress that stands for a QgsProcessingFeedback; an expected failure becomes a QgsProcessingException.

    feedback : of the run
    raster   : the path of the scene at work, which the sentence of a failure names: in a batch one must tell them apart
    """
    try:
        yield Progress(
            show=lambda done: feedback.setProgress(100 * done),
            tell=lambda notice: _tell(feedback, notice),
            cancelled=_attentive(feedback.isCanceled),
        )
    except MineralPruneError as error:
        raise QgsProcessingException(_naming(raster, error)) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise QgsProcessingException(sentence_of(DiskFull(reason=error.strerror))) from error


def _naming(raster, error):
    """The sentence of an error, after the raster's name unless it names a file of its own."""
    sentence, name = sentence_of(error), os.path.basename(raster or "")
    if not name or isinstance(error, Cancelled) or NAMES_A_FILE & set(error.facts):
        return sentence
    # Translators: a file and what is wrong with it
    return translate("{raster}: {sentence}").format(raster=readable(name), sentence=sentence)


def _attentive(is_cancelled):
    """`is_cancelled` for qgis_process too, which hears of an interrupt only in its event loop.

    It runs that loop when its progress bar moves, and on a huge raster that takes minutes. A QGIS with a window has its
    loop in another thread and must not get a turn of it here.
    """
    if QgsApplication.platform() != "qgis_process":
        return is_cancelled
    last = -EVENTS_EVERY_S  # the first time at once: packages may have been imported for seconds

    def is_cancelled_after_events():
        nonlocal last
        if time.monotonic() - last > EVENTS_EVERY_S:
            QgsApplication.processEvents()
            last = time.monotonic()
        return is_cancelled()

    return is_cancelled_after_events


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
