# SPDX-License-Identifier: GPL-2.0-or-later
"""Every expected failure: what went wrong, with facts, in one sentence."""

from .archive_errors import *
from .base import *
from .layer_errors import *
from .library_errors import *
from .map_errors import *
from .model_errors import *
from .output_errors import *
from .product_errors import *
from .raster_errors import *
from .sample_errors import *
