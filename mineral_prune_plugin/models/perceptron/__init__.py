# SPDX-License-Identifier: GPL-2.0-or-later
"""The perceptron: its weights, forward pass and training, alone or many side by side."""
