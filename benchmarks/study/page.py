# SPDX-License-Identifier: GPL-2.0-or-later
"""The study's page: what is true in plain words, then the tables and figures that say so."""

from .design import FIXED_SIZES, HIDDEN, SAMPLES, SCENE, SEEDS
from .differences import differences_table, paired, sentence
from .figures import draw_rounds, draw_sizes
from .statistics import difference
from .tables import accuracies, goals_table, kept_by_default, plugin_groups, rule_table, sizes_table, table_2

STUDIED = ((SAMPLES, "random"), (SAMPLES, "blocks"), (SCENE, "random"))


def write_page(rows, folder, facts):
    """Write study.md and its figures into `folder`; returns the page's path."""
    draw_rounds(rows, folder / "rounds.svg")
    parts = [heading(facts), plain_words(rows), goals_table(rows), table_2(rows)]
    parts += [rule_table(rows, criterion) for criterion in ("c-apoz", "apoz")]
    parts += ["![Accuracy and units by round: the paper's Figs. 4 and 6](rounds.svg)\n"]
    parts += ["![Hidden neurons of one seed before and after: Fig. 5](neurons.png)\n"]
    parts += ["![Maps of one seed before and after: Fig. 7](maps.png)\n"]
    for protocol, split in STUDIED:
        table, title = accuracies(rows, protocol, split), f"{protocol}, {split}"
        name = f"sizes_{title.replace(', ', '_').replace(' ', '_')}.svg"
        draw_sizes(table, folder / name)
        parts += [sizes_table(table, title), f"![Test accuracy by size, {title}]({name})\n"]
        parts += [differences_table(table, title)]
    path = folder / "study.md"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def heading(facts):
    interim = "" if facts["seeds"] >= SEEDS else f"Interim: {SEEDS} seeds are planned. "
    return f"""# What pruning is worth

{interim}Scene {facts["scene"]}, feature {facts["feature"]}, {facts["seeds"]} seeds. {facts["date"]},
{facts["versions"]};
{facts["workers"]} processes, {facts["minutes"]} minutes, {facts["processor_minutes"]} minutes of processor time.
Every number can be made again from study.csv. OA is overall accuracy in percent, as mean +- half its 95 % interval
over seeds; a seed stands for the draw of the samples and the start of the network. "Paper's protocol (leaks)": the set
that scores, stops and chooses is the set that is reported. "Three splits": networks learn from training samples only,
validation samples score and choose, test samples are looked at once. "Scene": unlabelled pixels are learnt from too.
"""


def plain_words(rows):
    """What the rows say, one fact a sentence."""
    lines = ["## In plain words\n"]
    for protocol, split in STUDIED:
        table = accuracies(rows, protocol, split)
        if not table:
            continue
        lines.append(f"{protocol}, {split} pixels:\n".capitalize())
        for rival in ("apoz", "random", "scratch", "unpruned"):
            if (rival, FIXED_SIZES[-1]) in table:
                lines.append(f"- {sentence(paired(table, rival))}")
        lines.append("")
    return "\n".join([*lines, *default_words(rows), ""])


def default_words(rows):
    """What the plugin's default pruning is worth against the unpruned network, paired by seed."""
    own = [row for row in rows if row.protocol == SCENE]
    kept = {row.seed: row for row in kept_by_default(own)}
    groups = {name: {row.seed: row for row in group} for name, _, group in plugin_groups(rows)}
    seeds = sorted(kept)
    if len(seeds) < 2:
        return []
    units = sum(kept[seed].units for seed in seeds) / len(seeds)
    lines = [f"With the plugin's default settings pruned networks keep {units:.1f} of {HIDDEN} hidden units."]
    for name in ("unpruned", "unpruned, trained as long"):
        first, second = ([each[seed].test_oa for seed in seeds] for each in (kept, groups[name]))
        one = difference(first, second, 0.25)
        lines.append(
            f"Against the network {name}, they differ by {one.mean:+.2f} points of test accuracy (95 % interval "
            f"{one.low:+.2f} to {one.high:+.2f})."
        )
    return lines
