# SPDX-License-Identifier: GPL-2.0-or-later
"""Sparse DenseNets on CIFAR, against the dense network and against controls: `python -m benchmarks.cifar`."""
