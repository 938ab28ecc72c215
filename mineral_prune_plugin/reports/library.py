# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a model from a spectral library: what was simulated, what can be told apart, what the scene shows."""

from dataclasses import dataclass
from typing import Optional

from ..assessment.confusion import Confusion
from ..models.reject import REJECT_KINDS
from ..models.settled import ADDED_NOISE, DILUTION, REDRAWS, Settled
from ..simulation.endmembers import MINERAL, OTHER_MINERAL, SURFACE
from .absorptions import PIXELS, mineral_looks
from .first_page import NO_COVER, details, first_page
from .library_figure import mineral_panels
from .map_picture import cover_picture
from .matrix import class_name, confusion_section, name_in, overall_table
from .model_facts import bands_text, reject_facts, size_facts, training_facts
from .numbers import NONE, fixed, percent, shown
from .page import facts_list, figure, page, paragraph, section, table
from .separability import separability_section, warnings_of
from .training import test_sentence

RECORD_HEADINGS = ("material", "role", "pattern", "record", "depth_percent", "position_um")
SHOWN = 8  # names of a mineral's records
PANELS = 12  # of a figure


@dataclass(frozen=True, eq=False)
class LibraryResults:
    """What `trainfromlibrary` has made.

    raster    : the scene's name
    prepared  : simulation.prepare.Prepared
    model     : Model
    spectra   : SampleSpectra of simulated spectra
    simulated : algorithms.assessing.SimulatedAssessed
    settled   : models.settled.Settled
    pixels    : of the scene that an ensemble labelled
    samples   : labelled training samples that were learnt beside
    labelled  : Confusion of the labelled test samples, or None
    """

    raster: str
    prepared: object
    model: object
    spectra: object
    simulated: object
    settled: Settled
    pixels: int = 0
    samples: int = 0
    labelled: Optional[Confusion] = None

    def endmembers(self, role):
        return [each for each in self.prepared.simulation.endmembers if each.role == role]


def record_rows(prepared):
    """(RECORD_HEADINGS, a row for each record that was simulated). prepared : simulation.prepare.Prepared"""
    patterns, wavelengths = {}, prepared.library.wavelengths_um
    for match in prepared.matches:
        for record in match.records:
            patterns.setdefault((match.mineral, prepared.library.names[record]), []).append(match.pattern)
    rows = []
    for endmember in prepared.simulation.endmembers:
        for record, absorption in zip(endmember.records, endmember.absorptions):
            matched = patterns.get((endmember.name, record), [])
            deepest = int(absorption.argmax())
            numbers = (fixed(100 * float(absorption[deepest])), fixed(float(wavelengths[deepest]), 4))
            rows.append((endmember.name, endmember.role, "; ".join(dict.fromkeys(matched)), record, *numbers))
    return RECORD_HEADINGS, rows


def library_report(results, tr=str, cover=NO_COVER):
    """The page of `trainfromlibrary`.

    results : LibraryResults
    tr      : translates an English sentence
    cover   : Cover
    returns : str, HTML
    """
    verdict, words = _summary(results, tr)
    first = first_page(verdict, cover.origin, tr, cover_picture(cover, tr), below=words)
    sections = [
        separability_section(results.simulated, tr),
        _minerals_section(results, tr),
        _scene_section(results, tr),
        confusion_section(tr("Confusion matrix: simulated spectra"), results.simulated.confusion, tr, simulated=True),
        _others_section(results, tr),
        _settings_section(results.prepared.simulation.settings, tr),
    ]
    if results.labelled is not None:
        sections.append(section(tr("Labelled samples"), _labelled_table(results, tr), paragraph(test_sentence(tr))))
        sections.append(confusion_section(tr("Confusion matrix: test samples"), results.labelled, tr))
    sections.append(section(tr("Model"), facts_list(_facts(results, tr))))
    return page(tr("Training from a spectral library"), [first, details(tr, *sections)], tr)


