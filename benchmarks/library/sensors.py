# SPDX-License-Identifier: GPL-2.0-or-later
"""What the bands of a sensor can and cannot tell apart: models of trainfromlibrary, on samples that they never met.

`sensors.csv` has the bands: EMIT and AVIRIS-NG as their products state them, AVIRIS-Classic (1995) as splib07 does,
EnMAP and PRISMA as EnMAP-Box's generic response functions do, Sentinel-2A after ESA (MSI spectral responses), ASTER
after its Users Handbook. Responses are taken as Gaussian.
"""

import csv
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.common import append_row, read_rows
from mineral_prune_plugin.classes import UNCLASSIFIED
from mineral_prune_plugin.errors import MineralFeatureless
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.train_from_library import LibraryRecipe, train_from_library
from mineral_prune_plugin.models.training_settings import UNLABELLED, TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import BandSelection, choose_bands
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.reports.separability import DEEP
from mineral_prune_plugin.simulation.draws import Simulation
from mineral_prune_plugin.simulation.endmembers import MINERAL, endmembers_of
from mineral_prune_plugin.simulation.prepare import Prepared
from mineral_prune_plugin.simulation.scene_sample import SceneSample
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings
from mineral_prune_plugin.spectra.hull import upper_hull
from mineral_prune_plugin.spectra.transforms import FLOOR
from mineral_prune_plugin.spectral_library.embedded import embedded_library
from mineral_prune_plugin.spectral_library.library import Library, in_bands
from mineral_prune_plugin.spectral_library.matching import parse_minerals
from mineral_prune_plugin.spectral_library.read_library import read_library
from mineral_prune_plugin.spectral_library.resample import COARSER, resample

BANDS = Path(__file__).with_suffix(".csv")
MINERALS = (
    "alunite; jarosite; gypsum; kaolinite; dickite; pyrophyllite; muscovite = muscovite, illite; montmorillonite; "
    "hydrated silica = chalcedony, chert, opal; calcite; dolomite; chlorite = chlorite, clinochlore, prochlorite, "
    "thuringite; epidote; hematite; goethite"
)
WHOLE, SWIR = "0.4 to 2.5", "2.0 to 2.5"  # um, as far as the scene reaches
RANGES_UM = {WHOLE: (0.40, 2.50), SWIR: (2.00, 2.50)}
AIR_UM = ((1.34, 1.46), (1.79, 1.97))  # opaque
FEWEST_BANDS = 4  # of a range
BARE = ("dirt", "road")  # labels of the scene whose light is taken
SIGNAL_TO_NOISE = 100.0  # of the scene's median brightness, in every band
TEST, TEST_STREAM = 20_000, 7
EPOCHS = 1000  # half of the default: all sensors take an hour as it is
SEEDS = {WHOLE: (1, 2), SWIR: (1,)}
COLUMNS = ("sensor", "range", "seed", "spectra", "mineral", "named", "count", "deep")
HELD_OUT, KNOWN, FACTS, REFUSED = "held out", "known", "facts", "refused"


