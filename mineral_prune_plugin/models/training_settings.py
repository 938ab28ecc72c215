# SPDX-License-Identifier: GPL-2.0-or-later
"""Bounds and defaults of what a user sets for a network: stated once, read by dialogs, the core and tests."""

from dataclasses import dataclass
from typing import Optional

from ..errors import QT_TRANSLATE_NOOP, HiddenUnitsUnreadable, NumberOutOfBounds, SettingOutOfBounds


@dataclass(frozen=True)
class Bounds:
    """A number that a user sets.

    name        : as scripts call the parameter
    label       : as the dialog shows it, to be translated
    default     : None where it depends on the data
    least, most : the bounds, both allowed
    unit        : what it counts
    """

    name: str
    label: str
    default: Optional[float]
    least: float
    most: float
    unit: str

    def check(self, value):
        """Errors: SettingOutOfBounds."""
        if not self.least <= value <= self.most:
            raise self.refusal(value)

    def refusal(self, value):
        """The SettingOutOfBounds of a value; a unit that the label says is not said again."""
        kind = NumberOutOfBounds if not self.unit or f"({self.unit}" in self.label else SettingOutOfBounds
        bounds = {"least": self.least, "most": self.most, "unit": self.unit}
        return kind(label=self.label, name=self.name, found=value, **bounds)


EPOCHS = Bounds("EPOCHS", QT_TRANSLATE_NOOP("MineralPrune", "Epochs"), 2000, 1, 100_000, "epochs")
UNLABELLED = Bounds(
    "UNLABELLED", QT_TRANSLATE_NOOP("MineralPrune", "Unlabelled pixels to learn from"), 4000, 0, 1_000_000, "pixels"
)
SEED = Bounds("SEED", QT_TRANSLATE_NOOP("MineralPrune", "Seed"), 1, 0, 2**31 - 1, "")
HIDDEN_UNITS = Bounds("HIDDEN_UNITS", QT_TRANSLATE_NOOP("MineralPrune", "Hidden units"), 30, 1, 4096, "units")
HIDDEN_LAYERS = Bounds("HIDDEN_UNITS", HIDDEN_UNITS.label, 1, 1, 8, "layers")


@dataclass(frozen=True)
class TrainingSettings:
    """How a perceptron is trained.

    hidden        : units of each hidden layer
    learning_rate : of Adam, falling to zero along a half cosine
    weight_decay  : decoupled from the gradient (Loshchilov and Hutter 2019), for a network that learns from samples
                    only; beside unlabelled pixels it is less, by the samples' share
    """

    hidden: tuple[int, ...] = (HIDDEN_UNITS.default,)
    epochs: int = EPOCHS.default
    seed: int = SEED.default
    learning_rate: float = 0.01
    weight_decay: float = 0.1

    def __post_init__(self):
        EPOCHS.check(self.epochs)
        SEED.check(self.seed)
        HIDDEN_LAYERS.check(len(self.hidden))
        for units in self.hidden:
            HIDDEN_UNITS.check(units)


def parse_hidden_units(text):
    """ "64,32" -> (64, 32). Errors: HiddenUnitsUnreadable, SettingOutOfBounds."""
    try:
        hidden = tuple(int(part) for part in text.replace(";", ",").replace(" ", ",").split(",") if part)
    except ValueError:
        raise HiddenUnitsUnreadable(found=text) from None
    if not hidden:
        raise HiddenUnitsUnreadable(found=text)
    TrainingSettings(hidden=hidden)
    return hidden


@dataclass(frozen=True)
class History:
    """What a training run recorded, every few epochs.

    epochs         : those that were recorded, from 1, the last one among them
    training_loss, validation_loss : cross-entropy in nats, an entry a recorded epoch; the validation loss may be empty
    validation_oa : overall accuracy on the validation samples, 0 to 1, an entry a recorded epoch
    kept_epoch    : the epoch whose weights were kept
    """

    epochs: tuple[int, ...]
    training_loss: tuple[float, ...]
    validation_loss: tuple[float, ...]
    validation_oa: tuple[float, ...]
    kept_epoch: int
