# SPDX-License-Identifier: GPL-2.0-or-later
"""The page: one table of the arms, what of it meets the goals, and what the literature has."""

import platform
from datetime import date

import numpy as np

from benchmarks.study.statistics import t_quantile

from .design import ARMS, FULL, WORDS
from .timing import PLAIN

EXACT_T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365}  # 97.5 %, below 8 degrees
WIDEST = 1.0  # percentage points that a margin may have
FEWER, FASTER = 0.40, 0.55  # goals: the share of parameters and of multiply-adds left, and of the time

SMALL = """The networks are small and see a fifth of the images: the errors compare the arms with each other and nothing
else. For the numbers of the literature run `--full` on a graphics card; this has not been done."""
LITERATURE = """| network, CIFAR-10, all images, 300 epochs | parameters | FLOPs | error (%) |
|---|---|---|---|
| DenseNet-40-12 (Huang et al. 2017) | 1.0 M | 5.3e8 | 5.24 |
| DenseNet-40, base of Network Slimming (Liu et al. 2017) | 1.02 M | 5.3e8 | 5.89 |
| the same, 40 % of the channels pruned | 0.69 M | 3.8e8 | 5.68 |
| the same, 60 % of the channels pruned | 0.49 M | - | 5.78 |
| CondenseNet-50 (Huang et al. 2018) | 0.22 M | 2.9e7 | 6.22 |
| CondenseNet-86 | 0.52 M | 6.6e7 | 5.06 |

FLOPs as each counts them: CondenseNet's are multiply-adds, the others products and sums."""


def page(rows, times, design, title, others=()):
    """Markdown.

    rows : Rows of one Design; times : {(arm, seed): milliseconds}; others : Rows that differ in their epochs alone
    """
    seeds = sorted({row.seed for row in rows})
    lines = [line(arm, rows, times) for arm in ARMS if of_arm(rows, arm)]
    return f"""# Sparse DenseNet on {title}

DenseNet-{design.depth}-{design.growth}; the first {design.train:,} training images, the first {design.test:,} test
images, {design.epochs} epochs, batches of {design.batch}, mirrored and shifted; {100 * design.target:g} % of every
convolution's inputs dropped in {design.stages} stages within the first half of the epochs (the first convolution and
the classifier keep theirs). {len(seeds)} seed{"s" if len(seeds) > 1 else ""}; mean and half the width of the 95 %
interval (Student's t). {date.today()}, {platform.machine()}, Python {platform.python_version()}.

| network | parameters | multiply-adds | error (%) | minus dense (points) | loss in training | time / dense |
|---|---|---|---|---|---|---|
{chr(10).join(lines)}

{verdict(rows, times)}

A multiply-add is one product and its sum, in convolutions and the classifier; papers that count both have twice as many
FLOPs (DenseNet-40-12: 2.65e8 multiply-adds here, 5.3e8 FLOPs there). Parameters include two for every map that a
convolution normalises. *Minus dense* is the mean of the differences from the dense network of the same seed. Time is a
forward pass of 64 images on one core, over that of the dense network in the fastest of four forms: plain PyTorch in
either of its orders in memory, folded with its channels together, or the plugin's{by_the_same_code(times)}.
`scratch` has the masks of `contribution` from the first epoch on, and other first weights.

{by_epochs([*rows, *others])}{SMALL if design != FULL else ""}

{LITERATURE}
"""


def by_epochs(rows):
    """How the errors go on falling with longer training; nothing where all rows were trained as long."""
    lengths = sorted({row.epochs for row in rows if row.arm == "dense"})
    if len(lengths) < 2:
        return ""
    lines = ["| epochs | dense, error (%) | `contribution` minus dense (points) |", "|---|---|---|"]
    for epochs in lengths:
        own = [row for row in rows if row.epochs == epochs]
        dense = mean_and_half([row.error for row in of_arm(own, "dense").values()])
        lines.append(f"| {epochs} | {dense} | {gap(own, 'contribution')} |")
    return "\n".join(["How long they are trained:", "", *lines, "", ""])


def of_arm(rows, arm):
    """{seed: Row}."""
    return {row.seed: row for row in rows if row.arm == arm}


