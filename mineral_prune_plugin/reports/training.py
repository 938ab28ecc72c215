# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a training run: its learning curve, and how accurate the kept model is on each split."""

from ..models.reject import REJECT_KINDS
from . import figures
from .bands import diagnostic_of
from .first_page import NO_COVER, details, first_page, split_paragraph
from .left_out import learnt_section, left_out_matrix, left_out_page
from .map_picture import cover_picture
from .matrix import confusion_section, overall_table
from .numbers import percent
from .page import Html, facts_list, figure, page, paragraph, section, table
from .verdict import accuracy_verdict, weakest_sentence


def training_report(facts, history, validation, test=None, tr=str, spectra=None, rejected=None, cover=NO_COVER):
    """The page of `trainmodel`.

    facts      : (label, value) pairs of text, in reading order
    history    : History of the run
    validation : Confusion of the kept model on the validation samples
    test       : Confusion on the test samples, or None where there are none
    tr         : translates an English sentence
    spectra    : (centres of the bands in micrometres, SampleSpectra.class_means of the training samples), or None
    rejected   : models.train_with_reject.RejectMeasured, or None of a model without a reject
    cover      : Cover
    returns    : str, HTML
    """
    verdict = accuracy_verdict(validation, test, tr), weakest_sentence(test or validation, tr)
    below = accuracy_pieces(validation, test, tr, cover.apart)
    sections = [
        rejected_section(rejected, tr),
        _spectra_section(spectra, tr),
        section(tr("Learning curve"), figure(figures.learning_curve(history, tr), _curve_caption(history, tr))),
        *split_sections(validation, test, tr),
        section(tr("Settings"), facts_list(facts)),
    ]
    first = first_page(verdict, cover.origin, tr, cover_picture(cover, tr), below=below)
    return page(tr("Training of a mineral identifier"), [first, details(tr, *sections)], tr)


def left_out_report(facts, history, left_out, accuracy, tr=str, spectra=None, cover=NO_COVER):
    """The page of `trainmodel` where polygons were left out in turn.

    facts, history, tr, spectra, cover : as of `training_report`
    left_out                           : models.from_polygons.cross_validation.LeftOut
    accuracy                           : assessment.left_out.LeftOutAccuracy
    returns                            : str, HTML
    """
    sections = [
        left_out_matrix(accuracy, tr),
        learnt_section(left_out, tr),
        _spectra_section(spectra, tr),
        section(tr("Learning curve"), figure(figures.loss_curve(history, tr), _all_learnt_caption(history, tr))),
        section(tr("Settings"), facts_list(facts)),
    ]
    first = left_out_page(left_out, accuracy, cover.origin, cover_picture(cover, tr), tr)
    return page(tr("Training of a mineral identifier"), [first, details(tr, *sections)], tr)


def rejected_section(rejected, tr):
    """What a reject leaves of the scene and what it loses; empty without one.

    rejected : models.train_with_reject.RejectMeasured, or None
    tr       : translates an English sentence
    """
    if rejected is None:
        return Html("")
    lost = tr("Of the {samples} validation samples, {lost} % are left unclassified: what the reject costs.")
    named = tr("Of {pixels} pixels drawn at random from the scene, {named} % get a mineral's name.")
    empty = tr(
        "Of simulated spectra with the scene's continua and noise alone, without any absorption, {named} % get a "
        "mineral's name all the same."
    )
    sentences = [
        lost.format(samples=rejected.validation, lost=percent(rejected.lost)),
        named.format(pixels=rejected.pixels, named=percent(rejected.named)),
        empty.format(named=percent(rejected.featureless)),
    ]
    headings = [tr("Left without a name"), tr("Share of all (%)")]
    meanings = [(REJECT_KINDS[kind], share) for kind, share in rejected.kinds.items()]
    rows = [[tr(meaning), percent(share)] for meaning, share in meanings]
    return section(tr("What is left unclassified"), *map(paragraph, sentences), table(headings, rows))


def _spectra_section(spectra, tr):
    """Empty without wavelengths."""
    if spectra is None:
        return Html("")
    centres, (minerals, means) = spectra
    drawn = [
        (mineral.name, list(reflectance), diagnostic_of(mineral, centres))
        for mineral, reflectance in zip(minerals, means)
    ]
    caption = tr(
        "Mean reflectance of the training samples, each mineral scaled from its lowest to its highest value. Dashed "
        "lines mark the deepest absorption of the minerals that the plugin knows by name: a spectrum without an "
        "absorption there may be mislabelled."
    )
    return section(tr("Spectra of the minerals"), figure(figures.bands_over_spectra(centres, drawn, (), tr), caption))


def accuracy_pieces(validation, test, tr, apart=None):
    """Overall accuracy on each split, and what the splits were used for: pieces of Html.

    validation, test : Confusion; test may be None
    tr               : translates an English sentence
    apart            : as of `first_page.split_paragraph`
    """
    named = [(tr("validation"), validation)] + ([(tr("test"), test)] if test is not None else [])
    optimism = tr("The validation samples were used to choose the epoch or the model, so their accuracy is optimistic.")
    words = [*_unclassified_paragraphs(named, tr), paragraph(optimism)]
    if test is not None:
        words.append(paragraph(test_sentence(tr)))
        words.append(split_paragraph(apart, tr))
    return overall_table(named, tr), *words


def _unclassified_paragraphs(named, tr):
    """What the accuracy of each split is where unclassified samples are wrong; none where all are classified."""
    sentence = tr("With the {unclassified} unclassified {split} samples counted as wrong, the accuracy is {oa} %.")
    return [
        paragraph(
            sentence.format(
                split=split,
                unclassified=confusion.unclassified.sum(),
                oa=percent(confusion.overall_accuracy_all.value),
            )
        )
        for split, confusion in named
        if confusion.unclassified.any()
    ]


def split_sections(validation, test, tr, simulated=False):
    """Matrix and accuracies of each class, a section a split.

    validation, test : Confusion; test may be None
    tr               : translates an English sentence
    simulated        : whether simulated spectra take the place of samples
    """
    sections = [confusion_section(tr("Confusion matrix: validation samples"), validation, tr, simulated)]
    if test is not None:
        sections.append(confusion_section(tr("Confusion matrix: test samples"), test, tr, simulated))
    return sections


def test_sentence(tr):
    return tr("The test samples were used once, at the end, for the model that is kept; nothing was chosen by them.")


def _curve_caption(history, tr):
    sentence = tr(
        "Above: the loss on the training data (samples, and unlabelled pixels if there are any) and on the validation "
        "samples. Below: the overall accuracy on the validation samples. Training ended after epoch {epochs}; the "
        "weights of epoch {kept} were kept. The loss on the soft labels of unlabelled pixels never falls to zero."
    )
    return sentence.format(epochs=history.epochs[-1], kept=history.kept_epoch)


def _all_learnt_caption(history, tr):
    sentence = tr(
        "The loss on the training data (all samples, and unlabelled pixels). Training ended after epoch {epochs}; the "
        "weights of epoch {kept} were kept, whose loss on the samples was the lowest."
    )
    return sentence.format(epochs=history.epochs[-1], kept=history.kept_epoch)