def _summary(results, tr):
    """(sentences of the verdict, paragraphs on what was done)."""
    minerals = results.endmembers(MINERAL)
    simulated = tr(
        "{draws} spectra were simulated from {records} reference spectra of {minerals} minerals ({library}) and from "
        "those of materials that must not be taken for them, in the light and with the noise of {raster}."
    ).format(
        draws=results.prepared.simulation.settings.draws,
        raster=results.raster,
        minerals=len(minerals),
        records=sum(len(each.records) for each in minerals),
        library=results.prepared.library.title,
    )
    if results.samples:
        labels = tr("The network learnt from them, with {samples} labelled samples of the scene beside them.")
    else:
        labels = tr("The network learnt from them without a single labelled pixel.")
    scene = tr("{pixels} unlabelled pixels of the scene were labelled by an ensemble of networks, and learnt too.")
    sentences = [simulated, labels.format(samples=results.samples)]
    sentences += [scene.format(pixels=results.pixels)] if results.pixels else []
    warning = tr(
        "Of the simulated test spectra of these minerals, {oa} % are identified correctly. Accuracy on simulated "
        "spectra is not accuracy on the ground. Check the map where you know the minerals."
    )
    oa = percent(results.simulated.confusion.overall_accuracy_all.value)
    named = tr("Of {pixels} pixels drawn at random from the scene, {named} % get a mineral's name.")
    named = named.format(pixels=results.settled.pixels, named=percent(results.settled.named_share))
    return [named, warning.format(oa=oa)], [*map(paragraph, sentences), *_warning_paragraphs(results, tr)]


def _warning_paragraphs(results, tr):
    """Of minerals that cannot be told at all; they stand among the details too."""
    notices = warnings_of(results.simulated, tr)
    return [paragraph(tr(meaning).format(**facts)) for meaning, facts in ((n.sentence, n.facts) for n in notices)]


def _minerals_section(results, tr):
    looks = mineral_looks(results.prepared, results.model.minerals, results.settled)
    caption = tr(
        "Reflectance relative to the continuum, every spectrum scaled to the same depth: 1 is the continuum, 0 the "
        "deepest band. The pixels of the scene are those to which the model gives the mineral's name by the largest "
        "margin, {most} at most; the depth of their mean absorption before scaling stands above each panel. Where "
        "they do not follow the reference spectra, doubt the name."
    )
    pieces = [*_figures(results.prepared.library.wavelengths_um, looks, tr), paragraph(caption.format(most=PIXELS))]
    pieces.append(_records_table(looks, tr))
    absent = ", ".join(name_in(look.mineral, tr) for look in looks if look.scene is None)
    if absent:
        sentence = tr("In the sample of the scene, no pixel is named: {minerals}.")
        pieces.append(paragraph(sentence.format(minerals=absent)))
    return section(tr("Minerals: reference spectra and pixels of the scene"), *pieces)


def _figures(wavelengths_um, looks, tr):
    """A figure for every PANELS minerals, so that each fits on a printed page."""
    parts = [looks[start : start + PANELS] for start in range(0, len(looks), PANELS)]
    caption = tr("Minerals {first} to {last}")
    return [
        figure(
            mineral_panels(wavelengths_um, part, tr),
            caption.format(first=part[0].mineral.number, last=part[-1].mineral.number),
        )
        for part in parts
    ]


def _records_table(looks, tr):
    headings = [tr("Mineral"), tr("Spectra"), tr("Deciding absorptions, deepest first (um)"), tr("Reference spectra")]
    rows = [
        [
            class_name(look.mineral, tr),
            str(len(look.records)),
            shown(", ".join(f"{position:.3f}" for position in look.positions_um)),
            ", ".join(look.records[:SHOWN]) + (", ..." if len(look.records) > SHOWN else ""),
        ]
        for look in looks
    ]
    return table(headings, rows, words=(0, 3))


def _scene_section(results, tr):
    settled = results.settled
    named = tr("Of {pixels} pixels drawn at random from the scene, {named} % get a mineral's name.")
    explained = tr(
        "A named pixel is settled if it keeps its mineral in all of {redraws} repetitions with {noise} % of the "
        "scene's noise added and with its absorptions weakened to between {least} and {most} % of their depth: "
        "{settled} % of the named pixels are."
    )
    least, most = (percent(share, 0) for share in DILUTION)
    sentences = [
        named.format(pixels=settled.pixels, named=percent(settled.named_share)),
        explained.format(
            redraws=REDRAWS,
            noise=percent(ADDED_NOISE, 0),
            least=least,
            most=most,
            settled=percent(settled.settled_share),
        ),
    ]
    tables = [_named_table(results, tr), _unnamed_table(results, tr)]
    return section(tr("The scene"), *map(paragraph, sentences), *tables)


