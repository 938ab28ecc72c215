# SPDX-License-Identifier: GPL-2.0-or-later
"""What killed runs left in a folder: a set that was to be moved is completed, drafts of nobody are removed.

A draft's folder is trusted with nothing but itself: its files go beside it, never elsewhere, and the folders that it
names as its set must name the same set. A file that was changed since it was to be replaced is somebody's work: it
stays.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .draft import DECIDED, LOCK, OLD, SET, contents, hidden_in, is_draft, remove
from .locks import folders_locked, locked_if_free
from .moving import move

YOUNG_S = 60  # a draft's folder stands for a moment before its lock is held
MOST_BYTES = 100_000  # of SET


@dataclass(frozen=True)
class Tidied:
    """What became of the drafts of killed runs.

    completed : paths of outputs that were moved into place
    kept      : paths of files that were changed since and are not replaced
    removed   : how many drafts are gone
    """

    completed: tuple
    kept: tuple
    removed: int


def tidy(folders, young_s=YOUNG_S):
    """Complete or remove what killed runs left in folders. What the system does not allow is left for later.

    folders : paths; those that do not exist pass
    young_s : seconds for which a draft without a holder may be one that starts just now; 0 where none can
    returns : Tidied
    """
    completed, kept, removed = [], [], 0
    for folder in sorted({Path(folder) for folder in folders}):
        for hidden in _hidden(folder):
            with suppress(OSError):
                if is_draft(hidden):
                    outputs, changed, gone = _tidied(hidden, young_s)
                    completed += outputs
                    kept += changed
                    removed += gone
                elif time.time() - hidden.lstat().st_mtime > young_s:
                    hidden.rmdir()  # which the system does only where it is empty
    return Tidied(tuple(completed), tuple(kept), removed)


def _tidied(draft, young_s):
    """(outputs moved into place, outputs kept, both paths; 1 where the draft was nobody's and is gone, else 0)."""
    with locked_if_free(draft / LOCK) as free:
        outcome = _under_lock(draft, young_s) if free else None
    if outcome is None:
        return [], [], 0
    remove(draft)  # once more: Windows removes no file that is open, as the lock was
    return outcome


def _under_lock(draft, young_s):
    """As `_tidied`, of a draft whose run has ended; None where it could be of one that starts just now."""
    companions = _decided_set(draft)
    if companions:
        return (*_complete(companions), 0)
    if time.time() - (draft / LOCK).stat().st_mtime <= young_s:
        return None
    remove(draft)
    return [], [], 1


def _hidden(folder):
    try:
        return hidden_in(folder)
    except OSError:
        return []


def _record(draft):
    """(name of its output, folders of its set) by the SET of a draft's folder; None where it is not of a set."""
    try:
        if (draft / SET).stat().st_size > MOST_BYTES:
            return None
        record = json.loads((draft / SET).read_text(encoding="utf-8", errors="surrogateescape"))
        name, folders = record["name"], _placed(draft, [Path(folder) for folder in record["folders"]])
        return (name, folders) if Path(name).name == name and _real(draft) in folders else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _files(draft):
    """Names of all files of a draft, by its SET; none where it does not say."""
    names = json.loads((draft / SET).read_text(encoding="utf-8", errors="surrogateescape")).get("files", [])
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def _placed(draft, folders):
    """Paths of the folders of a draft's set, seen from where the draft is now.

    The folder that holds them may have been renamed since, or be reached by another name (a link, a mapped drive).
    """
    before = next((folder.parent for folder in folders if folder.name == draft.name), draft.parent)
    return tuple(_real(_moved(folder, before, draft.parent)) for folder in folders)


def _moved(folder, before, now):
    """Where a folder is, if it moved together with `before`, which is `now`; else where it was."""
    try:
        moved = Path(os.path.normpath(now / os.path.relpath(folder, before)))
    except ValueError:  # on two drives of Windows
        return folder
    return moved if moved.is_dir() else folder


def _real(folder):
    """A draft's folder by the one name that the folder around it has; whether it is a link itself is not resolved."""
    return Path(os.path.realpath(folder.parent)) / folder.name


def _decided_set(draft):
    """(Path of a draft's folder, name of its output) of all of a draft's set that are still there.

    Empty where the set was not about to be moved.
    """
    record = _record(draft)
    named = [(folder, _record(folder)) for folder in record[1] if is_draft(folder)] if record else []
    companions = [(folder, other[0]) for folder, other in named if other and other[1] == record[1]]
    decided = [folder for folder, _ in companions if folder == record[1][0] and _is_plain(folder / DECIDED)]
    return companions if decided else []


def _is_plain(path):
    return path.is_file() and not path.is_symlink()


def _complete(companions):
    """(paths of the outputs of a set that are moved now, of those that were changed since). Raises OSError."""
    completed, kept = [], []
    decided = (companions[0][0] / DECIDED).stat().st_mtime_ns
    with folders_locked(folder.parent for folder, _ in companions):
        for folder, name in companions:
            place = folder.parent / name
            if contents(folder) and place.is_file() and place.stat().st_mtime_ns > decided:
                kept.append(str(place))
            elif contents(folder):
                (folder / OLD).mkdir(exist_ok=True)
                move(folder, place, _files(folder) - {child.name for child in contents(folder)})
                completed.append(str(place))
    for folder, _ in reversed(companions):  # the first, which holds DECIDED, last
        remove(folder)
    return completed, kept
