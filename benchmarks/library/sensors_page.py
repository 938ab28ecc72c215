# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of what sensors can tell apart, from the rows of its table."""

from collections import defaultdict

from benchmarks.common import made_on
from mineral_prune_plugin.reports.separability import CONFUSED, DEEP, LEAST_TOLD
from mineral_prune_plugin.simulation.endmembers import LEAST_DEPTH, LEAST_SHOWN

from .sensors import FACTS, HELD_OUT, KNOWN, REFUSED, SIGNAL_TO_NOISE, SWIR, TEST, WHOLE

LEAST = 0.5  # of spectra of samples held out
MOST_PAIRS = 8  # shown of a sensor
CHECKED = ("Sentinel-2", "ASTER")  # sensors whose report is compared with the held-out samples
HEAD = """# What the bands of a sensor can tell apart

{made}.

A model of `trainfromlibrary` for each sensor, from USGS splib07, without labels: it learns from simulated spectra of
half of the samples of each mineral and is judged on {test:,} simulated spectra of the **other samples**. A sample is a
rock or a powder: its grain sizes and its spectrometers stay together. The draw of the samples changes with the seed.

- **The library is that of AVIRIS 1995**, 10 nm wide: of a sensor with narrower bands (the last column below) the table
  tells what it shows at 10 nm, not at its own resolution, and its narrow features are not put to the test.
- Light: continua of the bare pixels (dirt and road) of a real scene, Jasper Ridge, AVIRIS, resampled to the sensor. It
  ends at 2.46 um. Noise: white, signal to noise {snr:.0f} of the scene's median brightness in every band, for every
  sensor, times 0.63 to 1.41. So the table compares **bands, not detectors**: where a detector is noisier, less.
- Bands in the air's water (1.34 to 1.46 and 1.79 to 1.97 um) are left out; responses are Gaussian. 1,000 epochs.
- Four of five spectra hold a second material with up to 0.8 of the first one's depth: shares are lower than for pure
  minerals. Counted are spectra with absorptions of {deep:.0f} % or more; those left unnamed count as missed.
- **Not to be offered** (in bold): fewer than {least:.0f} % of the spectra of the mineral get its name, or fewer than
  {least:.0f} % of the spectra with its name are of it. In brackets, and not to be offered either: fewer than half of
  its samples have an absorption of {shown:.0f} % in these bands; what these show may be an impurity's, and where it
  is a single sample, it was learnt too. `trainfromlibrary` warns of both in its log; it can only count spectra of
  samples that it learnt, so its limit is {told:.0f} % (chosen when this table was known).
- Two draws of samples for Sentinel-2 and ASTER at {whole} um, one for the rest: no intervals, and differences of a few
  points say nothing. A number of a mineral with two samples rests on one sample learnt and one judged.
"""


def sensors_page(rows):
    """Markdown. rows : dicts of the table, as `sensors.COLUMNS` names them"""
    table = Table(rows)
    limits = {"deep": 100 * DEEP, "least": 100 * LEAST, "shown": 100 * LEAST_DEPTH, "told": 100 * LEAST_TOLD}
    made = HEAD.format(made=made_on(), test=TEST, snr=SIGNAL_TO_NOISE, whole=WHOLE, **limits)
    lines = [made, *_bands(table)]
    for span in (WHOLE, SWIR):
        if table.sensors(span):
            lines += _span(table, span)
    lines += _agreement(table)
    return "\n".join(lines) + "\n"


class Table:
    """Counts of deep spectra over the seeds."""

    def __init__(self, rows):
        self._counts, self._sensors, self._facts = defaultdict(int), {}, {}
        self._minerals = {}
        for row in rows:
            at = row["sensor"], row["range"]
            self._sensors[at] = None
            if row["spectra"] in (FACTS, REFUSED):
                self._facts[(*at, row["spectra"], row["mineral"])] = int(row["count"]), int(row["deep"])
                if row["named"] == "samples" or row["spectra"] == REFUSED:
                    self._minerals[row["mineral"]] = None
                continue
            self._counts[(*at, row["spectra"], row["mineral"], row["named"])] += int(row["deep"])

    def sensors(self, span):
        """The sensors of a range, in the order of the table."""
        return [sensor for sensor, of_range in self._sensors if of_range == span]

    def minerals(self, sensor, span):
        """The minerals that the models of a sensor have."""
        named = {mineral for at, of_range, _, mineral, _ in self._counts if (at, of_range) == (sensor, span)}
        return [mineral for mineral in self._minerals if mineral in named]

    def every_mineral(self):
        return list(self._minerals)

    def facts(self, sensor, span, kind, name):
        """The two numbers of a fact, None where it is not known."""
        return self._facts.get((sensor, span, kind, name))

    def samples(self, span, mineral):
        """Samples of a mineral that show it in a range, the most of any sensor."""
        found = [pair for (_, *fact), pair in self._facts.items() if fact == [span, FACTS, mineral]]
        return max(found, default=(0, 0))[0]

    def barely_shown(self, sensor, span, mineral):
        """Whether few of a mineral's samples have an absorption in the bands of a sensor."""
        shown, _ = self._facts.get((sensor, span, FACTS, mineral), (0, 0))
        return shown < LEAST_SHOWN * self.samples(span, mineral)

    def count(self, sensor, span, spectra, mineral, named):
        return self._counts[sensor, span, spectra, mineral, named]

    def total(self, sensor, span, spectra, mineral):
        """Spectra of a mineral."""
        names = ["", *self.minerals(sensor, span)]
        return sum(self.count(sensor, span, spectra, mineral, name) for name in names)

    def named(self, sensor, span, spectra, mineral):
        """The share of a mineral's spectra that get its name, 0 to 1."""
        right = self.count(sensor, span, spectra, mineral, mineral)
        return right / max(1, self.total(sensor, span, spectra, mineral))

    def right(self, sensor, span, spectra, mineral):
        """The share of the spectra with a mineral's name that are of it, 0 to 1."""
        given = sum(self.count(sensor, span, spectra, each, mineral) for each in self.minerals(sensor, span))
        return self.count(sensor, span, spectra, mineral, mineral) / max(1, given)

    def not_to_offer(self, sensor, span, spectra=HELD_OUT, least=LEAST):
        """The minerals that cannot be told, though their samples have absorptions."""
        return [
            mineral
            for mineral in self.minerals(sensor, span)
            if not self.barely_shown(sensor, span, mineral)
            and min(self.named(sensor, span, spectra, mineral), self.right(sensor, span, spectra, mineral)) < least
        ]

    def pairs(self, sensor, span, spectra=HELD_OUT):
        """(share, first, second): of the named spectra of the first more than CONFUSED get the second's name."""
        minerals, found = self.minerals(sensor, span), []
        for first in minerals:
            named = sum(self.count(sensor, span, spectra, first, each) for each in minerals)
            for second in minerals:
                share = self.count(sensor, span, spectra, first, second) / max(1, named)
                if first != second and share > CONFUSED:
                    found.append((share, first, second))
        return sorted(found, reverse=True)


