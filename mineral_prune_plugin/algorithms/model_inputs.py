# SPDX-License-Identifier: GPL-2.0-or-later
"""A model file that an algorithm reads: up to 64 MiB, checked number by number, so that who cancels need not wait."""

from ..progress import awaited


def loaded_model(path, progress):
    """The Model of a file.

    path     : of the file
    progress : is asked to cancel meanwhile, and told what there is to say of the file
    errors   : ModelFileError, Cancelled
    """
    from ..models.model_file import load

    notices = []
    model = awaited(lambda: load(path, notices.append), progress)
    progress.tell_all(notices)
    return model
