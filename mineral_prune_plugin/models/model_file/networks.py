# SPDX-License-Identifier: GPL-2.0-or-later
"""The kinds of network that a model file holds: how each is written as tensors, and read from them."""

from dataclasses import dataclass
from typing import Callable

from ...errors import PerceptronNeeded
from ..densenet.network import DenseNetwork
from ..perceptron.network import Perceptron
from . import perceptron, sparse_densenet


@dataclass(frozen=True)
class Kind:
    """A kind of network, as a model file holds it.

    tensors       : network -> {name: array}
    network       : (path, tensors, document) -> network. Errors: ModelFileError
    entries       : network -> {entry: value}, what its document has beside the entries of every kind
    extra_entries : the names of those
    """

    tensors: Callable
    network: Callable
    entries: Callable = lambda network: {}
    extra_entries: tuple[str, ...] = ()


PERCEPTRON, SPARSE_DENSENET = "perceptron", "sparse-densenet"
KINDS = {
    PERCEPTRON: Kind(perceptron.tensors_of, perceptron.network_of),
    SPARSE_DENSENET: Kind(
        sparse_densenet.tensors_of,
        sparse_densenet.network_of,
        lambda network: {"patch": network.patch},
        ("patch",),
    ),
}


def check_perceptron(model):
    """Errors: PerceptronNeeded where a Model is of another kind."""
    if not isinstance(model.network, Perceptron):
        raise PerceptronNeeded()


def kind_of(network):
    """The name of a network's kind."""
    return SPARSE_DENSENET if isinstance(network, DenseNetwork) else PERCEPTRON
