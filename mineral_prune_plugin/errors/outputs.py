# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs that cannot be written."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class OutputFolderMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "The folder {folder} for {output} does not exist; create it first.")


class OutputFailed(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output} could not be written ({reason}). Check free space and permission, and that no program has it open.",
    )


class DiskFull(MineralPruneError):
    """While something beside an output was written, such as a temporary file."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The disk of the temporary files is full ({reason}); no output was written. Make room, then run it again.",
    )


class OutputIsInput(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{output} is an input of this run; choose another output file.")


class OutputTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{output} is named for two outputs of this run; name two files.")


class OutputExtension(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{output} must end in {expected}; choose such a file name.")
