# SPDX-License-Identifier: GPL-2.0-or-later
"""From Processing's layers to the plain paths, arrays and tables of the core."""

import os
from dataclasses import replace

from qgis.core import QgsProcessingException, QgsProcessingUtils, QgsRasterLayer

from ..classes import repainted
from ..errors import RasterIsNotAFile
from ..interface.memory import allowed_bytes
from ..interface.raster_layers import gdal_path
from ..interface.translation import sentence_of
from ..models.training_settings import SEED, UNLABELLED
from ..progress import awaited
from .sample_points import source_of_samples
from .sample_polygons import samples_given

ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2")  # QGIS opens what is packed in them


def is_file_alone(value, context):
    """Whether the value of a raster parameter is a file that GDAL opens and that is no layer of QGIS yet.

    QGIS would read a part of all of it for the colours of a picture that nobody sees, which of a large raster takes
    seconds, and leave statistics in a file beside it.

    value   : of the parameter
    context : as QGIS hands it over
    """
    if not is_unopened_file(value, context):
        return False
    from ..raster.source import has_bands

    return has_bands(value)


def is_unopened_file(value, context):
    """As `is_file_alone`, where what GDAL does not open has been opened by QGIS or refused: nothing is opened here.

    value, context : as of `is_file_alone`
    """
    if not isinstance(value, str) or not os.path.isfile(value) or value.lower().endswith(ARCHIVES):
        return False
    return QgsProcessingUtils.mapLayerFromString(value, context, False) is None


def raster_path(algorithm, parameters, name, context):
    """The GDAL path of the raster parameter `name`, None where an optional one is not set.

    For prepareAlgorithm, which has `algorithm`, `parameters` and `context`.

    A file that QGIS cannot open keeps its path: GDAL says later what is wrong with it. QGIS 3.40 takes what
    prepareAlgorithm raises for a cancellation, and a batch would end there.
    """
    value = parameters.get(name)
    if is_file_alone(value, context):
        return value
    layer = algorithm.parameterAsRasterLayer(parameters, name, context)
    if layer is None:
        if value in (None, ""):
            return None
        if isinstance(value, str):
            return value
        raise QgsProcessingException(algorithm.invalidRasterError(parameters, name))
    return layer_path(layer)


def layer_path(layer: QgsRasterLayer):
    """The GDAL path of a raster layer."""
    try:
        return gdal_path(layer)
    except RasterIsNotAFile as error:
        raise QgsProcessingException(sentence_of(error)) from error


def described(path, progress, wkt=""):
    """RasterInfo of the raster at `path`; `progress` is told what had to be assumed. wkt : as of `describe`."""
    from ..raster.source import describe

    info = awaited(lambda: describe(path, wkt, allowed_bytes()), progress)
    progress.tell_all(info.notices)
    return info


def training_spectra(algorithm, parameters, context, select, progress, patch=1, purpose=None):
    """What a network learns from: the samples of SAMPLES and unlabelled pixels of the raster, in some of its bands.

    algorithm, parameters, context, select, progress, patch, purpose : as of `read_training`
    returns : (RasterInfo, BandSelection, SampleSpectra)
    errors  : those of `read_training` and `trained_classes`
    """
    info, selection, spectra, layer = read_training(algorithm, parameters, context, select, progress, patch, purpose)
    check_splits(spectra, layer, progress)
    return info, selection, spectra


def read_training(algorithm, parameters, context, select, progress, patch=1, purpose=None):
    """The same, whatever splits there are.

    algorithm, parameters, context : as QGIS hands them over; `raster` of the algorithm is a path, `crs` as of
                                     `overwriting.crs_of`, `colours` are those of the layer of samples, by class name or
                                     number
    select                         : RasterInfo -> BandSelection
    progress                       : is told of what had to be assumed and of samples left out
    patch                          : pixels a side of the neighbourhood that is read of each; 1 for none
    purpose                        : samples.polygon_samples.Purpose of samples that are drawn of polygons; None for
                                     splits that keep polygons apart
    returns                        : (RasterInfo, BandSelection, SampleSpectra, name of the samples' layer)
    errors                         : those of `samples_given` and `sample_spectra`
    """
    from ..samples.polygon_samples import LEARN_AND_TEST

    info = described(algorithm.raster, progress, algorithm.crs["INPUT"])
    selection = select(info)
    progress.tell_all(selection.notices)
    scene, part = (info, selection), progress.part(0.0, 0.2)
    samples = samples_given(algorithm, parameters, context, scene, purpose or LEARN_AND_TEST, part)
    unlabelled = [algorithm.parameterAsInt(parameters, bounds.name, context) for bounds in (UNLABELLED, SEED)]
    spectra = sample_spectra(samples, scene, progress.part(0.2, 1.0), unlabelled, patch)
    minerals = repainted(spectra.samples.minerals, algorithm.colours)
    spectra = replace(spectra, samples=replace(spectra.samples, minerals=minerals))
    return info, selection, spectra, source_of_samples(algorithm, parameters, context).sourceName()


def check_splits(spectra, layer, progress):
    """Refuse samples whose splits no network can be trained by; `progress` is told where the test samples are close.

    spectra : SampleSpectra
    layer   : the samples' name for errors and notices
    errors  : those of `trained_classes`
    """
    from ..models.train_model import trained_classes
    from ..samples.separation import separation

    trained_classes(spectra, layer)
    apart = separation(spectra.samples)
    progress.tell_all([] if apart is None else apart.notices(layer))


def bands_in_range(values):
    """A function of RasterInfo that gives its BandSelection. values : of a range parameter, micrometres."""
    from ..raster.band_matching import choose_bands

    return lambda info: choose_bands(info.bands, info.name, wavelength_range(values))


def sample_spectra(samples, scene, progress, unlabelled, patch=1):
    """SampleSpectra of samples in the selected bands of a raster, and of unlabelled pixels.

    samples    : Samples
    scene      : (RasterInfo, BandSelection of its bands)
    progress   : is told of samples left out
    unlabelled : (number of unlabelled pixels, seed of their draw)
    patch      : pixels a side of the neighbourhood that is read of each; 1 for none
    """
    from ..raster.spectrum_reader import SpectrumReader
    from ..samples.samples import read_sample_spectra
    from ..samples.unlabelled import draw_unlabelled, with_patches

    reader = SpectrumReader(*scene)
    spectra = read_sample_spectra(reader, samples, progress.part(0.0, 0.4), patch)
    drawn = draw_unlabelled(reader, spectra, *unlabelled, progress.part(0.4, 0.7))
    if drawn is not None and patch > 1:
        drawn = with_patches(reader, drawn, patch, progress.part(0.7, 1.0))
    return replace(spectra, unlabelled=drawn)


def wavelength_range(values):
    """(lowest, highest) micrometres of a range parameter, None where it is not set: QGIS hands [nan, nan] over."""
    if len(values) != 2 or any(value != value for value in values):
        return None
    return min(values), max(values)
