# SPDX-License-Identifier: GPL-2.0-or-later
"""What a spectrum becomes before a network sees it; minerals and the example scene."""
