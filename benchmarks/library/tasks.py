# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the study: each gives rows of (part, model, seed, set, measure, value), and is done once."""

import importlib.util
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Callable

import numpy as np

from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra
from mineral_prune_plugin.simulation.draws import Simulation
from mineral_prune_plugin.simulation.endmembers import MINERAL
from mineral_prune_plugin.spectra.transforms import FLOOR
from mineral_prune_plugin.spectral_library.matching import parse_minerals, records_named
from mineral_prune_plugin.spectral_library.materials import MATERIALS

from .classifiers import NAMES, Classifiers
from .judging import open_set, rejected_share, score, score_names
from .peers import UNTRAINED
from .pixels import Judged, real_pixels, scene_pixels, surfaces
from .programs import cramm, engeomap, has_cramm
from .runs import MINERALS, Place, pruned, trained
from .speed import models_for, speeds

COLUMNS = ("part", "model", "seed", "set", "measure", "value")
SWIR, WHOLE = (2.0, 2.48), (0.4, 2.5)
FEATURES = ("continuum",)
UNITS, BANDS = (15, 10, 5), (15,)
FEWER = 3  # seeds of the parts that take longest


@dataclass(frozen=True)
class Task:
    """key : (part, model, seed) of its rows; run : gives (set, measure, value) triples."""

    key: tuple
    run: Callable


class Study:
    """What the tasks share. arguments : of the command line"""

    def __init__(self, arguments):
        self.arguments = arguments
        self.place = Place(arguments.scene)
        info = describe(arguments.scene)
        self.selection = choose_bands(info.bands, info.name)
        self.info = info
        self.judged = [*real_pixels(arguments.pixels), scene_pixels(info, self.selection, arguments.labels)]
        self.replica = self.judged[-1]
        self.prepared = lru_cache(maxsize=2)(self._prepared)
        self.model = lru_cache(maxsize=2)(self._model)

    def _prepared(self, library, seed, minerals=MINERALS):
        return self.place.prepared(library, minerals, seed)

    def _model(self, library, seed):
        return trained(self.prepared(library, seed), seed)

    def tasks(self):
        """Every Task, the most important first."""
        seeds, library = range(1, self.arguments.seeds + 1), self.arguments.library
        few = seeds[:FEWER]
        tasks = [*self._peer_tasks(few), Task(("speed", "", 0), self._speed)]
        for seed in seeds:
            tasks.append(Task(("no labels", "splib07", seed), partial(self._plain, library, seed)))
            if seed in few:
                tasks.append(Task(("surfaces", "splib07", seed), partial(self._surfaces, seed)))
        tasks += [Task(("no labels", "embedded", seed), partial(self._plain, "", seed)) for seed in seeds]
        minerals = [mineral.name for mineral in parse_minerals(MINERALS)]
        for known in (True, False):
            name = "left out of the request" if known else "left out of the library"
            tasks += [Task((name, mineral, 1), partial(self._left_out, mineral, known)) for mineral in minerals]
        for feature in FEATURES:
            tasks += [Task(("features", feature, seed), partial(self._feature, feature, seed)) for seed in few]
        for count in (10, 100):
            tasks += [Task(("labels", str(count), seed), partial(self._labels, count, seed)) for seed in few]
        for units in UNITS:
            tasks += [Task(("units", str(units), seed), partial(self._pruned, seed, (units,), "all")) for seed in few]
        for bands in BANDS:
            tasks += [Task(("bands", str(bands), seed), partial(self._pruned, seed, "rule", bands)) for seed in few]
        if self.arguments.other:
            for part, um in (("another scene", SWIR), ("another scene in all bands", WHOLE)):
                for name, minerals in (("request", MINERALS), ("common", "")):
                    tasks += [Task((part, name, seed), partial(self._other, minerals, um, seed)) for seed in few]
        if self.arguments.sibling:
            tasks += [Task(("made elsewhere", "sibling", seed), partial(self._sibling, seed)) for seed in few]
        return tasks

    def _scores(self, model):
        for judged in self.judged:
            for measure, value in vars(score(model, judged)).items():
                yield judged.name, measure, value

    def _plain(self, library, seed):
        return self._scores(self.model(library, seed))

    def _feature(self, feature, seed):
        return self._scores(trained(self.prepared(self.arguments.library, seed), seed, feature))

    def _labels(self, count, seed):
        prepared = self.prepared(self.arguments.library, seed)
        labelled, rest = _drawn(self.replica, count, seed)
        model = trained(prepared, seed, labelled=labelled)
        for measure, value in vars(score(model, rest)).items():
            yield rest.name, measure, value

    def _pruned(self, seed, units, bands):
        prepared = self.prepared(self.arguments.library, seed)
        model, kept = pruned(prepared, self.model(self.arguments.library, seed), seed, units, bands)
        for judged in self.judged:
            judged = Judged(judged.name, np.ascontiguousarray(judged.reflectance[kept]), judged.minerals)
            for measure, value in vars(score(model, judged)).items():
                yield judged.name, measure, value
        yield "model", "units", model.network.hidden_units[0]
        yield "model", "bands", model.bands

    def _surfaces(self, seed):
        """A model of the embedded library on records of the user's library that it was not fitted to."""
        judged = surfaces(self.prepared(self.arguments.library, seed).library, self.prepared("", seed).simulation.scene)
        model = self.model("", seed)
        for name in np.unique(judged.minerals):
            yield str(name), "rejected", rejected_share(model, judged.reflectance[:, judged.minerals == name])

    def _left_out(self, mineral, known):
        parts = [part.strip() for part in MINERALS.split(";")]
        request = "; ".join(part for part in parts if part.split("=")[0].strip() != mineral)
        prepared = self.place.prepared(self.arguments.library, request, 1)
        if not known:
            prepared = without(prepared, next(part for part in parts if part.split("=")[0].strip() == mineral))
        model = trained(prepared, 1, minerals=request)
        for name, (rejected, auroc) in open_set(model, self.replica, mineral).items():
            yield name, "rejected at 10 % lost", rejected
            yield name, "AUROC", auroc
        unknown = self.replica.minerals == mineral
        yield "largest output", "rejected", rejected_share(model, self.replica.reflectance[:, unknown])
        yield "largest output", "lost", rejected_share(model, self.replica.reflectance[:, ~unknown])

    def _other(self, minerals, um, seed):
        """The share of a scene without alteration that stays unnamed."""
        place = Place(self.arguments.other, um)
        model = trained(place.prepared(self.arguments.library, minerals, seed), seed, minerals=minerals)
        info = describe(place.scene)
        reader = SpectrumReader(info, choose_bands(info.bands, info.name, um))
        spectra = np.concatenate([reader.read(window).of_valid() for window in reader.windows()], axis=1)
        spectra = np.maximum(spectra, np.float32(FLOOR))
        yield "other", "rejected", rejected_share(model, spectra)
        unlimited = replace(model, reject=replace(model.reject, darkest=0.0))
        yield "other", "rejected without a limit for dark pixels", rejected_share(unlimited, spectra)

    def _sibling(self, seed):
        """A model in the light and noise of another scene of the same bands."""
        place = Place(self.arguments.sibling)
        return self._scores(trained(place.prepared(self.arguments.library, MINERALS, seed), seed))

    def _speed(self):
        """In a part of its own, on a machine that does nothing else."""
        prepared = self.prepared("", 1)
        models = [trained(prepared, 1, feature) for feature in ("normalised", "reflectance", "asai")]
        models = {**models_for(*models[:2]), "asai": models[2]}
        for name, speed in speeds(self.arguments.scene, models).items():
            yield name, "Mpixel/s", speed

    def _peer_tasks(self, seeds):
        """Those of the methods and programs that can be run here."""
        tasks = [Task(("sets", "", 0), self._sizes)]
        tasks += [Task(("peers", name, 0), partial(self._untrained, method)) for name, method in UNTRAINED.items()]
        if self.arguments.enmapbox:
            program = partial(engeomap, self.arguments.enmapbox)
            tasks.append(Task(("peers", "EnGeoMAP", 0), partial(self._program, program, self.judged[:-1])))
        if has_cramm():
            of_its_minerals = [judged for judged in self.judged if "CRAMM" in judged.name]
            tasks.append(Task(("peers", "CRAMM", 0), partial(self._program, cramm, of_its_minerals)))
        if importlib.util.find_spec("sklearn") is not None:
            tasks += [Task(("peers", name, seed), partial(self._classifier, name, seed))
                      for seed in seeds for name in NAMES]  # fmt: skip
        return tasks

    def _sizes(self):
        for judged in self.judged:
            yield judged.name, "pixels", len(judged.minerals)

    def _untrained(self, method):
        prepared = self.prepared(self.arguments.library, 1)
        for judged in self.judged:
            yield from _rows(judged, method(prepared, judged.reflectance), None)

    def _program(self, identify, sets):
        """Of the real pixels alone: the replica's would take an hour."""
        prepared = self.prepared(self.arguments.library, 1)
        for judged in sets:
            yield from _rows(judged, *identify(prepared, judged.reflectance))

    def _classifier(self, name, seed):
        classifier = Classifiers(self.prepared(self.arguments.library, seed)).trained(name, seed)
        for judged in self.judged:
            yield from _rows(judged, *classifier.identify(judged.reflectance))


