# SPDX-License-Identifier: GPL-2.0-or-later
"""Criteria, threshold, surgery, the iterative loop and its trace."""
