# SPDX-License-Identifier: GPL-2.0-or-later
"""Is a check against the library worth a second criterion? `python -m benchmarks.library.fit_check`, seed 1.

The network proposes a mineral; the check looks whether the pixel fits it. Each mineral is left out of the request and
of the library in turn, as in `tasks`. The network is that of the library alone, without the labels of the scene.
Compared are pixels of the replica: how many of the unknown mineral's are rejected where a tenth of the others is.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.common import append_row, read_rows, scene_arguments
from mineral_prune_plugin.models.from_library.scene_labels import Background, logarithms
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.simulation.endmembers import MINERAL

from .judging import separation
from .pixels import scene_pixels
from .runs import MINERALS, Place, trained
from .tasks import COLUMNS, without

PART = "check against the library"
DEPTH = 0.15  # of the records
SMOOTH = 2  # degree of the smooth part that a correlation leaves out
SPAN, SHAPES = 16, 2  # directions of the whole library, and of the named mineral in these
UNLIKE = 0.15  # of a mineral's own size, what its records do not explain of a true pixel


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    scene_arguments(parser)
    parser.add_argument("--library", required=True)
    parser.add_argument("--out", type=Path, required=True, help="the table of the study")
    arguments = parser.parse_args()
    info = describe(arguments.scene)
    judged = scene_pixels(info, choose_bands(info.bands, info.name), arguments.labels)
    done = {row["model"] for row in read_rows(arguments.out) if row["part"] == PART}
    for mineral in np.unique(judged.minerals):
        if mineral not in done:
            for name, (rejected, auroc) in left_out(arguments, judged, mineral).items():
                append_row(arguments.out, COLUMNS, (PART, mineral, 1, name, "rejected at 10 % lost", f"{rejected:.3f}"))
                append_row(arguments.out, COLUMNS, (PART, mineral, 1, name, "AUROC", f"{auroc:.3f}"))


def left_out(arguments, judged, mineral):
    """Score's name -> (percent of the unknown rejected, AUROC) of a mineral of the replica."""
    parts = [part.strip() for part in MINERALS.split(";")]
    part = next(part for part in parts if part.split("=")[0].strip() == mineral)
    request = "; ".join(each for each in parts if each != part)
    prepared = without(Place(arguments.scene).prepared(arguments.library, request, 1), part)
    model = trained(prepared, 1, minerals=request, unlabelled=0)
    unknown = judged.minerals == mineral
    scores = scores_of(model, prepared.simulation, judged.reflectance)
    return {name: separation(values[~unknown], values[unknown]) for name, values in scores.items()}


def scores_of(model, simulation, reflectance):
    """Name -> float (n,), larger for what is known better, of spectra."""
    outputs = logits(model.network, model.inputs_of(reflectance)).astype(np.float64)
    count = len(model.minerals)
    margin = outputs[:, :count].max(axis=1) - outputs[:, count : count + 3].max(axis=1)
    named = outputs[:, :count].argmax(axis=1)
    records = [each.absorptions / each.absorptions.max(axis=1, keepdims=True) for each in simulation.endmembers]
    minerals = [place if each.role == MINERAL else -1 for place, each in enumerate(simulation.endmembers)]
    of = np.repeat(minerals, [len(each) for each in records])
    shapes = logarithms(1 - DEPTH * np.concatenate(records).T)
    pixels = logarithms(reflectance)
    background = Background(simulation.draw_featureless(20_000))
    white_pixels, white_shapes = background.whitener @ (pixels - background.mean), background.whitener @ shapes
    unexplained = _unexplained(white_pixels, white_shapes, of, named)
    return {
        "margin of the network": margin,
        "fit to the named mineral": _fits(_rough(pixels), _rough(shapes), of, named)[0],
        "that less the best fit": np.subtract(*_fits(_rough(pixels), _rough(shapes), of, named)),
        "the same in units of noise": np.subtract(*_fits(white_pixels, white_shapes, of, named)),
        "what the named mineral leaves unexplained": -unexplained,
        "that and a tenth of the margin": 0.1 * np.minimum(margin, 8.0) - unexplained,
    }


def _fits(pixels, shapes, of, named):
    """(the best cosine with a record of the named mineral, with any record), (n,) each."""
    cosines = _unit(shapes).T @ _unit(pixels)
    by_mineral = np.stack([cosines[of == mineral].max(axis=0) for mineral in range(named.max() + 1)])
    return by_mineral[named, np.arange(len(named))], cosines.max(axis=0)


def _unexplained(pixels, shapes, of, named):
    """(n,): variance that the named mineral's main shapes leave in the library's directions, over that expected."""
    span = np.linalg.svd(_unit(shapes), full_matrices=False)[0][:, :SPAN].T
    pixels, shapes = span @ pixels, span @ shapes
    result = np.empty(len(named))
    for mineral in np.unique(named):
        own, chosen = np.linalg.svd(shapes[:, of == mineral], full_matrices=False)[0][:, :SHAPES], named == mineral
        size = ((own.T @ pixels[:, chosen]) ** 2).sum(axis=0)
        left = (pixels[:, chosen] ** 2).sum(axis=0) - size
        result[chosen] = left / (SPAN - SHAPES + UNLIKE**2 * size)
    return result


def _rough(spectra):
    """Without their smooth part."""
    smooth = np.linalg.qr(np.polynomial.legendre.legvander(np.linspace(-1, 1, len(spectra)), SMOOTH))[0]
    return spectra - smooth @ (smooth.T @ spectra)


def _unit(spectra):
    return spectra / np.maximum(np.linalg.norm(spectra, axis=0), 1e-12)


if __name__ == "__main__":
    main()
