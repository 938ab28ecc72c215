# SPDX-License-Identifier: GPL-2.0-or-later
"""How well a map agrees with its reference, and two models with each other."""
