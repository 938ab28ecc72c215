# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs appear whole or not at all: written in a hidden folder beside their place, moved there when finished."""

import errno
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .errors import OutputFailed, OutputFolderMissing, OutputIsInput, OutputTwice


@contextmanager
def whole(path):
    """A path to write to, which stands for `path`: same name, in a hidden folder beside it.

    When the block ends well, every file of that folder (side files such as .aux.xml and .qml too) replaces its
    namesake beside `path`. When it raises, cancelled or failed, the folder goes and nothing else has changed.
    errors : OutputFolderMissing, OutputFailed with the system's reason
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise OutputFolderMissing(output=path.name, folder=str(path.parent))
    if path.is_dir():
        raise OutputFailed(output=str(path), reason=os.strerror(errno.EISDIR))
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{path.stem[:40]}-", suffix=".partial", dir=path.parent))
    except OSError as error:
        raise OutputFailed(output=str(path), reason=error.strerror or str(error)) from error
    try:
        yield folder / path.name
        _move(folder, path)
    except OSError as error:
        raise OutputFailed(output=str(path), reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def all_whole(*paths):
    """`whole` for several outputs of one run; None or "" gives None. They are moved only when all are finished.

    errors : OutputTwice, and those of `whole`
    """
    places = [os.path.abspath(path) for path in paths if path]
    for place in places:
        if places.count(place) > 1:
            raise OutputTwice(output=place)
    with ExitStack() as stack:
        yield [stack.enter_context(whole(path)) if path else None for path in paths]


def refuse_input_as_output(output, *inputs):
    """Errors: OutputIsInput where `output`, a path, is one of the files that are read, `inputs`; None and "" pass.

    Of an input that is a folder, every file in it and below is read.
    """
    for path in inputs:
        if path and output and os.path.exists(path) and os.path.exists(output) and _is_or_is_in(output, path):
            raise OutputIsInput(output=str(output))


def _is_or_is_in(output, path):
    """Whether `output`, which exists, is `path` or lies in it."""
    places = [output, *Path(os.path.realpath(output)).parents] if os.path.isdir(path) else [output]
    return any(os.path.samefile(place, path) for place in places)


def _move(folder, path):
    """The main file last: whoever sees it sees its side files too. Those of an older file of that name go."""
    side_files = [child for child in folder.iterdir() if child.name != path.name]
    # Statistics, pyramids and mask, which GDAL would take for the new file's; and what SQLite has yet to write.
    for suffix in (".aux.xml", ".ovr", ".msk", "-wal", "-shm", "-journal"):
        (path.parent / (path.name + suffix)).unlink(missing_ok=True)
    for child in [*side_files, folder / path.name]:
        os.replace(child, path.parent / child.name)
