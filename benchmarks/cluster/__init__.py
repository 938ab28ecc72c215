# SPDX-License-Identifier: GPL-2.0-or-later
"""Archives of scenes on workers of Dask, measured and disturbed: real processes on this machine."""
