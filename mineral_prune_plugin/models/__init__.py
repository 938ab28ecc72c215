# SPDX-License-Identifier: GPL-2.0-or-later
"""The networks, their training and the model file."""
