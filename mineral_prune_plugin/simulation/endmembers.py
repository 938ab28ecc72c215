# SPDX-License-Identifier: GPL-2.0-or-later
"""Which materials are simulated: the minerals requested, and whatever a library knows that must not be taken for them.

A record counts by its absorptions, 1 - reflectance / hull over the bands of the scene: its continuum is the
laboratory's, and the scene has its own. One without an absorption there says nothing, and is left out.
"""

from dataclasses import dataclass

import numpy as np

from ..errors import MineralFeatureless, MineralNotCovered, NothingToIdentify
from ..notices import MineralsLeftOut
from ..spectra.hull import upper_hull
from ..spectra.transforms import FLOOR
from ..spectral_library.matching import Match, Mineral, match_records, records_named, records_of
from ..spectral_library.materials import MATERIALS, NO_MINERAL
from .simulation_notices import MineralsBarelyShown

MINERAL, OTHER_MINERAL, SURFACE = "mineral", "other mineral", "no mineral"  # roles
LEAST_DEPTH = 0.05  # of the deepest absorption of a record
LEAST_SHOWN = 0.5  # of a mineral's records: where fewer have an absorption, it is perhaps an impurity's
DARKEST = 0.005  # reflectance: darker bands are noise of the laboratory


@dataclass(frozen=True)
class Endmember:
    """A material, by its records.

    name        : of the material
    role        : MINERAL, OTHER_MINERAL or SURFACE
    common      : whether alteration often makes it
    records     : the names of the records
    reflectance : float32 (n_records, n_bands), 0..1, as the library has it
    absorptions : float32 (n_records, n_bands), 1 - reflectance / hull
    """

    name: str
    role: str
    common: bool
    records: tuple[str, ...]
    reflectance: np.ndarray
    absorptions: np.ndarray


def endmembers_of(library, minerals, surfaces, progress):
    """The Endmembers of a library: minerals first, in the order of the request, then what else it knows.

    library  : spectral_library.library.Library at the bands of the scene
    minerals : of `spectral_library.matching.parse_minerals`; None for all common ones that the library has
    surfaces : a Library at the same bands that has the surfaces which `library` lacks
    progress : told of patterns without records, of mixtures and of minerals that these bands do not show, or barely
    returns  : (tuple of Endmember, tuple of Match of the requested minerals)
    errors   : MineralWithoutRecords, RecordOfTwoMinerals, MineralNotCovered, MineralFeatureless, NothingToIdentify
    """
    spectra = _Spectra.of(library)
    if minerals is None:
        requested, matches = _common_minerals(spectra, progress)
    else:
        matches = match_records(library.names, minerals, library.title, progress)
        requested = [_requested(spectra, mineral.name, records_of(matches, mineral.name)) for mineral in minerals]
    _tell_barely_shown(spectra, requested, minerals, progress)
    taken = {record for match in matches for record in match.records}
    names = {endmember.name.casefold() for endmember in requested}
    others = [_known(spectra, material, taken) for material in MATERIALS if material.name.casefold() not in names]
    present = {endmember.name for endmember in others if endmember is not None}
    brought = _Spectra.of(surfaces)
    missing = [material for material in MATERIALS if material.group == NO_MINERAL and material.name not in present]
    # A requested surface would be simulated twice, once to be named and once not to be.
    missing = [each for each in missing if each.name not in names and not _taken(library.names, each, taken)]
    others += [_known(brought, material, set()) for material in missing]
    return (*requested, *(endmember for endmember in others if endmember is not None)), matches


def others_of(library, known):
    """The Endmembers of every material that a library shows, but for those of the names `known`; none to be named.

    library : spectral_library.library.Library at the bands of the scene
    """
    spectra = _Spectra.of(library)
    others = (_known(spectra, material, set()) for material in MATERIALS if material.name not in known)
    return tuple(endmember for endmember in others if endmember is not None)