def _named_table(results, tr):
    settled = results.settled
    headings = [tr("Mineral"), tr("Pixels"), tr("Share of all (%)"), tr("Settled (%)")]
    rows = []
    for mineral in results.model.minerals:
        of_mineral = settled.classes == mineral.number
        count, kept = int(of_mineral.sum()), int(settled.kept[of_mineral].sum())
        share = percent(kept / count) if count else NONE
        rows.append([class_name(mineral, tr), str(count), percent(count / settled.pixels), share])
    return table(headings, rows)


def _unnamed_table(results, tr):
    settled, reject = results.settled, results.model.reject
    headings = [tr("Left without a name"), tr("Pixels"), tr("Share of all (%)")]
    rows = []
    for kind in reject.occurring:
        meaning = REJECT_KINDS[kind]
        count = sum(int((settled.outputs == number).sum()) for number, of in reject.kinds.items() if of == kind)
        rows.append([tr(meaning), str(count), percent(count / settled.pixels)])
    return table(headings, rows)


def _others_section(results, tr):
    told_apart = tr(
        "These were simulated too, so that the network can tell them apart and leave them without a name. In brackets: "
        "the number of reference spectra."
    )
    none = tr("none")
    rows = [
        [label, ", ".join(f"{each.name} ({len(each.records)})" for each in results.endmembers(role)) or none]
        for label, role in ((tr("other minerals"), OTHER_MINERAL), (tr("other surfaces"), SURFACE))
    ]
    headings = [tr("Kind"), tr("Materials")]
    return section(tr("What must not be named"), paragraph(told_apart), table(headings, rows, words=(0, 1)))


def _settings_section(settings, tr):
    headings = [tr("Simulated spectra"), tr("Value"), tr("Unit")]
    rows = [[label, *_in_percent(values)] for label, values in _shares(settings, tr)]
    rows.insert(0, [tr("number for training"), str(settings.draws), tr("spectra")])
    noise = tr("noise, drawn between")
    rows.append([noise, _span(settings.noise, 1), tr("times the noise of the scene")])
    caption = tr(
        "The continuum of each is a blend of those of two random pixels of the scene. The noise of the scene is half "
        "the covariance of the differences between neighbouring pixels; pairs that differ by more than noise are left "
        "out."
    )
    return section(tr("How spectra were simulated"), table(headings, rows, caption, words=(0, 2)))


def _shares(settings, tr):
    """(label, a number or a pair of them, 0..1) of the settings that are shares."""
    return [
        (tr("depth of the deepest absorption, drawn between"), settings.depths),
        (tr("with a second material"), settings.partners),
        (tr("depth of the second material, relative to the first, at most"), settings.partner_depth),
        (tr("mixtures of grains (intimate); the others are patches side by side (areal)"), settings.intimate),
        (tr("tilt of the continuum, standard deviation"), settings.slope),
        (tr("curvature of the continuum, standard deviation"), settings.bend),
        (tr("without any absorption"), settings.featureless),
    ]


def _in_percent(values):
    return [_span(values if isinstance(values, tuple) else (values,), 100), "%"]


def _span(values, factor):
    return " – ".join(f"{factor * value:g}" for value in values)


def _labelled_table(results, tr):
    return overall_table([(tr("test"), results.labelled)], tr)


def _facts(results, tr):
    """(label, value) pairs, in reading order."""
    model = results.model
    counts = results.spectra.samples.splits
    sizes = ", ".join(str(int((counts == split).sum())) for split in (1, 2))
    return [
        (tr("Raster"), results.raster),
        (tr("Spectral library"), results.prepared.library.title),
        (tr("Feature of the spectrum"), model.feature),
        (tr("Bands"), bands_text(model, tr)),
        (tr("Simulated spectra for validation and test"), sizes),
        *reject_facts(model, tr),
        *size_facts(model, tr),
        *training_facts(model, tr),
    ]
