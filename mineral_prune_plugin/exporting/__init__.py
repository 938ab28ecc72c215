# SPDX-License-Identifier: GPL-2.0-or-later
"""Models for other programs: a trained model as one ONNX graph, from reflectance to the class of each pixel."""
