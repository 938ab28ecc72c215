# SPDX-License-Identifier: GPL-2.0-or-later
"""What came of a case: refused with a sentence, ran with a right result, or a fault.

A room is a module of this folder, listed in rooms.py, with one function: `run_case(seed, folder) -> Outcome`. All that
is random comes from `seed`, an int; `folder` is an empty Path of the case's own. What it raises is a fault too.
"""

from dataclasses import dataclass

REFUSED, RIGHT, FAULT = "refused", "right", "FAULT"
LONGEST = 600  # characters of a detail


@dataclass(frozen=True)
class Outcome:
    """verdict : REFUSED, RIGHT or FAULT

    what   : what was done, of few different: the counts are by it ("a bit flipped", "killed while moving")
    detail : the sentence of a refusal, or how the result is wrong
    """

    verdict: str
    what: str
    detail: str = ""


def refused(what, sentence):
    """A refusal is good only with a sentence for people. what : as of Outcome; sentence : all that the user reads."""
    wrong = wrong_with(sentence)
    return (
        Outcome(FAULT, what, f"{wrong}: {sentence!r}"[:LONGEST])
        if wrong
        else Outcome(REFUSED, what, sentence[:LONGEST])
    )


def right(what, detail=""):
    """The result is what the reference says. what, detail : as of Outcome"""
    return Outcome(RIGHT, what, detail[:LONGEST])


def fault(what, detail):
    """Something is wrong. what, detail : as of Outcome"""
    return Outcome(FAULT, what, detail[:LONGEST])


def wrong_with(sentence):
    """Why a sentence is none for people; "" where it is one."""
    if not sentence.strip():
        return "no sentence"
    if "Traceback" in sentence or "\n" in sentence.strip():
        return "not one sentence"
    if ".partial" in sentence:
        return "it names a hidden folder"
    if sentence.rstrip()[-1] not in ".?)。）":
        return "a sentence without an end"
    return ""
