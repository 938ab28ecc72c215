# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a pruning run: what each round removed, at which threshold, at what cost (Deng 2022, Tables 3, 4)."""

from dataclasses import dataclass, replace
from typing import Optional

from .band_trace import BandTrace, bands_document
from .pruning_settings import BY_RULE


@dataclass(frozen=True)
class LayerState:
    """One hidden layer of the network of a row.

    neurons   : the surviving neurons by their original number, from 0
    removed   : the neurons removed to reach this row, by original number
    scores    : the criterion's score of each surviving neuron, in the order of `neurons`; high scores are removed; None
                in a last row that was never scored
    threshold : mean + population standard deviation of the scores, in the scores' unit; None like `scores`, and where
                a number of neurons was requested instead
    """

    neurons: tuple[int, ...]
    removed: tuple[int, ...]
    scores: Optional[tuple[float, ...]] = None
    threshold: Optional[float] = None


@dataclass(frozen=True)
class TraceRow:
    """The network after `iteration` rounds. Row 0 is the unpruned network.

    parameters, weight_bytes : of all weights and biases
    oa_before, oa_after      : overall accuracy on the validation samples, 0 to 1, before and after retraining; row 0
                               has no retraining and oa_before is None
    bands                    : number of inputs of the network, where known
    """

    iteration: int
    layers: tuple[LayerState, ...]
    parameters: int
    weight_bytes: int
    oa_before: Optional[float]
    oa_after: float
    bands: Optional[int] = None

    @property
    def units(self):
        """Hidden units of each layer."""
        return tuple(len(layer.neurons) for layer in self.layers)


@dataclass(frozen=True)
class Control:
    """A network to compare the kept one with: trained as long, chosen without looking at the criterion.

    kind     : "unpruned", "random" or "scratch"
    units    : hidden units of each layer
    oa       : overall accuracy on the validation samples, 0 to 1
    """

    kind: str
    units: tuple[int, ...]
    oa: float


@dataclass(frozen=True)
class Trace:
    """A whole pruning run.

    kept       : the iteration of the row that became the pruned model
    bands      : BandTrace of the band pruning before row 0, or None where all bands were kept
    units      : "rule", or how many neurons were to be left in each layer
    unlabelled : number of unlabelled pixels trained on too, with the soft labels of the unpruned network
    """

    criterion: str
    keep: str
    tolerance: float  # percentage points
    retrain_epochs: int
    seed: int
    samples_scored: int
    rows: tuple[TraceRow, ...]
    kept: int
    controls: tuple[Control, ...] = ()
    bands: Optional[BandTrace] = None
    units: object = BY_RULE
    unlabelled: int = 0

    @property
    def kept_row(self):
        return self.rows[self.kept]

    def compression(self, row):
        """Units, parameters and bytes of the network that went in over those of `row`."""
        return replace(self.bands_compression(row), units=sum(self.rows[0].units) / sum(row.units))

    def bands_compression(self, smaller):
        """The same for anything with `parameters` and `weight_bytes` that has all hidden units still."""
        first = self.bands.stages[0] if self.bands else self.rows[0]
        return Compression(
            units=1.0,
            parameters=first.parameters / smaller.parameters,
            weight_bytes=first.weight_bytes / smaller.weight_bytes,
        )


@dataclass(frozen=True)
class Compression:
    """How many times smaller, before over after; 1.0 is unpruned."""

    units: float
    parameters: float
    weight_bytes: float


def as_document(trace):
    """What of a trace a model file holds, for JSON: no scores, which the CSV and the report have."""
    return {
        "criterion": trace.criterion,
        "keep": trace.keep,
        "tolerance_points": trace.tolerance,
        "retrain_epochs": trace.retrain_epochs,
        "seed": trace.seed,
        "samples_scored": trace.samples_scored,
        "kept": trace.kept,
        "units_asked": trace.units if trace.units == BY_RULE else list(trace.units),
        "unlabelled_pixels": trace.unlabelled,
        "neurons": [list(layer.neurons) for layer in trace.kept_row.layers],
        "rows": [_row_document(row) for row in trace.rows],
        "bands": bands_document(trace.bands) if trace.bands else None,
    }


def _row_document(row):
    return {
        "iteration": row.iteration,
        "units": list(row.units),
        "removed": [list(layer.removed) for layer in row.layers],
        "thresholds": [layer.threshold for layer in row.layers],
        "validation_oa_before": row.oa_before,
        "validation_oa": row.oa_after,
    }


def original_neurons(document, hidden_units):
    """The surviving neurons of each layer by original number, from the pruning record of a model file.

    document     : as `as_document` made it, or None for a model never pruned; read from a file, so not trusted
    hidden_units : units of each hidden layer of the network, which the record must agree with, else it is not used
    """
    default = [list(range(units)) for units in hidden_units]
    neurons = document.get("neurons") if document else None
    if not isinstance(neurons, list) or len(neurons) != len(default):
        return default
    return neurons if all(_is_numbering(layer, units) for layer, units in zip(neurons, hidden_units)) else default


def _is_numbering(layer, units):
    return isinstance(layer, list) and len(layer) == units and all(type(number) is int for number in layer)
