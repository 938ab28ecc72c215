# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of a layer of samples, wherever one is read, written or added to."""

SAMPLE_FIELDS = ("mineral", "class", "split")
GROUP_FIELD = "group"  # the polygon or block of a sample; a layer may lack it
