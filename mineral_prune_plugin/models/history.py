# SPDX-License-Identifier: GPL-2.0-or-later
"""What a training run recorded, every few epochs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class History:
    """epochs         : those that were recorded, from 1, the last one among them
    training_loss, validation_loss : cross-entropy in nats, an entry a recorded epoch; the validation loss may be empty
    validation_oa : overall accuracy on the validation samples, 0 to 1, an entry a recorded epoch
    kept_epoch    : the epoch whose weights were kept"""

    epochs: tuple[int, ...]
    training_loss: tuple[float, ...]
    validation_loss: tuple[float, ...]
    validation_oa: tuple[float, ...]
    kept_epoch: int
