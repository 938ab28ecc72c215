# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of all rows: a table a split, and who is better."""

from benchmarks.study.statistics import difference, mean_interval
from mineral_prune_plugin.pruning.sparse_settings import SparseSettings

from .networks import ARMS, FEATURE, PERCEPTRONS, PRUNED

MARGIN = 0.5  # percentage points
FEWEST_SEEDS = 5  # for an interval


def page(rows):
    """The page of all rows."""
    settings, splits = SparseSettings(), list(dict.fromkeys(row["split"] for row in rows))
    text = f"""# Sparse DenseNets of pixel neighbourhoods on the Cuprite replica

Patches of {settings.patch} x {settings.patch} pixels, {settings.depth} layers, growth {settings.growth}, feature
`{FEATURE}`, {settings.target:g} % of the inputs dropped in {settings.stages} stages, {settings.epochs} epochs. 100
training and 100 validation pixels a class, 2,320 test pixels, 4,000 unlabelled ones judged by an ensemble of
perceptrons; perceptrons learn from the same. Mean over seeds, each with a draw of its own;
95 % interval from {FEWEST_SEEDS} seeds on.
Multiply-adds are those of one pixel of a map. Seconds are those of a run beside other work of the machine.
"""
    return text + "".join(_section(split, [row for row in rows if row["split"] == split]) for split in splits)


def _section(split, rows):
    by_arm = {arm: {row["seed"]: row for row in rows if row["arm"] == arm} for arm in ARMS}
    seeds = sorted(set.intersection(*(set(found) for found in by_arm.values())), key=int)
    if not seeds:
        return ""
    lines = [f"\n## Split: {split}, {len(seeds)} seeds\n\n{NOTES.get(split, '')}\n"]
    lines += [
        "| network | parameters | multiply-adds | validation (%) | test (%) | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for arm in ARMS:
        found = [by_arm[arm][seed] for seed in seeds]
        shown = [_shown(found, name, 0) for name in ("parameters", "multiply_adds")]
        shown += [_shown(found, name, 2, True) for name in ("validation_oa", "test_oa")]
        lines.append(f"| {arm} | {' | '.join(shown)} | {_shown(found, 'seconds', 0)} |")
    best = max((*PERCEPTRONS, *PRUNED), key=lambda arm: _mean(by_arm[arm], seeds, "validation_oa"))
    if len(seeds) >= FEWEST_SEEDS:
        lines += [
            "",
            f"Paired differences of test accuracy, points; the best perceptron by validation is `{best}`.",
            "",
        ]
        for other in (best, "dense", "random", "scratch"):
            lines.append(_difference(by_arm, "sparse", other, seeds))
    return "\n".join(lines) + "\n"


NOTES = {
    "blocks": "Test pixels lie in other blocks of 20 x 20 pixels than training pixels.",
    "random": "Test pixels lie anywhere, many beside a training pixel: their neighbourhoods overlap, so that networks "
    "of neighbourhoods have met most of the pixels that they are tested on. This flatters them.",
}


def _difference(by_arm, one, other, seeds):
    pairs = [[float(by_arm[arm][seed]["test_oa"]) for seed in seeds] for arm in (one, other)]
    found = difference(*pairs, margin=MARGIN)
    verdict = "no worse" if found.low > -MARGIN else "not shown to be no worse"
    verdict = "better" if found.low > 0 else "worse" if found.high < 0 else verdict
    return f"- {one} - {other}: {found.mean:+.2f} ({found.low:+.2f} to {found.high:+.2f}): {verdict}"


def _mean(found, seeds, name):
    return sum(float(found[seed][name]) for seed in seeds) / len(seeds)


def _shown(found, name, decimals, interval=False):
    mean, half = mean_interval([float(row[name]) for row in found])
    if interval and len(found) >= FEWEST_SEEDS:
        return f"{mean:.{decimals}f} ± {half:.{decimals}f}"
    return f"{mean:,.{decimals}f}"
