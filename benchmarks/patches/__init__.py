# SPDX-License-Identifier: GPL-2.0-or-later
"""What a neighbourhood is worth: DenseNets of patches beside perceptrons."""
