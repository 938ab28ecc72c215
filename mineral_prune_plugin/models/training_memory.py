# SPDX-License-Identifier: GPL-2.0-or-later
"""The memory that training a perceptron takes, estimated before it begins."""

from ..errors import TrainingNeedsMemory
from .perceptron.batches import PIXELS_A_STEP

COPIES = (
    9  # of the weights: at first, now and at their best, their gradient in two parts and whole, Adam's three tensors
)
PASSES = 2  # of each layer's outputs: themselves, and their errors
FLOAT = 4  # bytes


def check_training(hidden, bands, samples, memory, networks=1):
    """Refuse networks that take more than the budget to train.

    hidden   : units of each hidden layer
    bands    : of the spectra
    samples  : how many, of the larger of training and validation
    memory   : bytes, the budget
    networks : that are trained side by side
    errors   : TrainingNeedsMemory
    """
    sizes = (bands, *hidden)
    weights = sum(first * second for first, second in zip(sizes, sizes[1:]))
    needed = FLOAT * networks * (COPIES * weights + PASSES * sum(hidden) * (2 * samples + PIXELS_A_STEP))
    if needed > memory:
        raise TrainingNeedsMemory(needed=-(-needed // 2**20), most=memory // 2**20)
