# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants of the rooms that carry the plugin's promises, each against the tests that run its line: `make mutants`."""
