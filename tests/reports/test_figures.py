# SPDX-License-Identifier: GPL-2.0-or-later
"""The figures hold their words as text, are reproducible, and leave matplotlib as they found it."""

import io
import re

import matplotlib
import pytest
from matplotlib.figure import Figure

from mineral_prune_plugin.models.training_settings import History
from mineral_prune_plugin.reports import figures
from mineral_prune_plugin.reports.drawing import drawing, svg
from mineral_prune_plugin.reports.hidden_sizes import HiddenSize


@pytest.fixture
def drawings(history, trace, sizes):
    layer = trace.rows[0].layers[0]
    return {
        "learning": lambda tr=str: figures.learning_curve(history, tr),
        "scores": lambda tr=str: figures.neuron_scores(layer, (1, 3), tr("share of zeros"), tr),
        "compression": lambda tr=str: figures.compression_curve(trace, tr),
        "sizes": lambda tr=str: figures.hidden_size_accuracies(sizes, tr),
    }


@pytest.mark.parametrize(
    "name, words",
    [
        ("learning", ["training", "validation", "kept epoch 3", "Epoch", "Cross-entropy loss (nats)"]),
        ("scores", ["kept", "pruned next", "threshold 0.75", "share of zeros", "Neuron (original number, from 0)"]),
        ("compression", ["kept: 2-2 units, 94.00 %", "4-3", "2-2", "Compression (times smaller)",
                         "accuracy before retraining", "Overall accuracy, validation (%)"]),
        ("sizes", ["5", "12-8", "30", "Hidden units", "one seed", "mean and standard deviation"]),
    ],
)  # fmt: skip
def test_the_words_of_a_figure_are_text(drawings, parse, name, words):
    assert set(words) <= set(parse(drawings[name]()).texts)


@pytest.mark.parametrize("name", ["learning", "scores", "compression", "sizes"])
def test_chinese_and_dollars_and_brackets_come_out_as_they_are(drawings, parse, name, recwarn):
    texts = parse(drawings[name](lambda sentence: f"<明矾石> $a$ $ {sentence}")).texts
    assert any(text.startswith("<明矾石> $a$ $ ") for text in texts)
    assert not recwarn.list


def test_the_users_settings_are_neither_used_nor_changed(drawings):
    plain = drawings["learning"]()
    with matplotlib.rc_context({"axes.facecolor": "black", "font.size": 20, "svg.fonttype": "path"}):
        before = dict(matplotlib.rcParams)
        assert drawings["learning"]() == plain
        assert dict(matplotlib.rcParams) == before


def test_pruned_neurons_are_told_apart_without_colour(drawings):
    assert "<pattern" in drawings["scores"]()


@pytest.mark.parametrize("name", ["learning", "scores", "compression", "sizes"])
def test_text_takes_the_font_of_the_page(drawings, name):
    assert "DejaVu" not in drawings[name]()


def test_short_and_long_runs_can_be_drawn(parse):
    assert "kept epoch 1" in parse(figures.learning_curve(History((1,), (1.0,), (), (0.5,), 1), str)).texts
    assert parse(figures.hidden_size_accuracies([HiddenSize((3,), 10, ())], str)).texts


def test_a_legend_leaves_room_for_chinese(drawings):
    """A Chinese character is one em wide, 9 px here; the sample of a line before its label takes two."""
    svg = drawings["sizes"](lambda sentence: "中" * 12)
    labels = re.findall(r'anchor: start" x="([0-9.]+)" y="([0-9.]+)"[^>]*>中', svg)
    (first, first_y), (second, second_y) = ((float(x), float(y)) for x, y in labels)
    assert first_y == second_y
    assert second - first > 12 * 9 + 2 * 9


@pytest.mark.filterwarnings("ignore:There are no gridspecs")
def test_a_last_digit_of_the_layout_that_shows_nowhere_changes_no_byte():
    def drawn(left):
        with drawing(2) as sheet:
            sheet.add_axes((left, 0.2, 0.6, 0.6)).plot([1, 2], [3, 4])
            return svg(sheet)

    assert drawn(0.2) == drawn(0.2 + 1e-12)
    assert drawn(0.2) != drawn(0.3)


def test_no_two_drawings_share_a_name_and_every_name_that_is_used_is_there(drawings):
    names = []
    for name in ("learning", "scores", "compression", "sizes"):
        text = drawings[name]()
        names.append(set(re.findall(r' id="([^"]+)"', text)))
        assert names[-1] and set(re.findall(r'(?:url\(#|href="#)([^")]+)', text)) <= names[-1]
    assert sum(map(len, names)) == len(set().union(*names))


def test_a_figure_is_laid_out_and_drawn_once_as_matplotlib_saves_it_and_paints_nothing_behind(monkeypatch):
    def plot(sheet):
        sheet.add_subplot().plot([1, 2], [3, 4], label="line")
        sheet.axes[0].legend()

    draws, draw = [], Figure.draw
    with monkeypatch.context() as patch, drawing(2) as sheet:
        patch.setattr(Figure, "draw", lambda sheet, renderer: (draws.append(1), draw(sheet, renderer)))
        plot(sheet)
        drawn = svg(sheet)
        assert len(draws) == 1
    with drawing(2) as sheet:
        plot(sheet)
        saved = io.StringIO()
        sheet.savefig(saved, format="svg", metadata={"Date": None}, transparent=True)
    paths = re.findall(r'<path d="([^"]+)"', saved.getvalue())
    assert re.findall(r'<path d="([^"]+)"', drawn) == paths and len(paths) > 5
    assert "#ffffff" not in drawn
