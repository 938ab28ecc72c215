# SPDX-License-Identifier: GPL-2.0-or-later
"""What a failure of a scene is: of the input, passing, over its bounds, or unforeseen; it decides who tries again.

bad input   the scene or its fit to the model: tried again only once the scene, the model or a parameter is another
passing     of a disk, a network, a machine: tried again twice, after a pause, and by the next run
bound       over the time that a scene may take: tried again by the next run
unforeseen  a fault of the plugin: likewise
"""

import errno
import re

from .. import errors
from ..raster.remote import is_remote

BAD_INPUT, PASSING, BOUND, UNFORESEEN = "bad input", "passing", "bound", "unforeseen"
OF_THE_MACHINE = (
    *(errors.OutputFailed, errors.DiskFull, errors.SceneFolderTaken),
    *(errors.SceneChanged, errors.WorkerDied, errors.WorkersDiffer),
)
OF_READING = (errors.RasterUnreadable, errors.RasterReadFailed, errors.RasterCutShort, errors.RasterBlocksMissing)
FINAL = re.compile(  # in GDAL's reason: the server has understood, and will say the same again
    r"HTTP (?:response|error) code\D*\b(?:401|403|404|410)\b|NoSuchKey|NoSuchBucket|AccessDenied|InvalidAccessKeyId"
    r"|SignatureDoesNotMatch"
)
PASSING_DISK = (errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.ENOSPC, errno.EDQUOT, errno.EMFILE)


def kind_of(error, path):
    """The kind of failure that an exception is.

    error : Exception
    path  : of the scene
    """
    if isinstance(error, errors.SceneTookTooLong):
        return BOUND
    if isinstance(error, OF_THE_MACHINE):
        return PASSING
    if isinstance(error, OF_READING):
        reason = str(error.facts.get("reason", ""))
        return PASSING if is_remote(path) and not FINAL.search(reason) else BAD_INPUT
    if isinstance(error, errors.MineralPruneError):
        return BAD_INPUT
    if isinstance(error, MemoryError):
        return PASSING
    return PASSING if isinstance(error, OSError) and error.errno in PASSING_DISK else UNFORESEEN
