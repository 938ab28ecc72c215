# SPDX-License-Identifier: GPL-2.0-or-later
"""The bands that band pruning kept, over the minerals' spectra, and the accuracy of each stage."""

from ..spectra.minerals import MINERALS
from . import figures
from .numbers import fixed, percent, shown
from .page import Html, figure, finding, paragraph, section, table


def bands_section(trace, means, tr):
    """Which bands are kept and what that cost; empty where no bands were pruned.

    trace : Trace of the run
    means : (classes, float (n_classes, n_bands) mean reflectance of their training samples in all bands)
    tr    : translates an English sentence
    """
    bands = trace.bands
    if bands is None:
        return Html("")
    spectra = tr(
        "Mean reflectance of the training samples, each mineral scaled from its lowest to its highest value. Grey "
        "lines mark the bands that are kept; dashed lines mark the deepest absorption of the minerals that the plugin "
        "knows by name."
    )
    curve = tr("Accuracy on the validation samples after each stage; the stage whose bands are kept is highlighted.")
    return section(
        tr("Bands"),
        finding(_finding(bands, tr)),
        paragraph(_method(tr)),
        figure(figures.bands_over_spectra(*_drawn(bands, means), tr), spectra),
        figure(figures.band_curve(bands, tr), curve),
        _stages_table(trace, tr),
        _wavelengths_table(bands, tr),
    )


def diagnostic_of(mineral, centres_um):
    """Centre of a mineral's deepest absorption, micrometres; None where unknown or outside the bands.

    mineral    : MineralClass
    centres_um : of the bands, ascending
    """
    known = MINERALS.get(mineral.name.strip().lower())
    centre = known.diagnostic.centre_um if known else None
    return centre if known and centres_um[0] <= centre <= centres_um[-1] else None


def _finding(bands, tr):
    first, kept = bands.stages[0], bands.kept_stage
    if bands.kept == 0:
        sentence = tr("All {before} bands are kept: with fewer, the accuracy fell by more than the tolerance.")
        return sentence.format(before=len(first.bands)) if len(bands.stages) > 1 else tr("No band had to be removed.")
    sentence = tr(
        "A map reads {after} bands instead of {before}. With all hidden units, the overall accuracy on the validation "
        "samples is {oa} % with these bands, compared with {first} % with all bands after a shorter training."
    )
    return sentence.format(
        after=len(kept.bands), before=len(first.bands), oa=percent(kept.oa_after), first=percent(first.oa_after)
    )


def _method(tr):
    return tr(
        "The bands with the smallest total weight in the first layer are removed first, one by one; what a removed "
        "band contributed is folded into the weights of the others. After each stage the network is retrained. The "
        "neurons were pruned afterwards, so all numbers below this section are for networks that read only the "
        "remaining bands."
    )


def _drawn(bands, means):
    """What figures.bands_over_spectra takes."""
    centres = bands.stages[0].wavelengths_um
    spectra = [
        (mineral.name, list(reflectance), diagnostic_of(mineral, centres)) for mineral, reflectance in zip(*means)
    ]
    return centres, spectra, bands.kept_stage.bands


def _stages_table(trace, tr):
    headings = [tr("Stage"), tr("Bands"), tr("Parameters"), tr("Compression of parameters (times)")]
    headings += [tr("Accuracy before retraining (%)"), tr("after retraining (%)")]
    rows = [
        [
            str(number),
            str(len(stage.bands)),
            str(stage.parameters),
            shown(fixed(trace.bands_compression(stage).parameters)),
            shown(percent(stage.oa_before)),
            shown(percent(stage.oa_after)),
        ]
        for number, stage in enumerate(trace.bands.stages)
    ]
    return table(headings, rows, tr("Overall accuracy on the validation samples."), marked=(trace.bands.kept,))


def _wavelengths_table(bands, tr):
    kept = bands.kept_stage
    pairs = zip(kept.wavelengths_um, kept.contributions)
    rows = [[f"{centre:.4f}", shown(percent(share))] for centre, share in pairs]
    caption = tr("Contribution: the band's share of the first layer's weights before neurons were pruned.")
    return table([tr("Band kept (um)"), tr("Contribution (%)")], rows, caption)
