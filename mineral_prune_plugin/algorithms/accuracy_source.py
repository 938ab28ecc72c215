# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the accuracy of a model from samples comes from: test samples, or polygons that are left out in turn."""

from dataclasses import replace

from ..errors import PolygonsTooFew, PolygonsUnknown, RejectNeedsTest
from ..interface.translation import translate as tr
from ..models.model_notices import LearntFromAllSamples, MineralsOfOnePolygon, PolygonsLeftOut, TestSaysLittle
from ..raster.label_notices import ClustersLeftOut
from . import parameters as common
from .in_short import weakest

ACCURACY = "ACCURACY"
AUTOMATIC, TEST, POLYGONS = "automatic", "test samples", "polygons"
SOURCES = (AUTOMATIC, TEST, POLYGONS)


def accuracy_source():
    text = tr(
        "test samples: the network learns from the training samples, and the test samples, used once, give its "
        "accuracy. polygons: every polygon is left out in turn, networks that have not met it identify its pixels, and "
        "the network that is written learns from all samples of all splits; so nothing is wasted where polygons are "
        "few. automatic: polygons, where every sample says in the field 'group' which polygon it comes from and there "
        "are no test samples, or they lie in polygons that also hold training samples, or in fewer than 20 polygons; "
        "else test samples."
    )
    return common.with_help(common.choice(ACCURACY, tr("Accuracy from"), SOURCES, AUTOMATIC), text)


def check_source(source, with_reject):
    """Errors: RejectNeedsTest where a `source` of SOURCES cannot serve a model `with_reject`."""
    if source == POLYGONS and with_reject:
        raise RejectNeedsTest()


def purpose_of(source, with_reject):
    """The samples.polygon_samples.Purpose of samples that are drawn of polygons.

    source, with_reject : as of `folds_of`
    """
    from ..samples.polygon_samples import LEARN_AND_TEST, LEAVE_OUT

    return LEARN_AND_TEST if source == TEST or with_reject else LEAVE_OUT


def folds_of(samples, source, with_reject, seed, layer, progress):
    """The Folds to leave out, None where test samples give the accuracy.

    samples     : samples.samples.Samples
    source      : one of SOURCES
    with_reject : whether the model has a reject, which only test samples can judge
    seed        : of the order of the polygons
    layer       : the samples' name for errors and notices
    progress    : is told what was chosen
    errors      : PolygonsUnknown, PolygonsTooFew
    """
    from ..samples.folds import count_clusters, deal_folds, know_polygons, test_says_little
    from ..samples.samples import SPLITS

    known = know_polygons(samples)
    if source == AUTOMATIC:
        if with_reject or not known or not test_says_little(samples):
            return None
    elif source == TEST:
        return None
    if not known:
        raise PolygonsUnknown(layer=layer)
    folds = deal_folds(samples, seed)
    validated, tested = (samples.splits == SPLITS.index(split) for split in ("validation", "test"))
    if not len(folds):
        if source == AUTOMATIC and validated.any():
            return None
        raise PolygonsTooFew(layer=layer)
    if source == AUTOMATIC and tested.any():
        progress.tell(TestSaysLittle(layer=layer))
    clusters = count_clusters(samples)
    if clusters:
        progress.tell(ClustersLeftOut(layer=layer, clusters=clusters))
    return folds


def assess_left_out(model, left_out, layer, progress):
    """(the model with its accuracy on record, assessment.left_out.LeftOutAccuracy), told to the user.

    left_out : models.from_polygons.cross_validation.LeftOut
    layer    : the samples' name for the notices
    progress : is told the accuracy, and what it is not of
    """
    from ..assessment.left_out import left_out_accuracy

    judged = tuple(mineral for mineral in model.minerals if mineral not in left_out.alone)
    # A mineral of one polygon may be mistaken for, so it stays a column of the matrix.
    accuracy = left_out_accuracy(left_out.reference, left_out.identified, left_out.polygons, model.minerals)
    low, high = accuracy.overall.interval()
    oa, polygons = accuracy.overall.value, accuracy.overall.n
    facts = {"oa": oa, "low": low, "high": high, "polygons": polygons, "minerals": [each.name for each in judged]}
    progress.tell(PolygonsLeftOut(layer=layer, polygons=polygons, oa=100 * oa, low=100 * low, high=100 * high))
    progress.tell_all(weakest(accuracy.confusion))
    if left_out.alone:
        names = ", ".join(mineral.name for mineral in left_out.alone)
        progress.tell(MineralsOfOnePolygon(layer=layer, minerals=names))
    progress.tell(LearntFromAllSamples(layer=layer, samples=model.training["samples"]["train"]))
    return replace(model, training={**model.training, "left_out": facts}), accuracy
