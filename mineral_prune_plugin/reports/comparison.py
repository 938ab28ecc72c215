# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of two models on the same samples and the same raster, and its numbers as rows of a table."""

from ..classes import UNCLASSIFIED
from .first_page import NO_COVER, details, first_page
from .map_picture import cover_picture, map_picture
from .matrix import RIGHT, WRONG, class_name, shaded
from .numbers import fixed, percent, points, proportion_cells, shown
from .page import Html, element, facts_list, finding, page, paragraph, section, table

HEADINGS = (
    "measure", "class_a", "class_b", "count", "n", "value_percent", "low_percent", "high_percent", "p_value",
)  # fmt: skip
SIGNIFICANT = 0.05


def comparison_report(facts, models, paired, by_class, cross=None, tr=str, cover=NO_COVER, maps=()):
    """The page of `comparemodels`.

    facts    : (label, value) pairs of text, in reading order
    models   : (label, value of model A, value of model B) triples of text
    paired   : PairedComparison on all samples
    by_class : (MineralClass, PairedComparison) pairs
    cross    : Confusion of the raster's pixels, rows model A, columns model B, without_reference the pixels without
               data; a class UNCLASSIFIED is last where a model may leave pixels so; None where no map was requested
    tr       : translates an English sentence
    cover    : Cover, whose picture is where the models agree
    maps     : mapping.thumbnail.Thumbnails of the same place as model A and as model B map it, or none
    returns  : str, HTML
    """
    first = first_page(
        [_verdict(paired, tr)], cover.origin, tr, cover_picture(cover, tr), below=_result_pieces(paired, tr)
    )
    sections = [
        section(tr("Models"), table([tr("Property"), tr("Model A"), tr("Model B")], models, words=(0, 1, 2))),
        _classes_section(by_class, tr),
        _map_section(cross, tr),
        _pictures_section(maps, tr),
        section(tr("Settings"), facts_list(facts)),
    ]
    return page(tr("Comparison of two models"), [first, details(tr, *sections)], tr)


def comparison_rows(paired, by_class, cross=None):
    """The numbers of the report, a measure a row.

    paired, by_class, cross : as in comparison_report
    returns : (HEADINGS, rows of text). low and high are the ends of the 95 % interval; differences are in percentage
              points, A minus B; a number that does not exist is an empty text
    """
    rows = _paired_rows("", paired, f"{paired.p_value:.6g}")
    for mineral, part in by_class:
        rows += _paired_rows(mineral.name, part)
    if cross is not None:
        same = cross.overall_accuracy
        rows.append(_row("map_agreement", "", "", same.successes, same.n, (same.value, *same.interval())))
        rows.append(_row("map_no_data", "", "", cross.without_reference))
        for class_a, counts in zip(cross.classes, cross.counts):
            rows += [_row("map_pixels", class_a.name, class_b.name, n) for class_b, n in zip(cross.classes, counts)]
    return HEADINGS, rows


def _paired_rows(name, paired, p_value=""):
    counts = {"both_right": paired.both, "only_a_right": paired.only_a, "only_b_right": paired.only_b}
    counts["both_wrong"] = paired.neither
    rows = [_row(measure, name, name, count, paired.n) for measure, count in counts.items()]
    for measure, accuracy in (("accuracy_a", paired.accuracy_a), ("accuracy_b", paired.accuracy_b)):
        shares = (accuracy.value, *accuracy.interval())
        rows.append(_row(measure, name, name, accuracy.successes, accuracy.n, shares))
    shares = (paired.difference, *paired.interval())
    rows.append(_row("difference_points", name, name, paired.only_a - paired.only_b, paired.n, shares, p_value))
    left = {"unclassified_a": paired.unclassified_a, "unclassified_b": paired.unclassified_b}
    return rows + [_row(measure, name, name, count, paired.n) for measure, count in left.items() if count]


