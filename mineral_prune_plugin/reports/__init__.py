# SPDX-License-Identifier: GPL-2.0-or-later
"""HTML reports and their figures."""
