# SPDX-License-Identifier: GPL-2.0-or-later
"""A small pruning run, a training run and a map, made by hand, whose class names are hostile."""

from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

from mineral_prune_plugin.assessment.confusion import Confusion
from mineral_prune_plugin.assessment.left_out import left_out_accuracy
from mineral_prune_plugin.assessment.pairing import PairedComparison
from mineral_prune_plugin.classes import MineralClass, with_colour
from mineral_prune_plugin.explaining.explained_pixels import ExplainedPixel, Place
from mineral_prune_plugin.explaining.explanation import explained
from mineral_prune_plugin.explaining.pixel_spectra import Spectrum
from mineral_prune_plugin.from_map.count_areas import Areas, ClassArea, MeasuredMap
from mineral_prune_plugin.mapping.quicklook import Quicklook
from mineral_prune_plugin.mapping.thumbnail import Thumbnail
from mineral_prune_plugin.models.from_polygons.calibration import Calibration
from mineral_prune_plugin.models.from_polygons.cross_validation import LeftOut
from mineral_prune_plugin.models.model_file import Model
from mineral_prune_plugin.models.perceptron.network import Perceptron, Standardisation
from mineral_prune_plugin.models.preprocessing import Preprocessing
from mineral_prune_plugin.models.reject import FEATURELESS, UNLIKE, Reject
from mineral_prune_plugin.models.settled import Settled
from mineral_prune_plugin.models.training_settings import History
from mineral_prune_plugin.pruning.band_trace import BandStage, BandTrace
from mineral_prune_plugin.pruning.sparse_trace import Reading, SparseTrace, StageRow
from mineral_prune_plugin.pruning.trace import Control, LayerState, Trace, TraceRow
from mineral_prune_plugin.raster.band_matching import BandSelection
from mineral_prune_plugin.raster.footprint import Footprint
from mineral_prune_plugin.raster.wavelengths import Wavelengths
from mineral_prune_plugin.reports.accuracy import accuracy_report
from mineral_prune_plugin.reports.areas import area_report
from mineral_prune_plugin.reports.comparison import comparison_report
from mineral_prune_plugin.reports.explanation import explanation_report
from mineral_prune_plugin.reports.first_page import Cover, Origin
from mineral_prune_plugin.reports.hidden_sizes import HiddenSize, hidden_sizes_report
from mineral_prune_plugin.reports.library import LibraryResults, library_report
from mineral_prune_plugin.reports.pruning import pruning_report
from mineral_prune_plugin.reports.sparse_densenet import sparse_densenet_report
from mineral_prune_plugin.reports.training import left_out_report, training_report
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra
from mineral_prune_plugin.simulation.draws import Simulation
from mineral_prune_plugin.simulation.endmembers import MINERAL, OTHER_MINERAL, SURFACE, Endmember
from mineral_prune_plugin.simulation.prepare import Prepared
from mineral_prune_plugin.simulation.scene_sample import SceneSample
from mineral_prune_plugin.simulation.simulation_settings import SimulationSettings
from mineral_prune_plugin.spectral_library.library import Library
from mineral_prune_plugin.spectral_library.matching import Match

SCRIPT, QUOTES, CHINESE, EMOJI = "<script>alert(1)</script>", "\"calcite\" & 'x'", "明矾石", "🪨"
LIBRARY_UM = np.linspace(2.0, 2.4, 9)
VOID = {"meta", "br", "img", "link", "hr", "input"}