def _row(measure, class_a, class_b, count, n="", shares=(None, None, None), p_value=""):
    return (measure, class_a, class_b, str(count), str(n), *(percent(share, 4) for share in shares), p_value)


def _result_pieces(paired, tr):
    headings = [tr("Samples"), tr("Model B correct"), tr("Model B wrong"), tr("All")]
    right, wrong = paired.both + paired.only_a, paired.only_b + paired.neither
    rows = [
        [tr("Model A correct"), paired.both, paired.only_a, right],
        [tr("Model A wrong"), paired.only_b, paired.neither, wrong],
        [tr("All"), paired.both + paired.only_b, paired.only_a + paired.neither, paired.n],
    ]
    caption = tr(
        "Sample counts. The test uses those that only one of the models identifies correctly: {a} only by A and {b} "
        "only by B."
    )
    notes = [paragraph(_meaning(paired, tr)), paragraph(_limits(tr))]
    return (
        *notes,
        table(headings, _texts(rows), caption.format(a=paired.only_a, b=paired.only_b)),
        _accuracy_table(paired, tr),
    )


def _texts(rows):
    return [[str(cell) for cell in row] for row in rows]


def _accuracy_table(paired, tr):
    headings = [tr("Accuracy"), tr("Correct / all"), tr("Value (%)"), tr("95 % interval, from (%)"), tr("to (%)")]
    rows = [[tr("Model A"), *proportion_cells(paired.accuracy_a)]]
    rows += [[tr("Model B"), *proportion_cells(paired.accuracy_b)]]
    rows += [[tr("A minus B (percentage points)"), shown(""), *_difference_cells(paired)]]
    caption = tr(
        "Intervals of the accuracies: Wilson 1927; of the difference between paired samples: Newcombe 1998, method 10. "
        "The intervals are approximate and the test is exact, so in borderline cases they may disagree."
    )
    return table(headings, rows, caption)


def _difference_cells(paired):
    """[difference, low, high] in percentage points with their signs."""
    return [points(share) if share == share else shown("") for share in (paired.difference, *paired.interval())]


def _verdict(paired, tr):
    if paired.only_a + paired.only_b == 0:
        sentence = tr(
            "Both models identify the same {correct} of {n} samples correctly: these samples show no difference."
        )
        return sentence.format(correct=paired.both, n=paired.n)
    if paired.p_value >= SIGNIFICANT:
        sentence = tr(
            "These samples do not show that one model is better. Model A identifies {a} % of {n} samples correctly, "
            "model B {b} %: a difference of {points} percentage points (95 % interval {low} to {high}; exact McNemar "
            "test, p {p})."
        )
    elif paired.only_a > paired.only_b:
        sentence = tr(
            "These samples show that model A is better. It identifies {a} % of {n} samples correctly, model B {b} %: a "
            "difference of {points} percentage points (95 % interval {low} to {high}; exact McNemar test, p {p})."
        )
    else:
        sentence = tr(
            "These samples show that model B is better. It identifies {b} % of {n} samples correctly, model A {a} %: a "
            "difference, A minus B, of {points} percentage points (95 % interval {low} to {high}; exact McNemar test, "
            "p {p})."
        )
    accuracies = {"a": percent(paired.accuracy_a.value), "b": percent(paired.accuracy_b.value), "n": paired.n}
    return sentence.format(**accuracies, **_numbers(paired))


def _meaning(paired, tr):
    if paired.p_value >= SIGNIFICANT:
        sentence = tr(
            "That does not show that the models are equally good: according to the interval, the true difference, A "
            "minus B, may be anywhere from {low} to {high} percentage points. If that range is too wide for a "
            "decision, more samples are needed."
        )
    else:
        sentence = tr(
            "Whether that matters depends not on p but on the size of the difference: according to the interval, {low} "
            "to {high} percentage points."
        )
    return sentence.format(**_numbers(paired))


