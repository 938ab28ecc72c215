# SPDX-License-Identifier: GPL-2.0-or-later
"""Other programs that identify minerals by rules or by fit, run beside: CRAMM (`pip install CRAMM`) and the EnGeoMAP of
a checkout of EnMAP-Box. Neither is a part of this project; what is not there is left out.
"""

import contextlib
import importlib.util
import io
import os

import numpy as np

from mineral_prune_plugin.simulation.endmembers import MINERAL

from .judging import UNNAMED

# The beginnings of CRAMM's rules, each the mineral that it stands for among the labels; a mixture counts as its first
# mineral, and "kaolinite or halloysite" as halloysite, for well-crystallised kaolinite has rules of its own.
RULES = (
    ("kaolinite+clay_mica_or_halloysite", "halloysite"),
    ("kaolinite", "kaolinite"),
    ("muscovite", "muscovite"),
    ("illite", "muscovite"),
    ("montmorillonite", "montmorillonite"),
    ("calcite", "calcite"),
    ("chalcedony", "chalcedony"),
    ("hydrated_silica", "chalcedony"),
    ("alunite", "alunite"),
)
ENGEOMAP = os.path.join("enmapbox", "apps", "engeomap", "engeomap_aux_funcul.py")
SMALLEST_FIT = 0.5  # of EnGeoMAP's feature fitting, its default
WITHOUT_AIR_UM = 2.015  # EnGeoMAP leaves out every absorption that reaches below 2.01 um
PAD_UM = np.arange(1.20, 2.01, 0.01)


def has_cramm():
    """Whether CRAMM is installed."""
    return importlib.util.find_spec("cramm") is not None


def cramm(prepared, reflectance):
    """(names where one of the minerals must be chosen, names or UNNAMED) by CRAMM's own rules and spectra.

    Chosen is the mineral of the best fitting rule that stands for one, UNNAMED where none of these rules fits.
    """
    from cramm import MicaEngine

    wavelengths = prepared.wavelengths
    centres = wavelengths.array()
    bands = (centres, centres, prepared.library.widths_um, np.arange(len(centres)))
    engine, chosen, named = MicaEngine(), [], []
    for spectrum in reflectance.T.astype(np.float64):
        rules = engine.classify_spectrum(spectrum, *bands, top_n=len(engine.rf))
        minerals = [_mineral_of(rule["name"]) for rule in rules]
        chosen.append(next((mineral for mineral in minerals if mineral), UNNAMED))
        named.append(minerals[0] if minerals else UNNAMED)
    return np.array(chosen), np.array(named)


def _mineral_of(rule):
    return next((mineral for start, mineral in RULES if rule.startswith(start)), UNNAMED)


def engeomap(folder, prepared, reflectance):
    """The same by EnGeoMAP's feature fitting against the records of the minerals. folder : a checkout of EnMAP-Box

    It needs bands below 1.25 um, and leaves out absorptions that reach into those of water vapour below 2.01 um. So it
    gets the bands from WITHOUT_AIR_UM on, and below them a steep rise that has no absorption, the same in both.
    """
    program = _module(os.path.join(folder, ENGEOMAP))
    minerals = [each for each in prepared.simulation.endmembers if each.role == MINERAL]
    names = np.repeat([each.name for each in minerals], [len(each.records) for each in minerals])
    centres = prepared.wavelengths.array()
    library = np.concatenate([each.reflectance for each in minerals]).T
    (nm, records), (_, pixels) = _padded(centres, library), _padded(centres, reflectance)
    every_nm = np.arange(np.trunc(nm[0]), np.trunc(nm[-1]))
    with contextlib.redirect_stdout(io.StringIO()):
        absolute, _, weighted, weighted_hull, _, _ = program.treat_library_cvx_full_range(nm, records.T, every_nm, 0, 0)
        cube = pixels.reshape(len(nm), 1, -1)
        fits = program.fitting_cvx_fullrange(nm, every_nm, cube, weighted, weighted_hull, absolute, 0.0, 0.0, 0, 6, 0.5)
    best = names[fits[0].argmax(axis=0)]
    largest = fits[0].max(axis=0)
    return np.where(largest > 0, best, UNNAMED), np.where(largest >= SMALLEST_FIT, best, UNNAMED)


def _padded(centres_um, reflectance):
    """(nanometres, 10,000 times the reflectance, (n_bands, n)) of the bands that EnGeoMAP gets."""
    kept = centres_um > WITHOUT_AIR_UM
    before = (PAD_UM[-1] - PAD_UM + 0.01) / (PAD_UM[-1] - PAD_UM[0])
    rise = (1 - 0.7 * before - 0.1 * before**2)[:, None] * reflectance[kept][:1]  # bent: no hull of a straight line
    values = np.concatenate([rise, reflectance[kept]]).astype(np.float64)
    return 1000 * np.concatenate([PAD_UM, centres_um[kept]]), 10_000 * values


def _module(path):
    spec = importlib.util.spec_from_file_location("engeomap_functions", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
