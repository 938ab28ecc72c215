# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs appear whole or not at all: written in a hidden folder beside their place, moved there when finished."""

import errno
import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from stat import S_ISDIR

from ..errors import OutputFailed, OutputFolderMissing, OutputIsInput, OutputLinkBroken, OutputTwice
from ..progress import silent
from .output_notices import DraftsRemoved, OutputsCompleted, OutputsKept


@contextmanager
def whole(path, progress=None):
    """A path to write to, which stands for `path`: same name, in a hidden folder beside it.

    When the block ends well, every file of that folder (side files such as .aux.xml and .qml too) replaces its
    namesake beside `path`. When it raises, cancelled or failed, the folder goes and nothing else has changed.

    path     : of the output
    progress : Progress, which may cancel the run until the files are moved; None: nobody watches
    errors   : OutputFolderMissing, OutputFailed with the system's reason
    """
    with all_whole(path, progress=progress) as (partial,):
        yield partial


@contextmanager
def all_whole(*paths, progress=None):
    """`whole` for several outputs of one run, paths; None or "" gives None. Moved together when all are finished.

    What a killed run left in their folders is completed or removed first. Of a path that is a link, the file that it
    leads to is replaced.

    progress : as of `whole`
    errors   : OutputTwice, OutputLinkBroken, and those of `whole`
    """
    from .moving import move_together
    from .side_files import keep_styles, link_side_files

    progress = progress or silent()
    links = [os.path.abspath(path) if path else "" for path in paths]
    paths = [_place_of(path) if path else None for path in paths]
    places = [path for path in paths if path]
    for place in places:
        _check(place, places)
    complete_interrupted({place.parent for place in places}, progress)
    with ExitStack() as stack:
        drafts = [_drafted(path, stack) if path else None for path in paths]
        with _failures(places, [draft for draft in drafts if draft]):
            yield [draft.file if draft else None for draft in drafts]
            progress.raise_if_cancelled()
            keep_styles([draft for draft in drafts if draft], progress)
            for draft, path in zip(drafts, links):
                if draft and os.path.islink(path):
                    link_side_files(draft, Path(path))
            move_together([draft for draft in drafts if draft])


def check_places(paths):
    """Refuse outputs that could not be written, before the work that makes them: each place is tried.

    paths  : of the outputs of a run; None and "" pass
    errors : OutputTwice, and those of `whole`
    """
    places = [_place_of(path) for path in paths if path]
    for place in places:
        _check(place, places)
        with ExitStack() as stack:
            _drafted(place, stack)


def complete_interrupted(folders, progress):
    """Complete or remove what killed runs left in folders, and tell it.

    folders  : paths
    progress : Progress that is told
    """
    from .unfinished import tidy

    tidied = tidy(folders)
    if tidied.completed:
        progress.tell(OutputsCompleted(outputs=", ".join(tidied.completed)))
    if tidied.kept:
        progress.tell(OutputsKept(outputs=", ".join(tidied.kept)))
    if tidied.removed:
        progress.tell(DraftsRemoved(drafts=tidied.removed))


def _place_of(path):
    """Path of the file to replace: of a link the file that it leads to, so that the link stays what it is."""
    path = os.path.abspath(path)
    if not os.path.islink(path):
        return Path(path)
    target = os.path.realpath(path)
    if os.path.islink(target) or not os.path.isdir(os.path.dirname(target)):  # a ring of links; a disk that is away
        raise OutputLinkBroken(output=path, target=os.readlink(path))
    return Path(target)


def _check(place, places):
    if [_with_style(other) for other in places].count(_with_style(place)) > 1:
        raise OutputTwice(output=str(place))
    if not os.path.isdir(place.parent):
        raise OutputFolderMissing(output=place.name, folder=str(place.parent))
    if _is_folder(place):
        raise OutputFailed(output=str(place), reason=os.strerror(errno.EISDIR))


def _is_folder(place):
    """Whether a folder has the name of an output. A name that no file can have is refused before anything is done."""
    try:
        return S_ISDIR(place.stat().st_mode)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _failed(place, error) from error


def _with_style(place):
    """What two outputs must not share: a name; of rasters, the style beside them (q.tif and q.tiff have one q.qml)."""
    place = Path(os.path.normcase(place))
    return place.with_suffix(".qml") if place.suffix.lower() in (".tif", ".tiff") else place


def _drafted(place, stack):
    from .draft import drafted

    try:
        return stack.enter_context(drafted(place))
    except OSError as error:
        raise _failed(place, error) from error


@contextmanager
def _failures(places, drafts):
    """An error of the system concerns the output whose name it bears, as far as it bears one.

    An error of a writer bears the path that it was given, in a hidden folder: users know the output's own.
    """
    try:
        yield
    except OutputFailed as error:
        raise OutputFailed(**{name: _in_place(fact, drafts) for name, fact in error.facts.items()}) from error
    except OSError as error:
        name = os.path.basename(str(error.filename or ""))
        raise _failed(next((place for place in places if place.name == name), places[-1]), error) from error


def _in_place(text, drafts):
    """A text in which the hidden folders of drafts are those of their outputs."""
    for draft in drafts:
        text = text.replace(str(draft.folder), str(draft.path.parent))
    return text


def _failed(place, error):
    return OutputFailed(output=str(place), reason=error.strerror or str(error))


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