def _limits(tr):
    return tr(
        "The test and the interval assume that samples are independent; neighbouring pixels resemble each other, so "
        "the uncertainty is larger than they suggest. Samples that were used to train or choose one of the models "
        "favour it: only samples that neither model has used are fair to both."
    )


def _numbers(paired):
    difference, low, high = _difference_cells(paired)
    p = "< 0.0001" if paired.p_value < 0.0001 else f"= {paired.p_value:.4f}"
    return {"points": difference, "low": low, "high": high, "p": p}


def _classes_section(by_class, tr):
    headings = [tr("Class"), tr("Samples"), tr("Model A correct (%)"), tr("Model B correct (%)"), tr("Only A correct")]
    headings += [tr("Only B correct"), tr("A minus B (points)"), tr("95 % interval, from"), tr("to")]
    rows = [_class_row(mineral, part, tr) for mineral, part in by_class]
    caption = tr(
        "Samples of each class, and the share that each model identifies correctly. Among many intervals, some exclude "
        "zero by chance: a single class that stands out shows little."
    )
    if any(part.unclassified_a or part.unclassified_b for _, part in by_class):
        headings += [tr("Unclassified by A"), tr("Unclassified by B")]
        rows = [[*row, *_unclassified_cells(part)] for row, (_, part) in zip(rows, by_class)]
        caption += " " + tr("Samples that a model leaves unclassified count as wrong.")
    return section(tr("Classes"), table(headings, rows, caption))


def _class_row(mineral, paired, tr):
    shares = [shown(percent(p.value)) for p in (paired.accuracy_a, paired.accuracy_b)]
    alone = [str(paired.only_a), str(paired.only_b)]
    return [class_name(mineral, tr), str(paired.n), *shares, *alone, *_difference_cells(paired)]


def _unclassified_cells(paired):
    return [str(paired.unclassified_a), str(paired.unclassified_b)]


def _map_section(cross, tr):
    if cross is None:
        return Html("")
    same = cross.overall_accuracy
    sentence = tr(
        "The models agree on {same} of the raster's {n} pixels with data: {share} %, kappa {kappa}. {empty} pixels "
        "have no data. Where the models agree, both may be wrong."
    )
    agreement = sentence.format(
        same=same.successes,
        n=same.n,
        share=percent(same.value),
        kappa=shown(fixed(cross.kappa, 4)),
        empty=cross.without_reference,
    )
    return section(tr("Whole raster"), finding(agreement), _cross_table(cross, tr))


def _pictures_section(maps, tr):
    """Both maps side by side, where there is room."""
    if not maps:
        return Html("")
    pieces = (
        element("div", element("p", name), map_picture(thumbnail, tr), **{"class": "side"})
        for name, thumbnail in zip((tr("Model A"), tr("Model B")), maps)
    )
    return section(tr("The scene as each model maps it"), element("div", *pieces))


def _cross_table(cross, tr):
    headings = [tr("Model A \\ model B")] + [str(c.number) for c in cross.classes] + [tr("All"), tr("Agreement (%)")]
    totals, columns = cross.counts.sum(axis=1), cross.counts.sum(axis=0)
    rows = [_cross_row(cross, k, int(totals[k]), tr) for k in range(len(cross.classes))]
    overall = [str(cross.classified), shown(percent(cross.overall_accuracy.value))]
    foot = [tr("All"), *(str(n) for n in columns), *overall]
    caption = tr(
        "Pixel counts. Rows are the classes of model A, columns those of model B. The shade is the share of the row: "
        "blue where the models agree, orange where they differ."
    )
    return table(headings, [*rows, foot], caption)


def _cross_row(cross, k, total, tr):
    mineral = cross.classes[k]
    name = tr("Unclassified") if mineral.number == UNCLASSIFIED else class_name(mineral, tr)
    counts = [shaded(int(n), total, RIGHT if k == column else WRONG) for column, n in enumerate(cross.counts[k])]
    return [name, *counts, str(total), shown(percent(cross.producers_accuracy[k].value))]
