# SPDX-License-Identifier: GPL-2.0-or-later
"""What is compared: the arms, the two sizes of the experiment, and a row of its table."""

from dataclasses import dataclass

ARMS = ("dense", "contribution", "c-apoz", "random", "scratch")
WORDS = {
    "dense": "dense, all inputs",
    "contribution": "sparse, by contribution (Wu 2019)",
    "c-apoz": "sparse, by C-APoZ of the maps",
    "random": "sparse, inputs dropped at random",
    "scratch": "the architecture of `contribution`, from scratch",
}


@dataclass(frozen=True)
class Design:
    """depth, growth : of the DenseNet; train, test : images, the first ones of the files; batch : images at a time
    target  : share of the inputs that goes, in `stages` stages within the first half of the epochs
    half    : products in bfloat16

    PROCESSOR's batch, rate and target are usual numbers, not tuned. Its epochs are what two cores do in an evening. The
    dense network's error was 27.1 % after 12 epochs in batches of 32, 22.4 after 30, 21.3 after 60 (three seeds each,
    2026-11-24 and 28). `--look`: trained on 8,000 images it was wrong in 23.75 % of 2,000 others after 30 epochs, and
    in 21.4 % after 120, the last thirty of which changed nothing any more (one seed).
    """

    depth: int
    growth: int
    train: int
    test: int
    epochs: int
    batch: int
    rate: float
    target: float = 0.6
    stages: int = 4
    half: bool = True


PROCESSOR = Design(depth=22, growth=12, train=10_000, test=10_000, epochs=60, batch=64, rate=0.1)
FULL = Design(depth=40, growth=12, train=50_000, test=10_000, epochs=300, batch=64, rate=0.1, half=False)


@dataclass(frozen=True)
class Row:
    """One run. error : on the test images, percent; loss : of the last epoch, in nats; minutes : of training."""

    arm: str
    seed: int
    depth: int
    growth: int
    train: int
    test: int
    epochs: int
    batch: int
    rate: float
    target: float
    stages: int
    parameters: int
    multiply_adds: int
    loss: float
    error: float
    minutes: float
