# SPDX-License-Identifier: GPL-2.0-or-later
"""What pruning is worth: the paper's experiments over many seeds, with controls and three splits (`make study`)."""
