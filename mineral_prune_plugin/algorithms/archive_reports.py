# SPDX-License-Identifier: GPL-2.0-or-later
"""The reports of the command mineral-map, in the log of an algorithm and in the language of QGIS."""

from .. import errors
from ..errors import MineralPruneError
from ..errors.wording import readable
from ..interface.translation import sentence_of, translate


class ArchiveReports:
    """Shows reports and counts scenes. feedback : of QGIS"""

    def __init__(self, feedback):
        self._feedback = feedback
        self.mapped, self.failed, self.last_error, self.complete = 0, 0, "", False

    def heed(self, report):
        """Show a report. report : dict, a line of the command"""
        shown = getattr(self, f"_{report.get('event')}", None)
        if shown:
            shown(report)

    def _begin(self, report):
        text = translate("{total} scenes to map; {before} are mapped already.")
        self._feedback.pushInfo(text.format(total=report["total"], before=report["before"]))
        if report["refused"]:
            text = translate("{scenes} scenes could not be used by an earlier run and are as they were: left out.")
            self._feedback.pushWarning(text.format(scenes=report["refused"]))

    def _notice(self, report):
        self._feedback.pushWarning(readable(str(report.get("text", ""))))

    def _scene(self, report):
        name = readable(str(report.get("name", "")))
        if report.get("state") == "done":
            text = translate("{name}: mapped in {seconds} s")
            self._feedback.pushInfo(text.format(name=name, seconds=f"{report['seconds']:.1f}"))
        else:
            sentence = _sentence(report.get("error"), report.get("facts"), report.get("reason"))
            self._feedback.pushWarning(translate("{name}: not mapped. {sentence}").format(name=name, sentence=sentence))
            self.last_error = sentence
        self._feedback.setProgress(100 * report["share"])

    def _error(self, report):
        self.last_error = _sentence(report.get("error"), report.get("facts"), report.get("text"))

    def _summary(self, report):
        self.complete = True
        self.failed = report["failed"]
        self.mapped = report["scenes"] - self.failed


def _sentence(name, facts, text):
    """The translated sentence of an error of the core that another process has raised; its English where none fits."""
    kind = getattr(errors, str(name), None)
    if isinstance(kind, type) and issubclass(kind, MineralPruneError) and isinstance(facts, dict):
        try:
            return sentence_of(kind(**facts))
        except (KeyError, ValueError, TypeError):  # a list that became a text on its way
            pass
    return readable(str(text))
