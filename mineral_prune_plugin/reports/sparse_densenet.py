# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a sparse DenseNet: inputs dropped and accuracy at each stage, and which layer reads which."""

from . import figures
from .connectivity_figure import connectivity_matrices
from .first_page import NO_COVER, details, first_page, split_paragraph
from .map_picture import cover_picture
from .matrix import overall_table
from .numbers import fixed, percent, shown
from .page import facts_list, figure, page, paragraph, section, table
from .training import split_sections, test_sentence
from .verdict import accuracy_verdict, weakest_sentence

HEADINGS = (
    "stage", "after_epoch", "inputs_read", "inputs_all", "parameters", "parameter_compression", "multiply_adds",
    "multiply_add_compression", "oa_before_percent", "oa_after_percent",
)  # fmt: skip


def sparse_densenet_report(facts, trace, history, validation, test=None, tr=str, cover=NO_COVER):
    """The page of `trainsparsedensenet`.

    facts      : (label, value) pairs of text, in reading order
    trace      : SparseTrace
    history    : History of the run
    validation : Confusion on the validation samples
    test       : Confusion on the test samples, or None where there are none
    tr         : translates an English sentence
    cover      : Cover
    returns    : str, HTML
    """
    verdict = _sentence(trace, tr), accuracy_verdict(validation, test, tr), weakest_sentence(test or validation, tr)
    below = *_accuracy_pieces(validation, test, tr), split_paragraph(cover.apart, tr)
    sections = [
        _stages_section(trace, tr),
        _connectivity_section(trace, tr),
        section(tr("Learning curve"), figure(figures.learning_curve(history, tr), _curve_caption(history, tr))),
        *split_sections(validation, test, tr),
        section(tr("Settings"), facts_list(facts)),
    ]
    first = first_page(verdict, cover.origin, tr, cover_picture(cover, tr), below=below)
    return page(tr("Training of a sparse DenseNet"), [first, details(tr, *sections)], tr)


def sparse_densenet_rows(trace):
    """The stages, a row each. returns : (HEADINGS, rows of text); a number that does not exist is an empty text"""
    return HEADINGS, [_row(trace, row) for row in trace.rows]


def _row(trace, row):
    first = trace.rows[0]
    return (
        str(row.stage),
        str(row.epoch),
        str(row.inputs),
        str(row.all_inputs),
        str(row.parameters),
        fixed(first.parameters / row.parameters),
        str(row.multiply_adds),
        fixed(first.multiply_adds / row.multiply_adds),
        percent(row.oa_before),
        percent(row.oa_after),
    )


def _accuracy_pieces(validation, test, tr):
    named = [(tr("validation"), validation)] + ([(tr("test"), test)] if test is not None else [])
    words = [paragraph(_validation_sentence(tr))]
    if test is not None:
        words.append(paragraph(test_sentence(tr)))
    words.append(
        paragraph(
            tr(
                "The patches of neighbouring pixels overlap. Where test samples lie next to training samples, as in a "
                "random split, the network has already seen most of their pixels and their accuracy is too optimistic; "
                "to judge such a network, split the samples by blocks."
            )
        )
    )
    return overall_table(named, tr), *words


def _validation_sentence(tr):
    return tr(
        "The validation samples were monitored during training, but nothing about the network was chosen by them. "
        "Where it was trained on unlabelled pixels too, they were used to choose the epochs of the ensemble that "
        "provides the soft labels, so their accuracy is slightly optimistic."
    )


def _sentence(trace, tr):
    first, last = trace.rows[0], trace.rows[-1]
    sentence = tr(
        "The sparse network reads {inputs} of {all} inputs. It has {parameters} parameters, {ratio} times fewer than "
        "the dense one, and needs {products} times fewer multiply-adds for each pixel of a map."
    )
    return sentence.format(
        inputs=last.inputs,
        all=first.all_inputs,
        parameters=last.parameters,
        ratio=fixed(trace.parameter_compression),
        products=fixed(trace.multiply_add_compression),
    )


def _stages_section(trace, tr):
    headings = [tr("Stage"), tr("After epoch"), tr("Inputs read"), tr("Inputs in total"), tr("Parameters")]
    headings += [tr("Compression of parameters (times)"), tr("Multiply-adds per pixel"), tr("Compression (times)")]
    headings += [tr("Accuracy after dropping inputs (%)"), tr("at the end of the stage (%)")]
    rows = [[shown(text) for text in _row(trace, row)] for row in trace.rows]
    caption = tr(
        "An input is a feature map that a layer reads. At each stage, the inputs with the smallest sum of absolute "
        "weights are dropped from every layer for good. Accuracies are on the validation samples."
    )
    return section(tr("Pruning stages"), table(headings, rows, caption, marked=(len(rows) - 1,)))


def _connectivity_section(trace, tr):
    caption = tr(
        "Each row is a layer, named by block and position (T: a transition between blocks), and each column is a layer "
        "whose feature maps it may read. The shade is the contribution, the share of the layer's absolute weights; the "
        "number is how many maps are read. Left: just before the first inputs were dropped; right: the final network."
    )
    return section(tr("Which layer reads which"), figure(connectivity_matrices(trace, tr), caption))


def _curve_caption(history, tr):
    sentence = tr(
        "Above: the loss on the training data (samples, and unlabelled pixels if there are any) and on the validation "
        "samples. Below: the overall accuracy on the validation samples. Training ended after epoch {epochs}, whose "
        "weights were kept."
    )
    return sentence.format(epochs=history.epochs[-1])
