# SPDX-License-Identifier: GPL-2.0-or-later
"""Archives of scenes: what keeps a run from beginning, and what ends the map of a single scene."""

from .base import QT_TRANSLATE_NOOP, Cancelled, MineralPruneError


class NoScenes(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "There is no scene in {listed}. Name rasters, patterns, a CSV with a column 'scene' or STAC items.",
    )


class ScenePatternEmpty(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "No file matches {pattern}. Correct the pattern or the folder.")


class SceneListUnreadable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The list of scenes {path} cannot be used: {reason}. Expected is {expected}."
    )


class SceneNamesClash(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{first} and {second} would both be written to {name}. Give one of them another name in the list of scenes.",
    )


class SceneFolderTaken(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{folder}, where the map of {raster} would go, holds files that are no outputs of this scene ({file}). Choose "
        "another folder for the archive, give the scene another name in a list, or move the files away.",
    )


class ArchiveInUse(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "Another run is writing to {folder}: its ledger is locked. Wait until it has ended, or choose another folder; "
        "runs that share the work take --shard.",
    )


class LedgerUnusable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{path} is not a ledger that this version can read ({reason}). Move it away to map all scenes again, or choose "
        "another folder.",
    )


class SchedulerUnreachable(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "No Dask scheduler answers at {address} ({reason}). Start one, or leave the address out to use the cores of "
        "this machine.",
    )


class SchedulerLost(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The Dask scheduler at {address} no longer answers. What was finished is in the ledger; run the same command "
        "again to map the rest.",
    )


class NoWorkers(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "The scheduler at {address} has no worker after {seconds} s of waiting. Start workers first."
    )


class WorkersDiffer(MineralPruneError):
    """differing : what differs, where and how, such as "numpy here 1.24.2, on tcp://10.0.0.7:4000 2.1.0"."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The workers do not run what this machine runs, and maps of different versions must not be mixed: {differing}. "
        "Install the same versions everywhere.",
    )


class WorkersCannotWork(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The worker {worker} cannot map these scenes: {reason}. No scene was begun.",
    )


class PackagesNeeded(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "This needs {packages}, which this Python lacks. Run: {command}")


class ArchiveCancelled(Cancelled):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune", "Cancelled. The maps that were finished stay; run it again to map the rest."
    )


class SceneTookTooLong(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "{raster} was given up after {seconds} s, the time that a scene may take. Allow more, or look at what it is "
        "read from.",
    )


class SceneChanged(MineralPruneError):
    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} was changed while it was being mapped. It is mapped again.")


class WorkerDied(MineralPruneError):
    """times : how many workers ended at this scene."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The worker that mapped {raster} ended without a word, {times} times: killed, or out of memory. Give workers "
        "more memory, or a scene less.",
    )


class ArchiveRunFailed(MineralPruneError):
    """Anything that is not expected and ends a run: a fault of the plugin. reason : the exception."""

    sentence = QT_TRANSLATE_NOOP(
        "MineralPrune",
        "The run has ended for a reason nobody foresaw: {reason}. What was finished is in the ledger; run it again to "
        "map the rest, and please report the fault.",
    )


class SceneFailed(MineralPruneError):
    """Anything that is not expected: a fault of the plugin. reason : the exception."""

    sentence = QT_TRANSLATE_NOOP("MineralPrune", "{raster} could not be mapped, for a reason nobody foresaw: {reason}")