def sensors():
    """Name -> Wavelengths of the sensors, in the order of the table."""
    with open(BANDS, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bands = {}
    for row in rows:
        bands.setdefault(row["sensor"], []).append((float(row["centre_nm"]), float(row["fwhm_nm"])))
    return {name: Wavelengths.from_nm(*zip(*pairs)) for name, pairs in bands.items()}


@dataclass(frozen=True)
class Bare:
    """The light of bare ground, from a scene: a Library whose records are its pixels."""

    pixels: Library

    @classmethod
    def of(cls, scene, labels):
        """From the paths of a raster and of a class raster."""
        info = describe(scene)
        selection = choose_bands(info.bands, info.name)
        reader, classes = SpectrumReader(info, selection), RasterLabels(labels, info.grid)
        bare = [number for number, name in classes.class_names().items() if name in BARE]
        spectra = []
        for window in reader.windows():
            read = reader.read(window)
            spectra.append(read.reflectance[:, read.valid & np.isin(classes.read(window).classes, bare)])
        spectra = np.concatenate(spectra, axis=1).T
        names = tuple(map(str, range(len(spectra))))
        centres = info.bands.wavelengths(selection.numbers).array()
        return cls(Library(info.name, names, names, centres, None, np.ascontiguousarray(spectra)))

    def sample(self, reflectance, wavelengths_um, seed):
        """A SceneSample of the pixels, float32 (n_pixels, n_bands), with noise of the stated size."""
        generator = np.random.default_rng(seed)
        deviation = np.median(reflectance, axis=0).astype(np.float64) / SIGNAL_TO_NOISE
        order = generator.permutation(len(reflectance))
        noisy = reflectance[order] + generator.standard_normal(reflectance.shape) * deviation
        pixels = np.ascontiguousarray(np.maximum(noisy, FLOOR).T, dtype=np.float32)
        return SceneSample(pixels, upper_hull(pixels, wavelengths_um), np.diag(deviation**2))


@dataclass(frozen=True)
class SensorStudy:
    """library : path of splib07; scene, labels : paths, see Bare"""

    library: str
    scene: str
    labels: str

    def rows(self, sensor, bands, seed):
        """(spectra, mineral, named, count, deep) rows of a sensor. bands : Wavelengths"""
        prepared, test, facts = self._simulations(sensor, bands, seed)
        yield from facts
        settings = TrainingSettings(hidden=(30,), epochs=EPOCHS, seed=seed)
        recipe = LibraryRecipe("normalised", prepared.wavelengths, settings, "")
        trained = train_from_library(prepared, recipe, None, int(UNLABELLED.default), silent())
        held_out = test.draw(TEST, TEST_STREAM, silent())
        known = prepared.simulation.draw(TEST, TEST_STREAM, silent())
        for name, simulated in ((HELD_OUT, held_out), (KNOWN, known)):
            yield from _counted(name, trained.model, simulated)

    def _simulations(self, sensor, bands, seed):
        """(Prepared of the samples to learn from, Simulation of the others, rows of facts)"""
        (own,) = read_library(self.library)
        library = resample((own,), bands, sensor, silent())
        bare = Bare.of(self.scene, self.labels)
        pixels = resample((bare.pixels,), bands, sensor, silent())
        kept = np.isfinite(pixels.reflectance).all(axis=0) & np.isfinite(library.reflectance).any(axis=0)
        kept = np.flatnonzero(kept)
        library, wavelengths = in_bands(library, kept), bands.some(kept.tolist())
        scene = bare.sample(pixels.reflectance[:, kept], wavelengths.array(), seed)
        surfaces = resample((embedded_library(),), wavelengths, sensor, silent())
        minerals, matches, refused = _shown(library, surfaces)
        coarser = (
            np.interp(wavelengths.array(), own.wavelengths_um, own.widths_um)
            > COARSER * np.array(bands.widths_um)[kept]
        )
        facts = [(FACTS, "bands", "", len(kept), int(coarser.sum()))]
        facts += [(REFUSED, name, "", 0, 0) for name in refused]
        facts += [(FACTS, each.name, "samples", len(set(map(sample_of, each.records))), len(each.records))
                  for each in minerals if each.role == MINERAL]  # fmt: skip
        first, second = parted(minerals, np.random.default_rng([seed, 1]))
        simulations = [
            Simulation(each, scene, wavelengths.array(), SimulationSettings(seed=seed)) for each in (first, second)
        ]
        selection = BandSelection(tuple(range(1, len(kept) + 1)))
        return Prepared(simulations[0], selection, wavelengths, library, matches), simulations[1], facts


def study(arguments):
    """Do what is missing in the table beside the page, the first seed of everything first.

    arguments : of the command line: library, scene, labels, out
    """
    table = arguments.out.with_suffix(".csv")
    done = {(row["sensor"], row["range"], row["seed"]) for row in read_rows(table)}
    tested = SensorStudy(arguments.library, arguments.scene, arguments.labels)
    keys = [(seed, name, sensor) for name, seeds in SEEDS.items() for seed in seeds for sensor in sensors()]
    for seed, name, sensor in sorted(keys, key=lambda key: key[0]):
        bands = in_range(sensors()[sensor], RANGES_UM[name])
        if (sensor, name, str(seed)) in done or len(bands) < FEWEST_BANDS:
            continue
        started = time.monotonic()
        for row in list(tested.rows(sensor, bands, seed)):
            append_row(table, COLUMNS, (sensor, name, seed, *row))
        print(f"{sensor}, {name} um, seed {seed}: {time.monotonic() - started:.0f} s", flush=True)


def in_range(bands, limits_um):
    """The Wavelengths of some bands: within limits, and where the air lets light through."""
    centres = bands.array()
    kept = (centres >= limits_um[0]) & (centres <= limits_um[1])
    for low, high in AIR_UM:
        kept &= (centres < low) | (centres > high)
    return bands.some(np.flatnonzero(kept).tolist())


def sample_of(record):
    """The sample of a splib07 record: grain sizes and spectrometers of one share the start of their second word."""
    return record.split()[1].split(".")[0]


def _shown(library, surfaces):
    """(endmembers, matches, names of the minerals that trainfromlibrary refuses with these bands)"""
    minerals, refused = list(parse_minerals(MINERALS)), []
    while True:
        try:
            return (*endmembers_of(library, tuple(minerals), surfaces, silent()), refused)
        except MineralFeatureless as error:
            refused.append(error.facts["mineral"])
            minerals = [mineral for mineral in minerals if mineral.name != refused[-1]]


def parted(endmembers, generator):
    """Two tuples of Endmember: of every mineral half of the samples each, a larger half first; what is no mineral of
    interest is in both. A mineral of a single sample is in both too.

    endmembers : tuple of Endmember; generator : numpy Generator
    """
    first, second = [], []
    for each in endmembers:
        samples = sorted(set(map(sample_of, each.records))) if each.role == MINERAL else []
        if len(samples) < 2:
            first.append(each)
            second.append(each)
            continue
        learnt = set(generator.permutation(samples)[: -(-len(samples) // 2)])
        ours = np.array([sample_of(record) in learnt for record in each.records])
        first.append(_some(each, np.flatnonzero(ours)))
        second.append(_some(each, np.flatnonzero(~ours)))
    return tuple(first), tuple(second)


def _some(endmember, places):
    records = tuple(endmember.records[place] for place in places)
    return replace(
        endmember,
        records=records,
        reflectance=endmember.reflectance[places],
        absorptions=endmember.absorptions[places],
    )


def _counted(spectra, model, simulated):
    """(spectra, mineral, named as or "", how many, how many of them deep) of simulated spectra of the minerals."""
    ours = simulated.classes < len(model.minerals)
    names = np.array([""] + [mineral.name for mineral in model.minerals])
    place = logits(model.network, model.inputs_of(simulated.reflectance)).argmax(axis=1)
    place = np.where(place < len(model.minerals), place + 1, UNCLASSIFIED)
    for at, mineral in enumerate(model.minerals):
        of_it = ours & (simulated.classes == at)
        for number, name in enumerate(names):
            counted = of_it & (place == number)
            if counted.any():
                deep = int((counted & (simulated.depths >= DEEP)).sum())
                yield spectra, mineral.name, str(name), int(counted.sum()), deep
