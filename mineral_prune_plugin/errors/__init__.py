# SPDX-License-Identifier: GPL-2.0-or-later
"""Every expected failure: what went wrong, with facts, in one sentence."""

from .base import *
from .models import *
from .outputs import *
from .rasters import *
from .samples import *