def _rows(judged, chosen, given):
    """(set, measure, value) of names, as `judging.score_names` takes them."""
    for measure, value in vars(score_names(chosen, given, judged.minerals)).items():
        yield judged.name, measure, value


def _drawn(judged, count, seed):
    """(SampleSpectra of `count` training pixels of each mineral, Judged of the others)."""
    names = [mineral.name for mineral in parse_minerals(MINERALS)]
    generator = np.random.default_rng(seed)
    drawn = np.concatenate([generator.permutation(np.flatnonzero(judged.minerals == name))[:count] for name in names])
    rest = np.setdiff1d(np.arange(len(judged.minerals)), drawn)
    numbers = np.array([names.index(name) + 1 for name in judged.minerals[drawn]], dtype=np.uint8)
    nowhere = np.full(len(drawn), -1, dtype=np.int64)
    samples = Samples(nowhere, nowhere, numbers, np.zeros(len(drawn), np.int8), ())
    spectra = SampleSpectra(samples, np.ascontiguousarray(judged.reflectance[:, drawn]))
    return spectra, Judged("replica, other pixels", judged.reflectance[:, rest], judged.minerals[rest])


def without(prepared, part):
    """The Prepared without any record of the mineral of a part of the request, whatever the library calls it."""
    patterns = [pattern.strip() for pattern in part.split("=")[-1].split(",")]
    known = [material for material in MATERIALS if material.name in patterns]
    patterns += [pattern for material in known for pattern in material.patterns]
    simulation = prepared.simulation
    left = tuple(
        each for each in simulation.endmembers if not records_named(each.records, patterns) or each.role == MINERAL
    )
    wavelengths = prepared.wavelengths.array()
    return replace(prepared, simulation=Simulation(left, simulation.scene, wavelengths, simulation.settings))
