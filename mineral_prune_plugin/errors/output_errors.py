# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs that cannot be written."""

from .base import QT_TRANSLATE_NOOP, MineralPruneError


class OutputFolderMissing(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "The folder {folder} for {output} does not exist. Create it first.")


class OutputFailed(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output} could not be written ({reason}). Check the free disk space and the permissions, and that no other "
        "program has the file open.",
    )


class OutputNotNamed(MineralPruneError):
    """parameter : its label; name : what scripts call it."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "'{parameter}' has no place to be written to. Give it a file name ({name} in scripts and in qgis_process), or "
        "TEMPORARY_OUTPUT.",
    )


class DiskFull(MineralPruneError):
    """While something beside an output was written, such as a temporary file."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The disk with the temporary files is full ({reason}); no output was written. Free some space and run "
        "it again.",
    )


class OutputIsInput(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{output} is an input of this run. Choose another output file.")


class OutputBeingEdited(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output} is being edited in QGIS, as the layer {layer}. Save or discard its edits and toggle editing off, or "
        "choose another output file.",
    )


class OutputTwice(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "{output} is given for two outputs of this run. Choose two different files."
    )


class OutputExtension(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{output} must end in {expected}. Choose another file name.")


class OutputLinkBroken(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output} is a link to {target}, which leads nowhere. Choose another output file, or remove the link.",
    )


class OutputHoldsOthers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{output} holds other tables ({tables}), which would be lost: a whole GeoPackage is replaced. Choose another "
        "file name, or save to a table of this GeoPackage ('Save to GeoPackage...').",
    )
