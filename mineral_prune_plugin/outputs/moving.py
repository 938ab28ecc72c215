# SPDX-License-Identifier: GPL-2.0-or-later
"""All drafts of a run into place. A kill leaves the old files, the new ones, or a set that `unfinished` completes.

Everything is written to the disk first. Then one file, DECIDED, appears: from that moment on the new files are the
outputs, and only their moves are left. A move that fails (a file that another program holds open, on Windows) takes
the moves before it back.
"""

import errno
import json
import os
from contextlib import suppress

from .draft import DECIDED, OLD, SET, contents
from .locks import folders_locked

# Statistics, pyramids and mask, which GDAL would take for the new file's; and what SQLite has yet to write.
STALE = (".aux.xml", ".ovr", ".msk", "-wal", "-shm", "-journal")
# Spatial and attribute indexes of the old shapefile, by which the new one would show other features, or none.
STALE_INDEXES = (".qix", ".sbn", ".sbx", ".idm", ".ind", ".cdx", ".atx")


def move_together(drafts):
    """Move drafts to their places, all or none.

    drafts : sequence of Draft, each finished
    errors : OSError; then every old file is back
    """
    if not drafts:
        return
    names = {draft: [child.name for child in contents(draft.folder)] for draft in drafts}
    for draft in drafts:
        _prepare(draft, drafts)
    with folders_locked(draft.path.parent for draft in drafts):
        decided = drafts[0].folder / DECIDED
        _write(decided, "")
        _sync_folder(drafts[0].folder)
        try:
            for draft in drafts:
                move(draft.folder, draft.path)
        except BaseException:  # an interrupt from the keyboard too
            for draft in reversed(drafts):
                _take_back(draft, names[draft])
            decided.unlink()
            raise


def _prepare(draft, drafts):
    files = contents(draft.folder)
    for child in files:
        _sync(child)
    (draft.folder / OLD).mkdir()
    record = {"name": draft.path.name, "folders": [str(other.folder) for other in drafts]}
    _write(draft.folder / SET, json.dumps({**record, "files": [child.name for child in files]}))
    _sync_folder(draft.folder)


def move(folder, path, moved=()):
    """What a draft's folder holds into place. The main file last: whoever sees it sees its side files too.

    folder : Path of the draft
    path   : Path of the output; side files of an older one go
    moved  : names of files that a killed run has put in place already: they are the new one's
    errors : OSError
    """
    old = folder / OLD
    side_files = [child for child in contents(folder) if child.name != path.name]
    for stale in _stale(path):
        if stale.name not in moved and _is_there(stale):
            os.replace(stale, old / stale.name)
    for child in [*side_files, *([folder / path.name] if (folder / path.name).exists() else [])]:
        place = path.with_name(child.name)
        _keep(place, old / place.name)
        os.replace(child, place)
    _sync_folder(path.parent)


def _stale(path):
    """Paths that side files of an older output may have, which are wrong beside the new one."""
    indexes = STALE_INDEXES if path.suffix.lower() == ".shp" else ()
    return [path.with_name(path.name + suffix) for suffix in STALE] + [path.with_suffix(suffix) for suffix in indexes]


def _keep(place, old):
    """An old file also stands elsewhere from now on. Where the disk has no second names, it stands there alone."""
    if not _is_there(place) or os.path.lexists(old):
        return
    try:
        os.link(place, old, follow_symlinks=False)
    except (OSError, NotImplementedError):
        os.replace(place, old)


def _is_there(place):
    """Whether a file or a link is in the place. Raises IsADirectoryError for a folder: none is ever replaced."""
    if place.is_dir() and not place.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    return os.path.lexists(place)


def _take_back(draft, names):
    """Undo the moves of a draft: new files, of these names, back into its folder, then old ones to their place."""
    for name in names:
        if not os.path.lexists(draft.folder / name):
            os.replace(draft.path.with_name(name), draft.folder / name)
    for old in sorted((draft.folder / OLD).iterdir()):
        os.replace(old, draft.path.with_name(old.name))


def _sync(path):
    """What was written to a file reaches the disk."""
    if path.is_file():
        with open(path, "r+b") as file:
            os.fsync(file.fileno())


def _sync_folder(folder):
    """What was renamed in a folder reaches the disk, where the system can be told."""
    if os.name == "posix":
        with suppress(OSError):  # some network disks cannot
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _write(path, text):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
