# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a model from a spectral library: what was simulated, what can be told apart, what the scene shows."""

from ..simulation.endmembers import MINERAL
from .matrix import confusion_section
from .model_facts import model_facts, training_facts
from .numbers import percent
from .page import facts_list, page, paragraph, section, table

RECORD_HEADINGS = ("material", "role", "record")


def library_facts(model, prepared, raster, tr=str):
    """(label, value) pairs, in reading order.

    model    : Model
    prepared : simulation.prepare.Prepared
    raster   : the scene's name
    tr       : translates an English sentence
    """
    return [*model_facts(model, raster, tr), (tr("Spectral library"), prepared.library.title), *training_facts(model, tr)]


def record_rows(prepared):
    """(RECORD_HEADINGS, a row for each record that was simulated). prepared : simulation.prepare.Prepared"""
    rows = [
        (endmember.name, endmember.role, record)
        for endmember in prepared.simulation.endmembers
        for record in endmember.records
    ]
    return RECORD_HEADINGS, rows


def library_report(facts, prepared, trained, simulated, settled, tr=str):
    """The page of `trainfromlibrary`.

    facts     : (label, value) pairs of text, in reading order
    prepared  : simulation.prepare.Prepared
    trained   : models.train_from_library.LibraryTraining
    simulated : Confusion of simulated test spectra
    settled   : models.settled.Settled
    tr        : translates an English sentence
    returns   : str, HTML
    """
    warning = tr(
        "The accuracy below is on simulated spectra. It tells which minerals the network can tell apart, and is no "
        "accuracy on the ground."
    )
    counts = [[e.name, str(len(e.records))] for e in prepared.simulation.endmembers if e.role == MINERAL]
    shares = [[tr("Named"), percent(settled.named_share)], [tr("Settled"), percent(settled.settled_share)]]
    sections = [
        facts_list(facts),
        paragraph(warning),
        section(tr("Reference spectra"), table([tr("Mineral"), tr("Spectra")], counts)),
        section(tr("Pixels of the scene"), table([tr("Pixels"), tr("Share (%)")], shares)),
        confusion_section(tr("Simulated spectra"), simulated, tr),
    ]
    return page(tr("Training from a spectral library"), sections, tr)
