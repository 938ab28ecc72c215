# SPDX-License-Identifier: GPL-2.0-or-later
"""What a model from few polygons is worth, and whether the accuracy that is stated for it is true.

Polygons are drawn on the Cuprite replica, whose every labelled pixel is known; the plugin and other classifiers learn
from the same pixels. Rows outlive an interruption: a second run goes on where the first stopped.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.common import RESULTS, append_row, made_on, read_rows, write_page
from benchmarks.library.judging import rejected_share
from benchmarks.library.runs import MINERALS, Place, trained
from benchmarks.study.statistics import mean_interval
from mineral_prune_plugin.assessment.left_out import left_out_accuracy
from mineral_prune_plugin.assessment.proportion import Proportion
from mineral_prune_plugin.classes import with_colour
from mineral_prune_plugin.models.perceptron.forward import logits
from mineral_prune_plugin.models.train_model import Recipe, identified_numbers, identify_samples, train_model
from mineral_prune_plugin.models.train_on_all import train_on_all
from mineral_prune_plugin.models.training_settings import UNLABELLED, TrainingSettings
from mineral_prune_plugin.progress import silent
from mineral_prune_plugin.raster.band_matching import choose_bands
from mineral_prune_plugin.raster.labels import RasterLabels
from mineral_prune_plugin.raster.source import describe
from mineral_prune_plugin.raster.spectrum_reader import SpectrumReader
from mineral_prune_plugin.samples.folds import deal_folds
from mineral_prune_plugin.samples.samples import Samples, SampleSpectra, Unlabelled
from mineral_prune_plugin.spectra.features import compute
from mineral_prune_plugin.threads import one_thread

SIDE, APART = 7, 5  # pixels: a polygon's square, and the least distance between squares
PIXELS = 25  # of a polygon that become samples, at most
TESTED = 10_000  # labelled pixels that the true accuracy is measured on
SPLIT = (0.4, 0.7)  # before: 20 training, 15 validation and 15 test samples of 50, as in 20, 15, 15
COLUMNS = ("scene", "revision", "polygons", "ground", "seed", "method")
COLUMNS += ("reported", "low", "high", "true", "by_mineral", "remark")
BEFORE, NOW, LIBRARY = "plugin, test samples", "plugin, polygons left out", "plugin, polygons and its library"
# Of a method of the plugin: raised where its training changes, so that its older rows are made again.
REVISIONS = {BEFORE: 2, NOW: 4, LIBRARY: 3}
WITHOUT_PIXELS = 2  # the revision of NOW before unlabelled pixels had a say in its linear members
PEERS, PEER_FEATURES = ("LDA with shrinkage", "SVC with grid", "random forest"), ("reflectance", "normalised")
PRESETS = ("EnMAP-Box's SVC, reflectance", "EnMAP-Box's random forest, reflectance")
METHODS = (BEFORE, NOW, *(f"{peer}, {feature}" for feature in PEER_FEATURES for peer in PEERS), *PRESETS)
REPLICA = "replica"
PATTERNS = {part.split(" =")[0]: part for part in MINERALS.split("; ")}  # of the library's names for a label


@dataclass(frozen=True)
class Design:
    """polygons : how many, dealt to the minerals in turn, the commonest first; 12 are two of each of six
    least      : labelled pixels of the mineral in the square of a polygon
    """

    polygons: int
    ground: str
    least: int


ANY, CLEAR = ("any", 6), ("clear", 25)
DESIGNS = (
    *(Design(polygons, *ANY) for polygons in (12, 15, 20, 40, 60)),
    *(Design(polygons, *CLEAR) for polygons in (12, 60)),
)


@dataclass(frozen=True)
class Draw:
    """scene : its name; design, seed : of the polygons that are drawn"""

    scene: str
    design: Design
    seed: int

    def done(self, rows_path):
        """The methods that have a row, the plugin's of their revision alone."""
        key = (self.scene, str(self.design.polygons), self.design.ground, str(self.seed))
        rows = [row for row in read_rows(rows_path) if tuple(row[name] for name in KEY) == key]
        return {row["method"] for row in rows if is_of_today(row)}

    def methods(self):
        """Those to run: the library has no tree and no road, and its model takes as long as all the others."""
        return methods_of(self.scene, self.design)