class Parsed(HTMLParser):
    """What a page holds: tags seen, attributes, and the texts outside <style>. Unbalanced tags raise."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.stack, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.stack and self.stack.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, text):
        if self.stack and self.stack[-1] != "style" and text.strip():
            self.texts.append(text.strip())


@pytest.fixture
def parse():
    return Parsed


@pytest.fixture
def classes():
    evil_colour = "#fff;background:url(http://example.org)"
    return (
        MineralClass(1, SCRIPT, evil_colour),
        with_colour(2, QUOTES),
        with_colour(5, CHINESE),
        with_colour(7, EMOJI),
    )


@pytest.fixture
def table(classes):
    counts = np.array([[8, 1, 0, 0], [2, 6, 0, 0], [0, 0, 9, 1], [0, 0, 0, 0]])
    return Confusion(classes, counts, np.array([0, 3, 0, 0]), without_reference=4, without_map=2)


@pytest.fixture
def history():
    return History((1, 2, 3, 4), (1.2, 0.7, 0.5, 0.4), (1.3, 0.8, 0.7, 0.75), (0.5, 0.8, 0.9, 0.88), kept_epoch=3)


@pytest.fixture
def trace():
    """Two hidden layers, 4-3 units; round 1 removes neurons 1 and 3 of the first and 0 of the second."""
    first = (LayerState((0, 1, 2, 3), (), (0.1, 0.9, 0.2, 0.8), 0.75), LayerState((0, 1, 2), (), (0.7, 0.1, 0.1), 0.5))
    second = (LayerState((0, 2), (1, 3), (0.25, 0.5), 0.5), LayerState((1, 2), (0,), (0.125, 0.25), 0.25))
    rows = (TraceRow(0, first, 60, 240, None, 0.93), TraceRow(1, second, 24, 96, 0.905, 0.94))
    controls = (Control("unpruned", (4, 3), 0.935), Control("random", (2, 2), 0.6), Control("scratch", (2, 2), 0.945))
    return Trace("c-apoz", "smallest", 0.5, 50, 7, 200, rows, kept=1, controls=controls)


@pytest.fixture
def band_trace(trace):
    """The same run after two of four bands were dropped."""
    stages = (
        BandStage((0, 1, 2, 3), (2.0, 2.1, 2.2, 2.3), (0.1, 0.3, 0.4, 0.2), 90, 360, None, 0.92),
        BandStage((1, 2), (2.1, 2.2), (0.6, 0.4), 60, 240, 0.90, 0.945),
    )
    return replace(trace, bands=BandTrace(2, stages, kept=1))


@pytest.fixture
def means(classes):
    return classes, np.array([[0.3, 0.4, 0.2, 0.3]] * len(classes))


@pytest.fixture
def look(classes):
    """Two maps of 2 x 3 pixels: one without data, one of five that differs."""
    first, second = (np.array([[2, 5, last], [0, 2, 2]], np.uint8) for last in (7, 5))
    return Quicklook(classes[1:], first, second, first > 0)


@pytest.fixture
def cover(classes):
    """A map of 2 x 3 pixels of 500 m, of hostile names, 1,500 m wide on the ground."""
    place = Footprint(3, 2, QUOTES, "°", (0.0, 0.0, 1500.0, 1000.0), (500.0, 500.0), 1500.0)
    origin = Origin(SCRIPT, QUOTES, CHINESE, "2026", "7", place)
    thumbnail = Thumbnail(classes, np.array([[1, 2, 5], [0, 7, 2]], np.uint8), 1500.0)
    return Cover(origin, thumbnail, {"test": 9, "shared": 4, "median_pixels": 2.5})


@pytest.fixture
def measured(classes):
    """The areas of a map, and within a polygon of a hostile name."""
    areas = tuple(ClassArea(mineral, 10 * k, 4000.0 * k, 0.5) for k, mineral in enumerate(classes))
    rest = ClassArea(MineralClass(0, "0", "#000000"), 3, 1200.0, None)
    return MeasuredMap(Areas("", areas, rest, None), (Areas(SCRIPT, areas, rest, rest),), False)


@pytest.fixture
def sizes():
    return [
        HiddenSize((5,), 297, (0.90, 0.92)),
        HiddenSize((12, 8), 700, (0.93, 0.95, 0.94)),
        HiddenSize((30,), 1747, ()),
    ]


@pytest.fixture
def by_class(classes):
    """Two models on 20 samples: both right 9, A alone 6, B alone 2, neither 3; no sample of the last class."""
    counts = ((4, 3, 0, 1), (5, 1, 1, 1), (0, 2, 1, 1), (0, 0, 0, 0))
    return [(mineral, PairedComparison(*cells)) for mineral, cells in zip(classes, counts)]


@pytest.fixture
def sparse_trace():
    """Two stages; what the second layer and the transition read of the first convolution, of layer 1.1 and so on."""
    rows = (
        StageRow(0, 0, 40, 40, 900, 800, None, 0.9),
        StageRow(1, 2, 30, 40, 700, 600, 0.85, 0.91),
        StageRow(2, 4, 20, 40, 500, 400, 0.8, 0.92),
    )
    dense = (
        Reading("1.1", "input", 1.0, 8, 8),
        Reading("T1", "input", 0.4, 8, 8),
        Reading("T1", "1.1", 0.6, 4, 4),
        Reading("2.1", "T1", 1.0, 12, 12),
    )
    sparse = tuple(replace(reading, read=reading.read // 2) for reading in dense)
    return SparseTrace(50.0, 2, 7, rows, dense, sparse)


def endmember(name, role, records, centre):
    """An Endmember in LIBRARY_UM with one absorption a record, deepest at the band numbered `centre`."""
    absorptions = np.zeros((len(records), len(LIBRARY_UM)), np.float32)
    absorptions[:, centre - 1 : centre + 2] = np.array([0.5, 1, 0.5]) * np.linspace(0.2, 0.4, len(records))[:, None]
    return Endmember(name, role, True, records, 0.5 * (1 - absorptions), absorptions)


@pytest.fixture
def library_results(classes, table):
    """Four minerals of hostile names, one of them in three of the six pixels of a scene, the last one in none."""
    names = ("1", "2", SCRIPT, QUOTES, "5", "6", "7")
    minerals = [
        endmember(mineral.name, MINERAL, records, centre)
        for mineral, records, centre in zip(classes, (("1", "2"), (SCRIPT,), (QUOTES,), ("5",)), (2, 4, 5, 6))
    ]
    others = [endmember(EMOJI, OTHER_MINERAL, ("6",), 3), endmember(CHINESE, SURFACE, ("7",), 7)]
    endmembers = (*minerals, *others)
    scene = np.repeat(0.3 * (1 - 0.5 * minerals[0].absorptions[1])[:, None], 6, axis=1).astype(np.float32)
    sample = SceneSample(scene, np.full_like(scene, 0.3), np.eye(len(LIBRARY_UM)) * 1e-6)
    reflectance = np.concatenate([each.reflectance for each in endmembers])
    matches = (Match(SCRIPT, "7", (0, 1)), Match(SCRIPT, "8", (1,)), Match(QUOTES, SCRIPT, (2,)))
    prepared = Prepared(
        Simulation(endmembers, sample, LIBRARY_UM, SimulationSettings()),
        BandSelection(tuple(range(1, len(LIBRARY_UM) + 1))),
        Wavelengths.from_um(LIBRARY_UM),
        Library(QUOTES, names, names, LIBRARY_UM, None, reflectance),
        matches,
    )
    settled = Settled(
        outputs=np.array([1, 1, 2, 1, 8, 9]),
        classes=np.array([1, 1, 2, 1, 0, 0]),
        kept=np.array([True, True, True, False, False, False]),
        margins=np.array([1, 3, 5, 2, 9, 9], np.float32),
    )
    reference = np.repeat([1, 2, 5], [9, 11, 10])
    identified = np.array([1] * 8 + [2] + [1] * 2 + [2] * 6 + [0] * 3 + [5] * 9 + [7])
    simulated = SimpleNamespace(
        confusion=table, reference=reference, identified=identified, depths=np.linspace(0.5, 0.02, 30)
    )
    splits = np.repeat([0, 1, 2], [4, 3, 30]).astype(np.int8)
    nowhere = np.full(37, -1)
    spectra = SampleSpectra(Samples(nowhere, nowhere, np.ones(37, np.uint8), splits, classes), np.ones((9, 37)))
    return LibraryResults(SCRIPT, prepared, library_model(classes), spectra, simulated, settled)


@pytest.fixture
def left_out(classes):
    """(LeftOut, LeftOutAccuracy): five polygons of two minerals, 14 of 20 pixels right; two minerals of one polygon."""
    reference, polygons = np.repeat([1, 2], [12, 8]), np.arange(20) // 4
    identified = np.array([1] * 10 + [2, 5] + [2] * 4 + [1] * 3 + [7])
    teachers = (("linear", 0.7), ("both", 0.65), ("networks", 0.6))
    calibration = Calibration(2.5, 0.21, 0.03, 0.72)
    judged = LeftOut(reference, identified, polygons, 5, classes[2:], "linear", teachers, calibration)
    return judged, left_out_accuracy(reference, identified, polygons, classes)


def library_model(minerals):
    """A Model of the minerals, and of two rejects numbered 8 and 9."""
    rejects = (MineralClass(8, "8", "#808080"), MineralClass(9, "9", "#808080"))
    bands, outputs = len(LIBRARY_UM), len(minerals) + len(rejects)
    network = Perceptron((np.ones((outputs, bands), np.float32),), (np.zeros(outputs, np.float32),))
    standard = Standardisation(np.zeros(bands, np.float32), np.ones(bands, np.float32))
    preprocessing = Preprocessing("7", Wavelengths.from_um(LIBRARY_UM), standard)
    training = {"epochs": 4, "kept_epoch": 3, "seed": 1, "versions": {"7": "1.2"}}
    model = Model.of(network, preprocessing, 0.3, (*minerals, *rejects), training)
    return replace(model, reject=Reject({8: FEATURELESS, 9: UNLIKE}))


@pytest.fixture
def explained_pixels(classes):
    """Pixels of a mineral, of a reject and without data, by a model of hostile names with a hidden layer."""
    generator = np.random.default_rng(0)
    network = Perceptron(
        tuple(generator.normal(size=shape).astype(np.float32) for shape in ((5, 9), (6, 5))),
        tuple(generator.normal(size=size).astype(np.float32) for size in (5, 6)),
    )
    model = replace(library_model(classes), network=network, feature="reflectance")
    features = np.linspace(0.3, 0.5, len(LIBRARY_UM)).astype(np.float32)
    spectrum = Spectrum(LIBRARY_UM, features)
    explanations = [explained(model, features, winner) for winner in (0, 5)] + [None]
    return [ExplainedPixel(Place(EMOJI, 1.0, 2.0, 3, 4), each, spectrum) for each in explanations]


REPORTS = (
    "training",
    "left_out",
    "pruning",
    "band_pruning",
    "accuracy",
    "hidden_sizes",
    "comparison",
    "sparse_densenet",
    "library",
    "library_and_samples",
    "explanation",
    "explanation_of_many",
    "areas",
)


@pytest.fixture
def reports(
    history,
    trace,
    band_trace,
    means,
    look,
    table,
    sizes,
    by_class,
    sparse_trace,
    library_results,
    left_out,
    explained_pixels,
    cover,
    measured,
):
    """Each of REPORTS, as a function of tr."""
    facts = [("7", SCRIPT), (QUOTES, CHINESE), ("8", EMOJI)]
    models = [(CHINESE, SCRIPT, QUOTES), ("7-3-2", "28", EMOJI)]
    compared = PairedComparison(9, 6, 2, 3)
    return {
        "training": lambda tr=str: training_report(
            facts, history, table, table, tr, ((2.0, 2.1, 2.2, 2.3), means), cover=cover
        ),
        "left_out": lambda tr=str: left_out_report(facts, history, *left_out, tr, ((2.0, 2.1, 2.2, 2.3), means), cover),
        "band_pruning": lambda tr=str: pruning_report(facts, band_trace, table, table, tr, means, look, cover=cover),
        "pruning": lambda tr=str: pruning_report(facts, trace, table, table, tr, cover=cover),
        "accuracy": lambda tr=str: accuracy_report(facts, table, tr, cover=cover),
        "hidden_sizes": lambda tr=str: hidden_sizes_report(facts, sizes, tr, cover),
        "sparse_densenet": lambda tr=str: sparse_densenet_report(facts, sparse_trace, history, table, table, tr, cover),
        "library": lambda tr=str: library_report(library_results, tr, cover),
        "library_and_samples": lambda tr=str: library_report(
            replace(library_results, pixels=3, samples=2, labelled=table), tr, cover
        ),
        "explanation": lambda tr=str: explanation_report(facts, explained_pixels, (LIBRARY_UM, False), tr, None, cover),
        "explanation_of_many": lambda tr=str: explanation_report(
            facts, explained_pixels, (LIBRARY_UM, True), tr, 99, cover
        ),
        "comparison": lambda tr=str: comparison_report(
            facts, models, compared, by_class, table, tr, cover, (cover.thumbnail, cover.thumbnail)
        ),
        "areas": lambda tr=str: area_report(facts, measured, tr, cover),
    }


@pytest.fixture(params=REPORTS)
def report(request, reports):
    """One report of the plugin after the other, as a function of tr."""
    return reports[request.param]
