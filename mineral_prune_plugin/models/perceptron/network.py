# SPDX-License-Identifier: GPL-2.0-or-later
"""A perceptron as plain arrays: what is trained, pruned, saved and mapped. No torch here."""

from dataclasses import dataclass

import numpy as np

CONSTANT = 1e-5  # of the largest deviation; float32 rounds at 1e-7, and signals are above 1e-3


@dataclass(frozen=True)
class Perceptron:
    """Fully connected layers, ReLU between them, logits at the end.

    weights : float32 (n_out, n_in) a layer; the last has a row a class
    biases  : float32 (n_out,) a layer
    """

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    @property
    def hidden_units(self):
        """Units of each hidden layer."""
        return tuple(len(weight) for weight in self.weights[:-1])

    @property
    def inputs(self):
        """Features."""
        return self.weights[0].shape[1]

    @property
    def outputs(self):
        """Classes."""
        return len(self.weights[-1])

    @property
    def parameters(self):
        """Number of weights and biases."""
        return sum(array.size for array in (*self.weights, *self.biases))

    @property
    def weight_bytes(self):
        """Bytes of weights and biases."""
        return sum(array.nbytes for array in (*self.weights, *self.biases))


@dataclass(frozen=True)
class Standardisation:
    """Mean and deviation of each feature over the training samples, float32 (n_features,)."""

    mean: np.ndarray
    deviation: np.ndarray

    @classmethod
    def of(cls, features):
        """From float32 (n_features, n_samples); a constant feature (the end bands of a hull) is left undivided.

        Constant but for rounding counts as constant: a vertex of every hull would else become a feature of pure noise.
        """
        mean = features.mean(axis=1, dtype=np.float64)
        deviation = features.std(axis=1, dtype=np.float64)
        deviation = np.where(deviation > CONSTANT * deviation.max(), deviation, 1.0)
        return cls(mean.astype(np.float32), deviation.astype(np.float32))

    def apply(self, features):
        """float32 (n_features, n_pixels) -> (n_pixels, n_features), standardised, as a network takes it."""
        return np.ascontiguousarray(((features - self.mean[:, None]) / self.deviation[:, None]).T)
