# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of how a DenseNet became sparse: what was left after each stage, and which layer reads which."""

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class StageRow:
    """The network after a stage. Row 0 is the dense network.

    epoch         : after which the stage's inputs were dropped; 0 in row 0
    inputs        : that are still read, of all convolutions but the first; all_inputs : of the dense network
    parameters    : trained numbers that remain
    multiply_adds : for each pixel of a map
    oa_before     : overall accuracy on the validation samples, 0 to 1, right after the inputs were dropped; None in
                    row 0
    oa_after      : the same at the end of the stage: before the next one drops, or after the last epoch
    """

    stage: int
    epoch: int
    inputs: int
    all_inputs: int
    parameters: int
    multiply_adds: int
    oa_before: Optional[float]
    oa_after: float


@dataclass(frozen=True)
class Reading:
    """What one convolution reads of the maps of one source.

    layer  : that reads: "B.L" for layer L of block B, "T1" for the transition behind block 1
    source : whose maps are read: "input" for those of the first convolution, else as `layer`
    share  : the contribution of all of them together, 0 to 1: of the absolute weights
    read   : how many of the source's maps are read, of `maps`
    """

    layer: str
    source: str
    share: float
    read: int
    maps: int


@dataclass(frozen=True)
class SparseTrace:
    """rows : StageRows; dense, sparse : Readings before the first inputs were dropped, and of the final network

    target : percent of inputs to be dropped; seed : of the training
    """

    target: float
    stages: int
    seed: int
    rows: tuple[StageRow, ...]
    dense: tuple[Reading, ...]
    sparse: tuple[Reading, ...]

    @property
    def parameter_compression(self):
        """How many times smaller, before over after."""
        return self.rows[0].parameters / self.rows[-1].parameters

    @property
    def multiply_add_compression(self):
        return self.rows[0].multiply_adds / self.rows[-1].multiply_adds


def sparse_document(trace):
    """What of a trace a model file holds, for JSON."""
    return {
        "criterion": "contribution",
        "target_percent": trace.target,
        "stages": trace.stages,
        "seed": trace.seed,
        "rows": [
            {
                "stage": row.stage,
                "epoch": row.epoch,
                "inputs": row.inputs,
                "all_inputs": row.all_inputs,
                "parameters": row.parameters,
                "multiply_adds": row.multiply_adds,
                "validation_oa_before": row.oa_before,
                "validation_oa": row.oa_after,
            }
            for row in trace.rows
        ],
    }
