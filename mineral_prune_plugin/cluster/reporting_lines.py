# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run says while it lasts: a line a scene and a summary, in words for people or in JSON for programs."""

import json
import time

from ..raster.opening import raster_name
from .archive_job import DONE

SHOWN = 20  # failures in the summary; the ledger has all


class Reporter:
    """Writes lines.

    results    : file of the summary, and of JSON
    log        : file of the rest
    json_lines : whether to write JSON
    """

    def __init__(self, results, log, json_lines=False):
        self._results, self._log, self._json = results, log, json_lines
        self.begun, self._total, self._over, self._start = False, 0, 0, time.monotonic()

    def begin(self, total, before, refused):
        """The work begins.

        total   : scenes to map
        before  : that an earlier run has mapped
        refused : of bad input in an earlier run
        """
        self.begun, self._total, self._start = True, total, time.monotonic()
        if self._json:
            return self._line(event="begin", total=total, before=before, refused=refused)
        earlier = f"; {before} are mapped already" if before else ""
        earlier += f"; {refused} were bad input and are left out (--again to try)" if refused else ""
        return self._say(f"{total} scenes to map{earlier}.")

    def notice(self, text):
        """A remark. text : sentence"""
        self._line(event="notice", text=text) if self._json else self._say(text)

    def scene(self, scene, outcome, attempts):
        """A scene is over. scene : Scene; outcome : SceneOutcome; attempts : how many"""
        self._over += 1
        if self._json:
            share = self._over / max(1, self._total)
            return self._line(event="scene", name=scene.name, share=share, attempts=attempts, **outcome.as_document())
        place, name = f"[{self._over}/{self._total}]", raster_name(scene.path)
        if outcome.state == DONE:
            self._say(f"{place} {name}: mapped in {outcome.seconds:.1f} s")
        else:
            self._say(f"{place} {name}: FAILED ({outcome.failure}, tried {attempts} x): {outcome.reason}")
        for text in outcome.notices:
            self._say(f"    {text}")
        return None

    def error(self, error):
        """The run cannot begin or go on. error : MineralPruneError"""
        if self._json:
            facts = {name: fact if isinstance(fact, (int, float)) else str(fact) for name, fact in error.facts.items()}
            return self._line(event="error", error=type(error).__name__, facts=facts, text=str(error))
        return self._say(f"mineral-map: {error}")

    def interrupted(self):
        """A person has stopped the run."""
        text = "Interrupted. What was finished is in the ledger; run the same command again to map the rest."
        self._line(event="interrupted", text=text) if self._json else self._say(f"mineral-map: {text}")

    def summary(self, summary, folder):
        """The end. summary : Summary; folder : of the archive"""
        if self._json:
            return self._line(
                event="summary",
                scenes=summary.scenes,
                before=summary.before,
                done=summary.done,
                failed=len(summary.failures),
                seconds=summary.seconds,
            )
        for outcome in summary.failures[:SHOWN]:
            print(f"failed ({outcome.failure}): {outcome.path}: {outcome.reason}", file=self._results)
        if len(summary.failures) > SHOWN:
            print(f"... and {len(summary.failures) - SHOWN} more; all are in the ledger.", file=self._results)
        speed = f" in {summary.seconds:.1f} s" if summary.done else ""
        print(
            f"{summary.scenes} scenes: {summary.done} mapped{speed}, {summary.before} mapped before, "
            f"{len(summary.failures)} failed. Archive: {folder}",
            file=self._results,
            flush=True,
        )
        return None

    def _line(self, **document):
        print(json.dumps(document, ensure_ascii=True, default=str), file=self._results, flush=True)

    def _say(self, text):
        print(text, file=self._log, flush=True)
