# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs appear whole or not at all, and those of a run together: this room knows nothing of what is in them.

whole       a draft of each output is written in a hidden folder beside its place
draft       that folder, and whether the run that made it still lives
side_files  a person's style is kept, a link has the style of its file
moving      all drafts of a run are moved into place, from one moment on that a kill can only delay
unfinished  what killed runs left behind is completed, or removed, by the next run
"""

from .whole import all_whole, check_places, complete_interrupted, refuse_input_as_output, whole

__all__ = ["all_whole", "check_places", "complete_interrupted", "refuse_input_as_output", "whole"]