KEY = ("scene", "polygons", "ground", "seed")


def methods_of(scene, design):
    return (*METHODS, LIBRARY) if scene == REPLICA and design == DESIGNS[0] else METHODS


def is_of_today(row):
    return row["revision"] == str(REVISIONS.get(row["method"], ""))


@dataclass(frozen=True, eq=False)
class Scene:
    """path        : of the raster
    reflectance : float32 (n_bands, n_pixels)
    labels      : uint8 (height, width)
    names       : class number -> mineral
    wavelengths : Wavelengths of the bands, or None
    """

    path: str
    reflectance: np.ndarray
    labels: np.ndarray
    names: dict
    wavelengths: object = None


def main():
    arguments = parse_arguments()
    rows_path = arguments.out.with_suffix(".csv")
    if not arguments.page_only:
        scene = read_scene(arguments.scene, arguments.labels)
        with one_thread():
            for draw in draws_of(arguments.name, arguments.draws):
                run_draw(scene, draw, rows_path)
    write_page(arguments.out, page(read_rows(rows_path)))


def draws_of(scene, count):
    """Every Draw of a scene: all of the fewest polygons first, then one of each other design in turn."""
    seeds, (first, *others) = range(1, count + 1), DESIGNS
    return [Draw(scene, first, seed) for seed in seeds] + [
        Draw(scene, design, seed) for seed in seeds for design in others
    ]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", help="the Cuprite replica, or another raster of reflectance")
    parser.add_argument("--labels", help="its class raster")
    parser.add_argument("--name", default=REPLICA, help="of the scene, in the rows and on the page")
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--out", type=Path, default=RESULTS / "few_labels.md")
    parser.add_argument("--page-only", action="store_true", help="write the page from the rows there are")
    arguments = parser.parse_args()
    if not arguments.page_only and not (arguments.scene and arguments.labels):
        parser.error("give --scene and --labels (make few-labels SCENE=... LABELS=...), or --page-only")
    return arguments


def read_scene(scene, labels):
    """The whole Scene, as the plugin reads it."""
    info = describe(scene)
    reader = SpectrumReader(info, choose_bands(info.bands, info.name))
    source = RasterLabels(labels, info.grid)
    width, height = info.grid.width, info.grid.height
    reflectance = np.empty((len(reader.selection.numbers), height, width), np.float32)
    classes = np.empty((height, width), np.uint8)
    for window in reader.windows():
        inside = slice(window.row, window.row + window.height), slice(window.column, window.column + window.width)
        shape = window.height, window.width
        reflectance[(slice(None), *inside)] = reader.read(window, silent()).reflectance.reshape(-1, *shape)
        classes[inside] = source.read(window).classes.reshape(shape)
    names = {int(number): source.class_names().get(int(number), f"class {number}") for number in np.unique(classes)}
    names.pop(0, None)
    wavelengths = info.bands.wavelengths(reader.selection.numbers)
    return Scene(scene, reflectance.reshape(len(reflectance), -1), classes, names, wavelengths)