def line(arm, rows, times):
    found = list(of_arm(rows, arm).values())
    entries = [WORDS[arm] + fewer_seeds(rows, arm)]
    entries += [share_of(rows, arm, "parameters"), share_of(rows, arm, "multiply_adds")]
    entries += [mean_and_half([row.error for row in found]), gap(rows, arm), f"{np.mean([r.loss for r in found]):.3f}"]
    ratio = time_ratio(times, arm)
    return "| " + " | ".join([*entries, "-" if ratio is None else f"{ratio:.2f}"]) + " |"


def fewer_seeds(rows, arm):
    """In words, where an arm was not run with all seeds."""
    count = len(of_arm(rows, arm))
    return "" if count == len({row.seed for row in rows}) else f" ({count} seed{'s' if count > 1 else ''})"


def share_of(rows, arm, name):
    """The mean, and the share of the dense network's."""
    mean = np.mean([getattr(row, name) for row in of_arm(rows, arm).values()])
    words = f"{mean:.3g}" if mean >= 1e6 else f"{mean:,.0f}"
    return f"{words} ({100 * left(rows, arm, name):.1f} %)" if of_arm(rows, "dense") else words


def left(rows, arm, name):
    return np.mean([getattr(row, name) for row in of_arm(rows, arm).values()]) / getattr(
        next(iter(of_arm(rows, "dense").values())), name
    )


def gaps(rows, arm, other="dense"):
    """Differences of errors from another arm's of the same seed, percentage points."""
    others, found = of_arm(rows, other), of_arm(rows, arm)
    return [found[seed].error - others[seed].error for seed in sorted(found.keys() & others.keys())]


def gap(rows, arm, other="dense"):
    return "-" if arm == other or not gaps(rows, arm, other) else mean_and_half(gaps(rows, arm, other), "+")


def mean_and_half(values, sign=""):
    mean, half = np.mean(values), half_width(values)
    return f"{mean:{sign}.2f}" if half is None else f"{mean:{sign}.2f} +- {half:.2f}"


def half_width(values):
    """Half the width of the mean's 95 % interval; None of one value."""
    degrees = len(values) - 1
    if not degrees:
        return None
    quantile = EXACT_T.get(degrees) or t_quantile(0.975, degrees)
    return quantile * float(np.std(values, ddof=1)) / len(values) ** 0.5


def time_ratio(times, arm):
    """Mean ratio to the dense network of the same seed in whichever form of it is the fastest; None without any."""
    found = [
        value / min(times["dense", seed], times[PLAIN, seed]) for (name, seed), value in times.items() if name == arm
    ]
    return float(np.mean(found)) if found else None


def by_the_same_code(times):
    if not times:
        return ""
    found = [value / times["dense", seed] for (name, seed), value in times.items() if name == "contribution"]
    return f" (by the same code as the sparse ones: `contribution` takes {np.mean(found):.2f} of it)"


def verdict(rows, times):
    """The goals, one by one, for the arm of Wu et al."""
    if not (gaps(rows, "contribution")):
        return "The runs that decide have not been made yet."
    sentences = [goal("parameters left", left(rows, "contribution", "parameters"), FEWER)]
    sentences.append(goal("multiply-adds left", left(rows, "contribution", "multiply_adds"), FEWER))
    if times:
        sentences.append(goal("time", time_ratio(times, "contribution"), FASTER))
    goals = "Goals, for `contribution`: " + "; ".join([*sentences, no_worse(gaps(rows, "contribution"))]) + "."
    controls = [f"{gap(rows, arm, 'contribution')} (`{arm}`)" for arm in ("c-apoz", "random", "scratch")]
    return f"{goals}\n\nErrors beyond those of `contribution`, points, paired by seed: {', '.join(controls)}."


def goal(words, found, most):
    return f"{words} {found:.3f} (at most {most:.2f}: {'met' if found <= most else 'missed'})"


def no_worse(differences):
    """Whether the error is within the margin that was written down before the first run (__main__.py)."""
    half, mean = half_width(differences), float(np.mean(differences))
    if half is None:
        return f"error {mean:+.2f} points, of one seed, which decides nothing"
    margin = min(half, WIDEST)
    words = "no worse than" if mean <= margin else "worse than"
    return f"error {mean:+.2f} points, {words} dense by the margin of {margin:.2f}"
