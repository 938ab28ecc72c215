# SPDX-License-Identifier: GPL-2.0-or-later
"""Labelled samples beside a spectral library: their minerals are those of the request, by name."""

from dataclasses import replace

import numpy as np

from ..errors import SampleMineralNotRequested
from ..notices import ValidationSamplesUnused
from .layers import sample_spectra
from .sample_points import source_of_samples
from .sample_polygons import samples_given


def labelled_spectra(algorithm, parameters, context, scene, minerals, progress):
    """SampleSpectra of SAMPLES with the class numbers of the model to be; None where no layer is set.

    algorithm, parameters, context : as QGIS hands them over
    scene                          : (RasterInfo, BandSelection)
    minerals                       : MineralClasses of the model to be
    progress                       : is told of samples left out, validation samples among them
    errors                         : SampleMineralNotRequested, those of `samples_given` and `sample_spectra`
    """
    from ..samples.polygon_samples import LEARN_AND_TEST_ONLY

    source = source_of_samples(algorithm, parameters, context)
    if source is None:
        return None
    samples = samples_given(algorithm, parameters, context, scene, LEARN_AND_TEST_ONLY, progress.part(0.0, 0.5))
    spectra = sample_spectra(samples, scene, progress.part(0.5, 1.0), (0, 0))
    numbers = {mineral.name.casefold(): mineral.number for mineral in minerals}
    renumbered = np.zeros(256, np.uint8)
    for mineral in spectra.samples.minerals:
        number = numbers.get(mineral.name.casefold())
        if number is None:
            listed = ", ".join(each.name for each in minerals)
            raise SampleMineralNotRequested(layer=source.sourceName(), mineral=mineral.name, minerals=listed)
        renumbered[mineral.number] = number
    unused = len(spectra.split("validation")[1])
    if unused:
        progress.tell(ValidationSamplesUnused(samples=unused, layer=source.sourceName()))
    samples = replace(spectra.samples, classes=renumbered[spectra.samples.classes], minerals=tuple(minerals))
    return replace(spectra, samples=samples)
