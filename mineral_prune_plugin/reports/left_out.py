# SPDX-License-Identifier: GPL-2.0-or-later
"""The accuracy of a model from all samples, on polygons that were left out in turn, as a report shows it."""

from ..models.from_polygons.teacher_kinds import TEACHERS
from .first_page import first_page
from .matrix import class_name, confusion_table, name_in
from .numbers import fixed, percent, shown
from .page import paragraph, section, table
from .verdict import weakest_sentence


def left_out_page(left_out, accuracy, origin, picture, tr):
    """The first page: the accuracy, what it holds for, the minerals that it leaves out.

    left_out : models.from_polygons.cross_validation.LeftOut
    accuracy : assessment.left_out.LeftOutAccuracy
    origin   : first_page.Origin, or None
    picture  : Html of the map
    tr       : translates an English sentence
    """
    how = tr(
        "Every polygon was left out in turn ({folds} times in all, several at once where polygons are many), networks "
        "that had not met it identified its pixels, and these are counted here. The interval takes a polygon, not a "
        "pixel, for a trial, since pixels of a polygon are alike. The network that was written has learnt from all "
        "samples of all splits, so it should do no worse, and no sample is left to test it."
    )
    holds = tr(
        "This holds for places like the polygons. Where polygons were drawn in the clearest parts of each mineral, the "
        "rest of the map is less accurate."
    )
    headings = [tr("Class"), tr("Polygons"), tr("Correct / reference"), tr("Producer's accuracy (%)")]
    headings += [tr("from (%)"), tr("to (%)")]
    below = *_alone(left_out, tr), paragraph(how.format(folds=left_out.folds)), paragraph(holds)
    meaning = tr("Overall accuracy, whole polygons left out: by networks that had not met the polygon.")
    verdict = _sentence(accuracy, tr), meaning, weakest_sentence(accuracy.confusion, tr)
    return first_page(verdict, origin, tr, picture, below=(table(headings, _rows(accuracy, tr)), *below))


def left_out_matrix(accuracy, tr):
    """The confusion matrix of the pixels that were left out.

    accuracy : assessment.left_out.LeftOutAccuracy
    tr       : translates an English sentence
    """
    return section(tr("Confusion matrix: polygons left out"), confusion_table(accuracy.confusion, tr))


def _sentence(accuracy, tr):
    low, high = accuracy.overall.interval()
    sentence = tr("{oa} % of the pixels of {polygons} polygons (95 % interval: {low} to {high} %).")
    numbers = {"oa": percent(accuracy.overall.value, 1), "low": percent(low, 1), "high": percent(high, 1)}
    return sentence.format(polygons=accuracy.overall.n, **numbers)


def _alone(left_out, tr):
    if not left_out.alone:
        return []
    sentence = tr(
        "Of a single polygon, so never left out, and not part of this accuracy: {minerals}. How often the map is right "
        "where it shows them is unknown."
    )
    return [paragraph(sentence.format(minerals=", ".join(name_in(mineral, tr) for mineral in left_out.alone)))]


def _rows(accuracy, tr):
    counts = zip(accuracy.confusion.classes, accuracy.classes, accuracy.confusion.producers_accuracy)
    rows = []
    for mineral, estimate, proportion in counts:
        shares = (estimate.value, *estimate.interval())
        count = f"{proportion.successes} / {proportion.n}"
        rows.append([class_name(mineral, tr), str(estimate.n), count, *(shown(percent(share, 1)) for share in shares)])
    return rows


def learnt_section(left_out, tr):
    """What labelled the unlabelled pixels, and how far the confidence can be trusted.

    left_out : models.from_polygons.cross_validation.LeftOut
    tr       : translates an English sentence
    """
    sentence = tr(
        "The unlabelled pixels were labelled by linear discriminants, by an ensemble of networks or by the mean of the "
        "two, whichever knew the polygons left out best; the networks had to be better than the linear discriminants "
        "by more than a standard error. Chosen: {chosen}."
    )
    meanings = [(TEACHERS[kind], share) for kind, share in left_out.teachers]
    rows = [[tr(meaning), percent(share, 1)] for meaning, share in meanings]
    meaning = TEACHERS[left_out.teacher]
    headings = [tr("Labelled by"), tr("Accuracy, mean over the polygons left out (%)")]
    return section(
        tr("What the network learnt from"),
        paragraph(sentence.format(chosen=tr(meaning))),
        table(headings, rows),
        paragraph(_calibration_sentence(left_out.calibration, tr)),
    )


def _calibration_sentence(calibration, tr):
    sentence = tr(
        "Confidence was calibrated on the polygons left out: the network's last layer was divided by a temperature of "
        "{temperature}, which changes no pixel's mineral. The expected calibration error there was {before} % before "
        "and is {after} % after."
    )
    before, after = percent(calibration.before, 1), percent(calibration.after, 1)
    return sentence.format(temperature=fixed(calibration.temperature, 2), before=before, after=after)