def draw_polygons(scene, design, generator):
    """[(class number, pixels of the polygon)]: labelled pixels of the mineral in a square around one of them."""
    height, width = scene.labels.shape
    counts = {number: int((scene.labels == number).sum()) for number in scene.names}
    commonest = sorted(counts, key=lambda number: -counts[number])
    if design.polygons < 2 * len(commonest):
        commonest = commonest[: design.polygons // 2]
    used, polygons, half = np.zeros((height, width), bool), [], SIDE // 2
    places = {number: np.argwhere(scene.labels == number) for number in commonest}
    while len(polygons) < design.polygons:
        number = commonest[len(polygons) % len(commonest)]
        row, column = places[number][generator.integers(len(places[number]))]
        top, left = max(0, row - half), max(0, column - half)
        inside = scene.labels[top : row + half + 1, left : column + half + 1] == number
        if inside.sum() < design.least or used[top : row + half + 1, left : column + half + 1].any():
            continue
        used[max(0, top - APART) : row + half + APART + 1, max(0, left - APART) : column + half + APART + 1] = True
        rows, columns = np.nonzero(inside)
        polygons.append((number, (rows + top) * width + columns + left))
    return polygons


def sample_spectra(scene, polygons, generator):
    """SampleSpectra of the polygons, split at random as 20, 15, 15, and unlabelled pixels of the scene."""
    pixels = [generator.permutation(of_polygon)[:PIXELS] for _, of_polygon in polygons]
    sizes = [len(of_polygon) for of_polygon in pixels]
    classes = np.repeat([number for number, _ in polygons], sizes).astype(np.uint8)
    groups = np.repeat([f"polygon {place}" for place in range(len(polygons))], sizes)
    places, splits = np.concatenate(pixels), np.zeros(len(classes), np.int8)
    for number in np.unique(classes):
        of_class = generator.permutation(np.flatnonzero(classes == number))
        first, second = (int(share * len(of_class)) for share in SPLIT)
        splits[of_class[first:second]], splits[of_class[second:]] = 1, 2
    width = scene.labels.shape[1]
    minerals = tuple(with_colour(int(number), scene.names[int(number)]) for number in np.unique(classes))
    samples = Samples(places % width, places // width, classes, splits, minerals, groups)
    known = scene.reflectance[:, places]
    low, high = known.min(axis=1, keepdims=True), known.max(axis=1, keepdims=True)
    others = generator.permutation(np.setdiff1d(np.arange(scene.labels.size), places))
    alike = (scene.reflectance[:, others] >= 2 * low - high) & (scene.reflectance[:, others] <= 2 * high - low)
    others = others[alike.all(axis=0)][: UNLABELLED.default]
    unlabelled = Unlabelled(np.ascontiguousarray(scene.reflectance[:, others]))
    return SampleSpectra(samples, np.ascontiguousarray(known), unlabelled), places


def run_draw(scene, draw, rows_path):
    """Add a row for each method that has none of this draw yet."""
    done, design, seed = draw.done(rows_path), draw.design, draw.seed
    if done >= set(draw.methods()):
        return
    generator = np.random.default_rng([design.polygons, design.least, seed])
    spectra, places = sample_spectra(scene, draw_polygons(scene, design, generator), generator)
    minerals = [mineral.number for mineral in spectra.samples.minerals]
    labelled = np.setdiff1d(np.flatnonzero(np.isin(scene.labels, minerals)), places)
    tested = generator.choice(labelled, min(TESTED, len(labelled)), replace=False)
    truth, reflectance = scene.labels.ravel()[tested], scene.reflectance[:, tested]
    recipe = Recipe("reflectance", scene.wavelengths, TrainingSettings(seed=seed))
    results = {
        BEFORE: lambda: plugin_before(spectra, reflectance, recipe),
        NOW: lambda: plugin_now(spectra, reflectance, recipe),
        LIBRARY: lambda: plugin_with_library(scene, spectra, reflectance, seed),
    }
    for feature in PEER_FEATURES:
        results.update(peers(spectra, reflectance, feature, seed))
    results.update(presets(spectra, reflectance, seed))
    for method in draw.methods():
        if method in done:
            continue
        stated, numbers, remark = results[method]()
        right = numbers == truth
        by_mineral = np.mean([right[truth == number].mean() for number in minerals])
        shown = ["" if value is None else f"{100 * value:.2f}" for value in (*stated, right.mean(), by_mineral)]
        row = (draw.scene, REVISIONS.get(method, ""), design.polygons, design.ground, seed, method, *shown, remark)
        append_row(rows_path, COLUMNS, row)
        print(*row, flush=True)


def plugin_before(spectra, reflectance, recipe):
    """((reported, low, high), class numbers of the tested pixels, remark): test samples in the training polygons."""
    model, _ = train_model(spectra, recipe, "scene", silent())
    reference, identified = identify_samples(model, spectra, "test")
    stated = Proportion(int((reference == identified).sum()), len(reference))
    return (stated.value, *stated.interval()), identified_numbers(model, reflectance), ""


def plugin_now(spectra, reflectance, recipe):
    """The same of a model of all samples, whose accuracy is that of polygons left out."""
    folds = deal_folds(spectra.samples, recipe.settings.seed)
    model, _, left_out = train_on_all(spectra, folds, recipe, "scene", silent())
    accuracy = left_out_accuracy(left_out.reference, left_out.identified, left_out.polygons, model.minerals)
    remark = f"{left_out.teacher}; calibration error {100 * left_out.calibration.before:.1f} before"
    remark += f" and {100 * left_out.calibration.after:.1f} after"
    stated = (accuracy.overall.value, *accuracy.overall.interval())
    return stated, identified_numbers(model, reflectance), remark


def plugin_with_library(scene, spectra, reflectance, seed):
    """The same of a model from the plugin's library that learns the polygons beside; it states no accuracy of its own.

    Of the minerals it must choose one, as the others must; the remark says how often it would rather not.
    """
    names = [mineral.name for mineral in spectra.samples.minerals]
    request = "; ".join(PATTERNS.get(name, name) for name in names)
    prepared = Place(scene.path).prepared("", request, seed)
    numbers = np.array([mineral.number for mineral in spectra.samples.minerals], np.uint8)
    renumbered = np.searchsorted(numbers, spectra.samples.classes).astype(np.uint8) + 1
    samples = replace(spectra.samples, classes=renumbered, splits=np.zeros(len(renumbered), np.int8), minerals=())
    labelled = SampleSpectra(samples, spectra.reflectance)
    model = trained(prepared, seed, labelled=labelled, minerals=request)
    places = logits(model.network, model.inputs_of(reflectance))[:, : len(names)].argmax(axis=1)
    order = np.array([names.index(mineral.name) for mineral in model.minerals])
    remark = f"{rejected_share(model, reflectance):.1f} % left unclassified"
    return (None, None, None), numbers[order[places]], remark


def peers(spectra, reflectance, feature, seed):
    """method -> a function as above, of classifiers of scikit-learn on all samples, features standardised."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    grid = {"C": [1, 10, 100, 1000], "gamma": [0.001, 0.01, 0.1]}
    classifiers = {
        "LDA with shrinkage": LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
        "SVC with grid": GridSearchCV(SVC(), grid, cv=3),
        "random forest": RandomForestClassifier(200, random_state=seed),
    }
    pipelines = {f"{name}, {feature}": make_pipeline(StandardScaler(), each) for name, each in classifiers.items()}
    return _results(pipelines, spectra, reflectance, feature)


def presets(spectra, reflectance, seed):
    """The same of what EnMAP-Box offers for its SVC and its random forest, whose classifiers are scikit-learn's."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    decades = [0.001, 0.01, 0.1, 1, 10, 100, 1000]
    svc = GridSearchCV(SVC(), {"gamma": decades, "C": decades}, cv=3, scoring="f1_macro")
    forest = RandomForestClassifier(n_estimators=100, oob_score=True, random_state=seed)
    pipelines = dict(zip(PRESETS, (make_pipeline(StandardScaler(), svc), forest)))
    return _results(pipelines, spectra, reflectance, "reflectance")


def _results(pipelines, spectra, reflectance, feature):
    """method -> a function that gives ((None, None, None), class numbers of the tested pixels, "")."""
    known, classes = compute(feature, spectra.reflectance, None).T, spectra.samples.classes

    def fitted(pipeline):
        return (None, None, None), pipeline.fit(known, classes).predict(compute(feature, reflectance, None).T), ""

    return {name: lambda each=each: fitted(each) for name, each in pipelines.items()}


@dataclass(frozen=True)
class Group:
    """Whole draws of a design on a scene. draws : {method: row} of each"""

    design: Design
    draws: tuple

    def rows(self, method):
        return [draw[method] for draw in self.draws if method in draw]


def page(rows):
    """Markdown. rows : of the CSV file, of which those of today's training and of whole draws count"""
    lines = [INTRODUCTION.format(made_on=made_on(), side=SIDE, pixels=PIXELS, tested=f"{TESTED:,}")]
    for scene in dict.fromkeys(row["scene"] for row in rows):
        of_scene = [row for row in rows if row["scene"] == scene]
        groups = groups_of(scene, [row for row in of_scene if is_of_today(row)])
        if groups:
            lines += [f"## {SCENES.get(scene, scene)}: is the stated accuracy true\n", *_stated(groups)]
            lines += ["", *_together(groups), f"\n## {SCENES.get(scene, scene)}: who is right most often\n"]
            lines += [*_true(groups), "", *_unclassified(groups), *_pixels_say(scene, of_scene)]
    return "\n".join([*lines, CLOSE])


def groups_of(scene, rows):
    """A Group for each design that has whole draws."""
    draws = {}
    for row in rows:
        draws.setdefault((row["polygons"], row["ground"], row["seed"]), {})[row["method"]] = row
    groups = []
    for design in DESIGNS:
        methods = set(methods_of(scene, design))
        of_design = [each for key, each in draws.items() if key[:2] == (str(design.polygons), design.ground)]
        groups.append(Group(design, tuple(each for each in of_design if set(each) >= methods)))
    return [group for group in groups if group.draws]


def _numbers(rows):
    """(stated, true, how many intervals hold the truth)"""
    stated, true, low, high = (np.array([float(row[name]) for row in rows]) for name in COLUMNS_STATED)
    return stated, true, int(((low <= true) & (true <= high)).sum())


def _stated(groups):
    headings = "polygons", "ground", "draws", "accuracy", "stated", "true", "stated - true"
    yield "| " + " | ".join((*headings, "interval holds the truth")) + " |"
    yield "|---|---|---|---|---|---|---|---|"
    for group in groups:
        for method in (BEFORE, NOW):
            stated, true, held = _numbers(group.rows(method))
            start = (
                f"| {group.design.polygons} | {group.design.ground} | {len(true)} | {method} | {stated.mean():.1f} | "
            )
            cells = f"{true.mean():.1f} | {_spread(stated - true, '+')} | {held} of {len(true)} |"
            yield start + cells


def _spread(values, sign=""):
    """Mean and half the 95 % interval, where there is more than one value."""
    mean = f"{np.mean(values):{sign}.1f}"
    return mean if len(values) < 2 else f"{mean} +- {mean_interval(values)[1]:.1f}"


def _together(groups):
    """A sentence on all draws of any ground, however many polygons."""
    rows = [row for group in groups if group.design.ground == ANY[0] for row in group.rows(NOW)]
    if not rows:
        return
    stated, true, held = _numbers(rows)
    share = Proportion(held, len(rows))
    low, high = (100 * end for end in share.interval())
    yield f"Over all {len(rows)} draws of any ground, *{NOW}* states {(stated - true).mean():+.1f} points beside the"
    yield f"truth on average, and the stated interval (nominal 95 %) holds the truth in {held}"
    yield f"({100 * share.value:.0f} %; 95 % interval: {low:.0f} to {high:.0f} %)."


COLUMNS_STATED = ("reported", "true", "low", "high")
SCENES = {REPLICA: "Cuprite replica"}


def _true(groups):
    there = {method for group in groups for method in group.draws[0]}
    methods = [method for method in (*METHODS[:2], LIBRARY, *METHODS[2:]) if method in there]
    designs = [f"{group.design.polygons} polygons, {group.design.ground} ({len(group.draws)})" for group in groups]
    yield "| method | " + " | ".join(designs) + " |"
    yield "|---" * (len(groups) + 1) + "|"
    for method in methods:
        values = ([float(row["true"]) for row in group.rows(method)] for group in groups)
        yield f"| {method} | " + " | ".join(_spread(each) if each else "" for each in values) + " |"


def _unclassified(groups):
    """A sentence on what a model of the library would not name."""
    shares = [float(row["remark"].split(" %")[0]) for group in groups for row in group.rows(LIBRARY)]
    if shares:
        yield f"*{LIBRARY}* chooses among the minerals here, as the others do; left to itself it leaves"
        yield f"{np.mean(shares):.0f} % of these pixels unclassified.\n"


def _pixels_say(scene, rows):
    """What the pixels' say in the linear members is worth: the same draws before it and with it."""
    lines = []
    for design in DESIGNS:
        of_design = [row for row in rows if (row["polygons"], row["ground"]) == (str(design.polygons), design.ground)]
        true = {(row["revision"], row["seed"]): float(row["true"]) for row in of_design if row["method"] == NOW}
        today, before = str(REVISIONS[NOW]), str(WITHOUT_PIXELS)
        seeds = [seed for revision, seed in true if revision == today and (before, seed) in true]
        if seeds:
            gains = [true[today, seed] - true[before, seed] for seed in seeds]
            lines.append(f"| {design.polygons} | {design.ground} | {len(seeds)} | {_spread(gains, '+')} |")
    if lines:
        yield f"### {SCENES.get(scene, scene)}: *{NOW}* since the pixels have a say, less before, on the same draws\n"
        yield from ("| polygons | ground | draws | true, gain |", "|---|---|---|---|", *lines, "")


INTRODUCTION = """# From few polygons

Made by `make few-labels SCENE=cuprite_replica.int LABELS=cuprite_replica_labels.tif` ({made_on}) on the Cuprite replica
of [data.md](data.md): the spectra are composed, the places of the minerals are real. All accuracies in percent.

A polygon is the labelled pixels of a mineral in a square of {side} x {side} pixels around one of them, drawn at random,
of which at most {pixels} become samples; polygons are dealt to the minerals in turn, the commonest first, and twelve
are two of each of six minerals. **Ground**: `any`, where at least 6 of the 49 pixels are the mineral, which leaves out
few places; `clear`, where at least 25 are, as a person would choose them. **True** is the accuracy on {tested} labelled
pixels of these minerals, drawn at random from the whole scene, none of them a sample. *plugin, test samples* is the
plugin's only way before: samples split at random, 40 % for training, 30 for validation, 30 for test, and the accuracy
is that of the test samples. *plugin, polygons left out* trains on all samples and states the accuracy of polygons left
out in turn. Both are Train model's defaults otherwise. The other methods learn from all samples. +- is half the 95 %
interval over draws; in brackets, or as **draws**, how many there are. A longer run
adds draws.
"""
CLOSE = """From twelve polygons what is stated scatters by ten points and more about the truth, and its interval is as
wide: a mineral whose second polygon is left out is learnt from the other alone. From many polygons of clear ground it
is above: they say nothing of less clear places, whatever is left out. The report says so.
The features and the shrinkage of the plugin's linear members were chosen on draws of the replica, some of them these,
so its lead over LDA there is somewhat flattered. **The pixels' say**: where a mineral has few polygons, its mean and
covariance in the linear members are also those of the scene's pixels that all members together take for it: 8 parts to
the square of the number of its polygons (semi-supervised discriminant analysis, McLachlan 1975). Weights and rounds
were chosen on 130 other draws of the replica, none of them here. Of what was tried there, 6 parts to the number itself
lost 0.9 points from 60 polygons, labels without their probabilities gained less, the pixels' covariance without their
means lost up to 4. Where only three to five of the seven minerals had polygons, the mean gain was -0.1 to 2.0 points,
in the worst of 72 draws -2.5. No mineral moves more than half the way to the nearest other one: in a scene of which
95 % was never taught, six minerals of a polygon each, the linear members lost 0.9 points without that bound and gain
4.7 with it (42 draws; the bound was chosen on half of them).
*Polygons and its library* is *Train from spectral library* with the plugin's own
library and the polygons as its samples. The replica is composed of library spectra, older ones than those that the
plugin's library was fitted to, so that row is flattered as nothing else in the table.

Jasper Ridge is no mineral scene: its four labels (tree, water, dirt, road) are where a published unmixing gives a
surface more than 60 %, so they are computed, and easy; twelve polygons are three of each. A sibling of the replica,
made for another study, is not among the data that are left and was not run. EnMAP-Box itself was not run: *EnMAP-Box's*
are scikit-learn's classifiers with the parameters that its dialogs start with (August 2026), on reflectance as it takes
it.
"""


if __name__ == "__main__":
    main()