@dataclass(frozen=True)
class _Spectra:
    """A Library with the absorptions of its records: NaN where a record does not cover all bands or is too dark."""

    library: object
    absorptions: np.ndarray

    @classmethod
    def of(cls, library):
        reflectance = library.reflectance
        with np.errstate(invalid="ignore"):
            usable = np.isfinite(reflectance).all(axis=1) & (reflectance > DARKEST).all(axis=1)
        absorptions = np.full_like(reflectance, np.nan)
        if usable.any():
            values = np.ascontiguousarray(np.maximum(reflectance[usable], np.float32(FLOOR)).T)
            absorptions[usable] = (1 - values / upper_hull(values, library.wavelengths_um)).T
        return cls(library, absorptions)

    def covered(self, records):
        """Those of the records that cover the bands."""
        return [record for record in records if np.isfinite(self.absorptions[record, 0])]

    def deep(self, records):
        """Those of the covered records that have an absorption."""
        return [record for record in records if self.absorptions[record].max() >= LEAST_DEPTH]

    def endmember(self, name, role, common, records):
        names = tuple(self.library.names[record] for record in records)
        place = np.asarray(records, dtype=int)
        return Endmember(name, role, common, names, self.library.reflectance[place], self.absorptions[place])


def _requested(spectra, name, records):
    library, bands = spectra.library, spectra.library.wavelengths_um
    covered = spectra.covered(records)
    facts = {"library": library.title, "mineral": name, "first": bands[0], "last": bands[-1]}
    if not covered:
        raise MineralNotCovered(records=len(records), **facts)
    deep = spectra.deep(covered)
    if not deep:
        raise MineralFeatureless(depth=100 * LEAST_DEPTH, **facts)
    return spectra.endmember(name, MINERAL, True, deep)


def _common_minerals(spectra, progress):
    """(Endmembers of the common minerals that these bands show, Matches); the others are told."""
    requested, matches, left_out = [], [], []
    for material in (material for material in MATERIALS if material.common):
        records = spectra.deep(spectra.covered(records_named(spectra.library.names, material.patterns)))
        if records:
            requested.append(spectra.endmember(material.name, MINERAL, True, records))
            matches += _matches(spectra.library.names, material, records)
        else:
            left_out.append(material.name)
    if not requested:
        bands = spectra.library.wavelengths_um
        raise NothingToIdentify(library=spectra.library.title, first=bands[0], last=bands[-1])
    if left_out:
        progress.tell(MineralsLeftOut(library=spectra.library.title, minerals=", ".join(left_out)))
    return requested, tuple(matches)


def _tell_barely_shown(spectra, requested, minerals, progress):
    """Of minerals that have an absorption in few of their records. minerals : as requested, None for common ones"""
    names, barely = spectra.library.names, []
    patterns = {each.name: each.patterns for each in (MATERIALS if minerals is None else minerals)}
    for endmember in requested:
        covered = len(spectra.covered(records_named(names, patterns[endmember.name])))
        if len(endmember.records) < LEAST_SHOWN * covered:
            barely.append(f"{endmember.name} ({len(endmember.records)} / {covered})")
    if barely:
        facts = {"depth": f"{100 * LEAST_DEPTH:.0f}", "minerals": ", ".join(barely)}
        progress.tell(MineralsBarelyShown(library=spectra.library.title, **facts))


def _matches(names, material, records):
    """A Match for each of a material's patterns by which some of its `records` were matched."""
    matched = ((pattern, set(records) & set(records_named(names, (pattern,)))) for pattern in material.patterns)
    return [Match(material.name, pattern, tuple(sorted(numbers))) for pattern, numbers in matched if numbers]


def _taken(names, material, taken):
    """Whether any of the records of a material belongs to a requested mineral."""
    return not taken.isdisjoint(records_named(names, material.patterns))


def _known(spectra, material, taken):
    """The Endmember of a material that is not requested, None where the library has no record that shows it."""
    mineral = Mineral(material.name, material.patterns)
    records = [record for record in records_named(spectra.library.names, mineral.patterns) if record not in taken]
    deep = spectra.deep(spectra.covered(records))
    role = SURFACE if material.group == NO_MINERAL else OTHER_MINERAL
    return spectra.endmember(material.name, role, material.common, deep) if deep else None
