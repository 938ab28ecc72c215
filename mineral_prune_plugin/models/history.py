# SPDX-License-Identifier: GPL-2.0-or-later
"""What a training run recorded, epoch by epoch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class History:
    """training_loss, validation_loss : cross-entropy in nats, an entry an epoch; the validation loss may be empty
    validation_oa : overall accuracy on the validation samples, 0 to 1, an entry an epoch
    kept_epoch    : the epoch, from 1, whose weights were kept"""

    training_loss: tuple[float, ...]
    validation_loss: tuple[float, ...]
    validation_oa: tuple[float, ...]
    kept_epoch: int
