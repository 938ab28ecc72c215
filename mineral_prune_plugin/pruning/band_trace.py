# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of band pruning: which bands each stage left, at what cost. No torch here: reports read this."""

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class BandStage:
    """The model after a stage. Stage 0 is the model that went in, with all its bands.

    bands                    : the remaining bands, numbered from 0 among those of stage 0
    wavelengths_um           : their centres, micrometres
    contributions            : the share of each remaining band in the first layer, from which the next stage starts
    parameters, weight_bytes : of all weights and biases
    oa_before, oa_after      : overall accuracy on the validation samples, 0 to 1, before and after retraining; stage 0
                               has no retraining and oa_before is None
    """

    bands: tuple[int, ...]
    wavelengths_um: tuple[float, ...]
    contributions: tuple[float, ...]
    parameters: int
    weight_bytes: int
    oa_before: Optional[float]
    oa_after: float


@dataclass(frozen=True)
class BandTrace:
    """All stages. requested : "automatic" or a number of bands; kept : the stage whose bands the pruned model reads."""

    requested: object
    stages: tuple[BandStage, ...]
    kept: int

    @property
    def kept_stage(self):
        return self.stages[self.kept]


def fewest_within(stages, tolerance, samples):
    """The last stage within `tolerance` percentage points of the best validation accuracy: the one of fewest bands.

    stages  : BandStages in the order of the run
    samples : number of validation samples; accuracies are compared as whole numbers of them
    returns : the index of a stage
    """
    correct = [round(stage.oa_after * samples) for stage in stages]
    fewest_correct = max(correct) - tolerance * samples / 100
    return max(index for index, count in enumerate(correct) if count >= fewest_correct - 1e-9)


def bands_document(trace):
    """What of a BandTrace a model file holds, for JSON."""
    return {
        "asked": trace.requested,
        "kept": trace.kept,
        "stages": [
            {
                "wavelengths_um": list(stage.wavelengths_um),
                "parameters": stage.parameters,
                "weight_bytes": stage.weight_bytes,
                "validation_oa_before": stage.oa_before,
                "validation_oa": stage.oa_after,
            }
            for stage in trace.stages
        ],
    }