def _bands(table):
    lines = [_row("sensor", "bands", "of them narrower than the library's"), _rule(3)]
    for sensor in table.sensors(WHOLE):
        bands, coarser = table.facts(sensor, WHOLE, FACTS, "bands")
        lines.append(_row(sensor, bands, coarser))
    return lines


def _span(table, span):
    """The tables of one range."""
    sensors = table.sensors(span)
    lines = [
        "",
        f"## {span} um",
        "",
        "Share of a mineral's spectra that get its name / of the spectra with its name",
        "",
    ]
    lines[-2] += " that are of it, in percent, samples that the model never met."
    lines += [_row("mineral (samples)", *sensors), _rule(1 + len(sensors))]
    for mineral in table.every_mineral():
        cells = [_cell(table, sensor, span, mineral) for sensor in sensors]
        if any(cells):
            lines.append(_row(f"{mineral} ({table.samples(span, mineral)})", *cells))
    lines += ["", "| sensor | must not be offered | taken for another by more than "]
    lines[-1] += f"{100 * CONFUSED:.0f} % of the named spectra (%) |"
    lines.append(_rule(3))
    for sensor in sensors:
        pairs = [f"{first} for {second} {100 * share:.0f}" for share, first, second in table.pairs(sensor, span)]
        more = f"; {len(pairs) - MOST_PAIRS} more" if len(pairs) > MOST_PAIRS else ""
        refused = [name for name in table.every_mineral() if table.facts(sensor, span, REFUSED, name)]
        never = [*table.not_to_offer(sensor, span)]
        barely = [name for name in table.minerals(sensor, span) if table.barely_shown(sensor, span, name)]
        for names, why in ((barely, "absorb in few samples"), (refused, "absorb in none: refused")):
            never += [f"{', '.join(names)} ({why})"] if names else []
        lines.append(_row(sensor, "; ".join(never) or "none", ("; ".join(pairs[:MOST_PAIRS]) + more) or "none"))
    return lines


def _cell(table, sensor, span, mineral):
    if table.facts(sensor, span, REFUSED, mineral):
        return "refused"
    if mineral not in table.minerals(sensor, span):
        return ""
    named, right = (share(sensor, span, HELD_OUT, mineral) for share in (table.named, table.right))
    text = f"{100 * named:.0f} / {100 * right:.0f}"
    if table.barely_shown(sensor, span, mineral):
        return f"({text})"
    return f"**{text}**" if min(named, right) < LEAST else text


def _agreement(table):
    """What the report of trainfromlibrary says, from spectra of the samples that it learnt, against the others."""
    lines = ["", "## Does the report say so?", ""]
    lines.append(
        "The report and the log go by spectra of the samples that the model learnt, so they are milder. Pairs and"
    )
    lines.append("minerals that they name, against those of the samples held out (0.4 to 2.5 um):")
    lines += ["", _row("sensor", "", "named by both", "only by the report", "only held out"), _rule(5)]
    for sensor in CHECKED:
        if sensor not in table.sensors(WHOLE):
            continue
        known, held = (
            {frozenset(pair[1:]) for pair in table.pairs(sensor, WHOLE, spectra)} for spectra in (KNOWN, HELD_OUT)
        )
        lines.append(
            _row(sensor, "pairs", *(_pairs_text(pairs) for pairs in (known & held, known - held, held - known)))
        )
        known, held = (set(table.not_to_offer(sensor, WHOLE, *by)) for by in ((KNOWN, LEAST_TOLD), (HELD_OUT, LEAST)))
        texts = (", ".join(sorted(names)) or "none" for names in (known & held, known - held, held - known))
        lines.append(_row(sensor, "cannot be told", *texts))
    return lines


def _pairs_text(pairs):
    return "; ".join(sorted(" and ".join(sorted(pair)) for pair in pairs)) or "none"


def _row(*cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def _rule(columns):
    return "|" + "---|" * columns
