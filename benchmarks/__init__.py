# SPDX-License-Identifier: GPL-2.0-or-later
"""Speed and science, runnable by anyone; results with date and machine."""
